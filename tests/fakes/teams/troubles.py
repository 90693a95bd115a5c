"""What can go wrong between a bot and Teams: every refusal by its code, and every way to get no answer."""

import json
from dataclasses import dataclass, field, replace
from enum import Enum

from aiohttp import web


class Refusal(Enum):
    """The refusals of the Bot Connector: status, code and message."""

    BAD_ARGUMENT = (400, "BadArgument", "Unknown or missing part of the request.")
    BAD_SYNTAX = (400, "BadSyntax", "Bad format of the request.")
    NOT_REGISTERED = (401, "BotNotRegistered", "No registration found for this bot.")
    BLOCKED_BY_USER = (403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
    DISABLED_BY_ADMIN = (403, "BotDisabledByAdmin", "The tenant admin disabled this bot.")
    NOT_IN_ROSTER = (403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
    NOT_INSTALLED = (403, "ForbiddenOperationException", "Bot isn't installed in user's personal scope.")
    NOT_ENOUGH_PERMISSIONS = (403, "NotEnoughPermissions", "The bot may not do that here.")
    WRITES_BLOCKED = (403, "MessageWritesBlocked", "Thread is blocked from message writes.")
    NO_CONVERSATION = (404, "ConversationNotFound", "Conversation not found.")
    NO_ACTIVITY = (404, "ActivityNotFoundInConversation", "Conversation not found.")
    NO_MEMBER = (404, "MemberNotFoundInConversation", "Member not found in conversation.")
    PRECONDITION_FAILED = (412, "PreconditionFailed", "Precondition failed, please try again.")
    TOO_BIG = (413, "MessageSizeTooBig", "Message size too large.")
    THROTTLED = (429, "Throttled", "Too many requests.")
    BROKEN = (500, "ServiceError", "Something went wrong on the service's side.")
    BAD_GATEWAY = (502, "ServiceError", "Bad gateway.")
    UNAVAILABLE = (503, "ServiceError", "Service unavailable.")
    GATEWAY_TIMEOUT = (504, "GatewayTimeout", "Gateway timeout.")

    @property
    def status(self) -> int:
        return self.value[0]

    @property
    def code(self) -> str:
        return self.value[1]

    @property
    def message(self) -> str:
        return self.value[2]

    def body(self) -> dict[str, object]:
        """Return the body; a block of writes has a shape of its own, with JSON inside a sentence."""
        if self is Refusal.WRITES_BLOCKED:
            inside = {"subCode": self.code, "details": self.message, "errorCode": None, "errorSubCode": None}
            return {"errorCode": 209, "message": json.dumps(inside, indent=2).replace("\n", "\r\n")}
        return {"error": {"code": self.code, "message": self.message}}


class RefusedError(Exception):
    """Teams says no: {refusal}."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"Teams says no: {refusal.code}.")
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to one call instead of, or after, its being carried out.

    `accepted` carries it out first, so that the bot can't know. With a refusal it is answered by it;
    without one the connection is cut, or with `hangs` never answered, or with `says` answered by these words.
    """

    refusal: Refusal | None = None
    headers: dict[str, str] = field(default_factory=dict)
    accepted: bool = False
    hangs: bool = False
    empty: bool = False
    says: str | None = None

    def after_accepting(self) -> "Trouble":
        """The same trouble, but only after the call was carried out."""
        return replace(self, accepted=True)

    def without_a_body(self) -> "Trouble":
        """The same refusal with nothing in it, as gateways answer."""
        return replace(self, empty=True)


def refused(refusal: Refusal) -> Trouble:
    """Answer with this refusal."""
    return Trouble(refusal)


def throttled(seconds: float | str | None = None) -> Trouble:
    """Answer 429, with a `Retry-After` when it is given: Teams doesn't always send one."""
    return Trouble(Refusal.THROTTLED, {} if seconds is None else {"Retry-After": f"{seconds}"})


def drops() -> Trouble:
    """Cut the connection before anything was done."""
    return Trouble()


def hangs() -> Trouble:
    """Take the call and never answer it; nothing is done."""
    return Trouble(hangs=True)


def speaks(words: str) -> Trouble:
    """Answer as if all were well, with words that no bot can make sense of."""
    return Trouble(says=words)


def answer(refusal: Refusal, headers: dict[str, str] | None = None, *, empty: bool = False) -> web.Response:
    """Return a refusal as Teams answers it."""
    if empty:
        return web.Response(status=refusal.status, headers=headers)
    return web.json_response(refusal.body(), status=refusal.status, headers=headers)


@dataclass(slots=True)
class _Planned:
    call: str
    trouble: Trouble
    to: str
    left: int


class Troubles:
    """The troubles that are planned, in the order in which they were planned."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def plan(self, call: str, trouble: Trouble, *, times: int, to: str) -> None:
        self._planned.append(_Planned(call, trouble, to, times))

    def for_call(self, call: str, conversation: str) -> Trouble | None:
        """Take the next trouble for this call in this conversation, if there is one."""
        for one in self._planned:
            if one.left and one.call == call and one.to in {"", conversation}:
                one.left -= 1
                return one.trouble
        return None
