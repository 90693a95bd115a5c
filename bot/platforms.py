"""A chat platform as the service sees it, whatever platform it is."""

from collections.abc import Callable, Sequence
from typing import Protocol

from aiohttp import web

from bot.core.delivery import Messenger
from bot.core.events import Introduced
from bot.core.ground import Ground

Finding = tuple[bool, str]
"""Whether something is as it should be, and one sentence about it."""


class Platform(Protocol):
    """What every adapter of a chat platform offers to the service."""

    @property
    def name(self) -> str: ...

    @property
    def messenger(self) -> Messenger: ...

    def routes(self) -> Sequence[web.RouteDef]: ...

    async def start(self) -> None:
        """Get ready to send and to take what comes in over the routes."""
        ...

    async def listen(self) -> None:
        """Open ways in of one's own, such as a socket, if there are any; `stop` closes them."""
        ...

    async def stop(self) -> None: ...

    async def find(self, email: str) -> Introduced | None:
        """Look somebody up by e-mail, for whoever has no address yet."""
        ...

    async def check(self) -> Sequence[Finding]: ...


Build = Callable[[Ground], Platform]
