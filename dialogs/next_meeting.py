"""What somebody wants of a meeting that is planned: asked back on a card with the meeting's own buttons."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.core.circle import Circle, Story
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.records import Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.cadence import DAYS_TO_ANSWER
from bot.programme.saying import say_day
from bot.programme.typed import Change, Wish
from dialogs.around import GRACE, did_you_meet
from dialogs.meetings import about, again, changes, names_of, planned, when
from dialogs.moments import carried, moments_of, read_back
from dialogs.proposing import open_booking

routes = Routes()

NEAR = timedelta(hours=2)
"""How long before a meeting it makes sense to be on the way to it."""

MOST_CARDS = 3

Meeting = tuple[Circle, Interaction]


async def ask_about_meeting(turn: Turn, change: Change, stories: Sequence[Story]) -> None:
    """Ask back about the meeting that was meant; one that is moved to times goes straight to its form."""
    begun = sorted(_from_now_on(turn, stories), key=lambda one: one[1].at or turn.now)
    ahead = [one for one in begun if _is_ahead(turn, one[1])]
    meant = [one for one in ahead if _is_meant(turn, change, one)]
    if change.wish is Wish.LATE:
        _offer_to_tell(turn, [one for one in begun if _is_near(turn, one[1])], ahead)
    elif not ahead:
        turn.reply(_nothing_planned(stories))
    elif change.to and len(meant) == 1:
        await _move(turn, change, *meant[0])
    else:
        _offer_changes(turn, change, meant, ahead)


def _from_now_on(turn: Turn, stories: Sequence[Story]) -> Iterator[Meeting]:
    """Yield what is planned with a time, from a meeting that has just begun on."""
    for story in stories:
        for one in story.planned(story.circle.today(turn.now) - timedelta(days=1)):
            if one.at is not None and turn.now < one.at + GRACE:
                yield story.circle, one


def _is_near(turn: Turn, one: Interaction) -> bool:
    at = one.at or turn.now
    return one.state is InteractionState.AGREED and at <= turn.now + NEAR


def _is_ahead(turn: Turn, one: Interaction) -> bool:
    return one.at is not None and turn.now < one.at


def _is_meant(turn: Turn, change: Change, meeting: Meeting) -> bool:
    circle, one = meeting
    at = (one.at or turn.now).astimezone(zone_of(turn.person, circle.cohort))
    return change.on in (None, at.date())


def _offer_to_tell(turn: Turn, near: Sequence[Meeting], ahead: Sequence[Meeting]) -> None:
    for circle, one in near[:MOST_CARDS]:
        text = _("Shall I tell {names} that you are running a few minutes late?")
        tell = Action(label=_("Yes, tell them"), route="meeting.late", args=about(one), look="main")
        names = names_of(circle.others(turn.person.id))
        others = changes(one) if _is_ahead(turn, one) else ()
        turn.reply(_card(text.format(names=names), tell, *others))
    if not near and ahead:
        circle, one = ahead[0]
        text = _("You have no meeting about now. The next one is with {names}: {time}.")
        turn.reply(_card(_of(text, turn, circle, one), *changes(one)))
    elif not near:
        turn.reply(_card(_("You have no meeting about now, so nobody waits for you.")))


def _offer_changes(turn: Turn, change: Change, meant: Sequence[Meeting], ahead: Sequence[Meeting]) -> None:
    """Show a card for each meeting that may be meant: of several with the same people the next one."""
    if change.on is not None and not meant:
        day = _("Nothing is planned for {day}. This is what is planned next:")
        turn.reply(_card(day.format(day=say_day(change.on))))
    first: dict[str, Meeting] = {}
    for circle, one in meant or ahead:
        first.setdefault(circle.relationship.id, (circle, one))
    for circle, one in list(first.values())[:MOST_CARDS]:
        turn.reply(meeting_card(turn, circle, one, change))


def meeting_card(turn: Turn, circle: Circle, one: Interaction, change: Change) -> Message:
    """Return a meeting with the buttons that move it or call it off; nothing has happened to it yet."""
    agreed = one.state is InteractionState.AGREED
    text = _("You meet {names}: {time}.") if agreed else _("A time is suggested, with {names}: {time}.")
    actions = changes(one)
    if change.to:
        there = {**about(one), "times": carried(change.to)}
        actions = (Action(label=_("Move it there"), route="book.move", args=there, look="main"), *actions)
    if change.wish is Wish.OFF:
        actions = actions[::-1]
    return _card(
        _("{meeting} Nothing is changed yet.").format(meeting=_of(text, turn, circle, one)), *actions
    )


async def _move(turn: Turn, change: Change, circle: Circle, one: Interaction) -> None:
    text = _("This is about the meeting with {names}: {time}.")
    turn.reply(_card(_of(text, turn, circle, one)))
    await open_booking(turn, circle, moves=one.id, meant=moments_of(change.to))


@routes.press("book.move")
async def book_move(turn: Turn, args: dict[str, str]) -> None:
    """Open the booking form for a meeting that is to be moved to times that were understood."""
    circle, interaction = await planned(turn, args)
    await open_booking(turn, circle, moves=interaction.id, meant=read_back(args["times"]))


def ask_whether_they_met(turn: Turn, stories: Sequence[Story]) -> None:
    """Show "did you meet?" for the latest meeting without this person's answer; else offer another time."""
    open_still = [(story, one) for story in stories for one in _unanswered(turn, story)]
    if open_still:
        story, one = max(open_still, key=lambda found: found[1].on)
        turn.reply(did_you_meet(story.circle, one, turn.person, kind="reply.said"))
        return
    running = [story.circle.relationship.id for story in stories if story.circle.is_active]
    if not running:
        raise Refusal(_("You are in no pair or trio at the moment, so there is nothing to do that for."))
    turn.reply(_card(_("That happens. Shall we find another time?"), again(running[0])))


def _unanswered(turn: Turn, story: Story) -> Iterator[Interaction]:
    today = story.circle.today(turn.now)
    for one in story.interactions:
        asked = one.state is InteractionState.AGREED and one.at is not None and one.at <= turn.now
        heard = {answer.by for answer in story.standing(one, today)}
        if asked and turn.person.id not in heard and (today - one.on).days <= DAYS_TO_ANSWER:
            yield one


def _nothing_planned(stories: Sequence[Story]) -> Message:
    if not stories:
        raise Refusal(_("You are in no pair or trio at the moment, so there is nothing to do that for."))
    return _card(
        _("Nothing is planned at the moment. Shall we find a time?"),
        Action(label=_("Book a time"), route="book"),
    )


def _of(text: str, turn: Turn, circle: Circle, one: Interaction) -> str:
    names = names_of(circle.others(turn.person.id))
    return text.format(names=names, time=when(circle, one, turn.person))


def _card(text: str, *actions: Action) -> Message:
    return Message(kind="reply.said", preview=_("About what you typed"), text=text, actions=actions)
