"""The same house full of people, who are in Slack: what they send, signed as Slack signs it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from people import WORDS, conversation, move_in, person

from adapters.slack.arrivals import Carry, Place
from adapters.slack.forms import view
from adapters.slack.settings import SlackSettings
from bot.app import House
from bot.core.clock import SystemClock
from bot.core.events import Actor, Turned
from bot.core.ports import Unit

SECRET = "signing-secret-of-a-benchmark"  # noqa: S105  # it signs what this file makes up
TOKEN = "xoxb-benchmark"  # noqa: S105  # it opens nothing
FORM = "application/x-www-form-urlencoded"
PATH = "/slack/events"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of Slack's."""

    body: bytes
    headers: Mapping[str, str]


def stub() -> web.Application:
    """Return a Slack that takes everything and remembers nothing."""
    told = {
        "ok": True,
        "team_id": "T1",
        "user_id": "UBOT",
        "bot_id": "BBOT",
        "channel": "D1",
        "ts": "1.2",
        "view": {"id": "V1"},
    }

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response(told)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    return app


def settings(api_url: str) -> SlackSettings:
    return SlackSettings.model_validate(
        {"bot_token": TOKEN, "signing_secret": SECRET, "api_url": api_url, "app_token": ""}
    )


def address(number: int) -> Actor:
    return Actor(platform="slack", workspace="T1", user=f"U{number}")


async def move_in_with_slack(unit: Unit, people: range) -> None:
    await move_in(unit, people.stop)
    for number in people:
        await unit.people.give_address(person(number), address(number))


async def submissions(house: House, people: range, of: str) -> list[Sent]:
    """Return what each of them sends when they answer the question that stands."""
    return [signed(FORM, urlencode({"payload": json.dumps(await _form(house, one, of))})) for one in people]


def typed(number: int, text: str) -> Sent:
    """Return what Slack sends when somebody types into the chat."""
    event = {
        "type": "message",
        "user": f"U{number}",
        "text": text,
        "channel": f"D{number}",
        "channel_type": "im",
        "ts": f"1799658000.{next(_numbers):06d}",
    }
    grant = {"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}
    envelope = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{next(_numbers)}",
        "event": event,
        "authorizations": [{**grant, "is_enterprise_install": False}],
    }
    return signed("application/json", json.dumps(envelope))


def signed(kind: str, body: str) -> Sent:
    stamp = str(int(SystemClock().now().timestamp()))
    mac = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mac}",
    }
    return Sent(body.encode(), headers)


async def _form(house: House, number: int, of: str) -> dict[str, Any]:
    """Return a form filled in, as Slack sends it back with everything that stands in it."""
    name = conversation(number, of)
    look = Turned(key=f"look:{name}", actor=address(number), token=f"{name}:2:what", to="resume")
    question = (await house.door.handle(look)).question
    assert question is not None
    drawn = view(question, Carry(question.token, Place.CHAT).written())
    block = next(one for one in drawn["blocks"] if one["type"] == "input")
    given = {"type": "plain_text_input", "value": WORDS}
    stands = {"values": {block["block_id"]: {block["element"]["action_id"]: given}}}
    return {
        "type": "view_submission",
        "team": {"id": "T1", "domain": "trust"},
        "user": {"id": f"U{number}", "team_id": "T1"},
        "trigger_id": f"{next(_numbers)}.2.trigger",
        "enterprise": None,
        "is_enterprise_install": False,
        "view": {**drawn, "id": f"V{number}", "team_id": "T1", "hash": "1.hash", "state": stands},
    }
