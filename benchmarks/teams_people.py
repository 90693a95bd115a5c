"""The same house full of people, who are in Teams: what they send, and a service that takes every change."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from people import WORDS, conversation, move_in, person

from adapters.teams.settings import TeamsSettings
from bot.core.events import Actor
from bot.core.ports import Unit
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.world import TENANT

PATH = "/api/messages"

_numbers = count(1)


def address(number: int) -> Actor:
    return Actor(platform="teams", workspace=TENANT, user=f"object-{number}")


async def move_in_with_teams(unit: Unit, people: range) -> None:
    await move_in(unit, people.stop)
    for number in people:
        await unit.people.give_address(person(number), address(number))


def settings(world: FakeTeams) -> TeamsSettings:
    return TeamsSettings.model_validate(
        {
            "MicrosoftAppId": world.app_id,
            "MicrosoftAppPassword": "of a benchmark",
            "MicrosoftAppTenantId": TENANT,
            "TURNABOUT_TEAMS_METADATA_URL": world.metadata_url,
        }
    )


def presses(people: range, of: str, service_url: str, app_id: str) -> Iterator[dict[str, Any]]:
    """Yield what each of them sends when they answer the question that stands."""
    for number in people:
        data = {
            "verb": "answer",
            "t": f"{conversation(number, of)}:2:what",
            "m": f"17000000{number:05d}",
            "field.what.0a0a0a0a": WORDS,
        }
        yield {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": f"f:{next(_numbers)}",
            "timestamp": "2027-02-17T10:00:00.0000000Z",
            "channelId": "msteams",
            "serviceUrl": service_url,
            "from": {"id": f"29:{number}", "aadObjectId": f"object-{number}", "name": f"Person {number}"},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{number}"},
            "recipient": {"id": f"28:{app_id}", "name": "Turnabout"},
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "timezone": "Europe/London", "locale": "en-GB"}],
            "locale": "en-GB",
            "localTimezone": "Europe/London",
            "replyToId": f"17000000{number:05d}",
            "value": {
                "action": {"type": "Action.Execute", "title": "Send", "verb": "answer", "data": data},
                "trigger": "manual",
            },
        }


@contextmanager
def service() -> Iterator[str]:
    """Run a Teams that takes every change, in a process of its own, and give its address."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_be_teams, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _be_teams(line: Connection) -> None:
    asyncio.run(_serve(line))


async def _serve(line: Connection) -> None:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        line.send(str(server.make_url("/uk/")))
        await asyncio.Event().wait()
