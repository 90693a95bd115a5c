"""Somebody with a Slack in their hand: what they do goes to the app, what comes back changes what they see.

await ada.types("book tuesday 3")
await ada.presses(ada.last, "That works")
await ada.submits(ada.view, {"When?": "Tuesday 3pm"})
"""

from typing import Any

from tests.fakes.slack.carrier import Answer
from tests.fakes.slack.pressing import Pressing
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.sights import Json, Post, View
from tests.fakes.slack.speaking import Speaking


class Person(Pressing, Speaking):
    """What one person sees and does in one workspace."""

    @property
    def posts(self) -> list[Post]:
        """What stands in the direct messages with the app, oldest first."""
        return self.workspace.direct(self.id).seen_by(self.id)

    @property
    def last(self) -> Post:
        """The newest of the direct messages."""
        if not self.posts:
            raise CannotDoError(f"{self.id} has no direct messages")
        return self.posts[-1]

    @property
    def view(self) -> View:
        """The form in front."""
        stack = self.workspace.stack(self.id)
        if not stack:
            raise CannotDoError(f"{self.id} has no form open")
        return stack[-1]

    @property
    def home(self) -> View:
        """The Home tab, as it was published."""
        if self.id not in self.workspace.homes:
            raise CannotDoError(f"{self.id} has no Home tab yet")
        return self.workspace.homes[self.id]

    async def joins(self) -> Answer:
        """Arrive in the workspace."""
        return await self.causes("team_join", {"type": "team_join", "user": self._described()})

    async def changes(self, **profile: Any) -> Answer:
        """Change one's profile, such as `tz="Asia/Tokyo"`."""
        for name, value in profile.items():
            setattr(self.profile, name, value)
        return await self.causes("user_change", {"type": "user_change", "user": self._described()})

    async def leaves(self) -> Answer:
        """Have one's account deactivated."""
        return await self.changes(deleted=True)

    async def joins_channel(self, name: str, inviter: str = "") -> Answer:
        self.workspace.channels[name].members.add(self.id)
        told = {"type": "member_joined_channel", "user": self.id, "channel": name, "channel_type": name[:1]}
        told |= {"team": self.workspace.id, "event_ts": self._world.ts()}
        return await self.causes("member_joined_channel", told | ({"inviter": inviter} if inviter else {}))

    def _described(self) -> Json:
        return self._payloads.described()
