"""What one step of a look back costs over HTTP in Teams, against a bare botbuilder bot with bare SQLModel."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
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
from botbuilder.core import TurnContext, serializer_helper
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, AdaptiveCardInvokeResponse, Attachment
from botframework.connector.auth import (
    AppCredentials,
    ChannelValidation,
    PasswordServiceClientCredentialFactory,
)
from measuring import Way, ratio, taking_turns, timed, title, verdict
from people import MASTER_KEY, NOW, Place, begin_to_look_back, opened
from sqlalchemy.ext.asyncio import AsyncEngine
from teams_people import PATH, address, move_in_with_teams, presses, service, settings

from adapters.teams.answers import values
from adapters.teams.elements import MEDIA_TYPE
from adapters.teams.platform import Teams
from bot.app import House
from bot.core.clock import SystemClock
from bot.core.entropy import SystemEntropy
from bot.core.events import Answered
from bot.core.ground import Ground
from storage import Keys, SqlStore, open_store
from tests.fakes.teams.fake import FakeTeams

PEOPLE = 40
ROUNDS = 15
NEXT: Mapping[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "So what?", "style": "heading"},
        {"type": "Input.Text", "id": "so_what", "label": "What it tells you", "isMultiline": True},
        {
            "type": "ActionSet",
            "actions": [{"type": "Action.Execute", "title": "Send", "verb": "answer", "data": {"t": "next"}}],
        },
    ],
}
"""The next question, as the bare bot has it ready."""


@dataclass
class Steps:
    """Rounds of one and the same step, in conversations of their own."""

    store: SqlStore
    client: ClientSession
    world: FakeTeams
    service_url: str
    rounds: "count[int]"

    async def at(self, url: str, afterwards: Callable[[], Awaitable[None]]) -> float:
        return await timed(partial(self._send_all, url, await self._set_out(), afterwards), PEOPLE)

    async def _send_all(
        self, url: str, sent: list[dict[str, Any]], afterwards: Callable[[], Awaitable[None]]
    ) -> None:
        """Send them one by one; whatever is still done after the last answer counts as well."""
        stamp = self.world._stamps.header(self.service_url)  # noqa: SLF001  # for an address of another process
        for one in sent:
            async with self.client.post(url, json=one, headers={"Authorization": str(stamp)}) as response:
                told = await response.json()
                assert "So what?" in str(told), told
        await afterwards()

    async def _set_out(self) -> list[dict[str, Any]]:
        """Put everybody at the question again, and return what they send."""
        of = f"round{next(self.rounds)}"
        async with self.store.unit() as unit:
            for number in range(PEOPLE):
                await begin_to_look_back(unit, number, of)
            await unit.commit()
        return list(presses(range(PEOPLE), of, self.service_url, self.world.app_id))


class Constant(AppCredentials):
    """Has a token at hand: fetching one is not what is measured."""

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002  # its signature
        return "token"


class Credentials(PasswordServiceClientCredentialFactory):
    """Gives the same to everybody who asks, as a bot with a cache would."""

    async def create_credentials(self, app_id: str, oauth_scope: str, *_: object, **__: object) -> Constant:
        return Constant(app_id, "botframework.com", oauth_scope)


class BareBot(TeamsActivityHandler):
    """What one would write with botbuilder and SQLModel alone, for this one step.

    One that `keeps` its card puts the question into the message as well, so that it is there after a reload.
    """

    def __init__(self, engine: AsyncEngine, store: SqlStore, *, keeps: bool) -> None:
        self._engine = engine
        self._store = store
        self._keeps = keeps

    async def on_adaptive_card_invoke(self, turn_context: TurnContext, invoke_value: Any) -> Any:
        activity, data = turn_context.activity, invoke_value.action["data"]
        event = Answered(
            key=f"bare:{activity.id}",
            actor=address(int(activity.from_property.id.removeprefix("29:"))),
            token=data["t"],
            values=values(data),
        )
        await bare.step(self._engine, self._store.vault, event, NOW)
        if self._keeps:
            card = Attachment(content_type=MEDIA_TYPE, content=dict(NEXT))
            await turn_context.update_activity(
                Activity(type="message", id=activity.reply_to_id, attachments=[card])
            )
        return AdaptiveCardInvokeResponse(status_code=200, type=MEDIA_TYPE, value=dict(NEXT))


def bare_app(world: FakeTeams, bot: BareBot) -> web.Application:
    """Serve the bare bot; its own endpoint can't answer invokes, so here is the shortest that can."""
    credentials = Credentials(world.app_id, "of a benchmark")
    authentication = ConfigurationBotFrameworkAuthentication(object(), credentials_factory=credentials)
    adapter = CloudAdapter(authentication)

    async def receive(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        answer = await adapter.process_activity(request.headers["Authorization"], activity, bot.on_turn)
        body = answer.body if isinstance(answer.body, dict) else serializer_helper(answer.body)
        return web.json_response(body, status=answer.status)

    app = web.Application()
    app.router.add_post(PATH, receive)
    return app


@asynccontextmanager
async def our_app(house: House, world: FakeTeams) -> AsyncIterator[tuple[web.Application, Teams]]:
    ground = Ground(house.store, house.door.handle, SystemClock(), SystemEntropy())
    teams = Teams(settings(world), ground, fetch=world.tokens.fetch)
    await teams.start()
    app = web.Application()
    app.add_routes(teams.routes())
    yield app, teams
    await teams.stop()


async def nothing() -> None:
    """Nothing is left to do after the bare bot's answer."""


async def one_step(place: Place, service_url: str, *, durable: bool) -> None:
    waiting = "waiting for the disk" if durable else "without the disk, which hides what the processor does"
    title(f"One step of a look back over HTTP, against a bare botbuilder bot, {waiting}")
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(opened(place, durable=durable))
        store = await stack.enter_async_context(
            open_store(place.url, Keys.parse([MASTER_KEY]), durable=False)
        )
        engine = await stack.enter_async_context(bare.usual_engine(place.url, durable=durable))
        world = await stack.enter_async_context(FakeTeams())
        ChannelValidation.open_id_metadata_endpoint = world.metadata_url
        async with store.unit() as unit:
            await move_in_with_teams(unit, range(PEOPLE))
            await unit.commit()
        client = await stack.enter_async_context(ClientSession())
        ours, teams = await stack.enter_async_context(our_app(house, world))
        apps = {
            "ours": (ours, teams.settled),
            "bare": (bare_app(world, BareBot(engine, store, keeps=True)), nothing),
            "least": (bare_app(world, BareBot(engine, store, keeps=False)), nothing),
        }
        steps = Steps(store, client, world, service_url, count())
        ways: dict[str, Way] = {}
        for name, (app, afterwards) in apps.items():
            server = await stack.enter_async_context(TestServer(app, host="127.0.0.1"))
            ways[name] = partial(steps.at, str(server.make_url(PATH)), afterwards)
        await taking_turns(1, ways)
        costs = await taking_turns(ROUNDS, ways)
    verdict("against a bare bot that keeps its card as well", ratio(costs["ours"], costs["bare"]), 2)
    verdict("against one that forgets its card with the next reload", ratio(costs["ours"], costs["least"]), 2)


async def main() -> None:
    with TemporaryDirectory() as folder, service() as service_url:
        for name, durable in (("disk", True), ("memory", False)):
            place = Place(Path(folder) / name)
            place.folder.mkdir()
            await one_step(place, service_url, durable=durable)


if __name__ == "__main__":
    asyncio.run(main())
