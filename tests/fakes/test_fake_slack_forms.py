"""The fake Slack's forms and Home tabs: triggers, hashes, stacks, and what the answers do to them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import actions, asks, button, home, many, modal, options, plain, section
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.person import Person
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.small_app import SmallApp

FORM = modal("Reflect", asks("What stayed?", "stayed"), asks("Weight", "weight", optional=True))


@dataclass
class Scene:
    """Ada with a Slack, and a small app on the other side."""

    slack: FakeSlack
    app: SmallApp
    client: AsyncWebClient
    ada: Person

    async def trigger(self) -> str:
        await self.ada.shortcut("log_interaction")
        return str(self.app.last["trigger_id"])

    async def opens(self, view: Any = FORM) -> Any:
        answer = await self.client.views_open(trigger_id=await self.trigger(), view=view)
        return answer["view"]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with FakeSlack() as slack, SmallApp(slack.signing_secret, slack.clock) as app:
        slack.app_url = app.url
        ada = slack.adds_person("U1", "Ada Quist", "ada@trust.example")
        yield Scene(slack, app, AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[]), ada)


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await call
    said: dict[str, Any] = caught.value.response.data
    return said


async def refusal(call: Any) -> str:
    return str((await refused(call))["error"])


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


# ---- filling in and submitting


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
    assert await refusal(scene.client.views_publish(user_id="U9", view=home(section("x")))) == "invalid_arguments"
