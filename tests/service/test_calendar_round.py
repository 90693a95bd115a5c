"""The round of the calendars: what is read where, how often, and what is kept of it."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.busy_reader import Unreadable
from bot.calendar_round import AGAIN_AFTER, AT_ONCE, CalendarRound
from bot.core.busy import KEPT, Interval, Looked, busy_of, give_calendar, looked_at, take_calendar
from bot.core.clock import VirtualClock
from bot.fetching import Fetcher, NotFetched
from bot.programme.freebusy import NotACalendar
from storage import open_store
from tests.core.works import Works, open_works
from tests.dialogs.house import KEYS, NOW

ADDRESS = "https://calendar.example/secret-token.ics"
MEETING = (NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))


class Shelves(Fetcher):
    """Gives the same text for every address, and remembers who asked for what."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.trouble = ""

    async def fetch(self, address: str) -> bytes:
        self.asked.append(address)
        if self.trouble:
            raise NotFetched(self.trouble)
        return b"BEGIN:VCALENDAR"


class Reader:
    """Reads one meeting in every calendar, or what it is told to raise."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.zones: list[str] = []

    async def __call__(
        self, _text: bytes, _first: datetime, _last: datetime, zone: str
    ) -> Sequence[Interval]:
        self.zones.append(zone)
        if self.trouble:
            raise self.trouble
        return [MEETING]


class Rounds:
    """A round over the house, with a fetcher and a reader of its own."""

    def __init__(self, works: Works) -> None:
        self.works, self.fetcher, self.reader = works, Shelves(), Reader()
        self.round = CalendarRound(works.house.store, self.fetcher, works.house.clock, self.reader)

    async def given(self, who: str, address: str = ADDRESS) -> None:
        async with self.works.house.changing() as unit:
            await give_calendar(unit, who, address)

    async def busy(self, who: str) -> tuple[Interval, ...]:
        async with self.works.house.store.reading() as unit:
            return await busy_of(unit, who)

    async def looked(self, who: str) -> Looked | None:
        async with self.works.house.store.reading() as unit:
            return await looked_at(unit, who)


@pytest.fixture
async def rounds(tmp_path: Path) -> AsyncIterator[Rounds]:
    async with open_works(tmp_path) as works:
        yield Rounds(works)


async def test_a_calendar_that_is_given_is_looked_at_in_the_next_round(rounds: Rounds) -> None:
    await rounds.given("amara")
    assert await rounds.round.make() == 1
    assert await rounds.busy("amara") == (MEETING,)
    assert await rounds.looked("amara") == Looked(NOW)
    assert rounds.reader.zones == ["Europe/London"]


async def test_it_is_looked_at_again_after_a_while_and_not_before(rounds: Rounds) -> None:
    await rounds.given("amara")
    await rounds.round.make()
    rounds.works.jump(by=AGAIN_AFTER - timedelta(seconds=1))
    assert await rounds.round.make() == 0
    rounds.works.jump(by=timedelta(seconds=1))
    assert await rounds.round.make() == 1
    assert len(rounds.fetcher.asked) == 2


async def test_an_address_that_two_people_give_is_fetched_once(rounds: Rounds) -> None:
    await rounds.given("amara")
    await rounds.given("brendan")
    assert await rounds.round.make() == 2
    assert len(rounds.fetcher.asked) == 1
    assert await rounds.busy("brendan") == (MEETING,)


async def test_a_new_address_is_looked_at_at_once(rounds: Rounds) -> None:
    await rounds.given("amara")
    await rounds.round.make()
    await rounds.given("amara", "https://calendar.example/new.ics")
    assert await rounds.busy("amara") == ()
    assert await rounds.round.make() == 1
    assert rounds.fetcher.asked[-1].endswith("new.ics")


async def test_what_was_read_holds_for_a_day(rounds: Rounds) -> None:
    await rounds.given("amara")
    await rounds.round.make()
    for later, known in ((KEPT - timedelta(seconds=1), (MEETING,)), (KEPT, ())):
        url, clock = f"sqlite+aiosqlite:///{rounds.works.house.file}", VirtualClock(NOW + later)
        async with open_store(url, KEYS, durable=False, clock=clock) as store, store.reading() as unit:
            assert await busy_of(unit, "amara") == known


async def test_what_is_taken_away_while_it_is_fetched_leaves_nothing(rounds: Rounds) -> None:
    await rounds.given("amara")

    async def taken(_text: bytes, _first: datetime, _last: datetime, _zone: str) -> Sequence[Interval]:
        async with rounds.works.house.changing() as unit:
            await take_calendar(unit, "amara")
        return [MEETING]

    await CalendarRound(rounds.works.house.store, rounds.fetcher, rounds.works.house.clock, taken).make()
    assert await rounds.busy("amara") == ()
    assert await rounds.looked("amara") is None


@pytest.mark.parametrize(
    ("trouble", "word"), [(NotACalendar(), "no calendar"), (Unreadable(), "unreadable"), (None, "status 404")]
)
async def test_trouble_is_kept_in_a_word_and_what_was_known_holds(
    rounds: Rounds, trouble: Exception | None, word: str
) -> None:
    await rounds.given("amara")
    await rounds.round.make()
    rounds.works.jump(by=AGAIN_AFTER)
    rounds.reader.trouble, rounds.fetcher.trouble = trouble, "" if trouble else word
    await rounds.round.make()
    assert await rounds.looked("amara") == Looked(NOW + AGAIN_AFTER, word)
    assert await rounds.busy("amara") == (MEETING,)


async def test_one_round_looks_at_so_many_and_the_next_at_the_rest(rounds: Rounds) -> None:
    people = [f"p{number}" for number in range(AT_ONCE + 2)]
    async with rounds.works.house.changing() as unit:
        amara = await unit.people.get("amara")
        for who in people:
            await unit.people.add(amara.model_copy(update={"id": who, "email": f"{who}@trust.example"}))
    for who in people:
        await rounds.given(who, f"https://calendar.example/{who}.ics")
    assert [await rounds.round.make(), await rounds.round.make(), await rounds.round.make()] == [
        AT_ONCE,
        2,
        0,
    ]


async def test_erasing_somebody_takes_everything_away(rounds: Rounds) -> None:
    await rounds.given("amara")
    await rounds.round.make()
    async with rounds.works.house.changing() as unit:
        await unit.people.erase("amara", NOW)
    rounds.works.jump(by=AGAIN_AFTER)
    assert await rounds.round.make() == 0
    assert await rounds.busy("amara") == ()


async def test_neither_the_address_nor_a_title_is_logged_or_readable_in_the_store(rounds: Rounds) -> None:
    await rounds.given("amara")
    rounds.fetcher.trouble = "timeout"
    with capture_logs() as logged:
        await rounds.round.make()
    assert logged == []
    assert all("secret-token" not in row for row in rounds.works.house.rows())
