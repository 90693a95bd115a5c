"""Who may knock: good tokens are known, bad ones of every kind are not, and keys come and go."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.teams.keys import LIFETIME, SOONEST, TIME_LIMIT, Guard, KeysOutOfReach, NotLetIn, SigningKeys
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.keys import Mood
from tests.fakes.teams.stamps import Flaw


class Seconds:
    """A watch that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Entrance:
    """A guard with keys, in front of a Teams of one's own."""

    def __init__(self, teams: FakeTeams) -> None:
        self.teams = teams
        self.watch = Seconds()
        self.keys = SigningKeys(teams.metadata_url, now=self.watch)
        self.guard = Guard(teams.app_id, self.keys)

    async def lets_in(self, flaw: Flaw | None = None) -> bool:
        try:
            await self.guard.claims(self.teams.authorization(flaw) or "")
        except NotLetIn:
            return False
        return True


@pytest.fixture
async def entrance() -> AsyncIterator[Entrance]:
    async with FakeTeams() as teams:
        yield Entrance(teams)


async def test_a_good_token_is_let_in_and_says_which_address_it_vouches_for(entrance: Entrance) -> None:
    claims = await entrance.guard.claims(entrance.teams.authorization() or "")
    assert claims["serviceurl"] == entrance.teams.service_url


BAD = [one for one in Flaw if one not in (Flaw.NO_SERVICE_URL, Flaw.WRONG_SERVICE_URL)]


@pytest.mark.parametrize("flaw", BAD)
async def test_a_bad_token_is_not_let_in(entrance: Entrance, flaw: Flaw) -> None:
    await entrance.keys.warm()
    assert not await entrance.lets_in(flaw)


async def test_a_token_that_only_looks_like_one_of_ours_causes_no_fetch(entrance: Entrance) -> None:
    await entrance.keys.warm()
    entrance.watch.now += SOONEST
    for flaw in (Flaw.POSING_AS_EMULATOR, Flaw.POSING_AS_SKILL, Flaw.GARBAGE, Flaw.WRONG_ISSUER):
        await entrance.lets_in(flaw)
    assert entrance.teams.keys.fetched == 1


async def test_keys_are_fetched_once_for_many_tokens(entrance: Entrance) -> None:
    assert await asyncio.gather(*(entrance.lets_in() for _ in range(5))) == [True] * 5
    assert entrance.teams.keys.fetched == 1


async def test_a_new_key_is_picked_up_with_the_first_token_that_names_it(
    entrance: Entrance,
) -> None:
    await entrance.keys.warm()
    entrance.watch.now += SOONEST
    entrance.teams.keys.rotate(keep=False)
    assert await entrance.lets_in()
    assert entrance.teams.keys.fetched == 2


async def test_a_key_that_is_no_longer_published_is_believed_no_longer(entrance: Entrance) -> None:
    old = entrance.teams.authorization() or ""
    await entrance.keys.warm()
    entrance.teams.keys.rotate(keep=False)
    entrance.watch.now += LIFETIME
    with pytest.raises(NotLetIn):
        await entrance.guard.claims(old)


async def test_many_unknown_keys_cause_one_fetch(entrance: Entrance) -> None:
    await entrance.keys.warm()
    entrance.watch.now += SOONEST
    for _ in range(5):
        assert not await entrance.lets_in(Flaw.UNKNOWN_KEY)
    assert entrance.teams.keys.fetched == 2


@pytest.mark.parametrize("mood", [Mood.DOWN, Mood.BROKEN])
async def test_without_the_key_server_nobody_can_be_told_apart(entrance: Entrance, mood: Mood) -> None:
    entrance.teams.keys.mood = mood
    with pytest.raises(KeysOutOfReach):
        await entrance.lets_in()


async def test_a_moment_after_a_vain_fetch_the_key_server_is_left_alone(entrance: Entrance) -> None:
    entrance.teams.keys.mood = Mood.BROKEN
    for _ in range(3):
        with pytest.raises(KeysOutOfReach):
            await entrance.lets_in()
    entrance.teams.keys.mood = Mood.WELL
    entrance.watch.now += SOONEST
    assert await entrance.lets_in()


async def test_known_keys_serve_on_while_the_key_server_is_down(entrance: Entrance) -> None:
    await entrance.keys.warm()
    entrance.watch.now += LIFETIME
    entrance.teams.keys.mood = Mood.DOWN
    assert await entrance.lets_in()


async def test_an_unknown_key_can_not_be_judged_while_the_key_server_is_down(entrance: Entrance) -> None:
    await entrance.keys.warm()
    entrance.watch.now += SOONEST
    entrance.teams.keys.rotate()
    entrance.teams.keys.mood = Mood.DOWN
    with pytest.raises(KeysOutOfReach):
        await entrance.lets_in()


async def test_a_key_server_that_never_answers_is_given_up_within_the_time_limit(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.keys.TIME_LIMIT", 0.05)
    entrance.teams.keys.mood = Mood.SILENT
    with pytest.raises(KeysOutOfReach):
        await entrance.lets_in()
    assert TIME_LIMIT < 3, "which leaves an invoke its time"


async def test_a_token_without_an_end_is_not_let_in(entrance: Entrance) -> None:
    stamps = entrance.teams._stamps
    claims = stamps._claims(entrance.teams.service_url)
    del claims["exp"]
    token = stamps._sign(claims, entrance.teams.keys.signing)
    with pytest.raises(NotLetIn):
        await entrance.guard.claims(f"Bearer {token}")


async def test_a_key_without_any_endorsement_vouches_for_nothing(entrance: Entrance) -> None:
    keys = entrance.teams.keys
    keys.signing = replace(keys.signing, endorsements=())
    keys.published = [keys.signing]
    assert not await entrance.lets_in()


async def test_a_fetch_under_way_is_given_up_when_all_stops(entrance: Entrance) -> None:
    entrance.teams.keys.mood = Mood.SILENT
    waiting = asyncio.create_task(entrance.keys.warm())
    await asyncio.sleep(0)
    fetching = entrance.keys._fetching
    assert fetching is not None
    await entrance.keys.close()
    assert fetching.cancelled()
    waiting.cancel()
    await asyncio.wait({waiting})
