"""Home: everything about somebody's programme on one quiet page, for platforms that have a place for it.

Only its owner sees it. Words that people wrote are not on it: what they lead to is a press away.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.core.circle import Story
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.records import Cohort, CohortState, Interaction, InteractionState, Note, Person, Role
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _, counted
from bot.programme.saying import say_day
from bot.programme.working_time import local_day
from dialogs.care import others_stories, today_in
from dialogs.commitments import OPEN
from dialogs.coordinating import by_code
from dialogs.guide_order import guide_for
from dialogs.guides import guide
from dialogs.meetings import about, active_stories, changes, names_of, when
from dialogs.pages import COMMITMENT
from dialogs.programme import glance
from dialogs.rule_book import rules_wait_for_me
from dialogs.welcome import begin, has_read_notice

routes = Routes()

MOST_COMMITMENTS = 5
"""How many of one's own intentions have a button here; the notes have all of them."""


@routes.command("home")
async def home(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # the page is the same wherever it is opened
    """Show the visitor their pairs and trios, what is theirs alone, their cohorts, and all they can do."""
    stories, cohorts = await active_stories(turn), await _coordinated(turn)
    if not await has_read_notice(turn) and stories:
        turn.reply(_first_of_all())
    for story in stories:
        waits = await rules_wait_for_me(turn, story)
        turn.reply(next_message(story, turn.person, turn.now, rules_wait=waits))
        turn.reply(glance_message(story, story.circle.today(turn.now)))
    if stories:
        turn.reply(own_message(await _commitments(turn)))
    for cohort in cohorts:
        turn.reply(_cohort_message(cohort, await others_stories(turn, cohort), today_in(turn, cohort)))
    if not stories and not cohorts:
        turn.reply(_nothing_yet())
    turn.reply(all_message(stories, turn))


async def _coordinated(turn: Turn) -> list[Cohort]:
    """Return the visitor's cohorts to look after that are not closed, by name."""
    mine = await turn.unit.memberships.of_person(turn.person.id)
    ids = dict.fromkeys(one.cohort_id for one in mine if one.role is Role.COORDINATOR)
    cohorts = [await turn.unit.cohorts.get(cohort_id) for cohort_id in ids]
    return sorted(
        (one for one in cohorts if one.state is not CohortState.CLOSED), key=lambda one: (one.name, one.id)
    )


async def _commitments(turn: Turn) -> list[Note]:
    """Return what the visitor means to do and has not done, soonest first."""
    mine = await turn.unit.notes.of_author(turn.person.id)
    still_on = [note for note in mine if note.kind == COMMITMENT and note.state == OPEN]
    return sorted(still_on, key=lambda note: (note.due_on or date.max, note.written_at))


def next_message(story: Story, person: Person, now: datetime, *, rules_wait: bool = False) -> Message:
    """Return what comes next with one pair or trio, and the month it belongs to."""
    today = story.circle.today(now)
    coming = next((one for one in story.planned(today) if one.at is None or one.at > now), None)
    lines = (
        _("You and {names}").format(names=names_of(story.circle.others(person.id))),
        *_next(story, coming, person, today),
        *_month(story, person, today),
    )
    actions = _next_actions(story, coming, today, rules_wait=rules_wait)
    return _said(_("My programme"), "\n".join(lines), *actions, *_arrangements(story, person))


def _next(story: Story, coming: Interaction | None, person: Person, today: date) -> Iterator[str]:
    if story.paused(today):
        yield _("You are on a break, so nothing is expected.")
    if coming is None:
        yield _("Next: nothing is in the diary yet.")
        return
    is_agreed = coming.state is InteractionState.AGREED
    line = _("Next: {time}") if is_agreed else _("Next: {time}, once everyone has agreed")
    yield line.format(time=when(story.circle, coming, person))
    yield _("Guide: {title}").format(title=guide(guide_for(story, coming, today)).title)


def _month(story: Story, person: Person, today: date) -> Iterator[str]:
    """Yield the meetings of this month, those to come and those still to be found, and where it ends."""
    month = story.month_of(today, today)
    if month is None:
        return
    held = sorted(day for day in story.held_on(today) if day in month)
    ahead = [one for one in story.planned(today) if one.on in month and one.on not in held]
    signs = [_("● met on {day}").format(day=say_day(day, today=today)) for day in held]
    signs += [_("○ planned for {day}").format(day=_day(story, one, person, today)) for one in ahead]
    to_find = story.circle.cohort.per_month - len(held) - len(ahead)
    signs += [counted("· {n} to find", "· {n} to find", to_find)] if to_find > 0 else []
    yield _("This month: {signs}").format(signs=", ".join(signs))
    where = _("Month: {number} of {months}, up to {last}")
    months = story.circle.cohort.months
    yield where.format(number=month.number, months=months, last=say_day(month.last, today=today))


def _day(story: Story, one: Interaction, person: Person, today: date) -> str:
    """Return the day of a meeting on the reader's calendar."""
    if one.at is None:
        return say_day(one.on, today=today)
    return say_day(local_day(one.at, zone_of(person, story.circle.cohort)), today=today)


def _next_actions(
    story: Story, coming: Interaction | None, today: date, *, rules_wait: bool
) -> Iterator[Action]:
    here = {"relationship": story.circle.relationship.id}
    if rules_wait:
        yield Action(label=_("Ground rules"), route="rules", args=here, look="main")
    if story.paused(today):
        yield Action(label=_("Go on now"), route="resume", args=here)
    if coming is None:
        yield Action(label=_("Suggest a time"), route="book", args=here, look="main")
        yield Action(label=_("Show the guide"), route="guide", args=here)
    else:
        yield Action(label=_("Show the guide"), route="guide", args=about(coming), look="main")
        yield from changes(coming) if coming.state is InteractionState.AGREED else ()
        yield Action(label=_("Suggest another time"), route="book", args=here)
    yield Action(label=_("Log a meeting"), route="log", args=here)


def _arrangements(story: Story, person: Person) -> Iterator[Action]:
    """Yield what makes finding times easier for months to come."""
    here = {"relationship": story.circle.relationship.id}
    if story.circle.is_trio:
        yield Action(label=_("Ask about several times"), route="poll", args=here)
    yield Action(label=_("A standing time"), route="standing", args=here)
    if person.id == story.circle.mentee.id:
        yield Action(label=_("My assistant books"), route="assistant", args=here)


def glance_message(story: Story, today: date) -> Message:
    """Return every slot of the programme, a line for each month: signs, and the same in words."""
    cohort = story.circle.cohort
    title = counted("{n} meeting at a glance", "{n} meetings at a glance", cohort.months * cohort.per_month)
    lines = [_calm(line, cohort.per_month) for line in glance(story, today)]
    here = {"relationship": story.circle.relationship.id}
    meetings = Action(label=_("Our meetings"), route="meetings", args=here)
    return _said(_("At a glance"), "\n".join([title, *lines]), meetings)


def _calm(line: str, per_month: int) -> str:
    """Return the line of a month; where all is open, its signs are enough."""
    return line.replace(", ".join([_("· open")] * per_month), " ".join(["·"] * per_month))


def own_message(commitments: Sequence[Note]) -> Message:
    """Return what is the visitor's alone: what they mean to do, by its day, and the way to their notes."""
    text = counted(
        "You have {n} thing you mean to do.", "You have {n} things you mean to do.", len(commitments)
    )
    head = _("For you alone")
    actions = [_commitment(note) for note in commitments[:MOST_COMMITMENTS]]
    return _said(
        head,
        "\n".join([head, text if commitments else _("You choose who reads what you write here.")]),
        *actions,
        Action(label=_("Look back"), route="reflect"),
        Action(label=_("My notes"), route="notes"),
    )


def _commitment(note: Note) -> Action:
    label = _("Meant for {day}").format(day=say_day(note.due_on)) if note.due_on else _("What I meant to do")
    return Action(label=label, route="commitment", args={"note": note.id})


def _cohort_message(cohort: Cohort, stories: Sequence[Story], today: date) -> Message:
    """Return who is on cadence, by code; the names are on request."""
    codes = by_code(cohort, stories, today)
    summary = Action(label=_("Summary"), route="summary")
    return codes.model_copy(update={"actions": (*codes.actions, summary)})


def all_message(stories: Sequence[Story], turn: Turn) -> Message:
    """Return who sees what in short, and a button for everything else that the visitor can do."""
    head = _("Good to know")
    text = (
        _(
            "Your coordinators see dates and whether you met. What you write is for you, "
            "and for those you choose. Press Who sees what for all of it."
        )
        if stories
        else _(
            "Coordinators see dates and codes, and names when they ask. What people write is theirs alone."
        )
    )
    return _said(head, f"{head}\n{text}", *_all_actions(stories, turn))


def _all_actions(stories: Sequence[Story], turn: Turn) -> Iterator[Action]:
    """Yield the buttons; somebody in several pairs or trios is asked which one they mean."""
    here = {"relationship": stories[0].circle.relationship.id} if len(stories) == 1 else {}
    yield Action(label=_("Who sees what"), route="who-sees-what")
    yield Action(label=_("Help now"), route="help")
    yield Action(label=_("My data"), route="my-data")
    if not stories:
        return
    yield Action(label=_("Ground rules"), route="rules", args=here)
    yield Action(label=_("My calendar"), route="my-calendar")
    yield Action(label=_("Preferences"), route="preferences")
    if not all(story.paused(story.circle.today(turn.now)) for story in stories):
        yield Action(label=_("Take a break"), route="pause", args=here)
    yield Action(label=_("Stop"), route="leave", args=here, look="careful")


def _first_of_all() -> Message:
    head = _("First of all")
    text = _("Read what is kept about you, and who sees it. It takes two minutes.")
    return _said(head, f"{head}\n{text}", begin(_("Begin here")))


def _nothing_yet() -> Message:
    head = _("Welcome")
    text = _("You are in no programme at the moment. Your coordinator can add you.")
    return _said(head, f"{head}\n{text}")


def _said(preview: str, text: str, *actions: Action) -> Message:
    return Message(kind="reply.home", preview=preview, text=text, actions=actions)
