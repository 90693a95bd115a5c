"""A programme on its stage: real core, storage and outbox, simulated people, a virtual clock."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from adapters.rehearsal.cast.fate import deal
from adapters.rehearsal.cast.habits import habits_of
from adapters.rehearsal.cast.ledger import Circle, Ledger
from adapters.rehearsal.cast.player import Player
from adapters.rehearsal.cast.stage import Stage
from adapters.rehearsal.client import Phones, Shown, phone_of
from bot.app import House, open_house
from bot.core.clock import VirtualClock
from bot.core.enrolment import create_cohort, enrol
from bot.core.entropy import SeededEntropy
from bot.core.records import Cohort
from bot.core.turn import Turn
from bot.programme.bank_holidays import bank_holidays
from bot.programme.cadence import Threshold, completed_on
from bot.programme.cohort_plan import CohortPlan
from bot.programme.months import add_months, later
from bot.programme.people_file import PeopleReport, Role
from bot.programme.zones import zone
from bot.settings import Settings
from dialogs.starting import begin_cohort

A_DAY = timedelta(days=1)
DAWN = time(0, 5)
GRACE = 366
"""Days after the planned end at which a programme is over, whoever still rests without a last day."""


@dataclass(frozen=True, slots=True)
class Script:
    """What a rehearsal needs to know."""

    plan: CohortPlan
    people: PeopleReport
    seed: int = 1
    show_rate: float = 0.75

    @property
    def dawn(self) -> datetime:
        """Return the moment at which the programme begins, before anybody is up."""
        return datetime.combine(self.plan.start, DAWN, zone(self.plan.timezone))


@dataclass(slots=True)
class Performance:
    """A programme under way: the house, the clock that moves it, and the people with their intentions."""

    house: House
    clock: VirtualClock
    stage: Stage
    phones: Phones
    cohort: Cohort
    silences: dict[str, datetime]

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.cohort.timezone)

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(self.zone).date()

    async def step(self, until: datetime | None = None) -> bool:
        """Go to the next moment and let it happen; False where none is left, or none up to `until`."""
        timer, moment = await self._what_comes_next()
        if moment is None or self._is_over(moment.astimezone(self.zone).date()):
            return False
        if until is not None and moment > until:
            return False
        self.clock.jump(moment)
        self._fall_silent()
        await self._let_it_happen(rings=timer is not None and timer <= self.clock.now())
        return True

    def _is_over(self, day: date) -> bool:
        """Tell whether nothing is left to play on a day; most days are told without a look at breaks."""
        some_go_on = len(self.stage.ledger.ended) < len(self.stage.ledger.circles)
        if some_go_on and day < add_months(self.cohort.start, self.cohort.months):
            return False
        return day > self.last_day()

    def last_day(self) -> date:
        """Return the day after the last relationship completed its months or ended, as known by now."""
        ledger = self.stage.ledger
        days = []
        for code in ledger.circles:
            over = completed_on(ledger.history(code), Threshold(self.cohort.months, self.cohort.per_month))
            ended = ledger.ended.get(code)
            days.append(ended + A_DAY if ended else (over or date.max))
        return min(max(days), later(add_months(self.cohort.start, self.cohort.months), GRACE))

    async def deliver(self) -> None:
        """Deliver everything that may leave now."""
        while await self.house.courier.deliver():
            pass

    async def _what_comes_next(self) -> tuple[datetime | None, datetime | None]:
        """Return when the next timer rings, and the earliest of that, of letters that leave and of deeds."""
        async with self.house.store.reading() as unit:
            timer, letter = await unit.timers.next_due(), await unit.outbox.next_due()
        coming = (moment for moment in (timer, letter, self.stage.next_at) if moment is not None)
        return timer, min(coming, default=None)

    async def _let_it_happen(self, *, rings: bool) -> None:
        """Ring what is due, let everyone act whose moment has come, and deliver what may leave."""
        if rings:
            await self.house.planner.tick()
        while self.stage.next_at is not None and self.stage.next_at <= self.clock.now():
            await self.stage.next_cue(self.house.door.handle)
        await self.house.courier.deliver()

    def _fall_silent(self) -> None:
        now, held = self.clock.now(), self.stage.held
        fallen = {email for email, at in self.silences.items() if at <= now and email not in held}
        self.phones.switched_off.update(fallen)


@asynccontextmanager
async def on_stage(
    script: Script, clock: VirtualClock, watch: Callable[[Shown], None]
) -> AsyncIterator[Performance]:
    """Set everything up on a throw-away database: the cohort imported and started, people in their places.

    The clock stands at the script's dawn. `watch` sees every message that appears, before its reader does.
    """
    chance = Random(f"{script.seed}:fate")  # noqa: S311  # a rehearsal, nothing secret
    stage = Stage({}, {}, Ledger({}), script.show_rate, chance)

    def seen(shown: Shown) -> None:
        watch(shown)
        stage.sees(shown)

    phones = Phones(clock, seen)
    with TemporaryDirectory(prefix="turnabout-rehearsal-") as folder:
        settings = _own_settings(Path(folder) / "rehearsal.db")
        entropy = SeededEntropy(script.seed)
        async with open_house(settings, phones, clock=clock, entropy=entropy, durable=False) as house:
            cohort, codes = await house.door.carry_out("rehearsal:start", lambda turn: _start(turn, script))
            _take_places(stage, script, codes)
            stage.phones = phones
            silences = deal(stage, stage.circles, script.plan.start, script.plan.months, chance)
            yield Performance(house, clock, stage, phones, cohort, silences)


def _own_settings(database: Path) -> Settings:
    """Return settings that come from nowhere else: a rehearsal knows no environment and no `.env`."""
    return Settings.model_construct(database_url=f"sqlite+aiosqlite:///{database}", keys=())


async def _start(turn: Turn, script: Script) -> tuple[Cohort, dict[str, str]]:
    cohort = await create_cohort(turn, script.plan)
    await enrol(turn, cohort, script.people)
    for row in script.people.people:
        person = await turn.unit.people.with_email(row.email)
        if person is not None:
            await turn.unit.people.give_address(person.id, phone_of(row.email))
    await begin_cohort(turn, cohort)
    codes = {one.id: one.code for one in await turn.unit.relationships.of_cohort(cohort.id)}
    return cohort, codes


def _take_places(stage: Stage, script: Script, codes: dict[str, str]) -> None:
    """Give everyone their phone, their habits and their own supply of chance."""
    names = {row.email: row.name for row in script.people.people}
    by_code = {
        one.code: Circle(one.code, one.mentee, one.mentors, {e: names[e] for e in (one.mentee, *one.mentors)})
        for one in script.people.relationships
    }
    stage.ledger.circles.update(by_code)
    stage.ledger.started.update(dict.fromkeys(by_code, script.plan.start))
    stage.circles = {relationship: by_code[code] for relationship, code in codes.items()}
    stage.players = {
        row.email: Player(
            email=row.email,
            name=row.name,
            zone=zone(row.timezone or script.plan.timezone),
            holidays=bank_holidays(script.plan.holidays),
            circles=tuple(circle for circle in by_code.values() if row.email in circle.members),
            ledger=stage.ledger,
            habits=habits_of(Random(f"{script.seed}:{row.email}:habits")),  # noqa: S311
            chance=Random(f"{script.seed}:{row.email}"),  # noqa: S311
            show_rate=script.show_rate,
            coordinator=Role.COORDINATOR in row.roles,
        )
        for row in script.people.people
    }
