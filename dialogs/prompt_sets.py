"""The words of the guides: a pair chooses what its questions are about, and that stays with the pair."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.circle import Story
from bot.core.dialogs import Ask
from bot.core.forms import Choice, Form
from bot.core.messages import Action, Message
from bot.core.records import Note
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Turn
from bot.core.vault import pair_circle
from bot.core.words import _
from dialogs.guides import PromptSet
from dialogs.meetings import choose_relationship
from dialogs.sealed_notes import with_words, words_of
from dialogs.welcome import notice_comes_first

routes = Routes()

PROMPT_SET = "prompt_set"


class GuideWords(Form):
    """What shall the questions be about?

    Choose together. It stays between you: no list and no report shows it, and you can change it any time.
    """

    words: Annotated[
        Literal["neutral", "lived_experience", "strategic_frontline", "managerial_clinical"],
        Choice(
            "Work in general",
            "What each of us has lived through",
            "Making plans and carrying them out",
            "Running things and treating patients",
            label="Questions about",
        ),
    ]


class Wording(BaseModel):
    """What the choice begins with: whose it is, and what holds now."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    now: PromptSet


class WordChoice(Protocol):
    """Where the choice is written."""

    async def choose(self, words: PromptSet) -> None: ...


async def choose_words(ask: Ask, wording: Wording, *, choice: WordChoice) -> None:
    """Choose the set of prompts for every guide from now on."""
    answer = await ask(GuideWords, defaults={"words": wording.now.value})
    await choice.choose(PromptSet(answer.words))


class SealedChoice:
    """Keeps the choice as a sealed note of the pair, one at a time, and tells the others that it changed."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def choose(self, words: PromptSet) -> None:
        turn = self._turn
        story = await turn.my_story(self._relationship_id)
        for old in await _choices(turn, story):
            await turn.unit.notes.drop(old.id)
        note = Note(
            id=turn.new_id(),
            kind=PROMPT_SET,
            author_id=turn.person.id,
            relationship_id=self._relationship_id,
            circle=pair_circle(self._relationship_id),
            body=b"",
            written_at=turn.now,
        )
        await turn.unit.notes.add(await with_words(turn, note, words.value))
        await turn.tell_all(story.circle, words_changed(turn.person.name, note), but=turn.person.id)
        turn.reply(_noted(self._relationship_id))


def words_changed(name: str, note: Note) -> Message:
    """Return the notice to the others; what was chosen is for the guide itself to show."""
    text = _("{name} chose other words for the questions in your guides. You can choose again at any time.")
    here = {"relationship": note.relationship_id or ""}
    return Message(
        kind="service.guide-words",
        preview=_("About your guides"),
        text=text.format(name=name),
        actions=(Action(label=_("Show the guide"), route="guide", args=here, look="main"),),
    )


def _noted(relationship_id: str) -> Message:
    here = {"relationship": relationship_id}
    return Message(
        kind="reply.guide-words",
        preview=_("About your guides"),
        text=_("Noted. Your guides use these words from now on, and the others hear that they changed."),
        actions=(Action(label=_("Show the guide"), route="guide", args=here, look="main"),),
    )


async def chosen_set(turn: Turn, story: Story) -> PromptSet:
    """Return the set of prompts this pair or trio chose last; neutral until they do."""
    for note in await _choices(turn, story):
        with suppress(ValueError):
            return PromptSet(await words_of(turn, note, note.circle) or PromptSet.NEUTRAL)
    return PromptSet.NEUTRAL


async def _choices(turn: Turn, story: Story) -> list[Note]:
    notes = await turn.unit.notes.of_relationship(story.circle.relationship.id)
    found = [one for one in notes if one.kind == PROMPT_SET]
    return sorted(found, key=lambda one: (one.written_at, one.id), reverse=True)


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"choice": SealedChoice(turn, Wording.model_validate(inputs["wording"]).relationship)}


words_talk = Talk(choose_words, _ports, kept=timedelta(days=2))


@routes.press("guide.set")
async def choose(turn: Turn, args: dict[str, str]) -> None:
    """Open the choice of words."""
    story = await choose_relationship(turn, "guide.set", args)
    if story is None or await notice_comes_first(turn):
        return
    wording = Wording(relationship=story.circle.relationship.id, now=await chosen_set(turn, story))
    await open_talk(turn, words_talk, wording=wording)
