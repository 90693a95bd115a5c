"""What a Slack remembers: people, channels, files, tokens, workspaces, calls."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tests.fakes.slack.sights import Json, Post, View


class Kind(StrEnum):
    """What sort of conversation; the words are those that scopes begin with."""

    PUBLIC = "channels"
    PRIVATE = "groups"
    DIRECT = "im"


class Standing(StrEnum):
    """How a token stands; every value but `ACTIVE` is the error that it gets."""

    ACTIVE = "active"
    REVOKED = "token_revoked"
    INACTIVE = "account_inactive"


@dataclass(slots=True)
class Profile:
    """Somebody with an account in a workspace."""

    id: str
    real_name: str
    email: str
    tz: str = "Europe/London"
    locale: str = "en-GB"
    display_name: str = ""
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False

    @property
    def name(self) -> str:
        return self.email.partition("@")[0] or self.id.lower()


@dataclass(slots=True)
class Channel:
    """A conversation and what was posted in it, oldest first."""

    id: str
    kind: Kind
    name: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    posts: list[Post] = field(default_factory=list)

    def seen_by(self, user: str) -> list[Post]:
        return [post for post in self.posts if post.only_for in {None, user}]


@dataclass(slots=True)
class StoredFile:
    """A file on its way: asked for, uploaded, shared."""

    id: str
    name: str
    length: int
    alt_text: str = ""
    title: str = ""
    content: bytes = b""
    uploaded: bool = False
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A token and what it may do. `team` is empty for a whole organisation and for the app itself."""

    token: str
    scopes: frozenset[str]
    team: str = ""
    enterprise: str = ""
    standing: Standing = Standing.ACTIVE

    @property
    def for_app(self) -> bool:
        return self.token.startswith("xapp-")


@dataclass(slots=True)
class Workspace:
    """One workspace; `enterprise` is the Grid organisation it belongs to."""

    id: str
    name: str
    enterprise: str = ""
    profiles: dict[str, Profile] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.name.lower().replace(" ", "-")

    @property
    def bot_user(self) -> str:
        return f"UBOT{self.id}"

    @property
    def bot_id(self) -> str:
        return f"BBOT{self.id}"

    def direct(self, user: str) -> Channel:
        """Return the direct conversation between somebody and the app, opened at the first call."""
        members = {user, self.bot_user}
        return self.channels.setdefault(f"D{user}", Channel(f"D{user}", Kind.DIRECT, members=members))

    def stack(self, user: str) -> list[View]:
        """Return the modals that somebody has open, the one in front last."""
        return self.modals.setdefault(user, [])

    def open_views(self) -> Iterator[View]:
        for stack in self.modals.values():
            yield from stack


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API: its arguments without the token, and the error it got, if any."""

    method: str
    arguments: Json
    team: str
    error: str


@dataclass(slots=True)
class Approval:
    """What an administrator agreed to: a code that is exchanged once for a token."""

    by: str
    grant: Grant
    redirect_uri: str = ""
    used: bool = False


@dataclass(slots=True)
class Trigger:
    """Leave to open a modal for somebody: once, and for three seconds."""

    user: str
    team: str
    issued: float
    view: str | None = None
    used: bool = False


@dataclass(slots=True)
class Link:
    """A `response_url`: where it posts to, which message it may change, and how often it was used."""

    team: str
    channel: str
    user: str
    issued: float
    ts: str | None = None
    uses: int = 0
