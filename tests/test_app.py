"""The composition root: settings in, a running house out, and everything closed at the end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import open_house
from bot.core.clock import SystemClock, VirtualClock
from bot.core.entropy import SeededEntropy
from bot.core.records import Cohort, Person
from bot.core.turn import Turn
from bot.settings import Settings
from tests.core.works import Phones, message
from tests.dialogs.house import address_of

NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)


def settings_in(folder: Path) -> Settings:
    return Settings(database_url=f"sqlite+aiosqlite:///{folder / 'turnabout.db'}")


async def test_what_is_written_in_a_house_leaves_through_its_courier(tmp_path: Path) -> None:
    clock = VirtualClock(NOW)
    phones = Phones(clock.now)
    house_of = open_house(settings_in(tmp_path), phones, clock=clock, entropy=SeededEntropy(1), durable=False)
    async with house_of as house:

        async def written(turn: Turn) -> None:
            cohort = Cohort(
                id="c",
                name="Spring",
                start=NOW.date(),
                timezone="Europe/London",
                holidays="GB-ENG",
                months=8,
                per_month=2,
            )
            amara = Person(id="amara", name="Amara", email="amara@trust.example")
            await turn.unit.cohorts.add(cohort)
            await turn.unit.people.add(amara)
            await turn.unit.people.give_address("amara", address_of("amara"))
            await turn.tell(amara, message(), cohort=cohort)

        await house.door.carry_out("write", written)
        assert await house.planner.tick() == 0
        assert await house.courier.deliver() == 1
    assert phones.kinds("amara") == ["service.reminder"]


async def test_without_a_clock_of_its_own_a_house_goes_by_the_machines(tmp_path: Path) -> None:
    async with open_house(settings_in(tmp_path), Phones(lambda: NOW), durable=False) as house:
        assert isinstance(house.clock, SystemClock)
        assert abs(house.clock.now() - SystemClock().now()) < timedelta(minutes=1)


async def test_a_house_opened_again_finds_what_was_left_in_it(tmp_path: Path) -> None:
    async def noted(turn: Turn) -> None:
        await turn.unit.people.add(Person(id="amara", name="Amara", email="amara@trust.example"))

    async with open_house(settings_in(tmp_path), Phones(lambda: NOW), durable=False) as house:
        await house.door.carry_out("write", noted)
    async with (
        open_house(settings_in(tmp_path), Phones(lambda: NOW), durable=False) as again,
        again.store.reading() as unit,
    ):
        assert (await unit.people.get("amara")).name == "Amara"
