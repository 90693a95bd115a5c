"""Whose account it is: the profile of a person in Slack, as an introduction."""

import asyncio

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from adapters.slack.shapes import is_true, key_of, part, text
from adapters.slack.web import Webs, refusal_of
from bot.core.clock import Clock
from bot.core.events import Actor, Introduced

log = structlog.get_logger()

AT_MOST = 1.5
"""Seconds for a look-up while Slack waits for its answer."""


class People:
    """Looks people up in the directory of their workspace."""

    def __init__(self, webs: Webs, clock: Clock) -> None:
        self._webs = webs
        self._clock = clock

    async def find(self, email: str) -> Introduced | None:
        """Return whose account has this e-mail, if there is one."""
        web = await self._webs.of("")
        if web is None:
            return None
        told = await web.users_lookupByEmail(email=email)
        user = part(told.data, "user")
        actor = Actor(platform="slack", workspace=text(user, "team_id"), user=text(user, "id"))
        return introduction(actor, told.data, f"{self._clock.now():%Y%m%d%H%M%S}")

    async def introduction(self, actor: Actor) -> Introduced | None:
        """Return whose account this is, or None when Slack doesn't tell in time."""
        web = await self._webs.of(actor.workspace)
        if web is None:
            return None
        try:
            async with asyncio.timeout(AT_MOST):
                told = await web.users_info(user=actor.user, include_locale=True)
        except (SlackClientError, ClientError, TimeoutError) as error:
            log.warning("slack did not say who it is", why=refusal_of(error), error=error)
            return None
        return introduction(actor, told.data, f"{self._clock.now():%Y%m%d%H%M%S}")


def introduction(actor: Actor, told: object, when: str) -> Introduced | None:
    """Return what a profile tells about its account; a bot, or an account without an e-mail, is nobody."""
    user = part(told, "user")
    email = text(user, "profile", "email")
    if not email or is_true(user, "is_bot") or is_true(user, "deleted"):
        return None
    return Introduced(
        key=key_of(f"profile:{actor.workspace}:{actor.user}:{when}"),
        actor=actor,
        email=email,
        name=text(user, "profile", "display_name") or text(user, "profile", "real_name"),
        timezone=text(user, "tz") or None,
        locale=text(user, "locale"),
    )
