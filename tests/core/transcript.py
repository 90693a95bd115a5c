"""Dialog tests that read as transcripts.

    talk = Transcript(reflect, meeting=first_meeting, log=FakeLog())
    await talk.starts("Who may read this?")
    await talk.answers(sharing="private")
    talk.asked("What was the moment that mattered?")
    await talk.back()
    talk.shows(sharing="private")

Answers are given as platforms send them, and after every step the conversation goes through JSON, as if
the program had been started anew. `Scripted` is the other way: the dialog as a plain function, with the
answers laid out beforehand.
"""

from datetime import UTC, datetime, timedelta

from bot.core.asking import Ask, Asking
from bot.core.dialogs import (
    Answer,
    Asked,
    Back,
    Conversation,
    Dialog,
    Event,
    Expired,
    Finished,
    Later,
    Outcome,
    Postponed,
    Question,
    Rejected,
    Resume,
    Skip,
    Stale,
    begin,
    snapshot,
    step,
)
from bot.core.fields import Field
from bot.core.forms import F, Form
from bot.core.inputs import shape

NOON = datetime(2027, 1, 13, 12, tzinfo=UTC)
A_MONTH = timedelta(days=30)


class Transcript:
    """One conversation, from the side of the person who answers."""

    def __init__(self, dialog: Dialog, **given: object) -> None:
        takes = shape(dialog)
        self.dialog = dialog
        self.now = NOON
        self.ports = {name: given.pop(name) for name in takes.ports if name in given}
        self.outcome: Outcome | None = None
        self.sent: Event = Resume()
        self.conversation = Conversation(
            id="talk",
            dialog=takes.dialog,
            owner="sam",
            inputs=snapshot(dialog, **given),
            expires_at=NOON + A_MONTH,
        )

    # ---- what the person does

    async def starts(self, title: str) -> None:
        self._note(await begin(self.dialog, self.conversation, ports=self.ports))
        self.asked(title)

    async def answers(self, **values: object) -> None:
        """Answer the open question; it must be accepted."""
        await self.tries(**values)
        assert isinstance(self.outcome, Asked | Finished), f"not accepted: {self._told()}"

    async def tries(self, **values: object) -> None:
        """Answer the open question, whatever comes of it."""
        await self.sends(Answer(self.question.token, values))

    async def back(self) -> None:
        await self.sends(Back(self.question.token))

    async def skip(self) -> None:
        await self.sends(Skip(self.question.token))

    async def later(self) -> None:
        await self.sends(Later(self.question.token))
        assert isinstance(self.outcome, Postponed), f"not put off: {self._told()}"

    async def resumes(self) -> None:
        await self.sends(Resume())

    async def repeats(self) -> None:
        """Send the last event once more, as a platform does that got no answer in time."""
        await self.sends(self.sent)

    async def sends(self, event: Event) -> None:
        self.sent = event
        self._note(await step(self.dialog, self.conversation, event, now=self.now, ports=self.ports))

    def released(self, dialog: Dialog) -> None:
        """From here on a new release of the dialog runs."""
        self.dialog = dialog

    # ---- what the person sees

    @property
    def question(self) -> Question:
        assert not isinstance(self.outcome, Finished | Expired | None), "there is no open question"
        return self.outcome.question

    def field(self, name: str) -> Field:
        return next(one for one in self.question.fields if one.name == name)

    def asked(self, title: str) -> None:
        assert self.question.title == title, f"asked {self.question.title!r}, not {title!r}"

    def shows(self, **values: object) -> None:
        shown = {one.name: one.default for one in self.question.fields}
        assert {name: shown[name] for name in values} == values

    def refused(self, **sentences: str) -> None:
        assert isinstance(self.outcome, Rejected), f"not refused: {self._told()}"
        assert self.question.errors == sentences

    def out_of_date(self, *, doubled: bool = False) -> None:
        assert isinstance(self.outcome, Stale), f"not out of date: {self._told()}"
        assert self.outcome.doubled is doubled

    def ends(self) -> None:
        assert isinstance(self.outcome, Finished), f"not finished: {self._told()}"

    def _note(self, outcome: Outcome) -> None:
        self.outcome = outcome
        stored = outcome.conversation.model_dump_json()
        self.conversation = Conversation.model_validate_json(stored)
        assert self.conversation == outcome.conversation, "the conversation changed on its way through JSON"

    def _told(self) -> str:
        if isinstance(self.outcome, Finished | Expired | None):
            return str(self.outcome)
        return f"{type(self.outcome).__name__} {self.question.title!r} {self.question.errors}"


class Scripted(Ask):
    """An `Ask` with its answers laid out: forms in the order of the questions, None for a skipped one."""

    def __init__(self, *answers: Form | None) -> None:
        super().__init__()
        self.left = list(answers)
        self.heard: list[Asking[Form]] = []

    async def put(self, asking: Asking[F]) -> F | None:
        assert self.left, f"{asking.key} is asked, and the script is at its end"
        answer = self.left.pop(0)
        self.heard.append(
            Asking(asking.form, asking.key, asking.text, asking.show, asking.optional, asking.fields)
        )
        if answer is None:
            assert asking.optional, f"{asking.key} cannot be skipped"
            return None
        assert isinstance(answer, asking.form), f"{asking.key} is asked, not {type(answer).__name__}"
        return answer

    def is_done(self) -> None:
        assert not self.left, f"never asked: {[type(one).__name__ for one in self.left]}"
