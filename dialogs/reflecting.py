"""Looking back at one meeting: who may read it, what happened, what it means, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Date, Form, Option, Text
from bot.core.words import _
from bot.programme.saying import say_day, say_names
from dialogs.free_text import NO_PATIENTS, REMINDER, own_words
from dialogs.guides import Frame, Side, craft, guide
from dialogs.pages import WEIGHTS

Audience = Literal["private", "pair", "mentors"]

A_YEAR = timedelta(days=365)


class Length(Form):
    """Ready to look back?"""

    length: Annotated[
        Literal["standard", "short", "none"],
        Choice("About four minutes", "One line", "Not this one", label="How much time is there?"),
    ] = "standard"


class Sharing(Form):
    """Who may read it?

    You choose before you write. You see it all once more before it is kept.
    """

    audience: Annotated[
        Audience, Choice("Only me", "Both of us", "The two mentors", label="Who may read it")
    ] = "private"


class What(Form):
    """What happened?"""

    what: Annotated[str, NO_PATIENTS, Text(label="What happened", hint=REMINDER, multiline=True)]


class SoWhat(Form):
    """So what?"""

    so_what: Annotated[str, NO_PATIENTS, Text(label="What it tells you", hint=REMINDER, multiline=True)]


class NowWhat(Form):
    """Now what?"""

    will: Annotated[str, NO_PATIENTS, Text(label="One thing you will do", hint=REMINDER, max_length=300)]
    by: Annotated[date | None, Date(label="By when", hint="Leave it empty if no day fits yet.")] = None


class Short(Form):
    """One line

    One thing you saw, and one thing you will do.
    """

    saw: Annotated[str, NO_PATIENTS, Text(label="One thing I saw", hint=REMINDER, max_length=300)]
    will: Annotated[
        str | None, NO_PATIENTS, Text(label="One thing I will do", hint=REMINDER, max_length=300)
    ] = None


class Weight(Form):
    """How did that sit with you?

    This answer is for you alone, whatever you chose before.
    """

    weight: Annotated[
        Literal["light", "fine", "heavy", "too_much"],
        Choice("Light", "Fine", "Heavy", "Too much", label="It was"),
    ]


class Confirm(Form):
    """Shall I keep this?"""

    then: Annotated[
        Literal["keep", "sharing", "drop"],
        Choice("Keep it", "Change who may read it", "Don't keep it", label="What shall I do?"),
    ] = "keep"


class Meeting(BaseModel):
    """What looking back begins with: which meeting it was, for whom, and what may be chosen."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    on: date
    today: date
    side: Side
    others: tuple[str, ...]
    may_share: bool
    guide: int | None = None

    @property
    def is_trio(self) -> bool:
        return len(self.others) > 1

    def question(self, frame: Frame) -> str:
        """Return the guide's own question for this side, where a guide was used, and then the general one."""
        general = craft().look_back.what if frame is Frame.WHAT else craft().look_back.so_what
        if self.guide is None:
            return general
        return f"{guide(self.guide).reflection(self.side, frame)}\n\n{general}"

    def readers(self, audience: Audience) -> str:
        """Return who may read it, as the author is told."""
        if audience == "private":
            return _("Only me")
        if audience == "mentors":
            return _("The two mentors")
        return _("The three of us") if self.is_trio else _("The two of us")


@dataclass(frozen=True, slots=True)
class Reflection:
    """What somebody wrote, for one circle of readers; the weight is always for the author alone."""

    audience: Audience = "private"
    what: str = field(default="", repr=False)
    so_what: str = field(default="", repr=False)
    will: str = field(default="", repr=False)
    by: date | None = None
    weight: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.so_what or self.will or self.weight)


class ReflectionLog(Protocol):
    """Where a reflection goes, or where it is noted that there is none."""

    async def keep(self, interaction: str, reflection: Reflection) -> None: ...
    async def skip(self, interaction: str) -> None: ...
    async def discard(self) -> None: ...


async def reflect(ask: Ask, interaction: str, meeting: Meeting, *, log: ReflectionLog) -> None:
    """Look back at one meeting, in full or in one line, and keep it only as its author confirms."""
    answer = await ask(Length, opening(meeting))
    if answer.length == "none":
        await log.skip(interaction)
        return
    audience = await _audience(ask, meeting)
    written = await (_one_line(ask) if answer.length == "short" else _in_full(ask, meeting))
    weight = await ask(Weight, optional=True)
    reflection = replace(written, audience=audience, weight=weight.weight if weight else "")
    confirmed = None if reflection.is_empty else await _confirmed(ask, meeting, reflection)
    if confirmed is None:
        await log.discard()
    else:
        await log.keep(interaction, confirmed)


def opening(meeting: Meeting) -> str:
    text = _("Your meeting with {names} on {day}.")
    met = text.format(names=say_names(meeting.others), day=say_day(meeting.on))
    return f"{met}\n\n{craft().look_back.open}"


async def _audience(ask: Ask, meeting: Meeting, key: str = "sharing", now: Audience = "private") -> Audience:
    """Ask who may read it; left out, it is the author alone."""
    prompt = None
    if not meeting.may_share:
        prompt = _("You can share notes once all of you have agreed your ground rules.")
    answer = await ask(
        Sharing, prompt, key=key, optional=True, choices=_audiences(meeting), defaults={"audience": now}
    )
    return answer.audience if answer else now


def _audiences(meeting: Meeting) -> Mapping[str, list[Option]]:
    allowed: list[Audience] = ["private"]
    if meeting.may_share:
        allowed.append("pair")
    if meeting.may_share and meeting.is_trio and meeting.side is Side.MENTOR:
        allowed.append("mentors")
    return {"audience": [Option(audience, meeting.readers(audience)) for audience in allowed]}


async def _in_full(ask: Ask, meeting: Meeting) -> Reflection:
    what = await own_words(ask, What, meeting.question(Frame.WHAT))
    so_what = await own_words(ask, SoWhat, meeting.question(Frame.SO_WHAT))
    days = {"by": (meeting.today, meeting.today + A_YEAR)}
    plan = await own_words(ask, NowWhat, craft().look_back.now_what, limits=days)
    return Reflection(
        what=what.what if what else "",
        so_what=so_what.so_what if so_what else "",
        will=plan.will if plan else "",
        by=plan.by if plan else None,
    )


async def _one_line(ask: Ask) -> Reflection:
    line = await own_words(ask, Short)
    return Reflection(what=line.saw, will=line.will or "") if line else Reflection()


async def _confirmed(ask: Ask, meeting: Meeting, reflection: Reflection) -> Reflection | None:
    """Show all that would be kept and who may read it, until the author says keep or don't."""
    offered = ["keep", "sharing", "drop"] if meeting.may_share else ["keep", "drop"]
    labels = {"keep": _("Keep it"), "sharing": _("Change who may read it"), "drop": _("Don't keep it")}
    choices = {"then": [Option(one, labels[one]) for one in offered]}
    for attempt in count(1):
        answer = await ask(
            Confirm, key=f"confirm-{attempt}", show=preview(meeting, reflection), choices=choices
        )
        if answer.then == "keep":
            return reflection
        if answer.then == "drop":
            break
        audience = await _audience(ask, meeting, f"sharing-{attempt + 1}", reflection.audience)
        reflection = replace(reflection, audience=audience)
    return None


def preview(meeting: Meeting, reflection: Reflection) -> str:
    """Return exactly what would be kept, part by part, each with who may read it."""
    readers = meeting.readers(reflection.audience)
    due = f" ({_('by')} {say_day(reflection.by)})" if reflection.by else ""
    parts = {
        _("What happened"): reflection.what,
        _("What it tells you"): reflection.so_what,
        _("One thing you will do"): reflection.will and reflection.will + due,
    }
    lines = [f"{label} · {readers}\n{words}" for label, words in parts.items() if words]
    if reflection.weight:
        lines.append(f"{_('It was')} {WEIGHTS[reflection.weight]} · {_('Only me')}")
    return "\n\n".join(lines)
