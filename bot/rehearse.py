"""A whole programme without a platform: real core, storage and outbox, simulated people, a virtual clock."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

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
from bot.programme.people_file import PeopleReport, Role
from bot.programme.summary import Summary
from bot.programme.zones import zone
from bot.settings import Settings
from dialogs.starting import start_cohort
from dialogs.summaries import figures

A_DAY = timedelta(days=1)
DAWN = time(0, 5)
MOST_ROUNDS = 5_000_000
"""A rehearsal that takes more steps than this has lost its way."""


@dataclass(frozen=True, slots=True)
class Script:
    """What a rehearsal needs to know."""

    plan: CohortPlan
    people: PeopleReport
    seed: int = 1
    show_rate: float = 0.75


@dataclass(slots=True)
class Rehearsal:
    """What a rehearsal leaves: the truth, every message, and the figures of the last day."""

    ledger: Ledger
    summary: Summary
    messages: list[Shown] = field(default_factory=list)


async def rehearse(script: Script, progress: Callable[[date], None] = lambda _day: None) -> Rehearsal:
    """Run the programme from its first day to the day after its last relationship was over."""
    messages: list[Shown] = []
    async with _on_stage(script, messages) as (house, stage, cohort, silences):
        last_day = await _play(house, stage, cohort, silences, progress)
        summary = await house.door.carry_out(
            "rehearsal:summary", lambda turn: figures(turn, cohort, last_day)
        )
        return Rehearsal(stage.ledger, summary, messages)


@asynccontextmanager
async def _on_stage(
    script: Script, messages: list[Shown]
) -> AsyncIterator[tuple[House, Stage, Cohort, dict[str, datetime]]]:
    """Set everything up on a throw-away database: the cohort imported and started, people in their places."""
    here = zone(script.plan.timezone)
    clock = VirtualClock(datetime.combine(script.plan.start, DAWN, here))
    chance = Random(f"{script.seed}:fate")  # noqa: S311  # a rehearsal, nothing secret
    stage = Stage({}, {}, Ledger({}), script.show_rate, chance)

    def watch(shown: Shown) -> None:
        messages.append(shown)
        stage.sees(shown)

    phones = Phones(clock, watch)
    with TemporaryDirectory(prefix="turnabout-rehearsal-") as folder:
        settings = _own_settings(Path(folder) / "rehearsal.db")
        entropy = SeededEntropy(script.seed)
        async with open_house(settings, phones, clock=clock, entropy=entropy, durable=False) as house:
            cohort, codes = await house.door.carry_out("rehearsal:start", lambda turn: _start(turn, script))
            _take_places(stage, script, codes)
            stage.phones = phones
            silences = deal(stage, stage.circles, script.plan.start, script.plan.months, chance)
            yield house, stage, cohort, silences


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
    await start_cohort(turn, cohort)
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


async def _play(
    house: House,
    stage: Stage,
    cohort: Cohort,
    silences: dict[str, datetime],
    progress: Callable[[date], None],
) -> date:
    """Go from moment to moment until the programme is over, and return its last day."""
    clock = house.clock
    assert isinstance(clock, VirtualClock)  # noqa: S101  # set up so
    here = zone(cohort.timezone)
    for _ in range(MOST_ROUNDS):
        timer, moment = await _what_comes_next(house, stage)
        if moment is None or moment.astimezone(here).date() > _last_day(stage, cohort):
            return _last_day(stage, cohort)
        clock.jump(moment)
        _fall_silent(stage, silences, clock.now())
        await _let_it_happen(house, stage, rings=timer is not None and timer <= clock.now())
        progress(clock.now().astimezone(here).date())
    raise RuntimeError("The rehearsal did not come to an end.")


async def _what_comes_next(house: House, stage: Stage) -> tuple[datetime | None, datetime | None]:
    """Return when the next timer rings, and the earliest of that, a letter's leaving and somebody's deed."""
    async with house.store.reading() as unit:
        timer, letter = await unit.timers.next_due(), await unit.outbox.next_due()
    coming = (moment for moment in (timer, letter, stage.next_at) if moment is not None)
    return timer, min(coming, default=None)


async def _let_it_happen(house: House, stage: Stage, *, rings: bool) -> None:
    """Ring what is due, let everyone act whose moment has come, and deliver what may leave."""
    if rings:
        await house.planner.tick()
    while stage.next_at is not None and stage.next_at <= house.clock.now():
        await stage.next_cue(house.door.handle)
    await house.courier.deliver()


def _fall_silent(stage: Stage, silences: dict[str, datetime], now: datetime) -> None:
    assert stage.phones is not None  # noqa: S101  # set up so
    stage.phones.switched_off.update(email for email, at in silences.items() if at <= now)


def _last_day(stage: Stage, cohort: Cohort) -> date:
    """Return the day after the last relationship completed its months or ended, as far as is known now."""
    ledger = stage.ledger
    days = []
    for code in ledger.circles:
        over = completed_on(ledger.history(code), Threshold(cohort.months, cohort.per_month))
        ended = ledger.ended.get(code)
        days.append(ended + A_DAY if ended else (over or date.max))
    return max(days)
