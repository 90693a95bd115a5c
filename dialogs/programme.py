"""My programme: what comes next, this month, every slot at a glance, and a button for all one can do."""

from collections.abc import Iterator
from datetime import date

from bot.core.circle import Circle, Story
from bot.core.messages import Action, Message
from bot.core.records import Person, Role
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _, counted
from bot.programme.cadence import MonthStatus
from bot.programme.months import Month
from bot.programme.saying import say_day
from dialogs.assistants import finding
from dialogs.commitments import OPEN
from dialogs.guide_order import guide_for
from dialogs.guides import guide
from dialogs.meetings import choose_relationship, names_of, when
from dialogs.pages import COMMITMENT
from dialogs.rule_book import rules_wait_for_me
from dialogs.seats import assisted
from dialogs.welcome import begin, has_read_notice

routes = Routes()

IN_WORDS = {
    MonthStatus.MET: _("complete"),
    MonthStatus.PART: _("over"),
    MonthStatus.NONE: _("over"),
    MonthStatus.ENDED: _("ended"),
    MonthStatus.CURRENT: _("under way"),
}
"""Where a month stands, in words that judge nobody."""


@routes.press("status")
@routes.command("status")
async def status(turn: Turn, args: dict[str, str]) -> None:
    """Show the visitor's programme; whoever only coordinates is shown where their figures are."""
    if "relationship" not in args and await _only_coordinates(turn):
        turn.reply(coordinators_message())
        return
    if "relationship" not in args and await _only_assists(turn):
        for circle in await assisted(turn):
            turn.reply(assistants_message(circle))
        return
    story = await choose_relationship(turn, "status", args)
    if story is None:
        return
    notes = await turn.unit.notes.of_author(turn.person.id)
    mine = [one for one in notes if one.relationship_id == story.circle.relationship.id]
    commitments = sum(one.kind == COMMITMENT and one.state == OPEN for one in mine)
    message = programme_message(story, turn.person, story.circle.today(turn.now), commitments)
    first = await _what_waits(turn, story)
    turn.reply(message.model_copy(update={"actions": (*first, *message.actions)}))


async def _only_coordinates(turn: Turn) -> bool:
    roles = {one.role for one in await turn.unit.memberships.of_person(turn.person.id)}
    return roles == {Role.COORDINATOR}


async def _only_assists(turn: Turn) -> bool:
    return not await turn.unit.memberships.of_person(turn.person.id) and bool(await assisted(turn))


def assistants_message(circle: Circle) -> Message:
    """Return the programme of somebody who deals with times for another: whose, and how to find one."""
    mentee = circle.mentee
    text = _("You deal with times for {name}, who meets {names}. You hear times and nothing else.")
    return Message(
        kind="reply.programme",
        preview=_("My programme"),
        text=text.format(name=mentee.name, names=names_of(circle.others(mentee.id))),
        actions=finding(circle),
    )


def coordinators_message() -> Message:
    """Return the programme of somebody who is in no pair and looks after others."""
    return Message(
        kind="reply.programme",
        preview=_("My programme"),
        text=_("You coordinate. Say summary for the figures, or cohort for the codes you look after."),
        actions=(
            Action(label=_("Summary"), route="summary", look="main"),
            Action(label=_("The cohort"), route="cohort"),
            Action(label=_("Who sees what"), route="who-sees-what"),
        ),
    )


async def _what_waits(turn: Turn, story: Story) -> tuple[Action, ...]:
    """Return the buttons for what is still to be read: they come first, and hold nothing up."""
    if not await has_read_notice(turn):
        return (begin(_("What is kept about me")),)
    if await rules_wait_for_me(turn, story):
        here = {"relationship": story.circle.relationship.id}
        return (Action(label=_("Ground rules"), route="rules", args=here, look="main"),)
    return ()


def programme_message(story: Story, person: Person, today: date, commitments: int = 0) -> Message:
    """Return somebody's programme as it stands today; `commitments` counts their own open ones."""
    parts = (
        _where(story, person, today),
        _next(story, person, today),
        _break(story, today),
        "\n".join(glance(story, today)),
        counted("You have {n} thing you mean to do.", "You have {n} things you mean to do.", commitments)
        if commitments
        else "",
    )
    return Message(
        kind="reply.programme",
        preview=_("My programme"),
        text="\n\n".join(part for part in parts if part),
        actions=tuple(_buttons(story, person, today)),
    )


def _where(story: Story, person: Person, today: date) -> str:
    names = names_of(story.circle.others(person.id))
    month = story.month_of(today, today)
    if month is None:
        return _("With {names}.").format(names=names)
    text = _("With {names}: month {number} of {months}, up to {last}.")
    return text.format(
        names=names,
        number=month.number,
        months=story.circle.cohort.months,
        last=say_day(month.last, today=today),
    )


def _next(story: Story, person: Person, today: date) -> str:
    coming = next(iter(story.planned(today)), None)
    if coming is None:
        return "" if story.is_over(today) else _("Nothing is in the diary yet.")
    title = guide(guide_for(story, coming, today)).title
    text = _("Next: {time}. The guide: {title}.")
    return text.format(time=when(story.circle, coming, person), title=title)


def _break(story: Story, today: date) -> str:
    if not story.paused(today):
        return ""
    back = max((rest.until or date.max for rest in story.rests if rest.first <= today), default=date.max)
    if back == date.max:
        return _("There is a break until one of you goes on.")
    return _("There is a break until {day}.").format(day=say_day(back, today=today))


def glance(story: Story, today: date) -> Iterator[str]:
    """Yield a line for each month: its slots as signs with words, and where it stands."""
    statuses = {row.month: row.status for row in story.cadence(today).rows}
    held, planned = story.held_on(today), {one.on for one in story.planned(today)} - story.held_on(today)
    for month in story.months(today):
        status = statuses.get(month.number)
        slots = ", ".join(_slots(story, month, held, planned, is_over=today > month.last))
        words = IN_WORDS[status] if status else _("to come")
        yield _("Month {number}: {slots} ({words})").format(number=month.number, slots=slots, words=words)


def _slots(
    story: Story, month: Month, held: frozenset[date], planned: set[date], *, is_over: bool
) -> Iterator[str]:
    """Yield the slots of a month: those held, those planned, and as many more as the programme has."""
    there = [_("● held") for day in held if day in month]
    ahead = [_("○ planned") for day in planned if day in month]
    yield from (*there, *ahead)
    free = _("· free") if is_over else _("· open")
    yield from [free] * (story.circle.cohort.per_month - len(there) - len(ahead))


def _buttons(story: Story, person: Person, today: date) -> Iterator[Action]:
    here = {"relationship": story.circle.relationship.id}
    if not story.is_over(today):
        yield Action(label=_("Suggest a time"), route="book", args=here)
        if story.circle.is_trio:
            yield Action(label=_("Ask about several times"), route="poll", args=here)
        yield Action(label=_("A standing time"), route="standing", args=here)
        if person.id == story.circle.mentee.id:
            yield Action(label=_("My assistant books"), route="assistant", args=here)
        yield Action(label=_("Log a meeting"), route="log", args=here)
        yield Action(label=_("Show the guide"), route="guide", args=here)
    yield Action(label=_("Our meetings"), route="meetings", args=here)
    yield Action(label=_("Look back"), route="reflect", args={})
    yield Action(label=_("My notes"), route="notes")
    if story.paused(today):
        yield Action(label=_("Go on now"), route="resume", args=here)
    elif not story.is_over(today):
        yield Action(label=_("Take a break"), route="pause", args=here)
    yield Action(label=_("Who sees what"), route="who-sees-what")
    yield Action(label=_("My data"), route="my-data")
    yield Action(label=_("Help now"), route="help")
    if not story.is_over(today):
        yield Action(label=_("Stop"), route="leave", args=here, look="careful")
