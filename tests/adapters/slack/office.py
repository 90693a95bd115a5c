"""An office with a Slack: the adapter over a peopled house on one side, workspaces on the other.

Amara has an account in the first workspace, and coordinators have a private channel there, C1.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from adapters.slack.platform import Slack
from adapters.slack.settings import SlackSettings
from bot.core.clock import Clock
from bot.core.delivery import Delivery, Letter, Outcome
from bot.core.entropy import SeededEntropy
from bot.core.events import Actor, Event
from bot.core.ground import Ground
from bot.core.messages import Message, Reply
from bot.programme.cohort_plan import SummarySettings
from tests.dialogs.house import NOW, House, open_house
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.person import Person

AMARA = Actor(platform="slack", workspace="T1", user="U1")
TEXT = "You have a meeting on Friday.\nThe guide comes the day before."


@dataclass
class Office:
    """Both sides, and what the house has heard."""

    slack: FakeSlack
    house: House
    platform: Slack
    amara: Person
    url: str
    heard: list[Event] = field(default_factory=list)

    async def sends(self, text: str = TEXT, to: Actor = AMARA, key: str = "k", **more: Any) -> Outcome:
        """Let a letter to somebody leave."""
        return await self.platform.messenger.send(letter(text, to, key, **more))

    async def posts(self, channel: str = "C1", text: str = TEXT, **more: Any) -> Outcome:
        """Let a letter to the channel of Spring leave."""
        where = {"person_id": None, "channel": f"slack:{channel}", "kind": "summary.weekly"}
        return await self.sends(text, Actor(platform="slack", user=channel), **(where | more))

    async def settled(self) -> None:
        await self.platform.settled()

    def heard_of(self, kind: type) -> list[Any]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def is_for_all(self) -> None:
        """Let the figures of Spring be for everybody."""
        async with self.house.changing() as unit:
            spring = await unit.cohorts.get("spring")
            summary = SummarySettings(channel="slack:C1", audience="wider").model_dump(mode="json")
            plan = spring.plan | {"summary": summary}
            await unit.cohorts.put(spring.model_copy(update={"plan": plan}))

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[ClientSession]:
        """Open a browser on the pages of the office, with cookies of its own."""
        async with ClientSession(self.url, cookie_jar=CookieJar(unsafe=True)) as session:
            yield session


def letter(
    text: str = TEXT, to: Actor | None = AMARA, key: str = "k", *, kind: str = "service.reminder", **more: Any
) -> Delivery:
    """Return a letter that the courier has in hand."""
    parts = {name: more.pop(name) for name in ("actions", "picture", "document") if name in more}
    message = Message(kind=kind, preview="Coming up", text=text, **parts)
    written = {"cohort_id": "spring", "person_id": "amara", "channel": None, "not_before": NOW} | more
    return Delivery(
        id=1,
        lease="lease",
        letter=Letter(key=key, message=message, **written),
        to=to,
        attempts=1,
        maybe_sent=False,
    )


@asynccontextmanager
async def open_office(folder: Path, *, clock: Clock | None = None, **given: str) -> AsyncIterator[Office]:
    """Open both sides; what the house hears is kept, and it acts on it."""
    async with open_house(folder) as house, FakeSlack(clock=clock or house.clock) as slack:
        amara = slack.adds_person("U1", "Amara Obi", "amara@trust.example", tz="Africa/Lagos")
        slack.adds_channel("C1", "coordinators")
        heard: list[Event] = []

        async def handle(event: Event) -> Reply:
            heard.append(event)
            return await house.door.handle(event)

        own = {"signing_secret": slack.signing_secret, "api_url": slack.api_url, "bot_token": slack.token}
        ground = Ground(house.store, handle, clock or house.clock, SeededEntropy("office"))
        platform = Slack(SlackSettings.model_validate(own | given), ground)
        app = web.Application()
        app.add_routes(platform.routes())
        await platform.start()
        try:
            async with TestServer(app, host="127.0.0.1") as server:
                slack.app_url = str(server.make_url("/slack/events"))
                yield Office(slack, house, platform, amara, str(server.make_url("/")), heard)
        finally:
            await platform.stop()
