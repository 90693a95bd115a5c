"""How soon Slack is answered while fifty events a second come in, on two cores: one for Slack, one for us."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from measuring import percentile, title, verdict
from people import MASTER_KEY, Place, begin_to_look_back, opened
from slack_people import PATH, Sent, move_in_with_slack, settings, stub, submissions, typed

from adapters.slack.platform import Slack
from bot.core.clock import SystemClock
from bot.core.entropy import SystemEntropy
from bot.core.ground import Ground
from storage import Keys, open_store

A_SECOND = 50
SECONDS = 20
PEOPLE = range(A_SECOND * SECONDS // 2)
AT_MOST = 1.0
"""Seconds; Slack gives up after three."""


def other_side(line: Connection) -> None:
    """Be Slack in a process of its own: take the app's calls, send it events, and tell how long each took."""
    asyncio.run(_be_slack(line))


async def _be_slack(line: Connection) -> None:
    async with TestServer(stub(), host="127.0.0.1") as api, ClientSession() as client:
        line.send(str(api.make_url("/api/")))
        url, requests = await asyncio.to_thread(line.recv)
        line.send(await _send_all(client, url, requests))


async def _send_all(client: ClientSession, url: str, requests: Sequence[Sent]) -> list[float]:
    """Send at a steady pace, whether or not the one before is answered."""
    began, sending = perf_counter(), list[asyncio.Task[float]]()
    for number, one in enumerate(requests):
        due = began + number / A_SECOND
        await asyncio.sleep(max(0.0, due - perf_counter()))
        sending.append(asyncio.create_task(_send(client, url, one, due)))
    return list(await asyncio.gather(*sending))


async def _send(client: ClientSession, url: str, one: Sent, due: float) -> float:
    async with client.post(url, data=one.body, headers=one.headers) as response:
        await response.read()
        assert response.status == 200, response.status
    return perf_counter() - due


async def measure(place: Place, line: Connection) -> list[float]:
    """Run the app in this process while the other one is Slack."""
    api = await asyncio.to_thread(line.recv)
    async with opened(place, durable=True) as house:
        async with (
            open_store(place.url, Keys.parse([MASTER_KEY]), durable=False) as store,
            store.unit() as unit,
        ):
            await move_in_with_slack(unit, PEOPLE)
            for number in PEOPLE:
                await begin_to_look_back(unit, number, "looking")
            await unit.commit()
        requests = await _mixed(await submissions(house, PEOPLE, "looking"))
        slack = Slack(settings(api), Ground(house.store, house.door.handle, SystemClock(), SystemEntropy()))
        await slack.start()
        app = web.Application()
        app.add_routes(slack.routes())
        async with TestServer(app, host="127.0.0.1") as server:
            await asyncio.to_thread(line.send, (str(server.make_url(PATH)), requests))
            costs = await asyncio.to_thread(line.recv)
        await slack.stop()
    return list(costs)


async def _mixed(forms: Sequence[Sent]) -> list[Sent]:
    """Return forms that are sent in and words that are typed, in turns."""
    words = [typed(number, "help") for number in PEOPLE]
    return [one for pair in zip(forms, words, strict=True) for one in pair]


def main() -> None:
    title(f"Answering Slack under {A_SECOND} events a second, half of them forms and half typed words")
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    with TemporaryDirectory() as folder:
        slack = multiprocessing.get_context("spawn").Process(target=other_side, args=(theirs,))
        slack.start()
        costs = asyncio.run(measure(Place(Path(folder)), ours))
        slack.join()
    print(f"  half of them within {percentile(costs, 0.5) * 1000:.0f} ms")
    verdict("the slowest one in a hundred, in seconds", percentile(costs, 0.99), AT_MOST)


if __name__ == "__main__":
    main()
