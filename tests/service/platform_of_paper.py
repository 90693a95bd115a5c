"""A platform made of paper: it implements the port, keeps what it is told to send, and knows some people."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.core.delivery import Delivery, Failed, Messenger, Sent
from bot.core.events import Actor, Introduced, Said
from bot.core.ground import Ground
from bot.platforms import Finding


@dataclass
class Post:
    """Takes letters and writes down their kinds."""

    sent: list[str]
    posted: asyncio.Event

    async def send(self, delivery: Delivery) -> Sent:
        self.sent.append(delivery.letter.message.kind)
        self.posted.set()
        return Sent(name="paper")

    async def find(self, delivery: Delivery) -> Failed:
        return Failed(reason=f"{delivery.id} is not here")


@dataclass
class Paper:
    """Implements what a platform offers to the service."""

    ground: Ground
    name: str = "slack"
    known: dict[str, Actor] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    posted: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    life: list[str] = field(default_factory=list)
    broken: bool = False

    @property
    def messenger(self) -> Messenger:
        return Post(self.sent, self.posted)

    async def find(self, email: str) -> Introduced | None:
        self.asked.append(email)
        if self.broken:
            raise OSError("the directory burnt")
        actor = self.known.get(email)
        return Introduced(key=f"found:{email}", actor=actor, email=email) if actor else None

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/paper", self._post)]

    async def start(self) -> None:
        self.life.append("start")

    async def listen(self) -> None:
        self.life.append("listen")

    async def stop(self) -> None:
        self.life.append("stop")

    async def check(self) -> Sequence[Finding]:
        return [(True, "Paper is patient.")]

    async def _post(self, request: web.Request) -> web.Response:
        said = await request.text()
        if said == "crash":
            raise RuntimeError("private words")
        reply = await self.ground.handle(
            Said(key=f"paper:{said}", actor=Actor(platform=self.name, workspace="T1", user="U1"), text=said)
        )
        return web.json_response([one.text for one in reply.messages])
