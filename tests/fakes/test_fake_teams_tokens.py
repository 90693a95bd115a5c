"""The fake's tokens against the library that real bots check them with."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import requests
from botframework.connector.auth import (  # type: ignore[import-untyped]  # it has no types
    ChannelValidation,
    ClaimsIdentity,
    EmulatorValidation,
    JwtTokenExtractor,
    JwtTokenValidation,
    SimpleChannelProvider,
    SimpleCredentialProvider,
    SkillValidation,
)

from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.keys import Mood
from tests.fakes.teams.stamps import OUTBOUND_FETCH, Flaw

REFUSED = {
    Flaw.MISSING: "auth_header is null",
    Flaw.EMPTY: "Not enough segments",
    Flaw.OTHER_SCHEME: "No valid identity",
    Flaw.GARBAGE: "Invalid header padding",
    Flaw.UNSIGNED: "algorithm not in allowed list",
    Flaw.SYMMETRIC: "algorithm not in allowed list",
    Flaw.TAMPERED: "Signature verification failed",
    Flaw.EXPIRED: "Signature has expired",
    Flaw.NOT_YET_VALID: "not yet valid",
    Flaw.NO_AUDIENCE: "Invalid AppId",
    Flaw.WRONG_AUDIENCE: "Invalid AppId",
    Flaw.NO_ISSUER: "iss",
    Flaw.WRONG_ISSUER: "No valid identity",
    Flaw.WRONG_KEY: "Signature verification failed",
    Flaw.UNKNOWN_KEY: "list index out of range",
    Flaw.NAMELESS_KEY: "list index out of range",
    Flaw.WRONG_ENDORSEMENT: "endorsement key",
    Flaw.NO_SERVICE_URL: "service_url claim",
    Flaw.WRONG_SERVICE_URL: "service_url claim",
}
"""How the library says no: by errors of many kinds, few of which speak of authorisation."""


@pytest.fixture
async def teams(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTeams]:
    JwtTokenExtractor.metadataCache.clear()
    async with FakeTeams() as fake:
        monkeypatch.setattr(ChannelValidation, "open_id_metadata_endpoint", fake.metadata_url)
        yield fake
    JwtTokenExtractor.metadataCache.clear()


async def validated(teams: FakeTeams, header: str | None) -> ClaimsIdentity:
    return await JwtTokenValidation.validate_auth_header(
        header,
        SimpleCredentialProvider(teams.app_id, ""),
        SimpleChannelProvider(),
        "msteams",
        teams.service_url,
    )


async def test_a_good_token_is_let_in_by_the_library(teams: FakeTeams) -> None:
    identity = await validated(teams, teams.authorization())

    assert identity.is_authenticated
    assert identity.claims["aud"] == teams.app_id


@pytest.mark.parametrize(("flaw", "because"), REFUSED.items(), ids=lambda one: getattr(one, "name", None))
async def test_no_flawed_token_is_let_in_by_the_library(teams: FakeTeams, flaw: Flaw, because: str) -> None:
    with pytest.raises(Exception, match=because):
        await validated(teams, teams.authorization(flaw))


def test_every_flaw_is_tried_on_the_library_or_would_reach_for_the_internet() -> None:
    assert REFUSED.keys() | OUTBOUND_FETCH == set(Flaw)


@pytest.mark.parametrize("flaw", sorted(OUTBOUND_FETCH, key=str), ids=lambda flaw: flaw.name)
async def test_the_library_takes_these_for_something_else_than_a_channel(
    teams: FakeTeams, flaw: Flaw
) -> None:
    header = teams.authorization(flaw)

    assert EmulatorValidation.is_token_from_emulator(header)
    assert SkillValidation.is_skill_token(header) == (flaw is Flaw.POSING_AS_SKILL)


async def test_a_token_signed_after_a_rotation_is_good_once_the_keys_are_fetched_again(
    teams: FakeTeams,
) -> None:
    await validated(teams, teams.authorization())
    teams.keys.rotate(keep=False)
    JwtTokenExtractor.metadataCache.clear()

    assert (await validated(teams, teams.authorization())).is_authenticated


async def test_a_withdrawn_key_is_no_longer_published(teams: FakeTeams) -> None:
    before = teams.authorization()
    teams.keys.rotate(keep=False)

    with pytest.raises(IndexError):
        await validated(teams, before)


async def test_a_kept_key_is_still_good_after_a_rotation(teams: FakeTeams) -> None:
    before = teams.authorization()
    teams.keys.rotate(keep=True)

    assert (await validated(teams, before)).is_authenticated


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.DOWN])
async def test_a_key_server_in_trouble_is_an_error_of_requests(teams: FakeTeams, mood: Mood) -> None:
    teams.keys.mood = mood

    with pytest.raises(requests.RequestException):
        await validated(teams, teams.authorization())


async def test_a_key_server_that_says_nothing_outlasts_a_time_limit(teams: FakeTeams) -> None:
    teams.keys.mood = Mood.SILENT

    with pytest.raises(requests.Timeout):
        await asyncio.to_thread(requests.get, teams.metadata_url, timeout=0.1)


async def test_a_slow_key_server_answers_in_the_end(teams: FakeTeams) -> None:
    teams.keys.delay = 0.05

    assert (await validated(teams, teams.authorization())).is_authenticated


async def test_fetches_of_the_keys_are_counted(teams: FakeTeams) -> None:
    await validated(teams, teams.authorization())
    await validated(teams, teams.authorization())

    assert teams.keys.fetched == 1
