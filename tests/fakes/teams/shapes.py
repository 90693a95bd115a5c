"""Activities in the shape in which Teams sends them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from tests.fakes.teams.world import Account, Json, Place, World


@dataclass(frozen=True, slots=True)
class Scene:
    """Who does something, where, and which address of the service it comes from."""

    world: World
    service_url: str
    who: Account
    place: Place
    thread: str = ""

    def message(self, text: str) -> Json:
        """Somebody types into a chat."""
        return self._from_a_client("message", self.world.message_id()) | {
            "text": text,
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<p>{escape(text)}</p>"}],
        }

    def changed(self, activity_id: str, text: str) -> Json:
        """Somebody changes what they wrote."""
        event = self.message(text) | {"type": "messageUpdate", "id": activity_id}
        event["channelData"]["eventType"] = "editMessage"
        return event

    def deleted(self, activity_id: str) -> Json:
        """Somebody deletes what they wrote."""
        event = self._event("messageDelete") | {"id": activity_id}
        event["channelData"]["eventType"] = "softDeleteMessage"
        return event

    def mention(self, text: str) -> Json:
        """Somebody types @ and the bot's name first."""
        bot = {"id": self.world.bot, "name": self.world.bot_name}
        tag = f"<at>{self.world.bot_name}</at>"
        said = self.message(f"{tag} {text}")
        said["entities"] = [{"mentioned": bot, "text": tag, "type": "mention"}, *said["entities"]]
        span = '<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">'
        html = f"<p>{span}{self.world.bot_name}</span>&nbsp;{escape(text)}</p>"
        said["attachments"] = [{"contentType": "text/html", "content": html}]
        return said

    def submitted(self, activity_id: str, value: Json) -> Json:
        """Somebody presses an Action.Submit: a message that has a value and no text."""
        return self._about(activity_id, self._from_a_client("message", self.world.event_id())) | {
            "value": value
        }

    def invoked(self, name: str, value: Json, activity_id: str = "") -> Json:
        """Somebody presses what is to be answered at once."""
        invoke = self._from_a_client("invoke", self.world.event_id()) | {"name": name, "value": value}
        return self._about(activity_id, invoke) if activity_id else invoke

    def reacted(self, activity_id: str, reaction: str, *, taken_back: bool) -> Json:
        """Somebody puts a thumb on a message, or takes it off."""
        name = "reactionsRemoved" if taken_back else "reactionsAdded"
        event = self._event("messageReaction") | {name: [{"type": reaction}]}
        return self._about(activity_id, event)

    def typing(self) -> Json:
        """Somebody is about to write something."""
        return self._from_a_client("typing", self.world.event_id())

    def members(self, change: str, members: Sequence[Json]) -> Json:
        """`membersAdded` or `membersRemoved`: somebody, or the bot, came or went."""
        event = self._event("conversationUpdate") | {change: list(members)}
        if self.place.team:
            event["channelData"]["eventType"] = change.replace("members", "teamMember")
        return event

    def installation(self, action: str) -> Json:
        """The app was installed here, or removed: `add`, `remove`, `add-upgrade` or `remove-upgrade`."""
        event = self._event("installationUpdate") | {"action": action, "locale": self.who.locale}
        event["entities"] = [{"type": "clientInfo", "locale": self.who.locale}]
        event["channelData"]["source"] = {"name": "message"}
        if self.place.team:
            event["channelData"]["settings"] = {"selectedChannel": {"id": self.place.id}}
        return event

    @property
    def itself(self) -> Json:
        """The bot, as an entry among members."""
        return {"id": self.world.bot}

    @staticmethod
    def entry(one: Account) -> Json:
        """Somebody, as an entry among members."""
        return {"id": one.mri, "aadObjectId": one.object_id}

    def _event(self, kind: str) -> Json:
        """What every activity has; events come without a name and without the client's particulars."""
        return {
            "type": kind,
            "id": self.world.event_id(),
            "timestamp": _stamp(self.world.clock.now()).replace("+00:00", "Z"),
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": self.entry(self.who),
            "conversation": self._conversation(),
            "recipient": {"id": self.world.bot, "name": self.world.bot_name},
            "channelData": self._channel_data(),
        }

    def _from_a_client(self, kind: str, activity_id: str) -> Json:
        """What comes from somebody's client, with their name, language and time zone."""
        event = self._event(kind)
        sent_at = datetime.fromisoformat(event["timestamp"]).astimezone(ZoneInfo(self.who.zone))
        client = {
            "locale": self.who.locale,
            "country": self.who.locale[-2:],
            "platform": "Windows",
            "timezone": self.who.zone,
            "type": "clientInfo",
        }
        return event | {
            "id": activity_id,
            "localTimestamp": _stamp(sent_at),
            "from": self.entry(self.who) | {"name": self.who.name},
            "entities": [client],
            "locale": self.who.locale,
            "localTimezone": self.who.zone,
        }

    def _about(self, activity_id: str, event: Json) -> Json:
        """The same, about a message that is there."""
        event["replyToId"] = activity_id
        event["channelData"] |= {"source": {"name": "message"}, "legacy": {"replyToId": f"1:1{activity_id}"}}
        return event

    def _conversation(self) -> Json:
        place = self.place
        where = f"{place.id};messageid={self.thread}" if self.thread else place.id
        about: Json = {"conversationType": place.kind, "tenantId": place.tenant, "id": where}
        if place.kind != "personal":
            about |= {"isGroup": True, "name": place.name}
        return about

    def _channel_data(self) -> Json:
        data: Json = {"tenant": {"id": self.place.tenant}}
        if self.place.team:
            team = self.place.team
            data |= {
                "channel": {"id": self.place.id},
                "team": {"id": team.id, "name": team.name, "aadGroupId": team.group_id},
            }
        return data


def _stamp(moment: datetime) -> str:
    """Write a moment as the service does: seven digits behind the second."""
    written = moment.isoformat(timespec="microseconds")
    return f"{written[:26]}0{written[26:]}"
