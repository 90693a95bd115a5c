"""An app made with Bolt understands what the fake Slack sends, from the first word to the last form."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import SystemClock
from tests.fakes.slack.examples import actions, asks, button, home, modal, section
from tests.fakes.slack.fake import FakeSlack

ASKED = modal("Reflect", asks("What stayed?", "stayed"), callback_id="reflect")
THANKED = modal("Thanks", section("It is kept."), callback_id="thanks")


def app_of(slack: FakeSlack, session: ClientSession) -> AsyncApp:
    client = AsyncWebClient(slack.token, base_url=slack.api_url, session=session, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)

    @app.message("reflect")
    async def offer(say: Any) -> None:
        await say(text="Reflect?", blocks=[section("Reflect?"), actions(button("Begin", action_id="begin"))])

    @app.action("begin")
    async def ask(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=ASKED)

    @app.view("reflect")
    async def thank(ack: Any, view: Any) -> None:
        if len(view["state"]["values"]["stayed"]["stayed"]["value"]) < 5:
            await ack(response_action="errors", errors={"stayed": "A little more, please."})
        else:
            await ack(response_action="update", view=THANKED)

    @app.event("app_home_opened")
    async def furnish(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("My programme")))

    @app.command("/turnabout")
    async def command(ack: Any, command: Any) -> None:
        await ack(f"You said {command['text']}.")

    @app.shortcut("book")
    async def book(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=ASKED)

    return app


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSlack]:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with FakeSlack(clock=SystemClock()) as fake, ClientSession() as session:
        bolt = app_of(fake, session)

        async def handle(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

        served = web.Application()
        served.router.add_post("/slack/events", handle)
        async with TestServer(served, host="127.0.0.1") as server:
            fake.app_url = str(server.make_url("/slack/events"))
            fake.adds_person("U1", "Ada Quist", "ada@trust.example")
            yield fake


async def test_a_walk_from_a_message_to_a_finished_form(slack: FakeSlack) -> None:
    ada = slack.people["U1"]

    await ada.types("I want to reflect")
    await ada.presses(ada.last, "Begin")
    await ada.submits(ada.view, {"What stayed?": "Tea"})
    assert ada.view.errors == {"stayed": "A little more, please."}

    await ada.submits(ada.view, {"What stayed?": "Tea with the porters"})
    assert (ada.view.title, ada.view.words) == ("Thanks", "It is kept.")
    assert slack.mistakes == []


async def test_home_tabs_commands_and_shortcuts_are_understood_as_well(slack: FakeSlack) -> None:
    ada = slack.people["U1"]

    await ada.opens_home()
    await ada.commands("/turnabout", "status")
    await ada.shortcut("book")

    assert (ada.home.words, ada.last.words, ada.view.title) == ("My programme", "You said status.", "Reflect")
    assert ada.last.ephemeral
    assert slack.mistakes == []


async def test_a_test_can_wait_for_what_comes_later(slack: FakeSlack) -> None:
    await slack.people["U1"].opens_home()

    await slack.until(lambda: slack.home_of("U1"))

    assert [call.method for call in slack.calls if call.method.startswith("views")] == ["views.publish"]
    with pytest.raises(TimeoutError):
        await slack.until(lambda: slack.view_of("U1"), seconds=0.01)
