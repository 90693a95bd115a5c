"""What people do in the fake Slack, in the shapes that Slack sends."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack.examples import actions, button, options, plain, section
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.scene import Scene, a_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as scene:
        yield scene


# ---- presses


CHOICES = [
    section("Tuesday at three?"),
    actions(button("That works", '{"r":"yes"}', "yes"), button("No & never", action_id="no")),
    actions(
        {"type": "static_select", "action_id": "day", "placeholder": plain("Day"), "options": options("Mon")}
    ),
]


async def test_a_press_carries_its_message_and_its_button(scene: Scene) -> None:
    metadata = {"event_type": "letter", "event_payload": {"id": "L1"}}
    sent = await scene.client.chat_postMessage(channel="U1", text="When?", blocks=CHOICES, metadata=metadata)

    await scene.ada.presses(scene.ada.last, "That works")

    told = scene.app.last
    assert (told["type"], told["user"]["id"], told["channel"]["name"]) == (
        "block_actions",
        "U1",
        "directmessage",
    )
    assert told["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": sent["channel"],
        "is_ephemeral": False,
    }
    assert (told["message"]["ts"], told["message"]["app_id"]) == (sent["ts"], "A0FAKE")
    assert told["message"]["metadata"] == metadata
    (action,) = told["actions"]
    assert (action["action_id"], action["value"], action["type"]) == ("yes", '{"r":"yes"}', "button")
    assert action["block_id"]


async def test_buttons_are_found_by_label_or_by_name(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel="U1", text="When?", blocks=CHOICES)

    await scene.ada.presses(scene.ada.last, "no & never")
    assert scene.app.last["actions"][0]["text"]["text"] == "No &amp; never"
    await scene.ada.chooses(scene.ada.last, "Day", "Mon")
    assert scene.app.last["actions"][0]["selected_option"]["value"] == "mon"
    with pytest.raises(CannotDoError, match="That works"):
        await scene.ada.presses(scene.ada.last, "Maybe")


async def test_a_press_is_never_delivered_again_by_itself(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel="U1", text="When?", blocks=CHOICES)
    scene.app.says(status=500)

    answer = await scene.ada.presses(scene.ada.last, "That works")

    assert (answer.attempts, scene.slack.mistakes) == (1, ["block_actions: http_error 500"])


async def test_a_second_device_presses_what_it_still_shows(scene: Scene) -> None:
    sent = await scene.client.chat_postMessage(channel="U1", text="When?", blocks=CHOICES)
    second = scene.ada.last.remembered()
    await scene.client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Settled.")

    await scene.ada.presses(second, "That works")

    assert scene.app.last["actions"][0]["action_id"] == "yes"
    assert scene.ada.last.buttons == []


# ---- commands and answers to them


async def test_a_command_comes_as_a_form(scene: Scene) -> None:
    await scene.ada.commands("/turnabout", "book <tuesday> & wednesday", channel="C1")

    told = scene.app.last
    assert (told["command"], told["text"]) == ("/turnabout", "book &lt;tuesday&gt; &amp; wednesday")
    assert (told["channel_id"], told["channel_name"], told["user_name"]) == ("C1", "privategroup", "ada")
    assert (told["team_domain"], told["is_enterprise_install"]) == ("trust", "false")
    assert told["trigger_id"]


async def test_the_answer_to_a_command_is_for_the_person_alone(scene: Scene) -> None:
    bo = scene.slack.adds_person("U2", "Bo Lind", "bo@trust.example")
    scene.slack.channel("C1").members.add(bo.id)
    scene.app.says({"text": "Nothing is booked.", "blocks": [section("Nothing is booked.")]})

    await scene.ada.commands("/turnabout", "status", channel="C1")

    assert [post.words for post in scene.slack.channel("C1").seen_by("U1")] == ["Nothing is booked."]
    assert scene.slack.channel("C1").seen_by("U2") == []


async def test_a_command_nobody_registered_does_not_exist(scene: Scene) -> None:
    scene.slack.app.commands = frozenset({"/turnabout"})

    with pytest.raises(CannotDoError, match="not a valid command"):
        await scene.ada.commands("/turnaround")


async def test_a_response_url_answers_changes_and_deletes(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel="U1", text="When?", blocks=CHOICES)
    await scene.ada.presses(scene.ada.last, "That works")
    hook = AsyncWebhookClient(scene.app.last["response_url"])

    assert (await hook.send(text="Only you")).body == "ok"
    assert scene.ada.last.ephemeral
    await hook.send(text="Settled.", replace_original=True)
    assert scene.ada.posts[0].words == "Settled."
    await hook.send(delete_original=True)
    assert [post.text for post in scene.ada.posts] == ["Only you"]


async def test_a_response_url_wears_out(scene: Scene) -> None:
    await scene.ada.commands("/turnabout", "help")
    hook = AsyncWebhookClient(scene.app.last["response_url"])
    for _ in range(5):
        await hook.send(text="Hello")

    assert "used_url" in (await hook.send(text="Hello")).body
    await scene.ada.commands("/turnabout", "help")
    old = AsyncWebhookClient(scene.app.last["response_url"])
    scene.slack.passes(31 * 60)
    assert "expired_url" in (await old.send(text="Hello")).body
