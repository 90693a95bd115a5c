"""What coordinators get by itself: figures and codes, weekly and monthly, and never a name in a channel."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import JsonValue

from bot.core.records import Attestation, CohortState, Interaction, InteractionState, RelationshipState
from bot.core.turn import Turn
from bot.programme.cadence import Said
from bot.programme.cohort_plan import CohortPlan, SummarySettings
from dialogs.summaries import next_monthly, next_weekly, plan_summaries
from tests.core.works import Arrived, Works, at, open_works
from tests.dialogs.diary import labels
from tests.dialogs.house import MEMBERS, kinds, texts

CHANNEL = "slack:C0123456789"
NAMES = [who.title() for members in MEMBERS.values() for who in members]


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def settle(works: Works, **summary: JsonValue) -> None:
    """Give Spring these settings of its summary, and plan it."""

    async def planned(turn: Turn) -> None:
        cohort = await turn.unit.cohorts.get("spring")
        told = SummarySettings.model_validate(summary).model_dump(mode="json")
        cohort = cohort.model_copy(update={"plan": {**cohort.plan, "summary": told}})
        await turn.unit.cohorts.put(cohort)
        await plan_summaries(turn, cohort)

    await works.order(planned)


def posted(works: Works) -> list[str]:
    return [f"{one.local:%a %d %b %H:%M} {one.kind}" for one in works.phones.arrived if in_channel(one)]


def in_channel(one: Arrived) -> bool:
    return one.letter.channel is not None


async def met(works: Works, code: str, *days: str) -> None:
    people = list(MEMBERS[code])
    async with works.house.changing() as unit:
        for day in days:
            one = Interaction(
                id=f"{code}-{day}-met",
                relationship_id=code,
                on=date.fromisoformat(day),
                state=InteractionState.LOGGED,
            )
            word = Attestation(
                id=f"word-{one.id}",
                interaction_id=one.id,
                person_id=people[0],
                said=Said.HELD,
                present=people,
                at=at(day, "18:00"),
            )
            await unit.interactions.add(one)
            await unit.attestations.add(word)


# ---- when


async def test_the_week_is_posted_on_its_weekday_at_its_hour(works: Works) -> None:
    await settle(works, channel=CHANNEL, weekday="thursday", hour=14)
    await works.run(at("2027-02-26"))
    assert posted(works) == ["Thu 18 Feb 14:00 summary.weekly", "Thu 25 Feb 14:00 summary.weekly"]


async def test_when_monday_is_a_bank_holiday_the_week_is_posted_on_tuesday(works: Works) -> None:
    works.jump(to=at("2027-03-23"))
    await settle(works, channel=CHANNEL)
    await works.run(at("2027-04-06"))
    weekly = [line for line in posted(works) if line.endswith("weekly")]
    assert weekly == ["Tue 30 Mar 09:00 summary.weekly", "Mon 05 Apr 09:00 summary.weekly"]


async def test_the_month_is_posted_on_the_first_day_of_a_programme_month_or_the_next_working_day(
    works: Works,
) -> None:
    await settle(works, channel=CHANNEL)
    await works.run(at("2027-05-31"))
    monthly = [line for line in posted(works) if line.endswith("monthly")]
    assert monthly == [
        "Mon 01 Mar 09:00 summary.monthly",
        "Thu 01 Apr 09:00 summary.monthly",
        "Tue 04 May 09:00 summary.monthly",
    ]


async def test_late_in_the_night_or_weekend_a_post_waits_for_the_office_and_comes_once(works: Works) -> None:
    """After an outage the late post and that of the new week came in the same minute."""
    await settle(works, channel=CHANNEL)
    works.jump(to=at("2027-02-27", "03:00"))
    await works.run(at("2027-03-02"))
    weekly = [line for line in posted(works) if line.endswith("weekly")]
    assert weekly == ["Mon 01 Mar 09:00 summary.weekly"]


async def test_a_post_that_could_not_leave_for_three_days_is_not_sent(works: Works) -> None:
    await settle(works, channel=CHANNEL)
    works.jump(to=at("2027-02-22", "09:00"))
    await works.planner.tick()
    works.jump(to=at("2027-02-25", "09:00"))
    await works.courier.deliver()
    assert posted(works) == []


@pytest.mark.parametrize(
    ("weekday", "after", "found"),
    [
        ("monday", date(2027, 2, 1), date(2027, 2, 8)),
        ("monday", date(2027, 2, 2), date(2027, 2, 8)),
        ("friday", date(2027, 2, 1), date(2027, 2, 5)),
    ],
)
def test_the_next_week_is_always_later(weekday: str, after: date, found: date) -> None:
    plan = CohortPlan.model_validate(
        {"name": "Spring", "start": date(2027, 2, 1), "summary": {"weekday": weekday}}
    )
    assert next_weekly(plan, after) == found


async def test_the_next_month_is_counted_from_the_original_start(works: Works) -> None:
    async with works.house.store.reading() as unit:
        cohort = (await unit.cohorts.get("spring")).model_copy(update={"start": date(2027, 1, 31)})
    days = [next_monthly(cohort, day) for day in (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31))]
    assert days == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


# ---- what


async def test_no_post_in_a_channel_names_anybody(works: Works) -> None:
    await settle(works, channel=CHANNEL)
    await works.run(at("2027-04-30"))
    for one in works.phones.arrived:
        if in_channel(one):
            message = one.letter.message
            assert not [name for name in NAMES if name in f"{message.text}{message.preview}{message.actions}"]


async def test_the_month_that_ended_last_night_is_complete_in_its_post(works: Works) -> None:
    """The post of a month showed that month as still under way, and the month before as the last."""
    await met(works, "R01", "2027-02-18", "2027-02-25")
    await settle(works, channel=CHANNEL)
    await works.run(at("2027-03-01", "12:00"))
    (month,) = [one for one in works.phones.arrived if one.kind == "summary.monthly"]
    picture = month.letter.message.picture
    assert picture is not None
    first = picture.summary.months[0]
    assert (first.met, first.none, first.current) == (1, 2, 0)


async def test_the_week_and_the_month_come_with_the_heatmap_and_its_words(works: Works) -> None:
    await settle(works, channel=CHANNEL)
    await works.run(at("2027-03-01", "12:00"))
    for one in works.phones.arrived:
        if in_channel(one):
            picture = one.letter.message.picture
            assert picture is not None
            assert picture.alternative


async def test_a_wider_audience_gets_totals_only_and_once_a_month(works: Works) -> None:
    await settle(works, channel=CHANNEL, audience="wider")
    await works.run(at("2027-04-30"))
    assert [line.rpartition(" ")[2] for line in posted(works)] == ["summary.monthly"] * 2
    for one in works.phones.arrived:
        if in_channel(one):
            message = one.letter.message
            assert message.picture is None
            assert message.actions == ()
            assert "R01" not in message.text
            assert "figures are not shown here" in message.text


# ---- to whom


async def test_without_a_channel_each_coordinator_gets_it_privately(works: Works) -> None:
    await settle(works)
    await works.run(at("2027-02-22", "12:00"))
    got = sorted(one.letter.person_id or "" for one in works.phones.arrived if one.kind == "summary.weekly")
    assert got == ["farah", "gwen"]


async def test_a_coordinator_on_leave_gets_it_when_they_are_back_if_that_is_soon(works: Works) -> None:
    async with works.house.changing() as unit:
        farah = await unit.people.get("farah")
        await unit.people.put(farah.model_copy(update={"away": [["2027-02-22", "2027-02-24"]]}))
    await settle(works)
    await works.run(at("2027-02-26"))
    assert [f"{one.local:%a %H:%M}" for one in works.phones.to("farah")] == ["Wed 09:00"]


async def test_the_button_under_a_post_opens_the_private_list_for_a_coordinator_alone(works: Works) -> None:
    await settle(works, channel=CHANNEL)
    works.jump(to=at("2027-03-08"))
    await works.run(at("2027-03-08", "12:00"))
    post = next(one.letter.message for one in works.phones.arrived if one.kind == "summary.weekly")
    assert labels(post) == ["Show who could use a hand"]
    for who in ("amara", "edwin", "imani"):
        assert kinds(await works.house.push(who, post, labels(post)[0])) == ["reply.refusal"]
    assert "Brendan" in texts(await works.house.push("farah", post, labels(post)[0]))


async def test_a_coordinator_who_is_in_a_pair_does_not_see_that_pair_there(works: Works) -> None:
    works.jump(to=at("2027-03-08"))
    seen = texts(await works.house.press("gwen", "hands", cohort="spring"))
    assert "R01" in seen
    assert "R03" not in seen
    assert "Hamish" not in seen


# ---- the end


async def test_when_every_relationship_is_over_the_last_month_is_posted_and_the_cohort_closed(
    works: Works,
) -> None:
    works.jump(to=at("2027-02-26"))
    await settle(works, channel=CHANNEL)
    async with works.house.changing() as unit:
        for code in MEMBERS:
            one = await unit.relationships.get(code)
            over = {"state": RelationshipState.ENDED, "ended": date(2027, 2, 20)}
            await unit.relationships.put(one.model_copy(update=over))
    await works.run(at("2027-06-30"))
    assert posted(works) == ["Mon 01 Mar 09:00 summary.monthly"]
    async with works.house.store.reading() as unit:
        assert (await unit.cohorts.get("spring")).state is CohortState.CLOSED
    assert ("turnabout", "closed", "cohort:spring") in works.house.audited()


async def test_while_one_break_still_runs_the_months_go_on(works: Works) -> None:
    works.jump(to=at("2027-09-29"))
    await works.house.press("amara", "pause", relationship="R01")
    await settle(works, channel=CHANNEL)
    async with works.house.changing() as unit:
        for code in ("R02", "R03"):
            one = await unit.relationships.get(code)
            await unit.relationships.put(one.model_copy(update={"state": RelationshipState.COMPLETED}))
    form = await works.house.press("amara", "pause", relationship="R01")
    await works.house.answer("amara", form, first="2027-09-29", until="2027-10-13")
    await works.run(at("2027-12-31"))
    monthly = [line for line in posted(works) if line.endswith("monthly")]
    assert monthly == ["Fri 01 Oct 09:00 summary.monthly", "Mon 01 Nov 09:00 summary.monthly"]
