"""What a Teams of one's own holds: people, chats, teams with their channels, and what was posted there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.core.clock import Clock
from tests.fakes.teams import cards
from tests.fakes.teams.troubles import Refusal, RefusedError

Json = dict[str, Any]
Kind = Literal["personal", "groupChat", "channel"]
CARD = "application/vnd.microsoft.card.adaptive"
TENANT = "7a9b12a6-4f02-43f1-b6f9-000000000001"
OTHER_TENANT = "7a9b12a6-4f02-43f1-b6f9-000000000002"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def made_up(*name: str) -> UUID:
    """Return the same identifier for the same name."""
    return uuid5(NAMESPACE_URL, "/".join(name))


@dataclass(slots=True)
class Account:
    """Somebody who works with Teams. The app is `installed` for them, or it is not."""

    key: str
    name: str
    email: str
    tenant: str = TENANT
    locale: str = "en-GB"
    zone: str = "Europe/London"
    guest: bool = False
    installed: bool = False
    met: bool = False
    """The bot wrote to them first, by way of a team they share."""

    @property
    def object_id(self) -> str:
        """Their Entra object id, the same for every bot."""
        return str(made_up("object", self.tenant, self.key))

    @property
    def mri(self) -> str:
        """Their name towards this bot."""
        return f"29:1{made_up('mri', self.tenant, self.key).hex}{made_up('mri', self.key).hex}-_A"

    def as_member(self) -> Json:
        """Return their entry in a roster."""
        given, _, surname = self.name.partition(" ")
        principal = f"{self.email.replace('@', '_')}#EXT#@x.example" if self.guest else self.email
        return {
            "id": self.mri,
            "name": self.name,
            "objectId": self.object_id,
            "aadObjectId": self.object_id,
            "givenName": given,
            "surname": surname or None,
            "email": self.email,
            "userPrincipalName": principal,
            "tenantId": self.tenant,
            "userRole": "guest" if self.guest else "user",
        }


@dataclass(slots=True)
class Posted:
    """One activity in a conversation, as it is now; `views` are cards that one person alone sees."""

    id: str
    by: str
    activity: Json
    thread: str
    edits: int = 0
    deleted: bool = False
    views: dict[str, Json] = field(default_factory=dict)

    def cards(self, eyes: str) -> list[Json]:
        """The cards that this person sees."""
        if eyes in self.views:
            return [self.views[eyes]]
        attachments = self.activity.get("attachments") or []
        return [one["content"] for one in attachments if one.get("contentType") == CARD]


@dataclass(slots=True)
class Place:
    """A conversation. `refusal` is what the bot hears when it writes there, if it is refused."""

    id: str
    kind: Kind
    tenant: str
    members: list[Account]
    name: str = ""
    team: "Team | None" = None
    has_app: bool = False
    refusal: Refusal | None = None
    typing: int = 0
    posted: list[Posted] = field(default_factory=list)

    def find(self, activity_id: str) -> Posted:
        for one in self.posted:
            if one.id == activity_id and not one.deleted:
                return one
        raise RefusedError(Refusal.NO_ACTIVITY)

    def open_to_the_bot(self) -> "Place":
        """This place, when the bot may write there."""
        if self.refusal:
            raise RefusedError(self.refusal)
        if not self.has_app:
            raise RefusedError(Refusal.NOT_IN_ROSTER)
        return self


@dataclass(slots=True)
class Team:
    """A team with its channels; the first has the id of the team and no name of its own."""

    name: str
    tenant: str
    members: list[Account]
    channels: dict[str, Place] = field(default_factory=dict)
    has_app: bool = False

    @property
    def id(self) -> str:
        return f"19:{made_up('team', self.tenant, self.name).hex}@thread.tacv2"

    @property
    def group_id(self) -> str:
        return str(made_up("group", self.tenant, self.name))


class World:
    """Everything there is. Both threads change it, always in one small step."""

    def __init__(self, app_id: str, clock: Clock) -> None:
        self.app_id = app_id
        self.bot_name = "Turnabout"
        self.clock = clock
        self.accounts: dict[str, Account] = {}
        self.places: dict[str, Place] = {}
        self.teams: dict[str, Team] = {}
        self.complaints: list[str] = []
        self.page = 200
        self._ids = count(1)

    @property
    def bot(self) -> str:
        return f"28:{self.app_id}"

    def message_id(self) -> str:
        """Return the next id of a message: milliseconds, later than every one before."""
        since = (self.clock.now() - EPOCH).total_seconds()
        return str(int(since * 1000) + next(self._ids))

    def event_id(self) -> str:
        """Return the next id of something that is no message."""
        return f"f:{made_up('event', str(next(self._ids)))}"

    def chat(self, account: Account) -> Place:
        """Return the personal chat between somebody and the bot."""
        name = f"a:1{made_up('chat', account.tenant, account.key).hex}_-{made_up(account.key).hex}"
        place = self.places.setdefault(name, Place(name, "personal", account.tenant, [account]))
        place.has_app = account.installed or account.met
        return place

    def group(self, name: str, members: Iterable[Account]) -> Place:
        """Return a group chat, made when it isn't there yet."""
        people = list(members)
        where = f"19:{made_up('chat', name).hex}@thread.v2"
        return self.places.setdefault(where, Place(where, "groupChat", people[0].tenant, people, name))

    def team(self, name: str, members: Iterable[Account], channels: Iterable[str]) -> Team:
        """Make a team with these channels beside General."""
        people = list(members)
        team = Team(name, people[0].tenant, people)
        self.teams[team.id] = team
        for channel in ("General", *channels):
            general = channel == "General"
            where = team.id if general else f"19:{made_up(team.id, channel).hex}@thread.tacv2"
            place = Place(where, "channel", team.tenant, team.members, channel, team)
            team.channels[channel] = self.places[where] = place
        return team

    def place(self, conversation: str) -> Place:
        """Return the place with this id, with or without the thread in it."""
        found = self.places.get(conversation.partition(";")[0])
        if found is None:
            raise RefusedError(Refusal.NO_CONVERSATION)
        return self.chat(found.members[0]) if found.kind == "personal" else found

    def whoever(self, name: str, among: Iterable[Account] | None = None) -> Account | None:
        """Return the one with this `29:` name or Entra object id."""
        people = self.accounts.values() if among is None else among
        return next((one for one in people if name in {one.mri, one.object_id}), None)

    def check(self, activity: Mapping[str, Any]) -> None:
        """Refuse a message with a card that Teams wouldn't show."""
        attachments = activity.get("attachments") or []
        shown = [one.get("content") for one in attachments if one.get("contentType") == CARD]
        if not self.acceptable(*shown):
            raise RefusedError(Refusal.BAD_ARGUMENT)

    def acceptable(self, *shown: object) -> bool:
        """Tell whether these cards can be shown, and keep every complaint about them."""
        faults = [fault for card in shown for fault in cards.faults(card)]
        self.complaints.extend(one.sentence for one in faults)
        return not any(one.fatal for one in faults)
