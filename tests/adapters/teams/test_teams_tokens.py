"""The bot's own token: fetched once, off the loop, renewed in time, and honest when there is none."""

import asyncio
import threading
from collections.abc import Mapping

import pytest
import requests

from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import MARGIN, NoToken, Signature, Tokens, fetching
from bot.core.clock import SystemClock
from tests.fakes.teams.keys import Mood
from tests.fakes.teams.office import LIFETIME, Office


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_token_is_fetched_once_however_many_ask() -> None:
    office = Office(SystemClock())
    tokens = Tokens(office.fetch)
    assert len(set(await asyncio.gather(*(tokens.current() for _ in range(20))))) == 1
    assert office.fetched == 1


async def test_a_token_is_renewed_before_it_runs_out() -> None:
    office, watch = Office(SystemClock()), Watch()
    tokens = Tokens(office.fetch, now=watch)
    first = await tokens.current()
    watch.now = LIFETIME - MARGIN - 1
    assert await tokens.current() == first
    watch.now = LIFETIME - MARGIN
    assert await tokens.current() != first


async def test_fetching_does_not_hold_up_the_loop() -> None:
    threads: list[int] = []

    def fetch() -> Mapping[str, object]:
        threads.append(threading.get_ident())
        return {"access_token": "t", "expires_in": 3599}

    await Tokens(fetch).current()
    assert threads != [threading.get_ident()]


async def test_a_fetch_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.teams.tokens.TIME_LIMIT", 0.05)
    done = threading.Event()

    def fetch() -> Mapping[str, object]:
        done.wait(5)
        return {}

    with pytest.raises(NoToken, match="TimeoutError") as missing:
        await Tokens(fetch).current()
    done.set()
    assert not missing.value.refused


async def test_a_wrong_secret_is_a_refusal_with_its_code_and_without_a_word_more() -> None:
    office = Office(SystemClock())
    office.mood = Mood.BROKEN
    with pytest.raises(NoToken) as missing:
        await Tokens(office.fetch).current()
    assert (str(missing.value), missing.value.refused) == ("invalid_client", True)


async def test_an_office_out_of_reach_is_no_refusal_and_the_next_try_may_do_better() -> None:
    office = Office(SystemClock())
    tokens = Tokens(office.fetch)
    office.mood = Mood.DOWN
    with pytest.raises(NoToken) as missing:
        await tokens.current()
    assert not missing.value.refused
    office.mood = Mood.WELL
    assert await tokens.current()


async def test_a_token_that_was_not_believed_is_fetched_anew() -> None:
    office = Office(SystemClock())
    tokens = Tokens(office.fetch)
    first = await tokens.current()
    tokens.forget(first)
    assert await tokens.current() != first


async def test_an_older_token_that_was_not_believed_leaves_the_newer_one_alone() -> None:
    office = Office(SystemClock())
    tokens = Tokens(office.fetch)
    first = await tokens.current()
    tokens.forget(first)
    second = await tokens.current()
    tokens.forget(first)
    assert await tokens.current() == second


@pytest.mark.parametrize("answer", [{}, {"access_token": 3, "expires_in": 1}, {"access_token": "t"}])
async def test_an_answer_without_a_token_is_none(answer: dict[str, object]) -> None:
    with pytest.raises(NoToken):
        await Tokens(lambda: answer).current()


def test_a_call_is_signed_with_the_token_of_the_moment() -> None:
    signature = Signature()
    with requests.Session() as session:
        assert "Authorization" not in signature.signed_session(session).headers
        signature.token = "one"
        assert signature.signed_session(session).headers["Authorization"] == "Bearer one"


@pytest.mark.parametrize("app_type", ["SingleTenant", "UserAssignedMSI"])
def test_getting_ready_to_fetch_asks_nobody_anything(app_type: str) -> None:
    settings = TeamsSettings.model_validate(
        {
            "MicrosoftAppType": app_type,
            "MicrosoftAppId": "app",
            "MicrosoftAppPassword": "secret",
            "MicrosoftAppTenantId": "tenant",
        }
    )
    assert callable(fetching(settings))
