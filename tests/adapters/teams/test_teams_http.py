"""`POST /api/messages`: every bad knock has its own status, and nothing of it gets any further."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from adapters.teams.http import MOST_BYTES
from adapters.teams.keys import SOONEST
from adapters.teams.platform import Teams
from adapters.teams.settings import TeamsSettings
from bot.core.clock import VirtualClock
from bot.core.entropy import SeededEntropy
from bot.core.ground import Ground
from bot.service import open_service
from tests.fakes.teams.keys import Mood
from tests.fakes.teams.stamps import Flaw
from tests.fakes.teams.world import OTHER_TENANT
from tests.flow.teams.ward import MORNING, Ward, house_in, open_ward

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def ward(tmp_path: Path) -> AsyncIterator[Ward]:
    async with open_ward(tmp_path, met=False) as opened:
        opened.ada.person.account.installed = True
        yield opened


def hello(ward: Ward, **changes: object) -> dict[str, Any]:
    """Return what Ada's client sends when she types."""
    scene = ward.ada.person._scene(ward.ada.person.place)
    return scene.message("help") | changes


async def status(ward: Ward, body: object, flaw: Flaw | None = None, **headers: str) -> int:
    stamp = ward.world.authorization(flaw)
    token = {"Authorization": stamp} if stamp else {}
    answered, _ = await ward.world.post(body, token | headers)
    await ward.settled()
    return answered


# ---- who knocks


async def test_a_good_knock_is_let_in(ward: Ward) -> None:
    assert await status(ward, hello(ward)) == 200
    assert len(ward.handled) == 2, "who it is, and what they said"


async def test_a_bad_token_of_any_kind_is_a_401_and_nothing_is_taken_in(ward: Ward) -> None:
    answered = {flaw: await status(ward, hello(ward), flaw) for flaw in Flaw}
    assert answered == dict.fromkeys(Flaw, 401)
    assert (ward.handled, ward.world.calls) == ([], [])


async def test_without_a_good_token_not_even_the_body_is_looked_at(ward: Ward) -> None:
    for body in BAD_BODIES:
        assert await status(ward, body, Flaw.MISSING, **JSON) == 401
        assert await status(ward, body, Flaw.GARBAGE, **JSON) == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "bearer", "Bearer a b", "Bearer \xe9", "Basic eA==", " ", "a" * 9000]
)
async def test_a_header_that_is_no_token_is_a_401(ward: Ward, header: str) -> None:
    answered, _ = await ward.world.post(hello(ward), {"Authorization": header})
    assert answered in {400, 401}, "a header that the server itself can't read is a bad request"


async def test_while_the_keys_are_out_of_reach_teams_is_told_to_come_again(ward: Ward) -> None:
    await ward.teams._keys.warm()
    ward.world.keys.mood = Mood.BROKEN
    ward.world.keys.rotate(keep=False)
    ward.teams._keys._tried -= SOONEST
    assert await status(ward, hello(ward)) == 503
    assert ward.handled == []


# ---- what they send

BAD_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"3",
    b'"help"',
    b"{}",
    b"\xff\xfe",
    b'{"type": "message"}',
    b"[" * 50_000,
    b'{"type": {}}',
]


async def test_a_body_that_is_no_activity_is_a_400(ward: Ward) -> None:
    assert [await status(ward, body, **JSON) for body in BAD_BODIES] == [400] * len(BAD_BODIES)
    assert ward.handled == []


ODD_PARTS: tuple[dict[str, object], ...] = (
    {"type": None},
    {"type": 3},
    {"conversation": None},
    {"conversation": "a:1"},
    {"from": "ada"},
    {"channelId": None},
    {"serviceUrl": None},
    {"channelId": ""},
    {"timestamp": "yesterday"},
    {"entities": {}},
    {"text": ["help"]},
)


async def test_a_part_of_another_shape_is_a_400(ward: Ward) -> None:
    for changes in ODD_PARTS:
        assert await status(ward, hello(ward, **changes)) == 400, changes
    assert ward.handled == []


async def test_another_content_type_is_a_400(ward: Ward) -> None:
    body = json.dumps(hello(ward)).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        assert await status(ward, body, **{"Content-Type": kind}) == 400


async def test_a_body_above_all_bounds_is_a_413(ward: Ward) -> None:
    body = json.dumps(hello(ward, text="x" * MOST_BYTES)).encode()
    assert await status(ward, body, **JSON) == 413
    assert ward.handled == []


async def test_a_long_form_is_taken_in(ward: Ward) -> None:
    value = {"verb": "answer", "t": "c:0:x", **{f"field.f{n}.0a": "é" * 3000 for n in range(10)}}
    assert await status(ward, hello(ward, text=None, value=value)) == 200


# ---- from where


async def test_another_organisation_is_a_403(ward: Ward) -> None:
    other = hello(ward, channelData={"tenant": {"id": OTHER_TENANT}})
    assert await status(ward, other) == 403
    assert await status(ward, hello(ward, channelData={}, conversation={"id": "a:1"})) == 403
    assert ward.handled == []


async def test_another_channel_is_a_403(ward: Ward) -> None:
    for channel in ("webchat", "emulator", "directline", "msteams2"):
        assert await status(ward, hello(ward, channelId=channel)) == 403


NOT_MICROSOFTS = (
    "https://elsewhere.example/",
    "http://smba.trafficmanager.net/uk/",
    "https://smba.trafficmanager.net.elsewhere.example/",
    "https://smba.trafficmanager.net:8443/uk/",
    "https://a@smba.trafficmanager.net/uk/",
    "https://botframework.com.example/",
    "ftp://smba.trafficmanager.net/",
    "https://[broken/",
    "/relative",
)


async def test_an_address_that_is_not_microsofts_is_a_403_with_any_token(ward: Ward) -> None:
    for url in NOT_MICROSOFTS:
        answer = await ward.world.deliver(hello(ward, serviceUrl=url))
        assert answer.status == 403, url
    assert (ward.handled, ward.world.calls) == ([], [])


async def test_nothing_of_a_body_or_a_name_is_logged(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    await status(ward, hello(ward, text="very private"))
    await status(ward, hello(ward, text="very private"), Flaw.EXPIRED)
    await status(ward, hello(ward, text={"very": "private"}))
    ward.breaks(RuntimeError("very private"))
    assert await status(ward, hello(ward, text="very private")) == 500
    told = "".join(capsys.readouterr())
    assert "teams activity failed" in told
    assert "private" not in told.replace("RuntimeError('very private')", "")
    assert "Ada" not in told


async def test_other_methods_are_refused(ward: Ward) -> None:
    session = ward.world._session
    assert session is not None
    async with session.get(ward.world.bot_url) as response:
        assert response.status == 405


# ---- without tokens, on this machine


@asynccontextmanager
async def on_trial(folder: Path) -> AsyncIterator[str]:
    """Serve a bot that lets traffic in without a token, and give its address."""
    settings = TeamsSettings.model_validate({"TURNABOUT_INSECURE_LOCAL": "1"})

    def build(ground: Ground) -> Teams:
        return Teams(settings, ground)

    clock, entropy = VirtualClock(MORNING), SeededEntropy("trial")
    house = house_in(folder)
    async with (
        open_service(house, [build], clock=clock, entropy=entropy, durable=False) as service,
        TestServer(service.application(), host="127.0.0.1") as server,
    ):
        yield str(server.make_url("/api/messages"))


async def test_on_trial_a_local_client_needs_no_token(ward: Ward, tmp_path: Path) -> None:
    (tmp_path / "trial").mkdir()
    async with on_trial(tmp_path / "trial") as url:
        ward.world.bot_url = url
        for channel in ("msteams", "emulator"):
            assert await status(ward, hello(ward, channelId=channel), Flaw.MISSING) == 200
        assert await status(ward, b"{", Flaw.MISSING, **JSON) == 400


async def test_on_trial_a_token_is_still_not_believed_unseen(ward: Ward, tmp_path: Path) -> None:
    (tmp_path / "trial").mkdir()
    async with on_trial(tmp_path / "trial") as url:
        ward.world.bot_url = url
        assert await status(ward, hello(ward), Flaw.GARBAGE) == 401


async def test_on_trial_answers_go_to_this_machine_and_to_microsoft_alone(ward: Ward, tmp_path: Path) -> None:
    (tmp_path / "trial").mkdir()
    async with on_trial(tmp_path / "trial") as url:
        ward.world.bot_url = url
        away = hello(ward, serviceUrl="https://elsewhere.example/")
        assert await status(ward, away, Flaw.MISSING) == 403
