"""The one address that Slack calls: who is let in, and what everybody else is told."""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from adapters.slack.bolt import build_app
from adapters.slack.http import PATH, Requests
from adapters.slack.signature import FRESH, Signature
from adapters.slack.web import Webs
from bot.core.clock import VirtualClock
from tests.adapters.slack.slack_payloads import command, message, submission
from tests.fakes.slack.carrier import Carrier
from tests.fakes.slack.world import World

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SECRET = "signing-secret"
ROOM = 1024 * 1024
FORM = "application/x-www-form-urlencoded"
PRIVATE = "the quiet ward"


@dataclass
class Desk:
    """Takes payloads in, answers as told, and stumbles when asked to."""

    answer: Mapping[str, Any] | None = None
    fault: Exception | None = None
    taken: list[Mapping[str, Any]] = field(default_factory=list)

    async def take(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if self.fault is not None:
            raise self.fault
        self.taken.append(body)
        return self.answer


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    webs = Webs("https://slack.example/api/", "xoxb-1")
    app = web.Application(client_max_size=ROOM)
    app.add_routes(Requests(build_app(webs, desk.take), Signature(SECRET, VirtualClock(NOW))).routes())
    async with TestClient(TestServer(app, host="127.0.0.1")) as opened:
        yield opened


Client = TestClient[web.Request, web.Application]


def signed(body: bytes, kind: str = "application/json", **headers: str) -> dict[str, Any]:
    """Return what Slack sends: the body, and over it and the time the signature."""
    carrier = Carrier(World(VirtualClock(NOW)), SECRET, lambda: None)
    given = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": STAMP,
        "X-Slack-Signature": carrier.signature(body, STAMP),
    }
    return {"data": body, "headers": {name: value for name, value in (given | headers).items() if value}}


def event(text: str = "book") -> bytes:
    return json.dumps(message(text)).encode()


def interaction(payload: Mapping[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


async def test_a_signed_event_is_taken_in_and_answered(client: Client, desk: Desk) -> None:
    response = await client.post(PATH, **signed(event()))
    assert (response.status, await response.text()) == (200, "")
    assert [body["event_id"] for body in desk.taken] == ["Ev1"]


async def test_what_a_form_is_answered_travels_as_json(client: Client, desk: Desk) -> None:
    desk.answer = {"response_action": "clear"}
    response = await client.post(PATH, **signed(interaction(submission()), FORM))
    assert await response.json() == {"response_action": "clear"}
    assert [body["type"] for body in desk.taken] == ["view_submission"]


async def test_a_command_is_taken_in(client: Client, desk: Desk) -> None:
    await client.post(PATH, **signed(urlencode(command("book")).encode(), FORM))
    assert [body["command"] for body in desk.taken] == ["/turnabout"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": "garbage"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "²"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "9" * 40},
    ],
)
async def test_what_is_not_signed_as_it_should_is_refused(
    client: Client, desk: Desk, wrong: dict[str, str]
) -> None:
    response = await client.post(PATH, **signed(event(), **wrong))
    assert (response.status, await response.text()) == (401, "")
    assert desk.taken == []


async def test_one_byte_more_and_the_signature_does_not_hold(client: Client, desk: Desk) -> None:
    request = signed(event())
    response = await client.post(PATH, data=request["data"] + b" ", headers=request["headers"])
    assert response.status == 401
    assert desk.taken == []


@pytest.mark.parametrize(
    ("seconds", "status"), [(-FRESH, 200), (FRESH, 200), (-FRESH - 1, 401), (FRESH + 1, 401)]
)
async def test_a_signature_is_good_for_five_minutes(client: Client, seconds: int, status: int) -> None:
    when, body = str(int(STAMP) + seconds), event()
    signature = Carrier(World(VirtualClock(NOW)), SECRET, lambda: None).signature(body, when)
    headers = {"X-Slack-Request-Timestamp": when, "X-Slack-Signature": signature}
    response = await client.post(PATH, **signed(body, **headers))
    assert response.status == status


async def test_a_refused_request_leaves_nothing_of_it_in_a_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        await client.post(PATH, **signed(event(PRIVATE), **{"X-Slack-Signature": "v0=00"}))
    assert [line["event"] for line in logs] == ["slack signature refused"]
    assert PRIVATE not in caplog.text + str(logs)


async def test_a_fault_inside_is_told_so_that_slack_sends_it_again(
    client: Client, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fault = ValueError("nothing that anybody should see")
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        response = await client.post(PATH, **signed(event(PRIVATE)))
    assert (response.status, await response.text()) == (500, "")
    assert [line["event"] for line in logs] == ["slack payload failed"]
    assert PRIVATE not in caplog.text + str(logs)


async def test_slack_may_check_the_address(client: Client, desk: Desk) -> None:
    check = {"type": "url_verification", "challenge": "abc", "token": "x"}
    response = await client.post(PATH, **signed(json.dumps(check).encode()))
    assert await response.json() == {"challenge": "abc"}
    assert desk.taken == []


async def test_a_look_at_the_certificate_needs_no_signature(client: Client, desk: Desk) -> None:
    response = await client.post(PATH, data=b"ssl_check=1&token=x", headers={"Content-Type": FORM})
    assert response.status == 200
    assert desk.taken == []


async def test_what_comes_along_with_such_a_look_is_not_taken_in(client: Client, desk: Desk) -> None:
    smuggled = b"ssl_check=1&payload=" + urlencode({"": json.dumps({"type": "x"})}).encode()[1:]
    response = await client.post(PATH, data=smuggled, headers={"Content-Type": FORM})
    assert response.status == 200
    assert desk.taken == []


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b"\xff\xfe", b'{"event": ' + b"[" * 100_000, b"payload={"]
)
async def test_what_is_signed_and_can_not_be_read_is_refused(client: Client, desk: Desk, body: bytes) -> None:
    response = await client.post(PATH, **signed(body))
    assert response.status == 400
    assert desk.taken == []


async def test_an_empty_body_changes_nothing(client: Client) -> None:
    response = await client.post(PATH, **signed(b""))
    assert response.status < 500


async def test_more_than_there_is_room_for_is_refused(client: Client, desk: Desk) -> None:
    body = b"x" * (ROOM + 1)
    response = await client.post(PATH, **(signed(body) | {"data": BytesIO(body)}))
    assert response.status == 413
    assert desk.taken == []


async def test_nobody_looks_at_the_address_with_a_browser(client: Client) -> None:
    assert (await client.get(PATH)).status == 405


def test_the_environment_does_not_change_what_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CLIENT_ID", "1.2"), ("CLIENT_SECRET", "s"), ("BOT_TOKEN", "xoxb-other")):
        monkeypatch.setenv(f"SLACK_{name}", value)
    app = build_app(Webs("https://slack.example/api/", "xoxb-1"), Desk().take)
    assert app.oauth_flow is None
    assert app.installation_store is None


async def test_a_workspace_that_took_the_bot_away_is_told_so(desk: Desk) -> None:
    app = web.Application()
    webs = Webs("https://slack.example/api/", "")
    app.add_routes(Requests(build_app(webs, desk.take), Signature(SECRET, VirtualClock(NOW))).routes())
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        response = await client.post(PATH, **signed(event()))
        assert response.status == 200
        assert "not installed" in await response.text()
    assert desk.taken == []
