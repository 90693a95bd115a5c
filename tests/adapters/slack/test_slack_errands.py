"""What is done after Slack was answered."""

import asyncio

import pytest
from structlog.testing import capture_logs

from adapters.slack import errands as module
from adapters.slack.errands import Errands


async def test_one_person_s_errands_are_run_in_order() -> None:
    errands, done, gate = Errands(), list[str](), asyncio.Event()

    async def first() -> None:
        await gate.wait()
        done.append("first")

    async def second() -> None:
        done.append("second")

    errands.send("ada", first)
    errands.send("ada", second)
    gate.set()
    await errands.drain()
    assert done == ["first", "second"]


async def test_nobody_waits_for_somebody_else() -> None:
    errands, gate, done = Errands(), asyncio.Event(), asyncio.Event()

    async def waits() -> None:
        await gate.wait()

    async def goes() -> None:
        done.set()

    errands.send("ada", waits)
    errands.send("bo", goes)
    await done.wait()
    gate.set()
    await errands.drain()


async def test_an_errand_that_fails_is_noted_and_the_next_one_runs() -> None:
    errands, done = Errands(), list[str]()

    async def fails() -> None:
        raise OSError("gone")

    async def runs() -> None:
        done.append("ran")

    with capture_logs() as logs:
        errands.send("ada", fails)
        errands.send("ada", runs)
        await errands.drain()
    assert done == ["ran"]
    assert [line["event"] for line in logs] == ["slack errand failed"]


async def test_an_errand_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 0.0)
    errands = Errands()

    async def never() -> None:
        await asyncio.Event().wait()

    with capture_logs() as logs:
        errands.send("ada", never)
        await errands.drain()
    assert [type(line["error"]) for line in logs] == [TimeoutError]


async def test_what_does_not_come_to_an_end_is_given_up_when_all_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    errands, begun = Errands(), asyncio.Event()

    async def never() -> None:
        begun.set()
        await asyncio.Event().wait()

    async def waits_behind() -> None:
        raise AssertionError("it was to be given up")

    errands.send("ada", never)
    errands.send("ada", waits_behind)
    await begun.wait()
    monkeypatch.setattr(module, "LIMIT", 0.0)
    with capture_logs() as logs:
        await errands.stop()
    assert [line["event"] for line in logs] == ["slack errands given up"]
