"""When the bot comes to a workspace, and when it has to leave: who can be reached changes with it."""

from collections.abc import Sequence

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.arrivals import Notice
from adapters.slack.installations import PLATFORM, Installation, Installations, place
from adapters.slack.outcomes import ENDED
from adapters.slack.shapes import key_of
from adapters.slack.web import TROUBLE, Webs, refusal_of
from bot.core.events import Actor, Departed, Joined
from bot.core.ground import Ground
from bot.core.introductions import PROFILE

log = structlog.get_logger()

END = "ended"
"""What the shelf calls the mark of a workspace that the bot had to leave."""


class Workspaces:
    """Looks after beginnings and ends. Each may be told of several times, and happens once."""

    def __init__(self, ground: Ground, webs: Webs, installations: Installations) -> None:
        self._ground = ground
        self._webs = webs
        self._installations = installations

    async def begin(self, installation: Installation) -> None:
        """Keep an installation; whoever was out of reach since the last one ended is so no more."""
        await self._installations.keep(installation)
        await self.welcome_back(installation.workspace)

    async def welcome_back(self, workspace: str) -> None:
        """Let everybody of a workspace be reached again, if its end was noted."""
        async with self._ground.store.unit() as unit:
            ended = await unit.shelf.take(END, place(workspace))
            await unit.commit()
        if ended is None:
            return
        for actor in await self._people_of(workspace):
            await self._ground.handle(Joined(key=self._key("back", actor), actor=actor))
        log.info("slack workspace back")

    async def heed(self, notice: Notice) -> None:
        """Take word that the bot was removed or its token revoked; it may come late, and twice."""
        await self.look_after(notice.workspace)

    async def look_after(self, workspace: str) -> None:
        """End a workspace if its token is dead indeed: by now somebody may have installed the bot anew."""
        self._installations.look_again(workspace)
        web = await self._webs.of(workspace)
        if web is None or await _is_dead(web):
            await self._end(workspace)

    async def _end(self, workspace: str) -> None:
        """Forget the token of a workspace, and note that nobody there can be reached any more."""
        await self._installations.drop(workspace)
        if not await self._is_first_end(workspace):
            return
        for actor in await self._people_of(workspace):
            await self._ground.handle(Departed(key=self._key("gone", actor), actor=actor))
        log.warning("slack workspace ended")

    async def _is_first_end(self, workspace: str) -> bool:
        async with self._ground.store.unit() as unit:
            is_first = await unit.shelf.get(END, place(workspace)) is None
            await unit.shelf.put(END, place(workspace), {})
            await unit.commit()
        return is_first

    async def _people_of(self, workspace: str) -> Sequence[Actor]:
        """Return the accounts of a workspace that belong to somebody."""
        async with self._ground.store.reading() as unit:
            profiles = await unit.shelf.every(PROFILE, PLATFORM)
        return [actor for actor, __ in profiles if actor.workspace == workspace]

    def _key(self, what: str, actor: Actor) -> str:
        return key_of(f"{what}:{actor.workspace}:{actor.user}:{self._ground.clock.now():%Y%m%d%H%M%S%f}")


async def _is_dead(web: AsyncWebClient) -> bool:
    try:
        await web.auth_test()
    except TROUBLE as error:
        return refusal_of(error) in ENDED
    return False
