"""The fake Slack's forms: triggers, hashes, stacks, and what a view may be."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.slack.examples import actions, asks, button, home, many, modal, options, plain, section
from tests.fakes.slack.scene import FORM, Scene, a_scene, refusal, refused


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as scene:
        yield scene


# ---- triggers


async def test_a_trigger_opens_one_form(scene: Scene) -> None:
    trigger = await scene.trigger()

    await scene.client.views_open(trigger_id=trigger, view=FORM)

    assert scene.ada.view.title == "Reflect"
    assert scene.ada.view.labels == ["What stayed?", "Weight"]
    assert await refusal(scene.client.views_open(trigger_id=trigger, view=FORM)) == "exchanged_trigger_id"


async def test_a_trigger_lasts_three_seconds(scene: Scene) -> None:
    early, late = await scene.trigger(), await scene.trigger()

    scene.slack.passes(3)
    assert (await scene.client.views_open(trigger_id=early, view=FORM))["ok"]
    scene.slack.passes(0.1)
    assert await refusal(scene.client.views_open(trigger_id=late, view=FORM)) == "expired_trigger_id"


async def test_a_trigger_that_slack_never_gave_opens_nothing(scene: Scene) -> None:
    assert await refusal(scene.client.views_open(trigger_id="1.2.3", view=FORM)) == "invalid_trigger_id"


# ---- what a view may be


BAD_VIEWS = [
    modal("x" * 25, section("x")),
    modal("", section("x")),
    modal("x"),
    modal("x", *many(101)),
    modal("x", section("x"), private_metadata="x" * 3001),
    modal("x", section("x"), callback_id="x" * 256),
    modal("x", section("x"), submit=plain("x" * 25)),
    modal("x", section("x"), colour="red"),
    modal("x", asks("Why?", "why")) | {"submit": None},
    modal("x", {"type": "markdown", "text": "# x"}),
    modal("x", asks("Why?", "why", button("x"))),
    modal("x", asks("Why?", "why"), asks("How?", "why")),
    modal("x", asks("Why?", "why", {"type": "radio_buttons", "options": options(*map(str, range(11)))})),
    modal("x", asks("Why?", "why", {"type": "plain_text_input", "max_length": 3001})),
    modal("x", asks("Why?", "why", {"type": "plain_text_input", "max_length": 2, "initial_value": "abc"})),
    modal("x", asks("Why?", "why", {"type": "plain_text_input", "placeholder": plain("x" * 151)})),
    modal(
        "x",
        *(asks(name, name, {"type": "plain_text_input", "focus_on_load": True}) for name in ("one", "two")),
    ),
    home(section("x")),
    {"type": "page", "blocks": [section("x")]},
]


@pytest.mark.parametrize("view", BAD_VIEWS, ids=range(len(BAD_VIEWS)))
async def test_a_view_that_breaks_a_rule_is_refused_and_not_shown(scene: Scene, view: Any) -> None:
    said = await refused(scene.client.views_open(trigger_id=await scene.trigger(), view=view))

    assert said["error"] == "invalid_arguments"
    assert "/view" in said["response_metadata"]["messages"][0]
    assert scene.slack.view_of("U1") is None


async def test_a_view_may_be_as_large_as_slack_allows(scene: Scene) -> None:
    view = modal("x" * 24, *many(100), private_metadata="x" * 3000, callback_id="x" * 255)

    assert (await scene.opens(view))["private_metadata"] == "x" * 3000


# ---- changing what is open


async def test_an_update_that_knows_an_older_state_is_a_conflict(scene: Scene) -> None:
    first = await scene.opens()
    changed = await scene.client.views_update(view_id=first["id"], hash=first["hash"], view=FORM)

    old = scene.client.views_update(view_id=first["id"], hash=first["hash"], view=FORM)

    assert changed["view"]["hash"] != first["hash"]
    assert await refusal(old) == "hash_conflict"
    assert (await scene.client.views_update(view_id=first["id"], view=FORM))["ok"]


async def test_what_is_closed_is_not_found(scene: Scene) -> None:
    view = await scene.opens()
    await scene.ada.closes(scene.ada.view)

    assert await refusal(scene.client.views_update(view_id=view["id"], view=FORM)) == "not_found"


async def test_an_update_keeps_what_was_typed_where_names_stay(scene: Scene) -> None:
    again = asks("Again?", "again", {"type": "plain_text_input", "dispatch_action_config": {}})
    view = await scene.opens(modal("One", asks("What?", "what"), again, actions(button("Back"))))
    await scene.ada.turns(scene.ada.view, "Back", {"What?": "Tea", "Again?": "Cake"})

    await scene.client.views_update(view_id=view["id"], view=modal("Two", asks("What?", "what")))
    await scene.ada.submits(scene.ada.view)

    assert scene.app.last["view"]["state"]["values"] == {
        "what": {"what": {"type": "plain_text_input", "value": "Tea"}}
    }


async def test_forms_stand_on_one_another_three_deep(scene: Scene) -> None:
    await scene.opens(modal("One", section("x"), actions(button("More"))))
    for title in ("Two", "Three"):
        await scene.ada.turns(scene.ada.view, "More")
        view = modal(title, section("x"), actions(button("More")))
        await scene.client.views_push(trigger_id=scene.app.last["trigger_id"], view=view)
    await scene.ada.turns(scene.ada.view, "More")

    fourth = scene.client.views_push(trigger_id=scene.app.last["trigger_id"], view=FORM)

    assert await refusal(fourth) == "push_limit_reached"
    await scene.ada.closes(scene.ada.view)
    assert scene.ada.view.title == "Two"


async def test_an_external_name_belongs_to_one_open_form(scene: Scene) -> None:
    scene.slack.adds_person("U2", "Bo Lind", "bo@trust.example")
    view = modal("One", section("x"), external_id="x1")
    await scene.opens(view)
    await scene.slack.people["U2"].shortcut("log_interaction")
    trigger = scene.app.last["trigger_id"]

    assert await refusal(scene.client.views_open(trigger_id=trigger, view=view)) == "duplicate_external_id"
    update = await scene.client.views_update(external_id="x1", view=modal("Two", section("x")))
    assert update["view"]["title"]["text"] == "Two"


# ---- the Home tab


async def test_a_home_tab_is_published_opened_and_pressed(scene: Scene) -> None:
    tab = home(section("My programme"), actions(button("Book", '{"r":"book"}')))
    await scene.client.views_publish(user_id="U1", view=tab)

    await scene.ada.opens_home()
    assert scene.app.last["event"]["view"]["hash"] == scene.ada.home.hash
    await scene.ada.presses(scene.ada.home, "Book")

    told = scene.app.last
    assert (told["container"]["type"], told["view"]["type"]) == ("view", "home")
    assert told["actions"][0]["value"] == '{"r":"book"}'
    assert scene.ada.home.words == "My programme\nBook"


async def test_a_home_tab_has_a_hash_of_its_own(scene: Scene) -> None:
    first = (await scene.client.views_publish(user_id="U1", view=home(section("One"))))["view"]
    second = await scene.client.views_publish(user_id="U1", view=home(section("Two")), hash=first["hash"])

    late = scene.client.views_publish(user_id="U1", view=home(section("Three")), hash=first["hash"])

    assert second["view"]["id"] == first["id"]
    assert await refusal(late) == "hash_conflict"
    assert (
        await refusal(scene.client.views_publish(user_id="U9", view=home(section("x"))))
        == "invalid_arguments"
    )


async def test_without_a_home_tab_nothing_is_published(scene: Scene) -> None:
    scene.slack.app.home_tab = False

    assert await refusal(scene.client.views_publish(user_id="U1", view=home(section("x")))) == "not_enabled"
