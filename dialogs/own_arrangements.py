"""How times were arranged, as it is told to the person whose data it is: their own part of it alone."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.core.records import Person, Relationship
from bot.core.turn import Turn
from bot.programme.standing import read


class Part(BaseModel):
    """One part of what is kept about somebody."""

    model_config = ConfigDict(frozen=True)


class OwnPoll(Part):
    """Times they were asked about, or asked about themselves, with those that they ticked."""

    pair: str
    asked_at: datetime
    asked_by_you: bool
    you_ticked: tuple[str, ...]


class OwnStandingTime(Part):
    """A standing time of theirs: when it comes round, and what became of it."""

    pair: str
    when: str
    state: str
    suggested_by_you: bool
    agreed_by_you: bool


async def polls_of(turn: Turn, person: Person, pairs: Mapping[str, Relationship]) -> Iterator[OwnPoll]:
    asked = await turn.unit.polls.of(pairs)
    return (
        OwnPoll(
            pair=pairs[one.relationship_id].code,
            asked_at=one.asked_at,
            asked_by_you=one.by == person.id,
            you_ticked=tuple(one.answers.get(person.id, ())),
        )
        for one in asked
    )


async def standing_times_of(
    turn: Turn, person: Person, pairs: Mapping[str, Relationship]
) -> Iterator[OwnStandingTime]:
    kept = await turn.unit.standing_times.of(pairs)
    return (
        OwnStandingTime(
            pair=pairs[one.relationship_id].code,
            when=str(read(one.rule)),
            state=one.state,
            suggested_by_you=one.by == person.id,
            agreed_by_you=person.id in one.agreed_by,
        )
        for one in kept
    )
