"""Everything that is kept about one person, for that person: as data, and as a text to read."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pydantic import BaseModel, Field

from bot.core.busy import calendars_of
from bot.core.records import Change, Interaction, Membership, Note, Person, Relationship, Role
from bot.core.turn import Turn
from bot.core.vault import Viewer, mentors_circle, private_circle
from bot.core.words import _
from dialogs.own_arrangements import OwnPoll, OwnStandingTime, Part, polls_of, standing_times_of
from dialogs.pages import KINDS, Page
from dialogs.rule_book import RULES
from dialogs.sealed_notes import words_for

PURPOSE = _("Kept to run a mentoring programme. Not for appraisals, promotion or discipline.")


class OwnProgramme(Part):
    """What somebody is in one cohort."""

    cohort: str
    role: str
    pair: str | None = None
    started: date | None = None
    ended: date | None = None
    breaks: tuple[tuple[date, date | None], ...] = ()


class OwnAnswer(Part):
    """What somebody said about a meeting, and when."""

    at: datetime
    said: str


class OwnChange(Part):
    """That they moved or called off a meeting, when, and when it was to begin."""

    what: str
    at: datetime
    was_at: datetime


class OwnMeeting(Part):
    """One meeting of theirs, with the answers they gave about it and what they changed."""

    pair: str
    on: date
    type: str
    state: str
    guide: int | None
    guide_used: str | None
    your_answers: tuple[OwnAnswer, ...]
    your_changes: tuple[OwnChange, ...] = ()


class OwnNote(Part):
    """One note of theirs, with its words."""

    kind: str
    written_at: datetime
    read_by: str
    state: str
    due_on: date | None
    kept_until: datetime | None
    words: str = Field(repr=False)


class OwnAcceptance(Part):
    """One text they read and accepted."""

    what: str
    version: int
    at: datetime


class OwnData(Part):
    """All of it. Words of others are counted, never copied: they are those others' data too."""

    purpose: str = PURPOSE
    taken_at: datetime
    about_you: dict[str, object] = Field(repr=False)
    programmes: tuple[OwnProgramme, ...]
    meetings: tuple[OwnMeeting, ...]
    polls: tuple[OwnPoll, ...] = ()
    standing_times: tuple[OwnStandingTime, ...] = ()
    notes: tuple[OwnNote, ...] = Field(repr=False)
    accepted: tuple[OwnAcceptance, ...]
    open_forms: int
    notes_of_others: int
    deals_with_times_for: int = 0

    def as_json(self) -> str:
        return self.model_dump_json(indent=2)


async def gather(turn: Turn, person: Person) -> OwnData:
    """Collect what is kept about a person, with their own notes opened for them alone."""
    unit = turn.unit
    memberships = await unit.memberships.of_person(person.id)
    mine = [m for m in memberships if m.relationship_id and m.role is not Role.COORDINATOR]
    pairs = {
        m.relationship_id: await unit.relationships.get(m.relationship_id) for m in mine if m.relationship_id
    }
    written = await unit.notes.of_author(person.id)
    accepted = await unit.acknowledgements.of_person(person.id)
    return OwnData(
        taken_at=turn.now,
        about_you={**_about(person), **await calendars_of(unit, person.id)},
        programmes=tuple([await _programme(turn, one, pairs) for one in memberships]),
        meetings=tuple(await _meetings(turn, person, pairs)),
        polls=tuple(await polls_of(turn, person, pairs)),
        standing_times=tuple(await standing_times_of(turn, person, pairs)),
        notes=tuple([await _note(turn, person, one) for one in written]),
        accepted=tuple(OwnAcceptance(what=one.what, version=one.version, at=one.at) for one in accepted),
        open_forms=len(await unit.conversations.of(person.id)),
        notes_of_others=await _count_of_others(turn, person, pairs),
        deals_with_times_for=len(await unit.relationships.assisted_by(person.id)),
    )


def _about(person: Person) -> dict[str, object]:
    """Return what is known of a person; whom they are kept apart from is told as a number, for their sake."""
    told = person.model_dump(mode="json", exclude={"id", "never_with"})
    return {**told, "kept_apart_from": len(person.never_with)}


async def _programme(turn: Turn, membership: Membership, pairs: dict[str, Relationship]) -> OwnProgramme:
    cohort = await turn.unit.cohorts.get(membership.cohort_id)
    pair = pairs.get(membership.relationship_id or "")
    if pair is None:
        return OwnProgramme(cohort=cohort.name, role=membership.role)
    pauses = await turn.unit.pauses.of([pair.id])
    return OwnProgramme(
        cohort=cohort.name,
        role=membership.role,
        pair=pair.code,
        started=pair.started,
        ended=pair.ended,
        breaks=tuple((pause.first, pause.until) for pause in pauses),
    )


async def _meetings(turn: Turn, person: Person, pairs: dict[str, Relationship]) -> Iterator[OwnMeeting]:
    interactions = await turn.unit.interactions.of(pairs)
    answers = [one for one in await turn.unit.attestations.of(pairs) if one.person_id == person.id]
    said: dict[str, list[OwnAnswer]] = {}
    for one in answers:
        said.setdefault(one.interaction_id, []).append(OwnAnswer(at=one.at, said=one.said))
    changed = [one for one in await turn.unit.changes.of(pairs) if one.by == person.id]
    return (
        _meeting(one, pairs[one.relationship_id].code, said.get(one.id, ()), changed) for one in interactions
    )


def _meeting(
    interaction: Interaction, pair: str, answers: Iterable[OwnAnswer], changes: Iterable[Change]
) -> OwnMeeting:
    return OwnMeeting(
        pair=pair,
        on=interaction.on,
        type=interaction.type,
        state=interaction.state,
        guide=interaction.guide,
        guide_used=interaction.guide_used,
        your_answers=tuple(answers),
        your_changes=tuple(
            OwnChange(what=one.what, at=one.at, was_at=one.was_at)
            for one in changes
            if one.interaction_id == interaction.id
        ),
    )


async def _note(turn: Turn, person: Person, note: Note) -> OwnNote:
    words = await words_for(turn, note, Viewer(person.id))
    return OwnNote(
        kind=note.kind,
        written_at=note.written_at,
        read_by=_readers(note),
        state=note.state,
        due_on=note.due_on,
        kept_until=note.expires_at,
        words=_readable(note.kind, words) if words else "",
    )


def _readers(note: Note) -> str:
    if note.circle == private_circle(note.author_id):
        return _("only you")
    if note.circle == mentors_circle(note.relationship_id or ""):
        return _("the two mentors")
    return _("the two or three of you")


def _readable(kind: str, words: str) -> str:
    if kind in KINDS:
        return Page.model_validate_json(words).as_text()
    return "\n".join(json.loads(words)) if kind == RULES else words


async def _count_of_others(turn: Turn, person: Person, pairs: dict[str, Relationship]) -> int:
    """Count what others of the relationship wrote and did not keep to themselves."""
    count = 0
    for relationship_id in pairs:
        notes = await turn.unit.notes.of_relationship(relationship_id)
        count += sum(
            one.author_id != person.id and one.circle != private_circle(one.author_id) for one in notes
        )
    return count


def as_text(data: OwnData) -> str:
    """Return the same as `as_json`, for reading."""
    return "\n\n".join("\n".join(part) for part in _parts(data))


def _parts(data: OwnData) -> Iterator[list[str]]:
    yield [_("What is kept about you"), data.purpose, f"{_('Taken on')} {data.taken_at:%Y-%m-%d %H:%M} UTC"]
    yield [_("About you"), *(f"{name}: {value}" for name, value in data.about_you.items() if value)]
    yield [_("Programmes"), *(_line(one) for one in data.programmes)]
    yield [_("Meetings"), *(_line(one) for one in data.meetings)]
    yield [_("Times you were asked about"), *(_line(one) for one in data.polls)]
    yield [_("Standing times"), *(_line(one) for one in data.standing_times)]
    yield [_("What you accepted"), *(_line(one) for one in data.accepted)]
    for note in data.notes:
        yield [f"{_('Note')}: {note.kind}, {note.written_at:%Y-%m-%d}, {note.read_by}", note.words]
    yield [
        _("Forms that are open: {n}").format(n=data.open_forms),
        _("Notes by others that may be about you: {n}").format(n=data.notes_of_others),
    ]


def _line(part: BaseModel) -> str:
    told = part.model_dump(mode="json", exclude_none=True)
    return "; ".join(f"{name}: {_said(value)}" for name, value in told.items() if value)


def _said(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values())
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    return _("open") if value is None else str(value)
