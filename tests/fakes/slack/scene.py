"""Ada with a Slack, and a small app on the other side: what most tests of the fake begin with."""

from collections.abc import AsyncIterator, Awaitable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import asks, modal
from tests.fakes.slack.fake import SCOPES, FakeSlack
from tests.fakes.slack.person import Person
from tests.fakes.slack.sights import Json
from tests.fakes.slack.small_app import SmallApp

FORM = modal("Reflect", asks("What stayed?", "stayed"), asks("Weight", "weight", optional=True))


@dataclass
class Scene:
    """Everybody who takes part."""

    slack: FakeSlack
    app: SmallApp
    client: AsyncWebClient
    ada: Person

    async def trigger(self) -> str:
        """Return a fresh trigger."""
        await self.ada.shortcut("log_interaction")
        return str(self.app.last["trigger_id"])

    async def opens(self, view: Json = FORM) -> Json:
        """Open a form for Ada, and return what Slack said of it."""
        answer = await self.client.views_open(trigger_id=await self.trigger(), view=view)
        opened: Json = answer["view"]
        return opened


@asynccontextmanager
async def a_scene(scopes: Collection[str] = SCOPES) -> AsyncIterator[Scene]:
    async with FakeSlack(scopes=scopes) as slack, SmallApp(slack.signing_secret, slack.clock) as app:
        slack.app_url = app.url
        ada = slack.adds_person("U1", "Ada Quist", "ada@trust.example")
        slack.adds_channel("C1", "coordinators", members=["U1"])
        yield Scene(slack, app, client_of(slack, slack.token), ada)


def client_of(slack: FakeSlack, token: str) -> AsyncWebClient:
    """Return Slack's own client, which tries nothing twice."""
    return AsyncWebClient(token, base_url=slack.api_url, retry_handlers=[])


async def refused(call: Awaitable[Any]) -> Json:
    """Return what Slack said when it refused a call."""
    with pytest.raises(SlackApiError) as caught:
        await call
    said: Json = caught.value.response.data
    return said


async def refusal(call: Awaitable[Any]) -> str:
    """Return the error with which a call was refused."""
    return str((await refused(call))["error"])
