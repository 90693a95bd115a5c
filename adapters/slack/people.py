"""Whose account it is: the profiles of people in Slack, as introductions."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.arrivals import Notice
from adapters.slack.installations import PLATFORM, Installation
from adapters.slack.shapes import is_true, key_of, part, text
from adapters.slack.web import TROUBLE, Webs, refusal_of
from bot.core.events import Actor, Departed, Introduced, Joined
from bot.core.ground import Ground
from bot.core.records import Person

log = structlog.get_logger()

AT_MOST = 1.5
"""Seconds for a look-up while Slack waits for its answer."""

NOBODY = frozenset({"users_not_found", "user_not_found"})


class People:
    """Looks people up in the directories of their workspaces, and follows what becomes of their accounts."""

    def __init__(self, webs: Webs, ground: Ground) -> None:
        self._webs = webs
        self._ground = ground

    async def find(self, email: str) -> Introduced | None:
        """Return whose account has this e-mail, if there is one; a workspace in trouble hides no other."""
        for installation in await self._webs.every():
            try:
                user = await _with_email(self._webs.client(installation.token), email)
            except TROUBLE as error:
                log.warning("slack directory failed", why=refusal_of(error), error=error)
                continue
            introduced = self._introduction(installation, user)
            if introduced is not None:
                return introduced
        return None

    async def introduction(self, actor: Actor) -> Introduced | None:
        """Return whose account this is, if it is anybody's. Raises what the client raises."""
        web = await self._webs.of(actor.workspace)
        if web is None:
            return None
        async with asyncio.timeout(AT_MOST):
            user = await _profile(web, actor.user)
        installation = await self._webs.installation(actor.workspace)
        return self._introduction(installation, user, actor)

    async def heed(self, notice: Notice) -> None:
        """Follow an account that is new, has changed, or was closed, if it is that of somebody invited."""
        user, actor = part(notice.event, "user"), _actor(notice.workspace, notice.user)
        person = await self._person(actor, text(user, "profile", "email"))
        if person is None:
            return
        if is_true(user, "deleted"):
            await self._ground.handle(Departed(key=notice.key, actor=actor))
            return
        installation = await self._webs.installation(notice.workspace)
        introduced = introduction(installation, user, actor, notice.key)
        if introduced is None:
            return
        await self._ground.handle(introduced)
        if person.unreachable_since is not None:
            await self._ground.handle(Joined(key=key_of(f"{notice.key}:back"), actor=actor))

    async def _person(self, actor: Actor, email: str) -> Person | None:
        async with self._ground.store.reading() as unit:
            return await unit.people.at(actor) or (await unit.people.with_email(email) if email else None)

    def _introduction(
        self, installation: Installation | None, user: Mapping[str, Any], actor: Actor | None = None
    ) -> Introduced | None:
        whose = actor or _actor(installation.workspace if installation else "", text(user, "id"))
        at = self._ground.clock.now()
        key = key_of(f"profile:{whose.workspace}:{whose.user}:{at:%Y%m%d%H%M%S%f}")
        return introduction(installation, user, whose, key)


def introduction(
    installation: Installation | None, user: Mapping[str, Any], actor: Actor, key: str
) -> Introduced | None:
    """Return what a profile tells about its account.

    A bot, a closed account, one without an e-mail, or one of another organisation is nobody here; guests of
    the workspace are people like all others.
    """
    email = text(user, "profile", "email")
    if not email or is_true(user, "is_bot") or is_true(user, "deleted") or _is_foreign(installation, user):
        return None
    return Introduced(
        key=key,
        actor=actor,
        email=email,
        name=text(user, "profile", "display_name") or text(user, "profile", "real_name"),
        timezone=text(user, "tz") or None,
        locale=text(user, "locale"),
    )


def _is_foreign(installation: Installation | None, user: Mapping[str, Any]) -> bool:
    """Tell whether the account comes from another organisation, by a channel that is shared with that.

    Its e-mail is what that organisation says it is, so nobody here may be taken for its owner.
    """
    if is_true(user, "is_stranger"):
        return True
    team, enterprise = text(user, "team_id"), text(user, "enterprise_user", "enterprise_id")
    if installation is None or not team:
        return False
    return not ({team, enterprise} - {""}) & installation.ids


async def _with_email(web: AsyncWebClient, email: str) -> Mapping[str, Any]:
    """Return the whole profile of the account with an e-mail; a search alone does not tell the language."""
    found = await _user(web.users_lookupByEmail(email=email))
    return await _profile(web, text(found, "id")) if found else {}


async def _profile(web: AsyncWebClient, user: str) -> Mapping[str, Any]:
    return await _user(web.users_info(user=user, include_locale=True))


async def _user(asked: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
    """Return what Slack tells about somebody, empty when there is no such person."""
    try:
        return part((await asked).data, "user")
    except SlackApiError as error:
        if refusal_of(error) in NOBODY:
            return {}
        raise


def _actor(workspace: str, user: str) -> Actor:
    return Actor(platform=PLATFORM, workspace=workspace, user=user)
