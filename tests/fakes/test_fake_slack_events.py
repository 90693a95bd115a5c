"""What the fake Slack tells an app of: signed, in its envelope, and again when it was not taken."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port
from slack_sdk.signature import SignatureVerifier

from tests.fakes.slack.fake import SCOPES, FakeSlack
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.scene import Scene, a_scene
from tests.fakes.slack.sights import Json


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as scene:
        yield scene


# ---- signatures


async def test_slacks_own_verifier_takes_the_signature() -> None:
    slack = FakeSlack(signing_secret="s3cret")
    signature = slack.way.signature(b'{"a": 1}', "1700000000")

    expected = SignatureVerifier("s3cret").generate_signature(timestamp="1700000000", body='{"a": 1}')

    assert signature == expected


@pytest.mark.parametrize(
    "how", [{"signature": "v0=00"}, {"signature": ""}, {"timestamp": "1"}, {"timestamp": ""}]
)
async def test_a_post_can_be_signed_badly_on_purpose(scene: Scene, how: dict[str, str]) -> None:
    heard = await scene.slack.posts_raw(b"{}", "application/json", **how)

    assert heard.status == 401
    assert scene.app.heard == []


# ---- events


async def test_a_typed_message_arrives_in_its_envelope(scene: Scene) -> None:
    answer = await scene.ada.types("book tuesday <3 & more")

    told = scene.app.last
    assert (answer.fine, answer.attempts) == (True, 1)
    assert (told["type"], told["team_id"], told["api_app_id"]) == ("event_callback", "T1", "A0FAKE")
    assert told["authorizations"][0] == {
        "enterprise_id": None,
        "team_id": "T1",
        "user_id": "UBOTT1",
        "is_bot": True,
        "is_enterprise_install": False,
    }
    event = told["event"]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", "U1")
    assert event["text"] == "book tuesday &lt;3 &amp; more"
    assert scene.ada.last.words == "book tuesday <3 & more"
    assert "X-Slack-Retry-Num" not in scene.app.headers[-1]


async def test_an_event_that_fails_comes_again_three_times_with_the_same_name(scene: Scene) -> None:
    for _ in range(4):
        scene.app.says(status=500)

    answer = await scene.ada.types("help")

    assert (answer.status, answer.attempts) == (500, 4)
    assert len({told["event_id"] for told in scene.app.heard}) == 1
    assert [one.get("X-Slack-Retry-Num") for one in scene.app.headers] == [None, "1", "2", "3"]
    assert scene.app.headers[-1]["X-Slack-Retry-Reason"] == "http_error"
    assert scene.slack.mistakes == ["message.im: http_error 500"]


async def test_an_event_that_is_taken_at_the_second_try_is_fine(scene: Scene) -> None:
    scene.app.says(status=503)

    answer = await scene.ada.types("help")

    assert (answer.fine, answer.attempts, scene.slack.mistakes) == (True, 2, [])


async def test_an_app_can_ask_for_no_retry(scene: Scene) -> None:
    scene.app.says(status=500, **{"X-Slack-No-Retry": "1"})

    assert (await scene.ada.types("help")).attempts == 1


async def test_an_answer_after_three_seconds_of_the_clock_is_too_late(scene: Scene) -> None:
    async def dawdle(_payload: Json) -> web.Response | None:
        scene.slack.passes(3.5)
        return None

    scene.app.listen = dawdle

    answer = await scene.ada.types("help")

    assert (answer.status, answer.why, answer.attempts) == (200, "http_timeout", 4)
    assert scene.app.headers[-1]["X-Slack-Retry-Reason"] == "http_timeout"


async def test_nobody_at_the_address_is_a_failed_connection(scene: Scene) -> None:
    scene.slack.app_url = f"http://127.0.0.1:{unused_port()}/slack/events"

    assert (await scene.ada.types("help")).why == "connection_failed"


async def test_an_event_the_app_has_had_can_come_again(scene: Scene) -> None:
    first = await scene.ada.types("help")
    await scene.slack.again(first)

    one, two = scene.app.heard
    assert one == two
    assert scene.app.headers[-1]["X-Slack-Retry-Num"] == "1"


async def test_an_app_hears_only_what_it_subscribed_to(scene: Scene) -> None:
    scene.slack.app.events = frozenset({"message.im"})

    assert (await scene.ada.opens_home()).why == "not_subscribed"
    assert (await scene.ada.types("help")).fine


async def test_an_edited_message_says_what_it_was(scene: Scene) -> None:
    await scene.ada.types("tuesday")
    await scene.ada.edits(scene.ada.last, "friday")

    event = scene.app.last["event"]
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("friday", "tuesday")


async def test_a_changed_profile_is_told_with_its_zone(scene: Scene) -> None:
    await scene.ada.changes(tz="Asia/Tokyo")
    assert scene.app.last["event"]["user"]["tz_offset"] == 9 * 3600

    await scene.ada.leaves()
    assert scene.app.last["event"]["user"]["deleted"]


async def test_arrivals_are_told(scene: Scene) -> None:
    bo = scene.slack.adds_person("U2", "Bo Lind", "bo@trust.example")
    await bo.joins()
    assert scene.app.last["event"]["user"]["profile"]["email"] == "bo@trust.example"

    await bo.joins_channel("C1")
    assert (scene.app.last["event"]["type"], scene.app.last["event"]["user"]) == (
        "member_joined_channel",
        "U2",
    )


async def test_the_app_is_told_of_its_own_messages_when_they_echo(scene: Scene) -> None:
    sent = await scene.client.chat_postMessage(channel="U1", text="Hello")
    await scene.client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Hallo")

    await scene.slack.admin.echoes()

    posted, changed = (told["event"] for told in scene.app.heard)
    assert (posted["bot_id"], posted["user"], posted["channel_type"]) == ("BBOTT1", "UBOTT1", "im")
    assert changed["subtype"] == "message_changed"
    assert await scene.slack.admin.echoes() == []


# ---- administrators


async def test_a_removed_app_has_no_token_when_it_hears_of_it(scene: Scene) -> None:
    answers = await scene.slack.admin.uninstalls("T1")

    assert [answer.fine for answer in answers] == [True, True]
    revoked, removed = (told["event"] for told in scene.app.heard)
    assert (revoked["type"], revoked["tokens"]) == ("tokens_revoked", {"oauth": [], "bot": ["UBOTT1"]})
    assert removed["type"] == "app_uninstalled"
    with pytest.raises(CannotDoError, match="not installed"):
        await scene.ada.types("help")


async def test_inviting_removing_and_archiving_are_told(scene: Scene) -> None:
    scene.slack.adds_channel("C2", "wider", members=["U1"], private=False, app_is_in=False)

    await scene.slack.admin.invites_app("C2", by="U1")
    await scene.slack.admin.removes_app("C2")
    await scene.slack.admin.archives("C1", by="U1")

    kinds = [told["event"]["type"] for told in scene.app.heard]
    assert kinds == ["member_joined_channel", "member_left_channel", "group_archive"]
    assert scene.app.heard[0]["event"]["user"] == "UBOTT1"


async def test_the_address_is_verified_with_a_challenge(scene: Scene) -> None:
    async def repeat(payload: Json) -> web.Response | None:
        return web.Response(text=payload["challenge"])

    scene.app.listen = repeat

    answer = await scene.slack.admin.verifies_address()

    assert answer.body == scene.app.last["challenge"]


async def test_on_the_grid_everything_says_which_organisation(scene: Scene) -> None:
    scene.slack.adds_workspace("T2", "North", enterprise="E1", scopes=SCOPES)
    eve = scene.slack.adds_person("W1", "Eve Hall", "eve@trust.example", team="T2")

    await eve.types("help")
    assert scene.app.last["authorizations"][0]["enterprise_id"] == "E1"
    await eve.shortcut("book")
    assert (scene.app.last["enterprise"]["id"], scene.app.last["is_enterprise_install"]) == ("E1", False)
    await eve.commands("/turnabout", "help")
    assert scene.app.last["enterprise_id"] == "E1"
