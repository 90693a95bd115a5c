"""Filling in the fake Slack's forms, and what the app's answers do to them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.slack.examples import asks, modal, options, section
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.scene import FORM, Scene, a_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as scene:
        yield scene


EVERYTHING = modal(
    "Everything",
    asks("Words", "words", {"type": "plain_text_input", "multiline": True, "initial_value": "Once"}),
    asks("One", "one", {"type": "radio_buttons", "options": options("Tea", "Cake")}),
    asks("Some", "some", {"type": "checkboxes", "options": options("Mon", "Tue", "Wed")}),
    asks("Menu", "menu", {"type": "static_select", "options": options("A & B", "C")}),
    asks("Day", "day", {"type": "datepicker"}),
    asks("Hour", "hour", {"type": "timepicker"}),
    asks("Number", "number", {"type": "number_input", "is_decimal_allowed": False}),
    asks("Person", "person", {"type": "users_select"}),
    asks("Left out", "out", {"type": "plain_text_input"}, optional=True),
    private_metadata="kept",
    callback_id="all",
)


async def test_every_kind_of_input_arrives_in_slacks_shape(scene: Scene) -> None:
    await scene.opens(EVERYTHING)
    chosen = {"Words": "a < b & c\nd", "One": "Cake", "Some": ["Mon", "Wed"], "Menu": "A & B"}

    await scene.ada.submits(
        scene.ada.view, chosen | {"Day": "2027-02-03", "Hour": "15:00", "Number": 7, "Person": "U1"}
    )

    values = {name: value[name] for name, value in scene.app.last["view"]["state"]["values"].items()}
    assert values["words"] == {"type": "plain_text_input", "value": "a < b & c\nd"}
    assert values["one"]["selected_option"]["value"] == "cake"
    assert [one["value"] for one in values["some"]["selected_options"]] == ["mon", "wed"]
    assert values["menu"]["selected_option"]["text"]["text"] == "A &amp; B"
    assert values["day"] == {"type": "datepicker", "selected_date": "2027-02-03"}
    assert values["hour"] == {"type": "timepicker", "selected_time": "15:00"}
    assert values["number"] == {"type": "number_input", "value": "7"}
    assert values["person"] == {"type": "users_select", "selected_user": "U1"}
    assert values["out"] == {"type": "plain_text_input", "value": None}


async def test_a_submission_carries_the_whole_view(scene: Scene) -> None:
    opened = await scene.opens(modal("One", section("x"), private_metadata="kept", callback_id="step"))
    await scene.ada.submits(scene.ada.view)

    told = scene.app.last
    assert (told["type"], told["user"]["id"], told["team"]["id"]) == ("view_submission", "U1", "T1")
    view = told["view"]
    assert (view["id"], view["hash"], view["root_view_id"]) == (opened["id"], opened["hash"], opened["id"])
    assert (view["private_metadata"], view["callback_id"]) == ("kept", "step")


@pytest.mark.parametrize(
    "values",
    [
        {"Words": ""},
        {"One": "Beer"},
        {"Day": "tomorrow"},
        {"Hour": "3pm"},
        {"Number": "seven"},
        {"Words": "x" * 3001},
        {"Nothing": "x"},
    ],
    ids=lambda values: next(iter(values)),
)
async def test_what_slacks_own_form_refuses_is_never_sent(scene: Scene, values: dict[str, Any]) -> None:
    await scene.opens(EVERYTHING)
    before = len(scene.app.heard)

    with pytest.raises(CannotDoError):
        await scene.ada.submits(scene.ada.view, values)

    assert len(scene.app.heard) == before


async def test_an_empty_answer_closes_the_form(scene: Scene) -> None:
    await scene.opens()

    await scene.ada.submits(scene.ada.view, {"What stayed?": "Tea"})

    assert scene.slack.view_of("U1") is None


async def test_update_shows_the_next_question_in_the_same_form(scene: Scene) -> None:
    opened = await scene.opens()
    scene.app.says({"response_action": "update", "view": modal("Two", section("Thanks"))})

    await scene.ada.submits(scene.ada.view, {"What stayed?": "Tea"})

    assert (scene.ada.view.title, scene.ada.view.id) == ("Two", opened["id"])
    assert scene.ada.view.hash != opened["hash"]


async def test_push_and_clear_stack_and_close_all(scene: Scene) -> None:
    await scene.opens()
    scene.app.says({"response_action": "push", "view": modal("Two", section("x"))})
    await scene.ada.submits(scene.ada.view, {"What stayed?": "Tea"})
    assert scene.ada.view.title == "Two"

    scene.app.says({"response_action": "clear"})
    await scene.ada.submits(scene.ada.view)

    assert scene.slack.view_of("U1") is None


async def test_errors_stand_in_the_form_and_what_was_typed_stays(scene: Scene) -> None:
    await scene.opens()
    scene.app.says({"response_action": "errors", "errors": {"stayed": "A little more, please."}})

    await scene.ada.submits(scene.ada.view, {"What stayed?": "Tea"})

    assert scene.ada.view.errors == {"stayed": "A little more, please."}
    await scene.ada.submits(scene.ada.view)
    assert scene.app.last["view"]["state"]["values"]["stayed"]["stayed"]["value"] == "Tea"
    assert scene.slack.mistakes == []


@pytest.mark.parametrize(
    "body",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal("x" * 25, section("x"))},
        {"response_action": "update"},
        {"response_action": "dance"},
        [1],
        "thanks",
    ],
    ids=range(7),
)
async def test_an_answer_slack_cannot_read_is_the_apps_mistake(scene: Scene, body: Any) -> None:
    await scene.opens()
    scene.app.says(body)

    await scene.ada.submits(scene.ada.view, {"What stayed?": "Tea"})

    assert (scene.ada.view.title, bool(scene.ada.view.trouble)) == ("Reflect", True)
    assert len(scene.slack.mistakes) == 1


async def test_a_form_the_app_fails_to_take_stays_open(scene: Scene) -> None:
    await scene.opens()
    scene.app.says(status=500)

    answer = await scene.ada.submits(scene.ada.view, {"What stayed?": "Tea"})

    assert (answer.status, answer.attempts) == (500, 1)
    assert scene.ada.view.trouble
    assert scene.slack.mistakes == ["view_submission: http_error 500"]


async def test_a_second_device_can_submit_the_form_it_still_shows(scene: Scene) -> None:
    opened = await scene.opens()
    second = scene.ada.view.remembered()
    await scene.client.views_update(view_id=opened["id"], view=modal("Two", asks("Why?", "why")))

    await scene.ada.submits(second, {"What stayed?": "Tea"})

    assert scene.app.last["view"]["hash"] == opened["hash"]
    assert scene.app.last["view"]["title"]["text"] == "Reflect"


async def test_closing_is_told_only_to_those_who_asked(scene: Scene) -> None:
    await scene.opens()
    assert await scene.ada.closes(scene.ada.view) is None

    await scene.opens(FORM | {"notify_on_close": True})
    await scene.ada.closes(scene.ada.view, everything=True)

    assert (scene.app.last["type"], scene.app.last["is_cleared"]) == ("view_closed", True)


async def test_a_form_that_is_not_open_cannot_be_used(scene: Scene) -> None:
    await scene.opens()
    view = scene.ada.view
    await scene.ada.closes(view)

    with pytest.raises(CannotDoError, match="no form 'Reflect' open"):
        await scene.ada.submits(view, {"What stayed?": "Tea"})


async def test_a_double_click_submits_twice_and_closes_once(scene: Scene) -> None:
    await scene.opens()
    view = scene.ada.view
    values = {"What stayed?": "Tea"}

    await asyncio.gather(scene.ada.submits(view, values), scene.ada.submits(view, values))

    assert [told["type"] for told in scene.app.heard[-2:]] == ["view_submission"] * 2
    assert scene.slack.view_of("U1") is None
    assert scene.slack.mistakes == []
