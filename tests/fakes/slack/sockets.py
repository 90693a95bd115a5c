"""Socket Mode: the app opens a socket and gets its parcels there, each to be acknowledged by its id."""

import asyncio
import json
from contextlib import suppress

from aiohttp import WSMsgType, web

from tests.fakes.slack.carrier import Heard, Parcel, Sort
from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World


class Connection:
    """One open socket: what was sent waits here for its acknowledgement."""

    def __init__(self, world: World, line: web.WebSocketResponse) -> None:
        self._world = world
        self._line = line
        self._waiting: dict[str, asyncio.Future[str]] = {}

    async def carry(self, parcel: Parcel, attempt: int, reason: str, patience: float) -> Heard:
        """Send a parcel and wait for its acknowledgement; the answer counts as status 200."""
        name = self._world.fresh("envelope-")
        retry: Json = {"retry_attempt": attempt, "retry_reason": reason} if parcel.sort is Sort.EVENT else {}
        envelope: Json = {
            "envelope_id": name,
            "type": parcel.sort,
            "accepts_response_payload": parcel.sort is not Sort.EVENT,
            "payload": parcel.payload,
            **retry,
        }
        self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            await self._line.send_json(envelope)
            return Heard(200, await asyncio.wait_for(self._waiting[name], patience))
        finally:
            self._waiting.pop(name, None)

    async def greet(self) -> None:
        about = {"app_id": self._world.app.id}
        await self._line.send_json({"type": "hello", "num_connections": 1, "connection_info": about})

    async def listen(self) -> None:
        async for message in self._line:
            if message.type is WSMsgType.TEXT:
                self._hear(json.loads(message.data))

    def _hear(self, said: Json) -> None:
        waiting = self._waiting.get(str(said.get("envelope_id")))
        if waiting is None:
            self._world.mistakes.append("an acknowledgement of nothing that was sent")
        elif not waiting.done():
            payload = said.get("payload")
            waiting.set_result(json.dumps(payload) if payload else "")

    async def part(self) -> None:
        """Say that the socket is about to close, and close it, as Slack does every few hours."""
        with suppress(ConnectionError):
            await self._line.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await self._line.close()


class Sockets:
    """Every open socket; the newest gets what is sent."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: list[Connection] = []
        self._opened = asyncio.Event()

    def newest(self) -> Connection | None:
        return self._open[-1] if self._open else None

    async def opened(self) -> None:
        """Wait until the app has a socket open."""
        await self._opened.wait()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._world.tickets:
            return web.Response(status=404)
        self._world.tickets.discard(ticket)
        line = web.WebSocketResponse()
        await line.prepare(request)
        connection = Connection(self._world, line)
        await connection.greet()
        self._open.append(connection)
        self._opened.set()
        try:
            await connection.listen()
        finally:
            self._open.remove(connection)
            if not self._open:
                self._opened.clear()
        return line

    async def close(self) -> None:
        for connection in list(self._open):
            await connection.part()
