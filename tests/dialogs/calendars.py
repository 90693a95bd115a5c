"""What tests of a programme's calendar share: every relationship's calendar is set, and days go by."""

from datetime import date

from bot.core.records import Pause, Relationship
from bot.core.turn import Turn
from dialogs.plan import plan_ahead
from tests.core.works import Works, at
from tests.dialogs.diary import story


async def set_calendar(works: Works, code: str = "R01") -> None:
    """Set a relationship's calendar from today on, as its start does."""

    async def planned(turn: Turn) -> None:
        await plan_ahead(turn, await story(works, code))

    await works.order(planned)


async def starts(works: Works, on: str, code: str = "R01") -> None:
    """Let a relationship begin on this day, which it is now, early in the morning."""
    works.jump(to=at(on, "00:30"))
    async with works.house.changing() as unit:
        one: Relationship = await unit.relationships.get(code)
        await unit.relationships.put(one.model_copy(update={"started": date.fromisoformat(on)}))
    await set_calendar(works, code)


async def rests(works: Works, first: str, until: str | None = None, code: str = "R01") -> None:
    """Let a relationship have a break, without anybody's asking for one."""
    pause = Pause(
        id=f"{code}-{first}",
        relationship_id=code,
        first=date.fromisoformat(first),
        until=date.fromisoformat(until) if until else None,
    )
    async with works.house.changing() as unit:
        await unit.pauses.add(pause)
    await set_calendar(works, code)


def came(works: Works, who: str, *kinds: str) -> list[str]:
    """Return the days on which nudges of these kinds came, as `08 Mar ladder`."""
    return [
        f"{one.local:%d %b} {one.kind.partition('.')[2]}"
        for one in works.phones.to(who)
        if one.kind.partition(".")[2] in kinds
    ]
