"""What arrives from Teams, read once into a shape of our own; whatever has another shape is refused."""

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from pydantic import ValidationError

from adapters.teams.shapes import Account, Activity, Conversation
from bot.core.events import Actor
from bot.programme.zones import is_zone

PLATFORM = "teams"

LONGEST_KEY = 200
LONGEST_TEXT = 2000
"""Characters of a typed line that are passed on; none of them is kept anyway."""

HERE = "teams"
"""What Teams calls itself where it names the product that an activity comes from."""

Surface = Literal["personal", "groupChat", "channel"]
_SURFACES: dict[str, Surface] = {"groupchat": "groupChat", "channel": "channel"}
_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)


class NoActivity(ValueError):  # noqa: N818  # named for what arrived
    """This is no activity of Teams."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One activity: what kind, where, from whom, and what came with it.

    `conversation` is the chat or the channel; `thread` is the same with its thread.
    `data` is what a button carried, whichever way it was pressed, with the inputs of its card. `card` names
    the message it stands on. `added` and `removed` tell whether it is the bot itself that came or went.
    `beside` says that it comes from beside the chat, such as from Copilot, where the bot can't write first.
    """

    kind: str
    key: str
    tenant: str
    surface: Surface
    conversation: str
    thread: str
    service_url: str
    channel: str
    bot: str
    user: str
    object_id: str
    name: str = field(repr=False)
    text: str = field(default="", repr=False)
    data: dict[str, Any] | None = field(default=None, repr=False)
    card: str = ""
    invoke: str = ""
    action: str = ""
    added: bool = False
    removed: bool = False
    team: str = ""
    beside: bool = False
    locale: str = ""
    timezone: str | None = None
    at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """Who did it, by what Entra ID calls them."""
        return Actor(platform=PLATFORM, workspace=self.tenant, user=self.object_id)

    @property
    def is_invoke(self) -> bool:
        """Whether somebody's client waits for the answer."""
        return self.kind == "invoke"

    @property
    def is_personal(self) -> bool:
        return self.surface == "personal"


def read(body: bytes) -> Inbound:
    """Read the body of a request.

    Raises:
        NoActivity: when it is anything else than an activity that can be answered.

    """
    try:
        activity = Activity.model_validate_json(body)
    except ValidationError:
        raise NoActivity from None
    tenant, where = _tenant(activity), activity.conversation.id
    return Inbound(
        kind=activity.type,
        key=key_of(tenant, where, activity.id or sha256(body).hexdigest()),
        tenant=tenant,
        surface=_surface(activity.conversation),
        conversation=where.partition(";")[0],
        thread=where,
        service_url=activity.service_url,
        channel=activity.channel,
        bot=activity.recipient.id,
        user=activity.sender.id,
        object_id=activity.sender.object_id or activity.sender.id,
        name=activity.sender.name or "",
        text=_typed(activity.text or ""),
        data=_carried(activity),
        card=activity.reply_to or "",
        invoke=activity.name or "",
        action=(activity.action or "").lower(),
        added=_has_bot(activity.added, activity.recipient),
        removed=_has_bot(activity.removed, activity.recipient),
        team=_team(activity),
        beside=_is_beside(activity),
        locale=activity.locale or activity.client.locale or "",
        timezone=_zone(activity.timezone) or _zone(activity.client.timezone),
        at=activity.timestamp,
    )


def key_of(tenant: str, conversation: str, name: str, what: str = "") -> str:
    """Return the key of an event, the same on every delivery; one too long becomes its fingerprint."""
    key = ":".join(part for part in (PLATFORM, tenant, conversation, name, what) if part)
    if len(key) <= LONGEST_KEY and key.isprintable():
        return key
    return f"{PLATFORM}:{sha256(key.encode()).hexdigest()}"


def _tenant(activity: Activity) -> str:
    """Return whose organisation it is: named in one of two places, or in both."""
    named = (
        activity.channel_data.tenant.id if activity.channel_data and activity.channel_data.tenant else None
    )
    return named or activity.conversation.tenant or ""


def _team(activity: Activity) -> str:
    team = activity.channel_data.team if activity.channel_data else None
    return team.id or "" if team else ""


def _is_beside(activity: Activity) -> bool:
    product = activity.channel_data.product if activity.channel_data else None
    return bool(product) and str(product).lower() != HERE


def _surface(conversation: Conversation) -> Surface:
    kind = (conversation.kind or "").lower()
    return _SURFACES.get(kind, "groupChat" if conversation.is_group else "personal")


def _carried(activity: Activity) -> dict[str, Any] | None:
    """Return what a button carried: an action of a card, a dialog, or a plain submit."""
    match activity.type, activity.value:
        case "invoke", {"action": {"data": dict(data)} as action}:
            return {"verb": action.get("verb"), **data}
        case "invoke", {"data": dict(data)}:
            return data
        case "message", dict(data) if data:
            return data
    return None


def _typed(text: str) -> str:
    """Return what somebody typed, without the bot's name in front of it and without the clients' mark-up."""
    words = html.unescape(_MENTION.sub(" ", text)).replace("\xa0", " ")
    return words.strip()[:LONGEST_TEXT]


def _zone(name: str | None) -> str | None:
    return name if name and is_zone(name) else None


def _has_bot(members: tuple[Account, ...] | None, bot: Account) -> bool:
    return any(member.id == bot.id for member in members or ())
