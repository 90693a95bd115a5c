"""What one step of a look back costs over HTTP in Slack, against a bare Bolt app with bare SQLModel."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bare
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from measuring import Way, ratio, taking_turns, timed, title, verdict
from people import MASTER_KEY, NOW, Place, begin_to_look_back, opened
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_people import PATH, SECRET, TOKEN, Sent, address, move_in_with_slack, settings, stub, submissions
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.arrivals import Carry
from adapters.slack.platform import Slack
from bot.app import House
from bot.core.clock import SystemClock
from bot.core.entropy import SystemEntropy
from bot.core.events import Answered
from bot.core.ground import Ground
from storage import Keys, SqlStore, open_store

PEOPLE = 60
ROUNDS = 15
NEXT: Mapping[str, Any] = {
    "type": "modal",
    "callback_id": "question",
    "private_metadata": "next",
    "title": {"type": "plain_text", "text": "So what?"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "so_what",
            "label": {"type": "plain_text", "text": "What it tells you"},
            "element": {"type": "plain_text_input", "action_id": "so_what", "multiline": True},
        }
    ],
}
"""The next question, as the bare app has it ready."""


@dataclass
class Steps:
    """Rounds of one and the same step, in conversations of their own."""

    house: House
    store: SqlStore
    client: ClientSession
    rounds: "count[int]"

    async def at(self, url: str) -> float:
        return await timed(partial(self._send_all, url, await self._set_out()), PEOPLE)

    async def _send_all(self, url: str, requests: list[Sent]) -> None:
        for one in requests:
            async with self.client.post(url, data=one.body, headers=one.headers) as response:
                told = await response.json()
                assert told["response_action"] == "update", told

    async def _set_out(self) -> list[Sent]:
        """Put everybody at the question again, and return what they send."""
        of = f"round{next(self.rounds)}"
        async with self.store.unit() as unit:
            for number in range(PEOPLE):
                await begin_to_look_back(unit, number, of)
            await unit.commit()
        return await submissions(self.house, range(PEOPLE), of)


def bare_app(engine: AsyncEngine, store: SqlStore, *, waits: bool) -> web.Application:
    """Return what one would write with Bolt and SQLModel alone, for this one step.

    As Bolt comes, it looks every ten milliseconds whether a form was answered; one that `waits` for the
    answer itself is as fast as Bolt gets.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=TOKEN)

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=waits)

    @app.view("question")
    async def answer(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        token = Carry.read(view["private_metadata"]).token
        ((given,),) = (block.values() for block in view["state"]["values"].values())
        event = Answered(
            key=body["trigger_id"],
            actor=address(int(body["user"]["id"].removeprefix("U"))),
            token=token,
            values={"what": given["value"]},
        )
        await bare.step(engine, store.vault, event, NOW)
        await ack(response_action="update", view=NEXT)

    return app.web_app(path=PATH)


@asynccontextmanager
async def our_app(house: House) -> AsyncIterator[web.Application]:
    async with TestServer(stub(), host="127.0.0.1") as api:
        ground = Ground(house.store, house.door.handle, SystemClock(), SystemEntropy())
        slack = Slack(settings(str(api.make_url("/api/"))), ground)
        await slack.start()
        app = web.Application()
        app.add_routes(slack.routes())
        yield app
        await slack.stop()


async def one_step(place: Place, *, durable: bool) -> None:
    waiting = "waiting for the disk" if durable else "without the disk, which hides what the processor does"
    title(f"One step of a look back over HTTP, against a bare Bolt app, {waiting}")
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(opened(place, durable=durable))
        store = await stack.enter_async_context(
            open_store(place.url, Keys.parse([MASTER_KEY]), durable=False)
        )
        engine = await stack.enter_async_context(bare.usual_engine(place.url, durable=durable))
        async with store.unit() as unit:
            await move_in_with_slack(unit, range(PEOPLE))
            await unit.commit()
        client = await stack.enter_async_context(ClientSession())
        apps = {
            "ours": await stack.enter_async_context(our_app(house)),
            "bare": bare_app(engine, store, waits=False),
            "strict": bare_app(engine, store, waits=True),
        }
        urls: dict[str, str] = {}
        for name, app in apps.items():
            server = await stack.enter_async_context(TestServer(app, host="127.0.0.1"))
            urls[name] = str(server.make_url(PATH))
        steps = Steps(house, store, client, count())
        ways: dict[str, Way] = {name: partial(steps.at, url) for name, url in urls.items()}
        costs = await taking_turns(ROUNDS, ways)
    verdict("against a bare Bolt app as it comes", ratio(costs["ours"], costs["bare"]), 2)
    verdict("against one that waits for its answer", ratio(costs["ours"], costs["strict"]), 2)


async def main() -> None:
    with TemporaryDirectory() as folder:
        for name, durable in (("disk", True), ("memory", False)):
            place = Place(Path(folder) / name)
            place.folder.mkdir()
            await one_step(place, durable=durable)


if __name__ == "__main__":
    asyncio.run(main())
