"""Answers of Teams sorted into what became of a call; and what is remembered, and done afterwards."""

import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.errands import Errands
from adapters.teams.outcomes import code_in, refused, unanswered
from adapters.teams.recent import Recent
from bot.core.delivery import Failed, Gone, Throttled, Uncertain


def test_patience_is_asked_for_in_seconds_and_never_without_end() -> None:
    assert refused(429, "", "3.5", repeatable=False) == Throttled(seconds=3.5, everywhere=False)
    assert refused(429, "", "-1", repeatable=False) == Throttled(seconds=5, everywhere=False)
    assert refused(429, "", "nan", repeatable=False) == Throttled(seconds=5, everywhere=False)
    assert refused(429, "", "1e9", repeatable=False) == Throttled(seconds=3600, everywhere=False)


@pytest.mark.parametrize(
    ("status", "kind"), [(400, Failed), (401, Failed), (403, Gone), (404, Gone), (413, Failed)]
)
def test_a_refusal_is_final_or_not_by_its_status(status: int, kind: type) -> None:
    assert isinstance(refused(status, "", None, repeatable=False), kind)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_a_fault_of_the_service_leaves_a_new_message_in_doubt_and_a_change_not(status: int) -> None:
    assert isinstance(refused(status, "", None, repeatable=False), Uncertain)
    assert isinstance(refused(status, "", None, repeatable=True), Failed)


def test_a_call_that_nobody_heard_has_surely_done_nothing() -> None:
    assert unanswered("x", reached=False, repeatable=False) == Failed(reason="x")
    assert unanswered("x", reached=True, repeatable=False) == Uncertain(reason="x")
    assert unanswered("x", reached=True, repeatable=True) == Failed(reason="x")


def test_the_code_is_found_in_either_shape() -> None:
    assert code_in('{"error": {"code": "BotDisabledByAdmin", "message": "…"}}') == "BotDisabledByAdmin"
    hidden = json.dumps({"errorCode": 209, "message": json.dumps({"subCode": "MessageWritesBlocked"})})
    assert code_in(hidden) == "MessageWritesBlocked"


@given(
    st.text()
    | st.recursive(st.none() | st.text(), lambda one: st.dictionaries(st.text(), one)).map(json.dumps)
)
@settings(max_examples=80, deadline=None)
def test_no_body_makes_it_stumble_and_no_sentence_becomes_a_code(body: str) -> None:
    code = code_in(body)
    assert code == "" or code.isalnum()
    assert len(code) <= 60


def test_a_sentence_where_a_code_should_be_is_not_repeated() -> None:
    assert code_in('{"error": {"code": "Ada Quist blocked the bot"}}') == ""


# ---- what is remembered


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_remembered_is_forgotten_after_its_time() -> None:
    watch = Watch()
    recent: Recent[str, int] = Recent(10, now=watch)
    recent.put("a", 1)
    watch.now = 9.9
    assert recent.get("a") == 1
    watch.now = 10
    assert recent.get("a") is None


def test_the_oldest_is_forgotten_when_there_are_too_many() -> None:
    recent: Recent[int, int] = Recent(10, most=3, now=Watch())
    for number in range(4):
        recent.put(number, number)
    assert [recent.get(number) for number in range(4)] == [None, 1, 2, 3]


def test_what_is_dropped_is_gone() -> None:
    recent: Recent[str, int] = Recent(10, now=Watch())
    recent.put("a", 1)
    recent.drop("a")
    recent.drop("never there")
    assert recent.get("a") is None


# ---- errands


async def test_settling_waits_for_errands_and_for_those_they_begin() -> None:
    errands, done = Errands(), list[str]()

    async def second() -> None:
        await asyncio.sleep(0)
        done.append("second")

    async def first() -> None:
        await asyncio.sleep(0)
        errands.start(second())
        done.append("first")

    errands.start(first())
    await errands.settle()
    assert done == ["first", "second"]


async def test_an_errand_that_fails_does_no_harm() -> None:
    errands = Errands()

    async def fails() -> None:
        raise RuntimeError

    errands.start(fails())
    await errands.settle()


async def test_an_errand_that_never_ends_is_given_up() -> None:
    errands = Errands()
    errands.start(asyncio.Event().wait())
    await asyncio.wait_for(errands.settle(0.01), 5)
