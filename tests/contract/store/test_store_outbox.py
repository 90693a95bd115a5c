"""Letters leave once, in order, when they may, and what became of each is written down."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import text

from bot.core.delivery import Delivery
from bot.core.events import Actor
from bot.core.post import Backlog, Outbox
from storage import SqlStore
from storage.columns import table
from storage.tables import OutboxRow
from tests.contract.store.examples import (
    AMINA_ON_SLACK,
    AMINA_ON_TEAMS,
    MINUTE,
    NOW,
    add_a_pair,
    letter,
)

LEASE = timedelta(seconds=60)
BEN_ON_TEAMS = Actor(platform="teams", workspace="contoso", user="29:ben")


async def write(store: SqlStore, *keys: str, **details: object) -> None:
    """Write letters to Amina, who is on Slack, in a cohort that is made where it is missing."""
    async with store.unit() as unit:
        if await unit.cohorts.named("Spring 2027") is None:
            await add_a_pair(unit)
            await unit.people.give_address("amina", AMINA_ON_SLACK)
        for key in keys:
            await unit.outbox.add(letter(key, **details))
        await unit.commit()


@asynccontextmanager
async def outbox(store: SqlStore) -> AsyncIterator[Outbox]:
    """The outbox in a unit that is committed."""
    async with store.unit() as unit:
        yield unit.outbox
        await unit.commit()


async def claim(store: SqlStore, after: timedelta = timedelta(), limit: int = 10) -> Sequence[Delivery]:
    async with outbox(store) as letters:
        return await letters.claim(NOW + after, limit, LEASE)


async def claim_one(store: SqlStore, after: timedelta = timedelta()) -> Delivery:
    (delivery,) = await claim(store, after)
    return delivery


def names(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.letter.key for delivery in deliveries]


async def test_a_claimed_letter_is_the_one_that_was_written(store: SqlStore) -> None:
    await write(store, "a", not_after=NOW + MINUTE)
    delivery = await claim_one(store)
    assert delivery.letter == letter("a", not_after=NOW + MINUTE)
    assert (delivery.to, delivery.attempts, delivery.maybe_sent) == (AMINA_ON_SLACK, 1, False)


async def test_the_same_letter_written_twice_leaves_once(store: SqlStore) -> None:
    await write(store, "a")
    await write(store, "a", text="Said differently.")
    delivery = await claim_one(store)
    assert delivery.letter.message.text == "See you at two."


async def test_a_letter_does_not_leave_before_its_time(store: SqlStore) -> None:
    await write(store, "a", not_before=NOW + MINUTE)
    assert await claim(store) == []
    assert names(await claim(store, after=MINUTE)) == ["a"]


async def test_a_letter_whose_unit_was_undone_never_leaves(store: SqlStore) -> None:
    await write(store)
    async with store.unit() as unit:
        await unit.outbox.add(letter("a"))
    assert await claim(store) == []


async def test_a_lane_gives_its_oldest_letter_only(store: SqlStore) -> None:
    await write(store, "first", "second")
    assert names(await claim(store)) == ["first"]
    assert await claim(store) == []


async def test_the_next_letter_of_a_lane_leaves_when_the_one_before_was_sent(store: SqlStore) -> None:
    await write(store, "first", "second")
    first = await claim_one(store)
    async with outbox(store) as letters:
        await letters.sent(first, "1700000000.000100")
    assert names(await claim(store)) == ["second"]


async def test_lanes_do_not_wait_for_each_other(store: SqlStore) -> None:
    await write(store, "to amina", "to amina again")
    await write(store, "to ben", person_id="ben")
    await write(store, "to the channel", channel="slack:C01")
    assert names(await claim(store)) == ["to amina", "to ben", "to the channel"]


async def test_no_more_letters_are_claimed_than_asked_for(store: SqlStore) -> None:
    await write(store, "to amina")
    await write(store, "to ben", person_id="ben")
    assert names(await claim(store, limit=1)) == ["to amina"]


async def test_a_letter_that_waits_for_later_holds_up_its_lane(store: SqlStore) -> None:
    await write(store, "tomorrow", not_before=NOW + timedelta(days=1))
    await write(store, "now")
    assert await claim(store) == []


async def test_a_letter_that_failed_three_times_lets_the_others_pass(store: SqlStore) -> None:
    await write(store, "stuck", "next")
    for minutes in range(3):
        (stuck,) = await claim(store, after=minutes * MINUTE)
        assert stuck.letter.key == "stuck"
        async with outbox(store) as letters:
            await letters.retry(stuck, NOW + (minutes + 1) * MINUTE, "no answer", uncertain=False)
    assert names(await claim(store, after=2 * MINUTE)) == ["next"]
    assert "stuck" in names(await claim(store, after=3 * MINUTE))


async def test_a_letter_under_way_for_the_third_time_still_holds_up_its_lane(store: SqlStore) -> None:
    await write(store, "stuck", "next")
    for _ in range(2):
        delivery = await claim_one(store)
        async with outbox(store) as letters:
            await letters.retry(delivery, NOW, "no answer", uncertain=False)
    assert (await claim_one(store)).attempts == 3
    assert await claim(store) == []


async def test_a_sent_letter_is_gone_and_its_words_with_it(store: SqlStore) -> None:
    await write(store, "a")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.sent(delivery, "1700000000.000100")
    assert await claim(store, after=LEASE) == []
    assert await told(store, "SELECT state, name, body IS NULL FROM outbox WHERE key = 'a'") == (
        "sent",
        "1700000000.000100",
        True,
    )


async def test_a_cancelled_letter_is_gone_and_its_words_with_it(store: SqlStore) -> None:
    await write(store, "a")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.cancel(delivery, "came too late")
    assert await claim(store, after=LEASE) == []
    assert await told(store, "SELECT state, error, body IS NULL FROM outbox WHERE key = 'a'") == (
        "cancelled",
        "came too late",
        True,
    )


async def test_a_parked_letter_stays_where_it_can_be_found(store: SqlStore) -> None:
    await write(store, "a", "b")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.park(delivery, "no address")
        assert await letters.backlog() == Backlog(waiting=1, parked={"no address": 1})
    assert await told(store, "SELECT state, body IS NULL FROM outbox WHERE key = 'a'") == ("parked", False)
    assert names(await claim(store)) == ["b"]


async def test_a_retried_letter_leaves_at_the_time_given(store: SqlStore) -> None:
    await write(store, "a")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.retry(delivery, NOW + MINUTE, "no answer", uncertain=False)
    assert await claim(store) == []
    again = await claim_one(store, after=MINUTE)
    assert (again.attempts, again.maybe_sent) == (2, False)


async def test_a_doubt_whether_a_letter_was_sent_never_goes_away(store: SqlStore) -> None:
    await write(store, "a")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.retry(delivery, NOW, "no answer", uncertain=True)
    again = await claim_one(store)
    assert again.maybe_sent
    async with outbox(store) as letters:
        await letters.retry(again, NOW, "not connected", uncertain=False)
    assert (await claim_one(store)).maybe_sent


async def test_a_letter_that_was_put_back_has_not_used_up_a_try(store: SqlStore) -> None:
    await write(store, "a")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.hold(delivery, NOW + MINUTE)
    assert (await claim_one(store, after=MINUTE)).attempts == 1


async def test_a_leased_letter_is_not_claimed_by_anybody_else(store: SqlStore) -> None:
    await write(store, "a")
    assert names(await claim(store)) == ["a"]
    assert await claim(store, after=LEASE - timedelta(seconds=1)) == []


async def test_a_letter_whose_lease_ran_out_may_have_been_sent(store: SqlStore) -> None:
    await write(store, "a")
    assert not (await claim_one(store)).maybe_sent
    again = await claim_one(store, after=LEASE)
    assert (again.attempts, again.maybe_sent) == (2, True)


async def test_whoever_lost_the_lease_settles_nothing(store: SqlStore) -> None:
    await write(store, "a")
    lost = await claim_one(store)
    held = await claim_one(store, after=LEASE)
    async with outbox(store) as letters:
        await letters.sent(lost, "by the late one")
        await letters.cancel(lost, "by the late one")
        assert (await letters.backlog()).waiting == 1
        await letters.sent(held, "by the holder")
    assert await told(store, "SELECT state, name FROM outbox WHERE key = 'a'") == ("sent", "by the holder")


async def test_a_settled_letter_cannot_be_settled_again(store: SqlStore) -> None:
    await write(store, "a")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.sent(delivery, "once")
        await letters.retry(delivery, NOW, "again", uncertain=False)
    assert await claim(store) == []


async def test_a_person_is_written_to_on_the_platform_they_prefer(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        for address in (AMINA_ON_TEAMS, AMINA_ON_SLACK):
            await unit.people.give_address("amina", address)
        await unit.people.give_address("ben", Actor(platform="slack", workspace="T1", user="U-BEN"))
        await unit.people.give_address("ben", BEN_ON_TEAMS)
        await unit.commit()
    await write(store, "to amina")
    await write(store, "to ben", person_id="ben")
    assert [one.to for one in await claim(store)] == [AMINA_ON_SLACK, BEN_ON_TEAMS]


async def test_a_person_is_written_to_wherever_they_can_be_reached(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.people.give_address("amina", AMINA_ON_TEAMS)
        await unit.commit()
    await write(store, "a")
    assert (await claim_one(store)).to == AMINA_ON_TEAMS


async def test_a_letter_to_somebody_without_an_address_leads_nowhere(store: SqlStore) -> None:
    await write(store, "to ben", person_id="ben")
    assert (await claim_one(store)).to is None


async def test_a_letter_to_a_channel_goes_to_the_channel(store: SqlStore) -> None:
    await write(store, "a", channel="teams:19:abc@thread.tacv2")
    assert (await claim_one(store)).to == Actor(platform="teams", user="19:abc@thread.tacv2")


async def test_nothing_leaves_for_a_workspace_that_asked_to_wait(store: SqlStore) -> None:
    await write(store, "to amina")
    await write(store, "to ben", person_id="ben")
    await write(store, "to the channel", channel="slack:C01")
    async with outbox(store) as letters:
        await letters.block("slack:T1", NOW + MINUTE / 2)
    assert names(await claim(store)) == ["to ben", "to the channel"]
    assert names(await claim(store, after=MINUTE / 2)) == ["to amina"]


async def test_nothing_leaves_for_channels_of_a_platform_that_asked_to_wait(store: SqlStore) -> None:
    await write(store, "to amina")
    await write(store, "to slack", channel="slack:C01")
    await write(store, "to teams", channel="teams:19:abc")
    async with outbox(store) as letters:
        await letters.block("slack:", NOW + MINUTE)
    assert names(await claim(store)) == ["to amina", "to teams"]


async def test_the_latest_word_of_a_workspace_on_waiting_counts(store: SqlStore) -> None:
    await write(store, "to amina")
    async with outbox(store) as letters:
        await letters.block("slack:T1", NOW + timedelta(hours=1))
        await letters.block("slack:T1", NOW + MINUTE)
    assert names(await claim(store, after=MINUTE)) == ["to amina"]


async def test_the_next_moment_is_that_of_the_first_letter_that_can_leave(store: SqlStore) -> None:
    await write(store)
    async with outbox(store) as letters:
        assert await letters.next_due() is None
    await write(store, "first in the lane", not_before=NOW + 5 * MINUTE)
    await write(store, "behind it", not_before=NOW)
    async with outbox(store) as letters:
        assert await letters.next_due() == NOW + 5 * MINUTE


async def test_the_next_moment_waits_for_a_workspace_that_asked_to_wait(store: SqlStore) -> None:
    await write(store, "to amina")
    async with outbox(store) as letters:
        await letters.block("slack:T1", NOW + 3 * MINUTE)
        assert await letters.next_due() == NOW + 3 * MINUTE


async def test_the_next_moment_of_a_leased_letter_is_the_end_of_its_lease(store: SqlStore) -> None:
    await write(store, "a")
    await claim(store)
    async with outbox(store) as letters:
        assert await letters.next_due() == NOW + LEASE


async def test_nudges_of_a_person_are_told_oldest_first(store: SqlStore) -> None:
    await write(store, "later", kind="nudge.ladder", not_before=NOW + MINUTE)
    await write(store, "now", kind="nudge.ladder")
    await write(store, "long ago", kind="nudge.ladder", not_before=NOW - timedelta(days=8))
    await write(store, "no nudge")
    await write(store, "to ben", kind="nudge.ladder", person_id="ben")
    async with outbox(store) as letters:
        assert await letters.nudges_since("amina", NOW - timedelta(days=7)) == [NOW, NOW + MINUTE]


async def test_a_nudge_that_was_sent_counts_and_one_that_was_cancelled_does_not(store: SqlStore) -> None:
    await write(store, "sent", "cancelled", kind="nudge.ladder")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.sent(delivery, "name")
    delivery = await claim_one(store)
    async with outbox(store) as letters:
        await letters.cancel(delivery, "came too late")
        assert await letters.nudges_since("amina", NOW) == [NOW]


async def test_the_backlog_counts_what_waits_and_what_was_parked_and_why(store: SqlStore) -> None:
    await write(store, "a", "b", "c", "d")
    for reason in ("no address", "unconfirmed", "no address"):
        delivery = await claim_one(store)
        async with outbox(store) as letters:
            await letters.park(delivery, reason)
    async with outbox(store) as letters:
        assert await letters.backlog() == Backlog(waiting=1, parked={"no address": 2, "unconfirmed": 1})


async def test_letters_that_are_done_with_are_forgotten_and_those_that_wait_are_not(store: SqlStore) -> None:
    await write(store, "sent", "waiting")
    sent = await claim_one(store)
    async with outbox(store) as letters:
        await letters.sent(sent, "name")
    async with outbox(store) as letters:
        await letters.forget(NOW)
        assert await told(store, "SELECT count(*) FROM outbox") == (2,)
        await letters.forget(NOW + MINUTE)
    assert await told(store, "SELECT count(*) FROM outbox") == (1,)
    assert names(await claim(store)) == ["waiting"]


async def test_a_letter_that_was_tampered_with_is_parked_and_holds_nobody_up(store: SqlStore) -> None:
    await write(store, "tampered with")
    await write(store, "whole", person_id="ben")
    async with store._engines.writer.begin() as connection:
        await connection.execute(table(OutboxRow).update().where(text("key LIKE 'tamp%'")).values(body=b"x"))
    assert names(await claim(store)) == ["whole"]
    async with outbox(store) as letters:
        assert (await letters.backlog()).parked == {"unreadable": 1}


async def test_two_couriers_never_claim_the_same_letter(store: SqlStore) -> None:
    await write(store, *(f"to ben {number}" for number in range(3)), person_id="ben")
    await write(store, *(f"to amina {number}" for number in range(3)))
    await write(store, "to the channel", channel="slack:C01")
    claims = await asyncio.gather(*(claim(store) for _ in range(4)))
    assert sorted(key for one in claims for key in names(one)) == ["to amina 0", "to ben 0", "to the channel"]


async def told(store: SqlStore, question: str) -> tuple[object, ...]:
    """What one row of the database says."""
    async with store._engines.reader.connect() as connection:
        return tuple((await connection.execute(text(question))).one())


# ---- somebody who comes back


async def park(store: SqlStore, *keys: str, reason: str = "blocked", **details: object) -> None:
    """Write letters to Amina and park each of them."""
    for key in keys:
        await write(store, key, **details)
        delivery = await claim_one(store)
        async with outbox(store) as letters:
            await letters.park(delivery, reason)


async def release_missed(store: SqlStore, after: timedelta = timedelta()) -> list[str]:
    """Release what Amina missed in the last hour, and return what she gets one after the other."""
    got: list[str] = []
    async with outbox(store) as letters:
        await letters.release_missed("amina", NOW + after - 60 * MINUTE, NOW + after)
        while claimed := await letters.claim(NOW + after, 10, LEASE):
            got += names(claimed)
            for delivery in claimed:
                await letters.sent(delivery, "")
    return got


async def test_what_somebody_missed_leaves_in_order_when_they_are_back(store: SqlStore) -> None:
    await park(store, "a", kind="service.reminder")
    await park(store, "b", kind="reply.notes", reason="account inactive")
    assert await release_missed(store) == ["a", "b"]


async def test_a_released_letter_begins_its_tries_anew(store: SqlStore) -> None:
    await park(store, "a")
    async with outbox(store) as letters:
        await letters.release_missed("amina", NOW, NOW)
    assert (await claim_one(store)).attempts == 1


async def test_nudges_and_summaries_stay_where_they_are(store: SqlStore) -> None:
    await park(store, "a", kind="nudge.ladder")
    await park(store, "b", kind="summary.weekly")
    assert await release_missed(store) == []


async def test_what_would_come_too_late_is_not_released(store: SqlStore) -> None:
    await park(store, "a", not_after=NOW + 2 * MINUTE)
    await park(store, "b", not_after=NOW + 4 * MINUTE)
    assert await release_missed(store, after=3 * MINUTE) == ["b"]


async def test_what_is_old_is_not_released(store: SqlStore) -> None:
    await park(store, "a")
    assert await release_missed(store, after=61 * MINUTE) == []


async def test_letters_that_were_sent_or_cancelled_do_not_leave_again(store: SqlStore) -> None:
    await write(store, "a", "b")
    async with outbox(store) as letters:
        (first,) = await letters.claim(NOW, 10, LEASE)
        await letters.sent(first, "")
        (second,) = await letters.claim(NOW, 10, LEASE)
        await letters.cancel(second, "came too late")
    assert await release_missed(store) == []


async def test_nobody_elses_letters_are_released(store: SqlStore) -> None:
    await park(store, "a", person_id="ben")
    assert await release_missed(store) == []
