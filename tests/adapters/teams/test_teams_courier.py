"""The courier with Teams behind it: what is sent again, what is not, and who is told when nothing helps."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.courier import UNCONFIRMED, Courier
from bot.core.delivery import Letter
from bot.core.entropy import SeededEntropy
from bot.core.messages import Message
from bot.core.planner import Planner
from tests.adapters.teams.post_room import NOTE, PostRoom, open_post_room, posted
from tests.fakes.teams.troubles import Refusal, Trouble, drops, refused, throttled

NUDGE = Message(kind="nudge.ladder", preview="Your next meeting", text="Shall we find a time?")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with open_post_room(tmp_path) as opened:
        await opened.invite("ada")
        await opened.world.people["ada"].installs()
        await opened.teams.settled()
        yield opened


async def write(room: PostRoom, message: Message, channel: str | None = None) -> None:
    """Put a letter to Ada, or to a channel, into the outbox and take the greeting out of it."""
    async with room.house.changing() as unit:
        now = room.house.clock.now()
        for greeting in await unit.outbox.claim(now, 50, timedelta(minutes=1)):
            await unit.outbox.sent(greeting, "")
        await unit.outbox.add(
            Letter(
                key="letter",
                cohort_id="spring",
                person_id=None if channel else "ada",
                channel=channel,
                message=message,
                not_before=now,
            )
        )


async def several_rounds(room: PostRoom, rounds: int = 3) -> None:
    house = room.house
    courier = Courier(
        house.store, room.teams.messenger, house.clock, SeededEntropy("courier"), house.door.handle
    )
    for _ in range(rounds):
        await courier.deliver()
        house.clock.jump(house.clock.now() + timedelta(seconds=70))


async def parked(room: PostRoom) -> dict[str, int]:
    async with room.house.store.reading() as unit:
        return (await unit.outbox.backlog()).parked


IN_DOUBT = [refused(Refusal.BAD_GATEWAY).after_accepting(), drops().after_accepting()]


@pytest.mark.parametrize("trouble", IN_DOUBT, ids=["a fault", "a cut"])
async def test_a_nudge_in_doubt_is_never_sent_twice(room: PostRoom, trouble: Trouble) -> None:
    await write(room, NUDGE)
    room.world.next("send", trouble)
    await several_rounds(room)
    assert posted(room.world.people["ada"].place) == 1
    assert await parked(room) == {UNCONFIRMED: 1}


@pytest.mark.parametrize("trouble", IN_DOUBT, ids=["a fault", "a cut"])
async def test_a_meeting_in_doubt_is_rather_told_of_twice(room: PostRoom, trouble: Trouble) -> None:
    await write(room, NOTE)
    room.world.next("send", trouble)
    await several_rounds(room)
    assert posted(room.world.people["ada"].place) == 2
    assert await parked(room) == {}


async def test_a_letter_that_has_to_wait_leaves_once_it_may(room: PostRoom) -> None:
    await write(room, NUDGE)
    room.world.next("send", throttled(60))
    await several_rounds(room)
    assert posted(room.world.people["ada"].place) == 1


async def test_somebody_who_blocked_the_bot_counts_as_out_of_reach(room: PostRoom) -> None:
    await write(room, NUDGE)
    room.world.people["ada"].blocks()
    await several_rounds(room)
    async with room.house.store.reading() as unit:
        person = await unit.people.get("ada")
    assert person.unreachable_since is not None
    assert await parked(room) == {"blocked": 1}


async def test_coordinators_are_told_what_helps_when_a_post_has_no_way_to_its_channel(room: PostRoom) -> None:
    team = room.world.add_team("Ward 7", "bo")
    await write(room, Message(kind="summary.week", preview="The week", text="Figures."), f"teams:{team.id}")
    await several_rounds(room, 1)
    house = room.house
    await Planner(house.store, house.clock, house.door.handle).tick()
    told = [letter.message.text for letter in await house.letters() if letter.person_id == "farah"]
    assert any("Manage team" in text for text in told)
