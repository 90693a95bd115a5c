"""Typing to the app: messages, slash commands, shortcuts, and looking at its Home tab."""

from urllib.parse import parse_qsl

from tests.fakes.slack import acting, carrier, reading
from tests.fakes.slack.carrier import Answer
from tests.fakes.slack.payloads import ROOMS
from tests.fakes.slack.records import Channel
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.sights import Json, Post
from tests.fakes.slack.somebody import Somebody


class Speaking(Somebody):
    """What a person says. Every deed returns the app's answer."""

    async def types(self, text: str, channel: str = "") -> Answer:
        """Write to the app, or into a channel."""
        room = self._room(channel)
        post = Post(self._world.ts(), room.id, self.id, reading.escaped(text))
        room.posts.append(post)
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        rich = {"type": "rich_text", "block_id": self._world.fresh("b"), "elements": [section]}
        message = {**self._said(room, post), "client_msg_id": self._world.fresh("msg-"), "blocks": [rich]}
        return await self.causes(f"message.{room.kind}", message)

    async def edits(self, post: Post, text: str) -> Answer:
        """Change something one wrote."""
        room = self._room(post.channel)
        before = self._said(room, post)
        post.text, post.edited = reading.escaped(text), True
        told = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": self._world.ts(),
            "event_ts": self._world.ts(),
            "channel": room.id,
            "channel_type": ROOMS[room.kind],
            "message": self._said(room, post) | {"edited": {"user": self.id, "ts": self._world.ts()}},
            "previous_message": before,
        }
        return await self.causes(f"message.{room.kind}", told)

    async def commands(self, command: str, text: str = "", channel: str = "") -> Answer:
        """Type a slash command; where it is typed makes no difference to who sees the answer."""
        known = self._world.app.commands
        if known is not None and command not in known:
            raise CannotDoError(f"{command} is not a valid command")
        form = self._payloads.command(command, text, self._room(channel))
        fields = dict(parse_qsl(form, keep_blank_values=True))
        answer = await self._send(carrier.command(form, fields))
        link = self._world.links[fields["response_url"].rpartition("/")[2]]
        acting.commanded(self._world, link, answer)
        return answer

    async def shortcut(self, callback_id: str) -> Answer:
        """Start a global shortcut."""
        answer = await self._send(carrier.interaction(self._payloads.shortcut(callback_id)))
        return self._mistake("shortcut", answer)

    async def opens_home(self, tab: str = "home") -> Answer:
        """Look at the app's Home tab, or with `tab="messages"` at its messages."""
        room = self.workspace.direct(self.id)
        about: Json = {"type": "app_home_opened", "user": self.id, "channel": room.id, "tab": tab}
        home = self.workspace.homes.get(self.id)
        if home is not None and tab == "home":
            about["view"] = self._payloads.home(home)
        return await self.causes("app_home_opened", about | {"event_ts": self._world.ts()})

    def _said(self, room: Channel, post: Post) -> Json:
        return {
            "user": post.author,
            "type": "message",
            "ts": post.ts,
            "text": post.text,
            "team": self.workspace.id,
            "channel": room.id,
            "event_ts": post.ts,
            "channel_type": ROOMS[room.kind],
        }
