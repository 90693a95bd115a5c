"""Logging what nobody planned: a walk-round, a short call, a word after an event. It counts just the same."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.circle import Story
from bot.core.dialogs import Ask
from bot.core.forms import Choice, Date, Form, Option
from bot.core.messages import Message
from bot.core.records import Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.cadence import DAYS_TO_ANSWER
from bot.programme.saying import say_day
from dialogs.around import answers
from dialogs.attendance import WhoWasThere, answer_held
from dialogs.meetings import choose_relationship

routes = Routes()

Kind = Literal[
    "one_to_one",
    "critical_friend_call",
    "team_observation",
    "visual_inspection",
    "shadowing",
    "networking",
    "event",
    "topic_interview",
    "review",
]


class Interlude(Form):
    """What did you do together?

    Anything counts: a talk, a short call, a walk round the ward, an event you both went to.
    """

    short_title = "Log a meeting"

    on: Annotated[date, Date(label="On which day?")]
    type: Annotated[
        Kind,
        Choice(
            "A talk",
            "A short call",
            "A team meeting, one watching",
            "A walk-round",
            "Shadowing",
            "Meeting people together",
            "An event",
            "A planned interview",
            "Looking back together",
            label="What was it?",
        ),
    ] = "one_to_one"


class Occasion(BaseModel):
    """What logging begins with: the relationship, the days that can still count, and the others.

    `on` and `kind` are what is known already and filled in.
    """

    model_config = ConfigDict(frozen=True)

    relationship: str
    earliest: date
    latest: date
    others: dict[str, str]
    on: date | None = None
    kind: Kind = "one_to_one"


class Log(Protocol):
    """Where an unplanned interaction is written."""

    async def keep(self, on: date, kind: str, present: Collection[str]) -> None: ...


async def log_interaction(ask: Ask, occasion: Occasion, *, log: Log) -> None:
    """Log something unplanned in one form; a trio is also asked who was there."""
    told = await ask(
        Interlude,
        defaults={"on": occasion.on or occasion.latest, "type": occasion.kind},
        limits={"on": (occasion.earliest, occasion.latest)},
    )
    present: Collection[str] = list(occasion.others)
    if len(occasion.others) > 1:
        options = [Option(person, name) for person, name in occasion.others.items()]
        answer = await ask(WhoWasThere, choices={"present": options}, defaults={"present": list(present)})
        present = answer.present
    await log.keep(told.on, told.type, present)


class InteractionLog:
    """Writes a logged interaction with the visitor's word for it, and asks the others if it is right."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def keep(self, on: date, kind: str, present: Collection[str]) -> None:
        turn = self._turn
        story = await turn.my_story(self._relationship_id)
        if on > last_day(story, story.circle.today(turn.now)):
            raise Refusal(_("The programme ended before that day, so it can't be logged here."))
        interaction = Interaction(
            id=turn.new_id(),
            relationship_id=story.circle.relationship.id,
            on=on,
            type=kind,
            state=InteractionState.LOGGED,
            by=turn.person.id,
        )
        await turn.unit.interactions.add(interaction)
        known = Story(story.circle, (*story.interactions, interaction), story.attestations, story.pauses)
        await answer_held(turn, known, interaction, present)
        await _tell_the_others(turn, known, interaction)


async def _tell_the_others(turn: Turn, story: Story, interaction: Interaction) -> None:
    circle = story.circle
    text = _("{name} logged that you met on {day}. If that's right, there is nothing to do.")
    for person in circle.others(turn.person.id):
        message = Message(
            kind="service.logged",
            preview=_("Something was logged"),
            text=text.format(name=turn.person.name, day=say_day(interaction.on)),
            actions=tuple(one for one in answers(circle, interaction) if one.route != "met.moved"),
        )
        await turn.tell(person, message, cohort=circle.cohort)


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"log": InteractionLog(turn, Occasion.model_validate(inputs["occasion"]).relationship)}


log_talk = Talk(
    log_interaction,
    _ports,
    about=("occasion.relationship", "occasion.on", "occasion.kind"),
    kept=timedelta(days=1),
)


def last_day(story: Story, today: date) -> date:
    """Return the last day that can count: today, or the day on which the programme ended before that."""
    ended = story.circle.relationship.ended or today
    return min(today, ended, story.months(today)[-1].last)


def can_still_log(story: Story, today: date) -> bool:
    """Say whether anything can still be logged: sixty days after the end the record is closed."""
    started = story.circle.relationship.started
    return started is not None and (today - last_day(story, today)).days <= DAYS_TO_ANSWER


@routes.press("log")
@routes.command("log")
async def log(turn: Turn, args: dict[str, str]) -> None:
    """Open the form that logs something unplanned."""
    story = await choose_relationship(
        turn, "log", args, fits=lambda one: can_still_log(one, one.circle.today(turn.now))
    )
    if story is not None:
        await open_talk(turn, log_talk, occasion=occasion_of(turn, story))


def occasion_of(turn: Turn, story: Story) -> Occasion:
    """Return what logging begins with; before the start and sixty days after the end it is refused."""
    today = story.circle.today(turn.now)
    started = story.circle.relationship.started or story.circle.cohort.start
    if story.circle.relationship.started is None or today < started:
        raise Refusal(
            _("The programme begins on {day}; from then on things count.").format(day=say_day(started))
        )
    if not can_still_log(story, today):
        raise Refusal(_("The programme ended more than sixty days ago, so its record is closed."))
    return Occasion(
        relationship=story.circle.relationship.id,
        earliest=max(started, today - timedelta(days=DAYS_TO_ANSWER)),
        latest=last_day(story, today),
        others={person.id: person.name for person in story.circle.others(turn.person.id)},
    )
