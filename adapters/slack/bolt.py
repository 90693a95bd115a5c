"""Slack's own library between the payloads and the reception; nothing is left to its guesses."""

import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.slack.web import QUIET, Webs
from bot.core.words import _

log = structlog.get_logger()

Take = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]

NOT_INSTALLED = _(
    "I am not installed in this workspace any more. Whoever looks after your Slack can add me again."
)


def build_app(webs: Webs, take: Take) -> AsyncApp:
    """Return an app that hands every payload to `take`, and answers only when that is done.

    The signature was checked before, where there is one. One middleware answers everything, so no event is
    unhandled, and what fails is answered with a status that makes Slack deliver it again.
    """
    with _without_environment():
        app = AsyncApp(
            name="turnabout",
            logger=QUIET,
            client=webs.client(""),
            signing_secret="",
            authorize=_authorize(webs),
            user_facing_authorize_error_message=NOT_INSTALLED,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )

    @app.middleware
    async def answer(body: dict[str, Any]) -> BoltResponse:
        try:
            told = await take(body)
        except Exception as error:  # noqa: BLE001  # Slack is told that it failed, and nothing else
            log.error("slack payload failed", error=error)
            return BoltResponse(status=500, body="")
        return BoltResponse(status=200, body=dict(told) if told else "")

    return app


def _authorize(webs: Webs) -> Callable[..., Awaitable[Any]]:
    """Return how a workspace is found to be ours: by what we know, without a call."""

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        is_whole = context.is_enterprise_install and enterprise_id
        web = await webs.of((enterprise_id if is_whole else team_id or enterprise_id) or "")
        if web is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=web.token)

    return authorize


@contextmanager
def _without_environment() -> Iterator[None]:
    """Hide Slack's variables: with a client id among them the library would keep installations in a file."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
