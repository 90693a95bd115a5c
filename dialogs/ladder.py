"""The ladder: up to four gentle nudges a month, each only while something is still to be booked."""

from bot.core.circle import Story, load_story
from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _, counted
from bot.programme.saying import say_names

routes = Routes()

LAST_STEP = 3


@routes.nudge("ladder")
async def climb(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the nudge of a ladder step, if its month still lacks a meeting and nobody asked for quiet."""
    story = await load_story(turn.unit, payload["about"])
    today = story.circle.today(turn.now)
    month = story.month_of(today, today)
    quiet = story.circle.relationship.not_now_until
    if month is None or str(month.number) != payload["month"] or not story.circle.is_active:
        return None
    if story.paused(today) or (quiet is not None and today < quiet):
        return None
    lacking = story.short_of(month, today)
    return ladder_message(turn, story, int(payload["step"]), lacking) if lacking else None


def ladder_message(turn: Turn, story: Story, step: int, lacking: int) -> Message:
    """Return the words of one step; each is lighter to answer than to ignore."""
    here = {"relationship": story.circle.relationship.id}
    others = say_names([person.name for person in story.circle.others(turn.person.id)])
    previews = (_("Diary check"), _("Finding time"), _("One to find"), _("A hand?"))
    texts = (
        counted(
            "There is one meeting with {others} still to find this month. "
            "Pick a time now, or tell me it is already in hand.",
            "There are {n} meetings with {others} to find this month. "
            "Pick times now, or tell me it is already in hand.",
            lacking,
        ),
        _("There is room in the diary for you and {others} this month. A short call or an event counts too."),
        counted(
            "One more time with {others} to find this month. Fifteen minutes is fine.",
            "{n} more times with {others} to find this month. Fifteen minutes is fine.",
            lacking,
        ),
        _(
            "The month is nearly over. Would help with dates be useful? "
            "I can ask your coordinator, without saying more than that."
        ),
    )
    actions = [
        Action(label=_("Suggest a time"), route="book", args=here, look="main"),
        Action(label=_("We met already"), route="log", args=here),
        Action(label=_("Not now"), route="quiet.not-now", args=here),
        Action(label=_("Take a break"), route="pause", args=here),
    ]
    if story.circle.is_trio:
        actions.insert(1, Action(label=_("Ask about several times"), route="poll", args=here))
    if story.circle.assistant is not None and turn.person.id == story.circle.mentee.id:
        actions.insert(1, Action(label=_("Ask my assistant"), route="assistant.ask", args=here))
    if step < LAST_STEP - 1:
        actions.append(Action(label=_("A standing time"), route="standing", args=here))
    if step >= LAST_STEP:
        actions.insert(1, Action(label=_("Ask my coordinator"), route="hand.ask", args=here))
    index = min(step, LAST_STEP)
    return Message(
        kind="nudge.ladder",
        preview=previews[index],
        text=texts[index].replace("{others}", others),
        actions=tuple(actions),
    )
