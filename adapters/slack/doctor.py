"""Whether Slack is set up as it should be: one sentence about each thing, and what to mend."""

from collections.abc import AsyncIterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.http import PATH
from adapters.slack.installations import PLATFORM, Installation
from adapters.slack.outcomes import ADVICE
from adapters.slack.rooms import Rooms
from adapters.slack.scopes import granted, missing
from adapters.slack.settings import SlackSettings
from adapters.slack.web import TROUBLE, Webs, refusal_of
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.records import CohortState
from bot.core.terms import terms

Finding = tuple[bool, str]

FAST_ENOUGH: Final = 60
"""Seconds by which the clocks may differ; Slack's signatures are good for 300."""


_OPEN_TO_ALL: Final = (
    "Slack: any workspace may install the bot, and people are known by the e-mail that their workspace says "
    "they have. Name those that you trust in SLACK_WORKSPACES."
)


class Doctor:
    """Looks at every installation, and at the channel of every cohort that runs. Changes nothing."""

    def __init__(self, settings: SlackSettings, ground: Ground, webs: Webs, rooms: Rooms) -> None:
        self._settings = settings
        self._ground = ground
        self._webs = webs
        self._rooms = rooms

    async def findings(self) -> list[Finding]:
        """Return everything there is to say."""
        return [
            *[finding async for finding in self._of_installations()],
            *self._of_the_way_in(),
            *[finding async for finding in self._of_channels()],
        ]

    async def _of_installations(self) -> AsyncIterator[Finding]:
        installed = await self._webs.every()
        if self._webs.is_waiting:
            yield False, await self._why_not()
        elif not installed:
            yield True, "Slack: no workspace has installed the bot yet; /slack/install is where they do."
        for installation in installed:
            for finding in await self._of_one(installation):
                yield finding

    async def _why_not(self) -> str:
        why = await self._trouble(self._settings.bot_token.get_secret_value())
        return f"Slack does not take SLACK_BOT_TOKEN ({why or 'try again'})."

    async def _trouble(self, token: str) -> str:
        try:
            await self._webs.client(token).auth_test()
        except TROUBLE as error:
            return refusal_of(error)
        return ""

    async def _of_one(self, installation: Installation) -> list[Finding]:
        where = installation.workspace
        try:
            told = await self._webs.client(installation.token).auth_test()
        except TROUBLE as error:
            return [(False, f"Slack workspace {where}: the token does not work ({refusal_of(error)}).")]
        lacking = missing(granted(_header(told, "x-oauth-scopes")))
        return [
            (True, f"Slack workspace {where}: the token works."),
            (not lacking, _about_scopes(where, lacking)),
            *_about_the_clock(_header(told, "date"), self._ground.clock.now()),
        ]

    def _of_the_way_in(self) -> list[Finding]:
        """Tell how Slack reaches us, and who may install the bot."""
        open_to_all = self._settings.by_link and not self._settings.workspaces
        return [*self._of_the_address(), *([(False, _OPEN_TO_ALL)] if open_to_all else [])]

    def _of_the_address(self) -> list[Finding]:
        """Tell where events come from; only Slack itself can say whether they do."""
        if self._settings.by_socket:
            return [(True, "Slack: events come over Socket Mode, for trying out.")]
        verified = (
            f"Slack: events come to your public address and {PATH}; Event Subscriptions in the app's "
            "settings must say Verified beside it."
        )
        return [(True, verified)]

    async def _of_channels(self) -> AsyncIterator[Finding]:
        async with self._ground.store.reading() as unit:
            cohorts = [one for one in await unit.cohorts.every() if one.state is not CohortState.CLOSED]
        for cohort in cohorts:
            platform, __, name = (terms(cohort).summary.channel or "").partition(":")
            if platform == PLATFORM:
                fault = await self._rooms.fault_at(Actor(platform=PLATFORM, user=name), cohort.id)
                yield not fault, _about_a_channel(cohort.name, fault)


def _about_scopes(where: str, lacking: list[str]) -> str:
    if not lacking:
        return f"Slack workspace {where}: it grants every right that is needed."
    return f"Slack workspace {where}: install the bot again, it lacks {', '.join(lacking)}."


def _about_the_clock(told: str, now: datetime) -> list[Finding]:
    """Compare this machine's clock with that of Slack's answer, if it tells one."""
    try:
        apart = abs((parsedate_to_datetime(told) - now).total_seconds())
    except (ValueError, TypeError):
        return []
    if apart <= FAST_ENOUGH:
        return [(True, "Slack: this machine's clock agrees with Slack's.")]
    return [(False, f"Slack: this machine's clock is {apart:.0f} seconds off; signatures will fail.")]


def _about_a_channel(cohort: str, fault: str) -> str:
    if not fault:
        return f"Slack channel of {cohort}: the bot can post there."
    return f"Slack channel of {cohort}: {ADVICE.get(fault) or f'Slack says {fault}.'}"


def _header(told: AsyncSlackResponse, name: str) -> str:
    return next((value for key, value in told.headers.items() if key.lower() == name), "")
