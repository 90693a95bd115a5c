"""The one gate for what the bot starts by itself: budget, quiet, hours, and a reason that still holds."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.core.messages import Message
from bot.core.nudging import NUDGE, drop_nudge, plan_nudge
from bot.core.records import Person
from bot.core.routes import Routes
from bot.core.turn import Turn
from dialogs.every import every_route, every_talk
from tests.core.works import LONDON, Works, at, machinery
from tests.dialogs.house import NOW, open_house

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
routes = Routes()


@routes.nudge("poke")
async def _poke(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Poke, unless this has lost its reason: a mentee who is called pointless."""
    if "pointless" in payload["about"]:
        return None
    return Message(kind="nudge.poke", preview="Poke", text=f"{payload['about']} for {turn.person.name}")


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_house(tmp_path, routes=every_route().join(routes), talks=every_talk()) as house:
        works = machinery(house)
        works.jump(to=NOW)
        yield works


async def plan(
    works: Works, *about: str, who: str = "amara", when: datetime | None = None, cohort: str = "spring"
) -> None:
    async def planned(turn: Turn) -> None:
        person, its = await turn.unit.people.get(who), await turn.unit.cohorts.get(cohort)
        for one in about:
            await plan_nudge(turn, person, its, "poke", one, at=when)

    await works.order(planned)


async def change(works: Works, who: str = "amara", **facts: object) -> None:
    async with works.house.changing() as unit:
        person: Person = await unit.people.get(who)
        await unit.people.put(person.model_copy(update=facts))


def shown(works: Works, who: str = "amara") -> list[str]:
    return [f"{one.local:%a %d %b %H:%M}" for one in works.phones.to(who)]


async def test_a_nudge_in_working_time_leaves_at_once(works: Works) -> None:
    await plan(works, "a")
    await works.step()
    assert shown(works) == ["Wed 17 Feb 10:00"]


# ---- budget


async def test_nobody_gets_two_nudges_a_day_or_three_in_seven_days(works: Works) -> None:
    await plan(works, "a", "b", "c", "d", "e")
    await works.run(NOW + 3 * A_WEEK)
    days = [one.local.date() for one in works.phones.to("amara")]
    assert len(days) == 5
    assert len(set(days)) == 5
    for first in days:
        assert sum(first <= day < first + A_WEEK for day in days) <= 2


async def test_the_budget_is_a_persons_over_all_their_relationships_and_cohorts(works: Works) -> None:
    await plan(works, "R01")
    await plan(works, "R03", cohort="autumn")
    await plan(works, "R02")
    await works.run(NOW + 2 * A_DAY)
    assert shown(works) == ["Wed 17 Feb 10:00", "Thu 18 Feb 09:00"]


async def test_one_persons_nudges_take_nothing_from_anothers(works: Works) -> None:
    await plan(works, "a")
    await plan(works, "a", who="brendan")
    await works.step()
    assert shown(works) == shown(works, "brendan") == ["Wed 17 Feb 10:00"]


async def test_a_nudge_that_was_cancelled_leaves_its_room_to_the_next(works: Works) -> None:
    await plan(works, "a")
    await works.planner.tick()
    works.jump(to=at("2027-02-17", "18:00"))
    await works.courier.deliver()
    await plan(works, "b", "c")
    await works.run(NOW + 2 * A_DAY)
    assert shown(works) == ["Thu 18 Feb 09:00", "Fri 19 Feb 09:00"]


async def test_a_reply_or_service_message_takes_nothing_from_the_budget(works: Works) -> None:
    for kind in ("reply.x", "service.x"):
        await works.write("amara", Message(kind=kind, preview="x", text="x"))
    await plan(works, "a")
    await works.step()
    await works.step()
    await works.step()
    assert works.phones.kinds("amara") == ["reply.x", "service.x", "nudge.poke"]


# ---- quiet


@pytest.mark.parametrize(("fact", "value"), [("muted", True), ("snoozed_until", date(2027, 2, 18))])
async def test_nobody_who_wants_quiet_is_nudged_then_or_later_about_it(
    works: Works, fact: str, value: object
) -> None:
    await plan(works, "a")
    await change(works, "amara", **{fact: value})
    await works.run(NOW + A_WEEK)
    assert shown(works) == []


async def test_a_snooze_is_over_on_the_day_it_was_set_to(works: Works) -> None:
    await change(works, snoozed_until=date(2027, 2, 18))
    await plan(works, "a", when=at("2027-02-18", "09:00"))
    await works.run(NOW + A_WEEK)
    assert shown(works) == ["Thu 18 Feb 09:00"]


async def test_somebody_unreachable_is_not_nudged(works: Works) -> None:
    await plan(works, "a")
    await change(works, unreachable_since=date(2027, 2, 17))
    await works.run(NOW + A_WEEK)
    assert works.phones.tries == []


# ---- hours


async def test_leave_is_respected_also_when_it_was_taken_after_the_nudge_was_planned(works: Works) -> None:
    await plan(works, "a", when=at("2027-02-18", "09:00"))
    await change(works, away=[["2027-02-18", "2027-02-24"]])
    await works.run(NOW + 2 * A_WEEK)
    assert shown(works) == ["Wed 24 Feb 09:00"]


async def test_a_bank_holiday_and_a_weekend_are_no_working_days(works: Works) -> None:
    works.jump(to=at("2027-03-25", "17:00"))
    await plan(works, "a")
    await works.run(works.now + 2 * A_WEEK)
    assert shown(works) == ["Tue 30 Mar 09:00"]


@pytest.mark.parametrize(
    ("evening", "morning"),
    [("2027-03-26", "Tue 30 Mar 09:00"), ("2027-10-29", "Mon 01 Nov 09:00")],
    ids=["into summer time", "out of summer time"],
)
async def test_nine_stays_nine_on_both_sides_of_summer_time(works: Works, evening: str, morning: str) -> None:
    works.jump(to=at(evening, "18:00"))
    await plan(works, "a")
    await works.run(works.now + A_WEEK)
    assert shown(works) == [morning]


async def test_a_person_is_nudged_on_their_own_clock(works: Works) -> None:
    await change(works, timezone="America/New_York", opens=time(8), closes=time(12), days=[5])
    await plan(works, "a")
    await works.run(NOW + A_WEEK)
    assert [one.at for one in works.phones.to("amara")] == [at("2027-02-20", "13:00")]


async def test_somebody_without_working_days_is_never_nudged(works: Works) -> None:
    await change(works, days=[])
    await plan(works, "a")
    await works.run(NOW + A_WEEK)
    assert works.phones.tries == []


# ---- a reason that still holds


async def test_what_no_longer_holds_is_dropped(works: Works) -> None:
    await plan(works, "pointless")
    await works.run(NOW + A_WEEK)
    assert works.phones.tries == []


async def test_what_waits_for_room_is_asked_again_whether_it_holds(works: Works) -> None:
    await plan(works, "a", "pointless b", "c")
    await works.run(NOW + A_WEEK)
    assert [one.letter.message.text for one in works.phones.to("amara")] == ["a for Amara", "c for Amara"]


async def test_a_newer_nudge_of_one_kind_about_one_thing_takes_the_place_of_the_older(works: Works) -> None:
    await plan(works, "a", when=at("2027-02-18", "09:00"))
    await plan(works, "a", when=at("2027-02-19", "09:00"))
    await works.run(NOW + A_WEEK)
    assert shown(works) == ["Fri 19 Feb 09:00"]


async def test_a_nudge_that_lost_its_reason_can_be_taken_back(works: Works) -> None:
    await plan(works, "a", when=at("2027-02-18", "09:00"))

    async def dropped(turn: Turn) -> None:
        await drop_nudge(turn, await turn.unit.people.get("amara"), "poke", "a")

    await works.order(dropped)
    await works.run(NOW + A_WEEK)
    assert works.phones.tries == []


async def test_a_nudge_belongs_to_its_day_and_is_not_sent_the_next(works: Works) -> None:
    await plan(works, "a")
    await works.planner.tick()
    works.jump(to=at("2027-02-18", "09:30"))
    await works.step()
    assert works.phones.tries == []


async def test_the_timer_of_a_nudge_names_whom_it_is_for_and_what_it_is_about(works: Works) -> None:
    await plan(works, "a")
    timer = await works.timer("nudge:poke:a:amara")
    assert timer is not None
    assert timer.kind == NUDGE
    assert timer.payload == {"what": "poke", "person": "amara", "cohort": "spring", "about": "a"}
    assert timer.due_at is not None
    assert timer.due_at.astimezone(LONDON).hour == 10
