"""What Slack sends becomes events of the core, and nothing that it sends is too odd to be read."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.arrivals import Arrival, Carry, Notice, Place
from adapters.slack.decode import decode
from adapters.slack.shapes import LONGEST_KEY
from bot.core.events import Actor, Answered, Asked, Ignored, Joined, Pressed, Said, Turned
from tests.adapters.slack.slack_payloads import (
    TOKEN,
    button,
    command,
    event,
    interaction,
    message,
    press,
    press_inside,
    submission,
    window,
)

ADA = Actor(platform="slack", workspace="T1", user="U1")


def arrival(body: dict[str, Any]) -> Arrival:
    found = decode(body)
    assert isinstance(found, Arrival), found
    return found


def reason(body: dict[str, Any]) -> str:
    found = decode(body)
    assert isinstance(found, Ignored), found
    return found.reason


def test_words_in_a_direct_message_are_said() -> None:
    found = arrival(message("book tuesday 3"))
    assert found.event == Said(key="slack:Ev1", actor=ADA, text="book tuesday 3")
    assert found.place is Place.CHAT


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("salt &amp; pepper &lt;3", "salt & pepper <3"),
        ("see <https://trust.example/a|trust.example/a>", "see trust.example/a"),
        ("see <https://trust.example/a>", "see https://trust.example/a"),
        ("<@U9> book", "book"),
        ("<#C9|general> book <!here>", "book"),
        ("call <tel:0800|0800 000>", "call 0800 000"),
    ],
)
def test_words_are_read_as_they_were_typed(sent: str, meant: str) -> None:
    said = arrival(message(sent)).event
    assert isinstance(said, Said)
    assert said.text == meant


def test_a_file_is_left_where_it_is_and_its_words_are_read() -> None:
    said = arrival(message("book", subtype="file_share", files=[{"id": "F1"}])).event
    assert isinstance(said, Said)
    assert said.text == "book"


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted", "bot_message", "channel_topic"])
def test_what_nobody_typed_is_left_alone(subtype: str) -> None:
    assert reason(message("book", subtype=subtype)) == "nothing that a person typed"


def test_what_a_bot_says_is_left_alone() -> None:
    assert reason(message("book", bot_id="B1")) == "nothing that a person typed"


def test_nothing_is_read_in_channels() -> None:
    assert (
        reason(event("message", text="book", channel="C1", channel_type="channel")) == "not a direct message"
    )


def test_the_first_look_at_the_chat_is_joining() -> None:
    assert arrival(event("app_home_opened", tab="messages")).event == Joined(key="slack:Ev1", actor=ADA)


def test_the_home_tab_is_for_whoever_draws_it() -> None:
    found = decode(event("app_home_opened", tab="home"))
    assert isinstance(found, Notice)
    assert (found.kind, found.workspace, found.user) == ("app_home_opened", "T1", "U1")


def test_a_changed_profile_is_for_whoever_knows_people() -> None:
    found = decode(event("user_change", user={"id": "U2", "deleted": True}))
    assert isinstance(found, Notice)
    assert found.user == "U2"


def test_an_unknown_event_is_ignored() -> None:
    assert reason(event("emoji_changed")) == "unknown event"


def test_a_button_leads_where_it_was_meant_to() -> None:
    found = arrival(press(button({"r": "proposal.accept", "a": {"relationship": "R1"}})))
    assert found.event == Pressed(
        key="slack:11.22.aa", actor=ADA, route="proposal.accept", args={"relationship": "R1"}
    )
    assert (found.place, found.channel, found.message, found.trigger) == (Place.CHAT, "D1", "1.2", "11.22.aa")


@pytest.mark.parametrize(
    "there",
    [
        {"channel": {"id": "C1", "name": "coordinators"}},
        {"channel": {"id": "G1", "name": "privategroup"}},
        {"container": {"type": "message", "message_ts": "1.2", "channel_id": "D1", "is_ephemeral": True}},
    ],
)
def test_what_is_pressed_anywhere_but_in_our_chat_is_answered_apart(there: dict[str, Any]) -> None:
    assert arrival(press(button({"r": "hands", "a": {}}), **there)).place is Place.CHANNEL


def test_a_button_of_the_home_tab_is_known_as_one() -> None:
    home = {"id": "V9", "type": "home", "hash": "h"}
    assert arrival(press_inside(button({"r": "book", "a": {}}), home)).place is Place.HOME


@pytest.mark.parametrize("to", ["back", "skip", "later"])
def test_a_page_is_turned_by_the_buttons_of_a_form(to: str) -> None:
    found = arrival(press_inside(button(to, f"turn:{to}"), window()))
    assert found.event == Turned(key="slack:11.22.aa", actor=ADA, token=TOKEN, to=to)


def test_help_is_a_press_wherever_it_stands() -> None:
    pressed = arrival(press_inside(button("help", "turn:help"), window())).event
    assert isinstance(pressed, Pressed)
    assert pressed.route == "help"


@pytest.mark.parametrize(
    "action",
    [
        {"type": "radio_buttons", "action_id": "weight", "selected_option": {"value": "heavy"}},
        button("", "press:0"),
        button("{", "press:0"),
        button([1], "press:0"),
        button({"a": {}}, "press:0"),
        button("[" * 1900, "press:0"),
        button("later", "turn:sideways"),
    ],
)
def test_what_is_no_button_of_ours_means_nothing(action: dict[str, Any]) -> None:
    assert reason(press_inside(action, window())) == "no button of ours"


def test_a_sent_form_is_answered_by_the_names_of_its_fields() -> None:
    found = arrival(submission())
    assert found.event == Answered(
        key="slack:11.22.aa", actor=ADA, token=TOKEN, values={"what": "The quiet ward"}
    )
    assert found.window is not None
    assert (found.window.id, found.window.hash) == ("V1", "h1")
    assert found.window.carry == Carry(TOKEN, Place.CHAT)


def test_two_answers_to_one_window_are_two_events() -> None:
    keys = {arrival(submission(trigger_id=trigger)).event.key for trigger in ("1.1.a", "1.1.b")}
    assert len(keys) == 2


def test_a_window_that_asks_nothing_answers_nothing() -> None:
    assert reason(interaction("view_submission", view=window("notice"))) == "a window that asks nothing"


def test_a_closed_question_is_noticed() -> None:
    found = decode(interaction("view_closed", view=window()))
    assert isinstance(found, Notice)
    assert (found.kind, found.user) == ("view_closed", "U1")


def test_another_closed_window_means_nothing() -> None:
    assert reason(interaction("view_closed", view=window("notice"))) == "a window was closed"


def test_words_after_the_command_are_as_if_typed() -> None:
    found = arrival(command("book &lt;tuesday&gt; 3"))
    assert found.event == Said(key="slack:11.22.bb", actor=ADA, text="book <tuesday> 3")
    assert found.place is Place.COMMAND


def test_the_command_alone_asks_for_help() -> None:
    assert arrival(command(" ")).event == Asked(key="slack:11.22.bb", actor=ADA, command="help")


def test_a_command_that_nothing_tells_from_another_is_left_alone() -> None:
    assert reason(command("book", trigger_id="")) == "a command without a name"


@pytest.mark.parametrize(("name", "what"), [("log_interaction", "log"), ("book_meeting", "book")])
def test_shortcuts_are_commands(name: str, what: str) -> None:
    found = arrival(interaction("shortcut", callback_id=name))
    assert found.event == Asked(key="slack:11.22.aa", actor=ADA, command=what)


def test_in_an_organisation_somebody_has_one_address() -> None:
    grid = {"enterprise": {"id": "E1"}, "is_enterprise_install": True}
    pressed = press(button({"r": "book", "a": {}}), team=None, user={"id": "W7", "team_id": "T5"}, **grid)
    said = message("book") | {
        "authorizations": [{"team_id": "T2", "enterprise_id": "E1", "is_enterprise_install": True}]
    }
    ordered = command("book", enterprise_id="E1", is_enterprise_install="true")
    found = [arrival(one).event.actor.workspace for one in (pressed, said, ordered)]
    assert found == ["E1", "E1", "E1"]


def test_without_a_team_the_one_of_the_person_counts() -> None:
    pressed = press(button({"r": "book", "a": {}}), team=None, user={"id": "W7", "team_id": "T5"})
    assert arrival(pressed).event.actor == Actor(platform="slack", workspace="T5", user="W7")


def test_a_long_name_becomes_a_key_of_its_own() -> None:
    keys = {arrival(submission(trigger_id="x" * 300 + end)).event.key for end in "ab"}
    assert len(keys) == 2
    assert all(len(key) <= LONGEST_KEY for key in keys)


@pytest.mark.parametrize("metadata", ["", "{", "[]", '{"t":1}', '{"p":"moon"}', "[" * 2000])
def test_a_window_that_carries_nothing_of_ours_carries_nothing(metadata: str) -> None:
    assert Carry.read(metadata) == Carry()


def test_what_a_window_carries_comes_back() -> None:
    carry = Carry(TOKEN, Place.HOME)
    assert Carry.read(carry.written()) == carry


odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.text(max_size=5)
    | st.sampled_from(["T1", "U1", "button"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
whole = st.sampled_from(
    [
        message("book"),
        event("app_home_opened", tab="messages"),
        event("user_change"),
        press(button({"r": "book", "a": {"x": "1"}})),
        press_inside(button("back", "turn:back"), window()),
        submission(),
        command("book"),
        interaction("shortcut", callback_id="log_interaction"),
        interaction("view_closed", view=window()),
    ]
)


def paths(body: object, here: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [here, *(path for key, value in inner for path in paths(value, (*here, key)))]


@given(body=whole, data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_payload_with_any_part_bent_is_still_read(body: dict[str, Any], data: st.DataObject) -> None:
    bent = json.loads(json.dumps(body))
    path = data.draw(st.sampled_from([one for one in paths(bent) if one]))
    holder = bent
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = data.draw(odd)
    assert isinstance(decode(bent), Arrival | Notice | Ignored)


@given(body=st.dictionaries(st.sampled_from(["type", "event", "view", "user", "command", "actions"]), odd))
@settings(max_examples=150, deadline=None)
def test_any_payload_at_all_is_read(body: dict[str, Any]) -> None:
    assert isinstance(decode(body), Arrival | Notice | Ignored)
