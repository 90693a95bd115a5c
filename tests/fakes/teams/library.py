"""The client that real bots call Teams with, pointed at the fake."""

from collections.abc import Awaitable

import pytest
from botbuilder.schema import Activity, Attachment, ErrorResponseException  # type: ignore[import-untyped]  # it has no types
from botframework.connector.aio import ConnectorClient  # type: ignore[import-untyped]  # it has no types
from botframework.connector.auth import AppCredentials  # type: ignore[import-untyped]  # it has no types

from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.office import Office
from tests.fakes.teams.screen import Seen
from tests.fakes.teams.world import CARD, Json, Place

HELLO = Activity(type="message", text="Hello")
PATIENCE = 5
"""Seconds that the client waits."""


class Badge(AppCredentials):  # type: ignore[misc]  # so its classes have none
    """Shows a token of an office, fetched once."""

    def __init__(self, app_id: str, office: Office) -> None:
        super().__init__(app_id)
        self._token = str(office.fetch()["access_token"])

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: ARG002  # the library's signature
        return self._token


def connected(teams: FakeTeams, office: Office | None = None) -> ConnectorClient:
    """Return a client that tries once, with a token of this office."""
    client = ConnectorClient(Badge(teams.app_id, office or teams.tokens), base_url=teams.service_url)
    client.config.retry_policy.retries = 0
    client.config.connection.timeout = PATIENCE
    return client


def with_card(card: Json) -> Activity:
    return Activity(type="message", attachments=[Attachment(content_type=CARD, content=card)])


async def chat_with(teams: FakeTeams, key: str) -> str:
    """Let somebody install the app, and return the id of their chat."""
    await teams.people[key].installs()
    return teams.people[key].place.id


async def shown(teams: FakeTeams, place: Place, card: Json, eyes: str = "ada") -> Seen:
    """Send a card, and return it as somebody sees it."""
    sent = await connected(teams).conversations.send_to_conversation(place.id, with_card(card))
    return next(seen for seen in teams.channel(place.id, eyes) if seen.id == sent.id)


async def refusal(doing: Awaitable[object]) -> tuple[int, str]:
    """Return the status and the code with which a call is refused."""
    with pytest.raises(ErrorResponseException) as no:
        await doing
    return no.value.response.status_code, no.value.error.error.code
