"""What `turnabout doctor` looks at on Teams: who the bot is, whom it can reach, and what time it is."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from uuid import UUID

import aiohttp

from adapters.teams.advice import gone
from adapters.teams.chats import Chats
from adapters.teams.places import Place, Places
from adapters.teams.sdk import Connectors, Page
from adapters.teams.settings import TeamsSettings, is_loopback
from adapters.teams.tokens import NoToken, Tokens
from bot.core.delivery import Gone
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.records import CohortState
from bot.core.terms import terms
from bot.core.words import _, counted

Finding = tuple[bool, str]

TIME_LIMIT = 5.0
"""Seconds that Microsoft's key server may take."""

MOST_ASTRAY = 60.0
"""Seconds that the clock of this machine may be off."""

SECRET_CODES = frozenset({"invalid_client", "unauthorized_client"})


class Doctor:
    """Looks at everything that Teams needs; it changes nothing and writes to nobody."""

    def __init__(
        self,
        settings: TeamsSettings,
        ground: Ground,
        tokens: Tokens | None,
        connectors: Connectors,
        places: Places,
        chats: Chats,
    ) -> None:
        self._settings = settings
        self._ground = ground
        self._tokens = tokens
        self._connectors = connectors
        self._places = places
        self._chats = chats

    async def findings(self) -> AsyncIterator[Finding]:
        """Yield what is as it should be and what is not, each in one sentence."""
        if self._settings.insecure_local:
            yield (
                False,
                _("Teams: traffic is let in without a token. That is for trying on this machine only."),
            )
        if self._tokens is not None:
            yield self._of_the_names()
            yield await self._of_the_token(self._tokens)
            async for finding in self._of_the_key_server():
                yield finding
            if not self._ground.public_url:
                yield False, _("Teams: without TURNABOUT_PUBLIC_URL no files can be offered.")
        yield self._of_the_places(await self._places.every())
        async for finding in self._of_the_channels():
            yield finding

    def _of_the_names(self) -> Finding:
        names = {"MicrosoftAppId": self._settings.app_id, "MicrosoftAppTenantId": self._settings.tenant_id}
        for name, value in names.items():
            if not _is_identifier(value):
                sentence = _("Teams: {name} is no identifier such as 00000000-0000-0000-0000-000000000000.")
                return False, sentence.format(name=name)
        return True, _("Teams: the bot and its organisation are named.")

    async def _of_the_token(self, tokens: Tokens) -> Finding:
        try:
            await tokens.current()
        except NoToken as missing:
            return False, self._about_no_token(missing)
        return True, _("Teams: Microsoft knows the bot and gives it a token.")

    def _about_no_token(self, missing: NoToken) -> str:
        if not missing.refused:
            return _("Teams: login.microsoftonline.com can't be reached from this machine.")
        if missing.code in SECRET_CODES:
            return _(
                "Teams: the secret is wrong or has run out. Make a new one in the Azure portal, under the "
                "bot's registration, and set MicrosoftAppPassword to its value."
            )
        return _("Teams: Microsoft gives the bot no token ({code}).").format(code=missing.code or "?")

    async def _of_the_key_server(self) -> AsyncIterator[Finding]:
        """Ask where Teams' keys are published; the answer also tells what time it is there."""
        timeout = aiohttp.ClientTimeout(total=TIME_LIMIT)
        url = self._settings.metadata_url
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=not is_loopback(url)) as session,
                session.get(url, raise_for_status=True) as response,
            ):
                date = response.headers.get("Date", "")
        except (aiohttp.ClientError, TimeoutError):
            yield False, _("Teams: the keys that it signs with can't be fetched, so nobody can be let in.")
            return
        yield True, _("Teams: the keys that it signs with can be fetched.")
        if date:
            yield self._of_the_clock(parsedate_to_datetime(date))

    def _of_the_clock(self, there: datetime) -> Finding:
        astray = abs((self._ground.clock.now() - there).total_seconds())
        if astray <= MOST_ASTRAY:
            return True, _("Teams: the clock is right.")
        sentence = _(
            "Teams: the clock of this machine is {n} seconds off. Tokens are judged by it: set it right."
        )
        return False, sentence.format(n=round(astray))

    def _of_the_places(self, places: Sequence[Place]) -> Finding:
        if not places:
            return False, _(
                "Teams: nobody has added Turnabout yet. docs/teams.md says how everybody gets it."
            )
        chats = sum(one.conversation_type == "personal" for one in places)
        addresses = len({one.service_url for one in places})
        return True, _("Teams: {people}, {shared}; {addresses}.").format(
            people=counted("one person can be reached", "{n} people can be reached", chats),
            shared=counted("one channel or group chat", "{n} channels and group chats", len(places) - chats),
            addresses=counted("one service address", "{n} service addresses", addresses),
        )

    async def _of_the_channels(self) -> AsyncIterator[Finding]:
        """Look whether the summaries of running cohorts can reach their channels; nothing is posted."""
        async with self._ground.store.reading() as unit:
            cohorts = await unit.cohorts.every()
        for cohort in cohorts:
            platform, __, name = (terms(cohort).summary.channel or "").partition(":")
            if cohort.state is CohortState.RUNNING and platform == "teams":
                yield await self._of_a_channel(cohort.name, Actor(platform="teams", user=name))

    async def _of_a_channel(self, cohort: str, channel: Actor) -> Finding:
        place = await self._chats.of_channel(channel)
        if not isinstance(place, Place):
            reason = place
        else:
            page = await self._connectors.members(place.service_url, channel.user)
            if isinstance(page, Page):
                return True, _("Teams: the channel of {cohort} can be reached.").format(cohort=cohort)
            reason = page
        advice = gone(reason.reason, in_channel=True).advice if isinstance(reason, Gone) else ""
        sentence = _("Teams: the channel of {cohort} can't be reached. {advice}")
        return False, sentence.format(cohort=cohort, advice=advice or _("Try again later.")).strip()


def _is_identifier(value: str) -> bool:
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False
