"""One event on its way through the house: who it is from, what may be read, what is said because of it."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.core.circle import Circle, Story, load_circle, tell_stories
from bot.core.delivery import Letter
from bot.core.dialogs import Question
from bot.core.entropy import Entropy, new_id
from bot.core.events import Event
from bot.core.hours import post_allowed, when_allowed, working_time
from bot.core.messages import Message, Reply
from bot.core.ports import NotThere, Unit
from bot.core.records import AuditEntry, Cohort, Person, Timer
from bot.core.vault import Vault
from bot.core.words import _
from bot.programme.working_time import NoWorkingTimeError, local_day


class Refusal(Exception):  # noqa: N818  # said to a person, so named as they would
    """What was asked can't be done; the message says so kindly and nothing has changed."""


class NotYours(Refusal):
    """The button or form belongs to somebody else: refused politely and noted."""

    def __init__(self) -> None:
        super().__init__(_("That one isn't yours to press, so I have left everything as it was."))


@dataclass
class Turn:
    """Everything a handler has: the event, its person, the open unit of work, and a voice."""

    event: Event
    now: datetime
    unit: Unit
    entropy: Entropy
    vault: Vault
    visitor: Person | None = None
    said: list[Message] = field(default_factory=list)
    question: Question | None = None
    _letters: "count[int]" = field(default_factory=count)

    @property
    def person(self) -> Person:
        """Return whom this turn is about; a turn that is about nobody has none to give."""
        if self.visitor is None:
            raise Refusal(_("I don't know you yet. Your coordinator can add you to the programme."))
        return self.visitor

    def new_id(self) -> str:
        return new_id(self.now, self.entropy)

    def reply(self, message: Message) -> None:
        """Answer whoever did this, at once and in place."""
        self.said.append(message)

    def answer(self) -> Reply:
        return Reply(messages=tuple(self.said), question=self.question)

    async def tell(
        self, person: Person, message: Message, *, cohort: Cohort, not_after: datetime | None = None
    ) -> None:
        """Write to somebody through the outbox, for the first moment that suits the kind of message.

        Nothing is written to somebody who can't be reached or has no hours left. A nudge belongs to its
        day: one that could not leave by the end of it is not sent late.
        """
        if person.unreachable_since is not None:
            return
        try:
            at = when_allowed(message, self.now, person, cohort)
        except NoWorkingTimeError:
            return
        if message.is_nudge:
            hours = working_time(person, cohort)
            __, not_after = hours.hours_on(local_day(at, hours.zone))
        await self._post(
            Letter(
                key=self._letter_key(),
                cohort_id=cohort.id,
                person_id=person.id,
                message=message,
                not_before=at,
                not_after=not_after,
            )
        )

    async def tell_all(
        self, circle: Circle, message: Message, *, but: str = "", not_after: datetime | None = None
    ) -> None:
        """Write the same to everyone in the circle, except to the person named by `but`."""
        for person in circle.others(but):
            await self.tell(person, message, cohort=circle.cohort, not_after=not_after)

    async def post(
        self, channel: str, message: Message, *, cohort: Cohort, not_after: datetime | None = None
    ) -> None:
        """Write to a coordinators' channel through the outbox, in the office hours of its cohort."""
        await self._post(
            Letter(
                key=self._letter_key(),
                cohort_id=cohort.id,
                channel=channel,
                message=message,
                not_before=post_allowed(message, self.now, cohort),
                not_after=not_after,
            )
        )

    async def _post(self, letter: Letter) -> None:
        await self.unit.outbox.add(letter)

    def _letter_key(self) -> str:
        return f"{self.event.key}:{next(self._letters)}"

    async def set_timer(self, key: str, kind: str, due_at: datetime, **payload: str) -> None:
        await self.unit.timers.set(Timer(key=key, kind=kind, due_at=due_at, payload=payload))

    async def note(self, action: str, about: str) -> None:
        """Write to the audit trail: who did what to which record."""
        actor = self.visitor.id if self.visitor else "turnabout"
        await self.unit.audit.note(AuditEntry(at=self.now, actor=actor, action=action, object=about))

    async def my_circle(self, relationship_id: str) -> Circle:
        """Read who belongs to a relationship of the visitor's; anybody else's, or none at all, is refused."""
        try:
            circle = await load_circle(self.unit, relationship_id)
        except NotThere:
            raise NotYours from None
        if circle.member(self.person.id) is None:
            raise NotYours
        return circle

    async def my_story(self, relationship_id: str) -> Story:
        """Read a relationship the visitor belongs to; anybody else's is refused."""
        circle = await self.my_circle(relationship_id)
        return (await tell_stories(self.unit, [circle]))[0]
