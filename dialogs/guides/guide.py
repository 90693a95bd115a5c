"""One meeting guide: its shape, and what must hold for its texts."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.core.words import _
from dialogs.guides.vocabulary import Frame, InteractionType, Level, MentorRole, Phase, PromptSet, Side, Who

FIRST, LAST = 1, 16
LINE_LIMIT = 200
GROUPS_PLACEHOLDER = "{groups}"
DEFAULT_GROUPS = "colleagues from minority ethnic groups"
PREVIEW = _("Your guide for tomorrow's meeting")

Number = Annotated[int, Field(ge=FIRST, le=LAST)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=40), AfterValidator(_)]
Line = Annotated[str, StringConstraints(min_length=10, max_length=LINE_LIMIT), AfterValidator(_)]


def worded(text: str, groups: str) -> str:
    """The text with the cohort's own words for groups of people in it."""
    return text.replace(GROUPS_PLACEHOLDER, groups)


class Strict(BaseModel):
    """Data of a file: nothing in it is missing, unknown or changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Prompt(Strict):
    """One question to put, or one thing to watch for. Every prompt can be skipped."""

    who: Who
    text: str


class Wording(Strict):
    """A prompt as a file holds it: its neutral text, and other words where another set needs them."""

    who: Who
    text: Line
    instead: Mapping[PromptSet, Line] = Field(default_factory=dict)

    def prompt(self, chosen: PromptSet, groups: str) -> Prompt:
        """The prompt in the words of the chosen set."""
        return Prompt(who=self.who, text=worded(self.instead.get(chosen, self.text), groups))

    @model_validator(mode="after")
    def _neutral_stays_neutral(self) -> Self:
        if PromptSet.NEUTRAL in self.instead:
            raise ValueError("the neutral words of a prompt are its text, not one of the others")
        if "{" in self.text or "}" in self.text:
            raise ValueError("the neutral words of a prompt name no group of people")
        for text in self.instead.values():
            _fits(worded(text, DEFAULT_GROUPS))
        return self


class Questions(Strict):
    """A guide's own questions for one side's reflection, the same in every set of prompts."""

    what: Line
    so_what: Line


class Guide(Strict):
    """A guide to one meeting, to use, to swap for another, or to leave for a plan of one's own."""

    number: Number
    phase: Phase
    month: Annotated[int, Field(ge=1, le=8)]
    title: Title
    purpose: Line
    opening: Line
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    method: Title
    roles: Annotated[tuple[MentorRole, ...], Field(min_length=1)]
    interaction: InteractionType
    minutes: tuple[int, int]
    unlocked_by: tuple[Number, ...]
    movable: bool
    speaks_first: Side
    story_steps: tuple[Line, ...] = ()
    probes: tuple[Title, ...] = ()
    safety: tuple[Line, ...] = ()
    record: Line
    trio: Line
    mentor: Questions
    mentee: Questions
    wordings: Annotated[tuple[Wording, ...], Field(alias="prompts", min_length=4, max_length=5)]

    @property
    def preview(self) -> str:
        """All that a lock screen shows: the same for every guide, so that it gives nothing away."""
        return PREVIEW

    @property
    def duration(self) -> str:
        """How long the meeting takes, in words."""
        shortest, longest = self.minutes
        return _("{shortest} to {longest} minutes").format(shortest=shortest, longest=longest)

    def prompts(
        self, chosen: PromptSet = PromptSet.NEUTRAL, groups: str = DEFAULT_GROUPS
    ) -> tuple[Prompt, ...]:
        """The prompts in the words of a set and with the cohort's own words for groups of people."""
        return tuple(wording.prompt(chosen, groups) for wording in self.wordings)

    def reflection(self, side: Side, frame: Frame) -> str:
        """The guide's own question for one side and one step of the reflection afterwards."""
        questions = self.mentor if side is Side.MENTOR else self.mentee
        return questions.what if frame is Frame.WHAT else questions.so_what

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        shortest, longest = self.minutes
        if not 0 < shortest < longest:
            raise ValueError("minutes are the shortest and the longest time, in that order")
        if any(needed >= self.number for needed in self.unlocked_by):
            raise ValueError("a guide is unlocked by earlier guides only")
        if not {Who.MENTEE, Who.BOTH} & {wording.who for wording in self.wordings}:
            raise ValueError("each guide has a prompt that the mentee asks or both do")
        return self


def _fits(text: str) -> None:
    if len(text) > LINE_LIMIT:
        raise ValueError(f"a prompt with its words for groups has at most {LINE_LIMIT} characters")
    if "{" in text or "}" in text:
        raise ValueError(f"{GROUPS_PLACEHOLDER} is the only place holder")
