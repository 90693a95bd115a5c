"""Welcome: what is kept and who sees it, where trust has its limits, and when the bot may write."""

from collections.abc import Mapping
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.dialogs import Ask
from bot.core.forms import Form, YesNo
from bot.core.messages import Action, Message
from bot.core.records import Acknowledgement, Cohort
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.guides import craft
from dialogs.meetings import active_stories
from dialogs.preferences import Preferences, Standing, ask_preferences, standing_of, write_preferences
from dialogs.visibility import Readers, my_cohort, readers_for, who_sees_what

routes = Routes()

PRIVACY = "privacy"
LIMITS = "limits"
PRIVACY_VERSION = 1
"""Grows with every change of the notice that a reader would notice: then it is shown to everybody again."""

LIMITS_VERSION = 1


class PrivacyNotice(Form):
    """What is kept about you, and who sees it"""

    short_title = "Your privacy"

    read: Annotated[bool, YesNo(label="Please read this first", yes="I have read this", no="Not yet")]


class Limits(Form):
    """Where trust has its limits"""

    short_title = "Limits of trust"

    known: Annotated[
        bool, YesNo(label="What is said in trust stays there, but for this", yes="I know this", no="Not yet")
    ]


class Newcomer(BaseModel):
    """What a welcome begins with: the notice as it stands and its version, the limits, the preferences."""

    model_config = ConfigDict(frozen=True)

    notice: str
    notice_version: int
    limits: str
    limits_version: int
    standing: Standing


class WelcomeDesk(Protocol):
    """Where a welcome is written down."""

    async def wait(self) -> None: ...
    async def settle(self, preferences: Preferences) -> None: ...


async def settle_in(ask: Ask, newcomer: Newcomer, *, desk: WelcomeDesk) -> None:
    """Show the privacy notice and the limits, then ask when to write. A *not yet* ends it without a mark."""
    notice = await ask(PrivacyNotice, newcomer.notice)
    if not notice.read:
        await desk.wait()
        return
    limits = await ask(Limits, newcomer.limits)
    if not limits.known:
        await desk.wait()
        return
    await desk.settle(await ask_preferences(ask, newcomer.standing))


def limits_text() -> str:
    """Return the limits of confidence, one to a line."""
    return "\n".join(f"• {limit}" for limit in craft().limits)


def privacy_notice(cohort: Cohort, readers: Readers) -> str:
    """Return the notice: why anything is kept, who sees what and how long, and what one may ask for."""
    why = _(
        "I keep the dates of your meetings and what you choose to write, so that the programme can be run. "
        "Taking part is up to you. You can skip any question, take a break or stop, and need not say why."
    )
    rights = _(
        "You can see, copy, correct or delete what is yours: say my data. Requests are answered within a "
        "month. Nothing here counts for appraisals, promotion or discipline."
    )
    return "\n\n".join([why, who_sees_what(terms(cohort), readers), rights])


class ReceptionDesk:
    """Writes what was acknowledged, with the preferences, and says what to do first."""

    def __init__(self, turn: Turn, newcomer: Newcomer) -> None:
        self._turn = turn
        self._newcomer = newcomer

    async def wait(self) -> None:
        text = _("Take your time. Nothing was noted, and booking and help work all the same.")
        self._turn.reply(_reply(text, begin(_("Read it again")), _help_now()))

    async def settle(self, preferences: Preferences) -> None:
        await acknowledge(self._turn, PRIVACY, self._newcomer.notice_version)
        await acknowledge(self._turn, LIMITS, self._newcomer.limits_version)
        await write_preferences(self._turn, preferences)
        text = _("Thank you. Everything you chose can be changed at any time: say preferences. What's next?")
        self._turn.reply(_reply(text, *await self._what_next()))

    async def _what_next(self) -> tuple[Action, ...]:
        if not await active_stories(self._turn):
            return (Action(label=_("Who sees what"), route="who-sees-what"),)
        return (
            Action(label=_("Suggest a first time"), route="book", look="main"),
            Action(label=_("Ground rules"), route="rules"),
            Action(label=_("My programme"), route="status"),
        )


async def acknowledge(turn: Turn, what: str, version: int, *, relationship_id: str | None = None) -> None:
    """Keep that the visitor read and accepted one version of a text."""
    await turn.unit.acknowledgements.add(
        Acknowledgement(
            id=turn.new_id(),
            person_id=turn.person.id,
            what=what,
            version=version,
            relationship_id=relationship_id,
            at=turn.now,
        )
    )


async def has_read_notice(turn: Turn) -> bool:
    """Tell whether the visitor accepted the privacy notice as it stands; before that nothing is written."""
    accepted = await turn.unit.acknowledgements.of_person(turn.person.id)
    return any(one.what == PRIVACY and one.version >= PRIVACY_VERSION for one in accepted)


async def notice_comes_first(turn: Turn) -> bool:
    """Offer the privacy notice to a visitor who has not accepted it as it stands, and tell whether it was."""
    if await has_read_notice(turn):
        return False
    text = _("Before you write anything, please read what is kept and who sees it. It takes two minutes.")
    turn.reply(_reply(text, begin(_("Read it now"))))
    return True


def begin(label: str) -> Action:
    """Return the button that opens the welcome."""
    return Action(label=label, route="welcome", look="main")


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"desk": ReceptionDesk(turn, Newcomer.model_validate(inputs["newcomer"]))}


welcome_talk = Talk(settle_in, _ports)


@routes.press("welcome")
@routes.command("welcome")
async def welcome(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # it is about the visitor
    """Open the welcome; read once more it changes nothing but what is chosen anew."""
    cohort = await my_cohort(turn)
    newcomer = Newcomer(
        notice=privacy_notice(cohort, await readers_for(turn, cohort)),
        notice_version=PRIVACY_VERSION,
        limits=limits_text(),
        limits_version=LIMITS_VERSION,
        standing=standing_of(turn, cohort),
    )
    await open_talk(turn, welcome_talk, newcomer=newcomer)


def _help_now() -> Action:
    return Action(label=_("Help now"), route="help")


def _reply(text: str, *actions: Action) -> Message:
    return Message(kind="reply.welcome", preview=_("Welcome"), text=text, actions=actions)
