"""What arrives is read into a shape of our own, and means one thing or nothing; nothing makes it stumble."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.decode import comes, event_in, goes
from adapters.teams.inbound import LONGEST_KEY, Inbound, NoActivity, key_of, read
from bot.core.events import Answered, Departed, Event, Ignored, Joined, Pressed, Said, Turned

BASE: dict[str, Any] = {
    "type": "message",
    "id": "1700000000001",
    "timestamp": "2027-01-04T09:00:00.1234567Z",
    "channelId": "msteams",
    "serviceUrl": "https://smba.trafficmanager.net/uk/",
    "from": {"id": "29:ada", "aadObjectId": "ada-object", "name": "Ada Quist"},
    "conversation": {"conversationType": "personal", "tenantId": "trust", "id": "a:ada"},
    "recipient": {"id": "28:bot", "name": "Turnabout"},
    "channelData": {"tenant": {"id": "trust"}},
    "locale": "en-GB",
    "localTimezone": "Europe/London",
}
CHANNEL = {"conversationType": "channel", "id": "19:ch@thread.tacv2;messageid=17", "isGroup": True}


def arrived(**changes: object) -> Inbound:
    return read(json.dumps(BASE | changes).encode())


def meant(**changes: object) -> Event:
    return event_in(arrived(**changes))


def pressed(data: object, **changes: object) -> Event:
    value = {"action": {"type": "Action.Execute", "verb": "press", "data": data}, "trigger": "manual"}
    return meant(type="invoke", name="adaptiveCard/action", value=value, **changes)


# ---- who and where


def test_who_it_was_is_what_entra_id_calls_them() -> None:
    actor = arrived(text="help").actor
    assert (actor.platform, actor.workspace, actor.user) == ("teams", "trust", "ada-object")


def test_the_organisation_is_read_from_either_place() -> None:
    assert arrived(channelData={}).tenant == "trust"
    assert arrived(conversation={"id": "a:1"}).tenant == "trust"
    assert arrived(channelData={"tenant": {"id": "other"}}).tenant == "other"


def test_the_client_tells_the_time_zone_where_the_activity_does_not() -> None:
    client = [{"type": "clientInfo", "timezone": "Europe/Dublin", "locale": "en-IE"}]
    inbound = arrived(localTimezone=None, locale=None, entities=client)
    assert (inbound.timezone, inbound.locale) == ("Europe/Dublin", "en-IE")


@pytest.mark.parametrize("name", ["GMT Standard Time", "../../etc/passwd", "", "Nowhere/Nothing"])
def test_a_time_zone_that_is_none_is_left_out(name: str) -> None:
    assert arrived(localTimezone=name).timezone is None


def test_a_channel_is_named_without_its_thread_and_answered_in_it() -> None:
    inbound = arrived(conversation=CHANNEL)
    assert (inbound.surface, inbound.conversation, inbound.thread) == (
        "channel",
        "19:ch@thread.tacv2",
        "19:ch@thread.tacv2;messageid=17",
    )


# ---- keys


def test_the_same_activity_has_the_same_key_on_every_delivery() -> None:
    assert arrived(text="a").key == arrived(text="a").key == "teams:trust:a:ada:1700000000001"
    assert arrived(text="a").key != arrived(text="a", id="1700000000002").key


def test_a_message_of_the_same_number_in_another_chat_has_another_key() -> None:
    assert arrived().key != arrived(conversation={"id": "a:bo"}).key


@given(st.text(), st.text(), st.text())
@settings(max_examples=50, deadline=None)
def test_a_key_always_fits(tenant: str, conversation: str, name: str) -> None:
    key = key_of(tenant, conversation, name)
    assert 0 < len(key) <= LONGEST_KEY
    assert key.isprintable()


# ---- what is typed


def test_what_is_typed_into_the_chat_is_said() -> None:
    said = meant(text="  book tuesday\xa0 3 ")
    assert isinstance(said, Said)
    assert said.text == "book tuesday  3"


def test_the_bots_name_in_front_is_no_part_of_what_is_said() -> None:
    said = meant(text='<at id="0">Turnabout</at>&nbsp;help')
    assert isinstance(said, Said)
    assert said.text == "help"


@pytest.mark.parametrize("conversation", [CHANNEL, {"conversationType": "groupChat", "id": "19:g@thread.v2"}])
def test_what_is_typed_where_others_read_is_not_taken_in(conversation: dict[str, object]) -> None:
    assert isinstance(meant(text="help", conversation=conversation), Ignored)


@pytest.mark.parametrize("text", [None, "", "   ", "<at>Turnabout</at> "])
def test_a_picture_or_a_file_without_words_says_nothing(text: str | None) -> None:
    assert isinstance(meant(text=text), Ignored)


# ---- buttons


def test_a_button_leads_to_its_route_with_what_it_carries() -> None:
    event = pressed({"r": "book", "a": {"relationship": "R01"}})
    assert isinstance(event, Pressed)
    assert (event.route, event.args) == ("book", {"relationship": "R01"})


def test_an_old_client_sends_the_same_button_as_a_message() -> None:
    event = meant(value={"verb": "press", "r": "book", "a": {}})
    assert isinstance(event, Pressed)
    assert event.route == "book"


def test_a_form_brings_its_answers_by_the_names_of_its_fields() -> None:
    value = {
        "verb": "answer",
        "t": "c1:0:when",
        "field.at.0a0a0a0a": "2027-01-05",
        "fields.days.0a0a0a0a": "0,1",
    }
    event = meant(value=value)
    assert isinstance(event, Answered)
    assert (event.token, event.values) == ("c1:0:when", {"at": "2027-01-05", "days": ["0", "1"]})


@pytest.mark.parametrize("to", ["back", "skip", "later", "resume"])
def test_a_page_is_turned(to: str) -> None:
    event = meant(value={"verb": "turn", "t": "c1:0:when", "to": to})
    assert isinstance(event, Turned)
    assert event.to == to


def test_opening_a_form_in_a_window_shows_the_question_that_stands() -> None:
    value = {"data": {"verb": "open", "t": "c1:0:when", "msteams": {"type": "task/fetch"}}}
    event = meant(type="invoke", name="task/fetch", value=value)
    assert isinstance(event, Turned)
    assert event.to == "resume"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"r": 3, "a": {}},
        {"r": "book"},
        {"r": "book", "a": []},
        {"r": "book", "a": {"x": 1}},
        {"r": "book", "a": {"x": "\x00"}},
        {"r": "b" * 400, "a": {}},
        {"verb": "answer"},
        {"verb": "answer", "t": None},
        {"verb": "turn", "t": "c:0:x", "to": "out"},
        {"verb": "dance", "t": "c:0:x"},
    ],
)
def test_what_no_button_of_ours_can_carry_is_ignored(data: object) -> None:
    assert isinstance(pressed(data), Ignored)


# ---- coming and going


def test_adding_the_app_is_told_in_two_ways() -> None:
    added = {"type": "conversationUpdate", "membersAdded": [{"id": "28:bot"}, {"id": "29:ada"}]}
    assert isinstance(meant(**added), Joined)
    assert isinstance(meant(type="installationUpdate", action="add"), Joined)
    assert isinstance(meant(type="installationUpdate", action="add-upgrade"), Joined)


def test_removing_the_app_is_a_departure() -> None:
    assert isinstance(meant(type="installationUpdate", action="remove"), Departed)
    assert isinstance(meant(type="conversationUpdate", membersRemoved=[{"id": "28:bot"}]), Departed)


def test_the_app_in_a_team_makes_nobody_come_or_go() -> None:
    inbound = arrived(type="installationUpdate", action="add", conversation=CHANNEL)
    assert isinstance(event_in(inbound), Ignored)
    assert (comes(inbound), goes(inbound)) == (True, False)


def test_other_people_who_come_and_go_are_none_of_our_business() -> None:
    assert isinstance(meant(type="conversationUpdate", membersAdded=[{"id": "29:bo"}]), Ignored)


@pytest.mark.parametrize(
    "kind", ["messageReaction", "typing", "endOfConversation", "messageUpdate", "messageDelete", "event", "x"]
)
def test_what_asks_for_nothing_is_ignored(kind: str) -> None:
    assert isinstance(meant(type=kind, text="help"), Ignored)


def test_what_nobody_did_is_ignored() -> None:
    assert isinstance(meant(text="help", **{"from": {}}), Ignored)


# ---- whatever else arrives

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)
PARTS = st.sampled_from(
    sorted({*BASE, "value", "text", "name", "action", "entities", "membersAdded", "replyToId"})
)


@given(st.dictionaries(PARTS, ANYTHING, max_size=6))
@settings(max_examples=150, deadline=None)
def test_an_activity_with_odd_parts_is_refused_or_means_something(changes: dict[str, object]) -> None:
    try:
        inbound = read(json.dumps(BASE | changes).encode())
    except NoActivity:
        return
    assert event_in(inbound).key == inbound.key


@given(ANYTHING, st.sampled_from(["adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke"]))
@settings(max_examples=100, deadline=None)
def test_an_invoke_with_any_value_means_something(value: object, name: str) -> None:
    for carried in (value, {"data": value}, {"action": {"verb": "press", "data": value}}):
        inbound = arrived(type="invoke", name=name, value=carried)
        assert event_in(inbound).key == inbound.key


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_bytes_that_are_no_activity_are_refused(body: bytes) -> None:
    with pytest.raises(NoActivity):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"3",
        b"{}",
        b'{"type":"message"}',
        b"[" * 100_000,
        b'{"type":"message","channelId":"msteams","serviceUrl":"https://x/","conversation":[]}',
        b'{"type":"message","channelId":"msteams","serviceUrl":"","conversation":{"id":"a"}}',
        json.dumps(BASE | {"timestamp": "yesterday"}).encode(),
        json.dumps(BASE | {"conversation": {"id": ""}}).encode(),
        json.dumps(BASE | {"text": "\ud800"}).encode(),
    ],
)
def test_what_is_no_activity_is_refused(body: bytes) -> None:
    with pytest.raises(NoActivity):
        read(body)


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    with pytest.raises(NoActivity) as refused:
        read(json.dumps(BASE | {"text": {"very": "private"}}).encode())
    assert "private" not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_what_somebody_typed_shows_in_no_print_of_what_arrived() -> None:
    inbound = arrived(text="very private", value={"very": "private"})
    assert "private" not in repr(inbound)
    assert "Quist" not in repr(inbound)
