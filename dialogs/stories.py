"""Before a meeting that asks more of people: a mentor's free choice of a story, and a thought to park.

Every choice counts the same, and the mentee's card is the same whatever was chosen. Both kinds of note are
for their writer alone and go a day after the meeting.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Form, Option, Text
from bot.core.messages import Action, Message
from bot.core.records import Interaction
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from dialogs.free_text import NO_PATIENTS, REMINDER
from dialogs.guides import craft
from dialogs.meetings import about, find
from dialogs.passing import BRACKETING, STORY_CHOICE, passing_words, put_down
from dialogs.welcome import notice_comes_first

routes = Routes()

STORY = 4
"""The guide that works with a story."""

BRACKETED = frozenset({3, 13})
"""The guides before which expectations can be parked."""

NO_STORY = "none"


class StoryChoice(Form):
    """Which kind of story suits you?

    Each counts the same, and so does none. Nobody else is told. Please type no word of the story itself.
    """

    choice: Annotated[str, Choice(label="For the next meeting")]


class ParkedThought(Form):
    """What do you expect to hear?

    Put it down here and leave it here. Only you can read it, and it goes a day after the meeting.
    """

    words: Annotated[
        str, NO_PATIENTS, Text(label="What I expect", hint=REMINDER, max_length=1000, multiline=True)
    ]


class Ahead(BaseModel):
    """The meeting that something is put down for, and what was put down before."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    interaction: str
    before: str = ""


class Notebook(Protocol):
    """Where a passing note goes."""

    async def put(self, kind: str, words: str) -> None: ...


async def choose_story(ask: Ask, ahead: Ahead, *, notebook: Notebook) -> None:
    """Ask a mentor which kind of story suits them, none among them."""
    options = [Option(str(number), one) for number, one in enumerate(craft().story_choices, 1)]
    options.append(Option(NO_STORY, _("No story this time")))
    answer = await ask(StoryChoice, choices={"choice": options}, defaults={"choice": ahead.before})
    await notebook.put(STORY_CHOICE, answer.choice)


async def park_a_thought(ask: Ask, ahead: Ahead, *, notebook: Notebook) -> None:
    """Take what somebody expects to hear off their mind before they listen."""
    prompt = " ".join(craft().before_meeting)
    answer = await ask(ParkedThought, prompt, defaults={"words": ahead.before})
    await notebook.put(BRACKETING, answer.words)


class PassingNotebook:
    """Keeps passing notes of the visitor about one meeting."""

    def __init__(self, turn: Turn, ahead: Ahead) -> None:
        self._turn = turn
        self._ahead = ahead

    async def put(self, kind: str, words: str) -> None:
        story = await self._turn.my_story(self._ahead.relationship)
        interaction = find(story, self._ahead.interaction)
        await put_down(self._turn, story, interaction, kind, words)
        text = _("Noted for you alone. It goes by itself a day after the meeting.")
        self._turn.reply(Message(kind="reply.passing", preview=_("Noted"), text=text))


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"notebook": PassingNotebook(turn, Ahead.model_validate(inputs["ahead"]))}


story_talk = Talk(choose_story, _ports, about=("ahead",), kept=timedelta(days=2))
thought_talk = Talk(park_a_thought, _ports, about=("ahead",), kept=timedelta(days=2))


@routes.press("story")
async def open_story(turn: Turn, args: dict[str, str]) -> None:
    """Open the choice of a story, to a mentor alone."""
    await _open(turn, args, story_talk, STORY_CHOICE)


@routes.press("thought")
async def open_thought(turn: Turn, args: dict[str, str]) -> None:
    """Open the place to park a thought."""
    await _open(turn, args, thought_talk, BRACKETING)


async def _open(turn: Turn, args: Mapping[str, str], talk: Talk, kind: str) -> None:
    story = await turn.my_story(args["relationship"])
    interaction = find(story, args["interaction"])
    if kind == STORY_CHOICE and turn.person.id == story.circle.mentee.id:
        raise NotYours
    if interaction.on < story.circle.today(turn.now):
        raise Refusal(_("That meeting is over, so there is nothing to put down before it."))
    if await notice_comes_first(turn):
        return
    before = await passing_words(turn, interaction, kind)
    ahead = Ahead(relationship=interaction.relationship_id, interaction=interaction.id, before=before)
    await open_talk(turn, talk, ahead=ahead)


def mentor_lines(number: int) -> tuple[str, ...]:
    """Return what a mentor alone reads on the card of this guide."""
    if number != STORY:
        return ()
    return (_("Which kind of story is up to you, and none is fine. Nobody is told what you chose."),)


def private_actions(number: int, interaction: Interaction, *, is_mentor: bool) -> tuple[Action, ...]:
    """Return the buttons of a guide's card whose answers are for the reader alone."""
    if number == STORY and is_mentor:
        return (Action(label=_("Choose a story, or none"), route="story", args=about(interaction)),)
    if number in BRACKETED:
        return (Action(label=_("Park a thought"), route="thought", args=about(interaction)),)
    return ()
