"""The courier: in order, once, in time, and nothing lost without a reason."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.courier import LAST_TRY, LEASE, NO_ADDRESS, SETTLING, UNCONFIRMED
from bot.core.delivery import Delivery, Failed, Gone, Outcome, Sent, Throttled, Uncertain
from bot.core.door import LATELY
from bot.core.messages import Message
from bot.core.post import Backlog
from bot.core.records import Person
from bot.core.turn import Turn
from tests.core.works import Works, at, machinery, message, open_works
from tests.dialogs.house import NOW, open_house

A_MINUTE = timedelta(minutes=1)
KINDS = ["service.reminder", "nudge.ladder", "summary.weekly"]


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def backlog(works: Works) -> Backlog:
    async with works.house.store.reading() as unit:
        return await unit.outbox.backlog()


async def next_due(works: Works) -> timedelta | None:
    """Return how long from now the next letter rests."""
    async with works.house.store.reading() as unit:
        due = await unit.outbox.next_due()
    return None if due is None else due - works.now


def words(works: Works, who: str = "amara") -> list[str]:
    return [one.letter.message.text for one in works.phones.to(who)]


# ---- in order


async def test_letters_to_one_person_leave_in_the_order_in_which_they_were_written(works: Works) -> None:
    for text in ("one", "two", "three"):
        await works.write("amara", message(text=text))
    for _ in range(3):
        await works.courier.deliver()
    assert words(works) == ["one", "two", "three"]


async def test_a_letter_that_failed_holds_up_its_own_lane_and_no_other(works: Works) -> None:
    await works.write("amara", message(text="one"))
    await works.write("amara", message(text="two"))
    await works.write("brendan", message(text="other"))
    works.phones.script = [Failed(reason="busy")]
    await works.courier.deliver()
    await works.courier.deliver()
    assert words(works) == []
    assert words(works, "brendan") == ["other"]


async def test_nothing_to_do_is_no_pass(works: Works) -> None:
    assert await works.courier.deliver() == 0


# ---- what becomes of a try


async def test_a_throttled_platform_rests_as_long_as_it_asks_and_no_try_is_counted(works: Works) -> None:
    await works.write("amara", message())
    await works.write("brendan", message())
    works.phones.script = [Throttled(seconds=30), Throttled(seconds=30)]
    await works.courier.deliver()
    await works.write("chidi", message())
    assert await works.courier.deliver() == 0
    works.jump(by=timedelta(seconds=30))
    assert await works.courier.deliver() == 3
    assert [one.attempts for one in works.phones.tries] == [1, 1, 1, 1, 1]


async def test_a_letter_that_failed_is_tried_again_after_growing_waits(works: Works) -> None:
    await works.write("amara", message())
    works.phones.script = [Failed(reason="busy") for _ in range(6)]
    waits = []
    for _ in range(6):
        await works.courier.deliver()
        rest = await next_due(works)
        assert rest is not None
        waits.append(rest.total_seconds())
        works.jump(by=rest)
    await works.courier.deliver()
    assert len(works.phones.arrived) == 1
    for tried, wait in enumerate(waits, 1):
        assert 2**tried / 2 <= wait <= 2**tried


async def test_no_wait_is_longer_than_an_hour_and_a_morning_of_failures_loses_nothing(works: Works) -> None:
    """Ten tries were over in half an hour, and every letter was parked."""
    await works.write("amara", message())
    began = works.now
    while works.now - began < timedelta(hours=4):
        works.phones.script = [Failed(reason="down")]
        await works.courier.deliver()
        rest = await next_due(works)
        assert rest is not None
        assert rest <= timedelta(hours=1)
        works.jump(by=rest)
    works.phones.script = []
    await works.courier.deliver()
    assert works.phones.kinds() == ["service.reminder"]


async def test_after_the_last_try_a_letter_is_parked_with_its_reason(works: Works) -> None:
    await works.write("amara", message())
    works.phones.script = [Failed(reason="down") for _ in range(LAST_TRY)]
    while (rest := await next_due(works)) is not None:
        works.jump(by=rest)
        await works.courier.deliver()
    assert len(works.phones.tries) == LAST_TRY
    assert await backlog(works) == Backlog(0, {"down": 1})


async def test_a_destination_that_is_gone_is_parked_and_its_person_noted_as_unreachable(works: Works) -> None:
    await works.write("amara", message())
    works.phones.script = [Gone(reason="account inactive")]
    await works.courier.deliver()
    assert await backlog(works) == Backlog(0, {"account inactive": 1})
    async with works.house.store.reading() as unit:
        assert (await unit.people.get("amara")).unreachable_since == NOW.date()
    assert works.house.audited() == [("amara", "unreachable", "person:amara")]


async def test_nothing_more_is_written_to_somebody_unreachable(works: Works) -> None:
    await works.write("amara", message())
    works.phones.script = [Gone(reason="account inactive")]
    await works.courier.deliver()
    await works.write("amara", message())
    assert await backlog(works) == Backlog(0, {"account inactive": 1})


async def missed(works: Works, *letters: Message, not_after: datetime | None = None) -> None:
    """Let letters come to Amara while she has blocked the bot."""
    for letter in letters:
        await works.write("amara", letter, not_after=not_after)
    works.phones.script = [Gone(reason="blocked") for _ in letters]
    while await works.courier.deliver():
        pass
    assert works.phones.kinds("amara") == []


async def test_whoever_comes_back_gets_what_they_missed_but_no_nudges(works: Works) -> None:
    await missed(works, message(), message(kind="nudge.ladder"), message(kind="reply.notes"))
    works.jump(by=timedelta(days=2))
    await works.house.say("amara", "help")
    await works.run(works.now + timedelta(minutes=1))
    assert works.phones.kinds("amara") == ["service.reminder", "reply.notes"]


async def test_whoever_comes_back_at_night_gets_what_is_about_meetings_in_the_morning(works: Works) -> None:
    await missed(works, message())
    works.jump(to=at("2027-02-18", "23:00"))
    await works.house.say("amara", "help")
    await works.run(at("2027-02-19", "12:00"))
    assert [one.at for one in works.phones.to("amara")][:1] == [at("2027-02-19", "08:00")]


async def test_what_is_no_longer_true_is_not_sent_to_whoever_comes_back(works: Works) -> None:
    await missed(works, message(), not_after=works.now + timedelta(hours=3))
    works.jump(by=timedelta(days=1))
    await works.house.say("amara", "help")
    await works.run(works.now + timedelta(minutes=1))
    assert works.phones.kinds("amara") == []


async def test_what_is_older_than_a_week_is_not_sent_to_whoever_comes_back(works: Works) -> None:
    await missed(works, message())
    works.jump(by=LATELY + timedelta(minutes=1))
    await works.house.say("amara", "help")
    await works.run(works.now + timedelta(minutes=1))
    assert works.phones.kinds("amara") == []


async def test_somebody_without_an_address_is_parked_and_never_tried(works: Works) -> None:
    async with works.house.changing() as unit:
        await unit.people.add(Person(id="zoe", name="Zoe", email="zoe@trust.example"))
    await works.write("zoe", message())
    await works.courier.deliver()
    assert works.phones.tries == []
    assert await backlog(works) == Backlog(0, {NO_ADDRESS: 1})


async def test_a_channel_that_is_gone_is_parked(works: Works) -> None:
    await post(works)
    works.phones.script = [Gone(reason="archived")]
    await works.courier.deliver()
    assert await backlog(works) == Backlog(0, {"archived": 1})
    assert works.house.audited() == []


# ---- letters of uncertain fate


@pytest.mark.parametrize("kind", KINDS)
async def test_what_may_have_arrived_is_looked_up_after_a_rest_and_not_sent_again(
    works: Works, kind: str
) -> None:
    await works.write("amara", message(kind))
    works.phones.script = [Uncertain(reason="no answer")]
    works.phones.memory = [Sent(name="found")]
    await works.courier.deliver()
    assert await next_due(works) == SETTLING
    works.jump(by=SETTLING)
    await works.courier.deliver()
    assert (len(works.phones.searches), len(works.phones.tries)) == (1, 1)
    assert await backlog(works) == Backlog(0, {})


@pytest.mark.parametrize("kind", KINDS)
async def test_what_surely_did_not_arrive_is_sent_again(works: Works, kind: str) -> None:
    await works.write("amara", message(kind))
    works.phones.script = [Uncertain(reason="no answer")]
    works.phones.memory = [Failed(reason="not there")]
    await works.courier.deliver()
    works.jump(by=SETTLING)
    await works.courier.deliver()
    assert works.phones.kinds("amara") == [kind]


@pytest.mark.parametrize(("kind", "tries"), [("service.reminder", 2), ("reply.late", 2)])
async def test_what_a_person_waits_for_is_better_sent_twice_than_not(
    works: Works, kind: str, tries: int
) -> None:
    await works.write("amara", message(kind))
    works.phones.script = [Uncertain(reason="no answer")]
    await works.courier.deliver()
    works.jump(by=SETTLING)
    await works.courier.deliver()
    assert len(works.phones.tries) == tries


@pytest.mark.parametrize("kind", ["nudge.ladder", "summary.weekly"])
async def test_a_nudge_or_summary_that_may_have_arrived_is_never_sent_twice(works: Works, kind: str) -> None:
    await works.write("amara", message(kind))
    works.phones.script = [Uncertain(reason="no answer")]
    await works.courier.deliver()
    works.jump(by=SETTLING)
    await works.courier.deliver()
    assert len(works.phones.tries) == 1
    assert await backlog(works) == Backlog(0, {UNCONFIRMED: 1})


async def test_a_search_that_falls_over_sends_no_nudge_twice(works: Works) -> None:
    await works.write("amara", message("nudge.ladder"))
    works.phones.script = [Uncertain(reason="no answer")]
    works.phones.memory = [ConnectionError("history is down")]
    await works.courier.deliver()
    works.jump(by=SETTLING)
    await works.courier.deliver()
    assert len(works.phones.tries) == 1


async def test_a_messenger_that_falls_over_leaves_its_letter_uncertain_and_the_others_whole(
    works: Works,
) -> None:
    await works.write("amara", message())
    await works.write("brendan", message())
    works.phones.script = [RuntimeError("words of somebody")]
    await works.courier.deliver()
    assert works.phones.kinds("brendan") == ["service.reminder"]
    works.phones.memory = [Sent()]
    works.jump(by=SETTLING)
    await works.courier.deliver()
    assert [one.letter.person_id for one in works.phones.searches] == ["amara"]


class Sleepy:
    """A messenger that never answers."""

    async def send(self, delivery: Delivery) -> Outcome:  # noqa: ARG002  # it does not get that far
        await asyncio.Event().wait()
        return Sent()

    async def find(self, delivery: Delivery) -> Sent | Failed | Uncertain:  # noqa: ARG002
        return Sent()


async def test_a_messenger_that_never_answers_is_left_and_the_letter_is_uncertain(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.courier.TIME_LIMIT", 0.01)
    await works.write("amara", message())
    works.courier._messenger = Sleepy()
    await works.courier.deliver()
    assert await next_due(works) == SETTLING


# ---- in time


async def test_what_came_too_late_is_cancelled_with_the_reason(works: Works) -> None:
    await works.write("amara", message(), not_after=NOW + A_MINUTE)
    works.jump(by=A_MINUTE)
    await works.courier.deliver()
    assert works.phones.tries == []
    assert await backlog(works) == Backlog(0, {})
    assert any("came too late" in row for row in works.house.rows())


@pytest.mark.parametrize("clock", ["20:00", "23:30"])
async def test_a_service_message_that_is_late_into_the_night_waits_for_eight(
    works: Works, clock: str
) -> None:
    await works.write("amara", message())
    works.jump(to=at("2027-02-17", clock))
    await works.run(at("2027-02-18", "12:00"))
    assert [one.local.isoformat() for one in works.phones.arrived] == ["2027-02-18T08:00:00+00:00"]


async def test_a_nudge_that_could_not_leave_by_the_end_of_its_day_is_not_sent_late(works: Works) -> None:
    await works.write("amara", message("nudge.ladder"))
    await works.write("brendan", message("nudge.ladder"))
    works.jump(to=at("2027-02-17", "17:00"))
    await works.run(at("2027-02-19", "12:00"))
    assert works.phones.tries == []


async def test_a_nudge_still_within_its_day_leaves_late(works: Works) -> None:
    await works.write("amara", message("nudge.ladder"))
    works.jump(to=at("2027-02-17", "16:59"))
    await works.courier.deliver()
    assert works.phones.kinds() == ["nudge.ladder"]


async def test_a_summary_that_is_late_into_the_weekend_waits_for_monday(works: Works) -> None:
    await works.write("farah", message("summary.weekly"))
    works.jump(to=at("2027-02-20", "03:00"))
    await works.run(at("2027-02-23"))
    assert [one.local.isoformat() for one in works.phones.arrived] == ["2027-02-22T09:00:00+00:00"]


async def test_a_channel_post_that_is_late_into_the_weekend_waits_for_monday(works: Works) -> None:
    """Posts to a channel left at whatever hour the courier came back."""
    await post(works)
    works.jump(to=at("2027-02-20", "03:00"))
    await works.run(at("2027-02-23"))
    assert [one.local.isoformat() for one in works.phones.arrived] == ["2027-02-22T09:00:00+00:00"]


async def test_a_late_letter_to_somebody_without_hours_is_cancelled(works: Works) -> None:
    await works.write("amara", message("summary.weekly"))
    async with works.house.changing() as unit:
        amara = await unit.people.get("amara")
        await unit.people.put(amara.model_copy(update={"away": [["2027-01-01", "2040-01-01"]]}))
    works.jump(by=timedelta(hours=1))
    await works.courier.deliver()
    assert works.phones.tries == []
    assert await backlog(works) == Backlog(0, {})


# ---- a process that is killed


async def test_what_was_claimed_when_the_process_was_killed_is_looked_up_by_the_next(tmp_path: Path) -> None:
    async with open_works(tmp_path) as works:
        await works.write("amara", message("nudge.ladder"))
        async with works.house.store.unit() as unit:
            claimed = await unit.outbox.claim(works.now, 10, LEASE)
            await unit.commit()
        assert [one.maybe_sent for one in claimed] == [False]
    async with open_house(tmp_path) as house:
        house.clock.jump(NOW + LEASE)
        works = machinery(house)
        works.phones.memory = [Sent(name="it had arrived")]
        await works.courier.deliver()
        assert [one.maybe_sent for one in works.phones.searches] == [True]
        assert works.phones.tries == []


async def test_while_the_lease_lasts_nobody_else_sends(works: Works) -> None:
    await works.write("amara", message())
    async with works.house.store.unit() as unit:
        await unit.outbox.claim(works.now, 10, LEASE)
        await unit.commit()
    works.jump(by=LEASE - timedelta(seconds=1))
    assert await works.courier.deliver() == 0


async def test_a_new_process_goes_on_where_the_killed_one_stopped(tmp_path: Path) -> None:
    async with open_works(tmp_path) as works:
        for who in ("amara", "brendan", "chidi"):
            await works.write(who, message())
    async with open_house(tmp_path) as house:
        works = machinery(house)
        await works.courier.deliver()
        assert sorted(one.letter.person_id or "" for one in works.phones.arrived) == [
            "amara",
            "brendan",
            "chidi",
        ]


async def test_two_couriers_at_once_send_each_letter_once(works: Works) -> None:
    for who in ("amara", "brendan", "chidi", "delphine"):
        await works.write(who, message())
    other = machinery(works.house)
    await asyncio.gather(works.courier.deliver(), other.courier.deliver())
    assert len(works.phones.tries) + len(other.phones.tries) == 4


async def post(works: Works) -> None:
    async def posted(turn: Turn) -> None:
        cohort = await turn.unit.cohorts.get("spring")
        await turn.post("slack:C0123456789", message("summary.weekly"), cohort=cohort)

    await works.order(posted)
