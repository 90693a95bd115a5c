"""What `turnabout doctor` finds on Teams, well and ill."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.teams.platform import Teams
from bot.core.clock import SystemClock, VirtualClock
from bot.core.entropy import SeededEntropy
from bot.core.ground import Ground
from tests.adapters.teams.post_room import PostRoom, open_post_room, settings_for
from tests.fakes.teams.keys import Mood


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with open_post_room(tmp_path) as opened:
        yield opened


async def ill(room: PostRoom, **settings: str) -> str:
    """Return everything that is to be mended, by a machine whose clock is right."""
    return "\n".join(sentence for fine, sentence in await findings(room, **settings) if not fine)


async def findings(
    room: PostRoom,
    clock: VirtualClock | SystemClock | None = None,
    public_url: str = "https://b.example",
    **more: str,
) -> list[tuple[bool, str]]:
    ground = Ground(
        room.house.store, room.house.door.handle, clock or SystemClock(), SeededEntropy("doctor"), public_url
    )
    teams = Teams(settings_for(room.world, **more), ground, fetch=room.world.tokens.fetch)
    found = list(await teams.check())
    await teams.stop()
    return found


async def test_all_is_well_where_all_is_well(room: PostRoom) -> None:
    await room.world.people["ada"].installs()
    found = await findings(room)
    assert all(fine for fine, _ in found), found
    assert "Teams: one person can be reached, 0 channels and group chats; one service address." in [
        sentence for _, sentence in found
    ]


async def test_a_wrong_secret_is_said_with_where_to_make_a_new_one(room: PostRoom) -> None:
    room.world.tokens.mood = Mood.BROKEN
    assert "Make a new one in the Azure portal" in await ill(room)


async def test_a_token_office_out_of_reach_is_not_blamed_on_the_secret(room: PostRoom) -> None:
    room.world.tokens.mood = Mood.DOWN
    mended = await ill(room)
    assert "login.microsoftonline.com can't be reached" in mended
    assert "secret" not in mended


async def test_an_app_id_that_is_none_is_named(room: PostRoom) -> None:
    assert "MicrosoftAppId is no identifier" in await ill(room, MicrosoftAppId="turnabout")


async def test_a_tenant_that_is_none_is_named(room: PostRoom) -> None:
    assert "MicrosoftAppTenantId is no identifier" in await ill(room, MicrosoftAppTenantId="our trust")


async def test_a_key_server_that_hangs_up_is_found(room: PostRoom) -> None:
    room.world.keys.mood = Mood.DOWN
    assert "can't be fetched" in await ill(room)


async def test_a_key_server_that_is_broken_is_found(room: PostRoom) -> None:
    room.world.keys.mood = Mood.BROKEN
    assert "can't be fetched" in await ill(room)


async def test_a_clock_that_is_off_is_found_with_by_how_much(room: PostRoom) -> None:
    late = VirtualClock(SystemClock().now() - timedelta(hours=1))
    mended = [sentence for fine, sentence in await findings(room, late) if not fine]
    assert any("seconds off" in one for one in mended)


async def test_nobody_having_added_the_app_is_to_be_mended(room: PostRoom) -> None:
    assert "nobody has added Turnabout yet" in await ill(room)


async def test_a_missing_public_address_is_named(room: PostRoom) -> None:
    mended = [sentence for fine, sentence in await findings(room, public_url="") if not fine]
    assert any("TURNABOUT_PUBLIC_URL" in one for one in mended)


async def test_the_door_without_tokens_is_always_to_be_mended(room: PostRoom) -> None:
    assert "without a token" in await ill(room, TURNABOUT_INSECURE_LOCAL="1")


async def post_the_summary_to(room: PostRoom, channel: str) -> None:
    async with room.house.changing() as unit:
        cohort = await unit.cohorts.get("spring")
        plan = dict(cohort.plan) | {"summary": {"channel": channel}}
        await unit.cohorts.put(cohort.model_copy(update={"plan": plan}))


async def test_a_channel_that_can_be_reached_is_well(room: PostRoom) -> None:
    team = room.world.add_team("Ward 7", "ada")
    await room.world.people["ada"].adds_to(team)
    await post_the_summary_to(room, f"teams:{team.id}")
    assert (True, "Teams: the channel of Spring can be reached.") in await findings(room)


async def test_a_channel_without_the_app_is_found_with_what_helps(room: PostRoom) -> None:
    await room.world.people["ada"].installs()
    team = room.world.add_team("Ward 7", "ada")
    await post_the_summary_to(room, f"teams:{team.id}")
    mended = await ill(room)
    assert "the channel of Spring can't be reached" in mended
    assert "Manage team" in mended


async def test_looking_posts_nothing(room: PostRoom) -> None:
    team = room.world.add_team("Ward 7", "ada")
    await room.world.people["ada"].adds_to(team)
    await room.teams.settled()
    await post_the_summary_to(room, f"teams:{team.id}")
    await findings(room)
    assert room.world.channel(team.id) == []
