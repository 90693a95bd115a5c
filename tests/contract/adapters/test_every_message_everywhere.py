"""Every message of the bot can be shown on every platform: nothing is refused, lost or taken for markup."""

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.messages import Action, Message
from tests.contract.adapters.examples import messages
from tests.contract.adapters.looks import Looks
from tests.contract.adapters.messages import every_message

RUNS = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff•*]+")


@cache
def real() -> tuple[Message, ...]:
    return tuple(every_message())


def visible(text: str) -> str:
    """Return the signs of a text that take up room, bullets and asterisks aside: lists may draw their own."""
    return INVISIBLE.sub("", text)


def carried(message: Message) -> list[tuple[str, dict[str, str]]]:
    return [(one.route, one.args) for one in message.actions]


def test_the_walks_hear_a_good_part_of_what_the_bot_says() -> None:
    """The gathering itself is looked at: too little would mean that nothing is proved below."""
    assert len({message.kind for message in real()}) > 50
    assert sum(len(message.actions) for message in real()) > 100


def test_every_real_message_is_taken_by_the_platform(looks: Looks) -> None:
    complaints = {
        message.kind: looks.complaints(looks.message(message))
        for message in real()
        if looks.complaints(looks.message(message))
    }
    assert complaints == {}


def test_every_word_of_every_real_message_is_shown(looks: Looks) -> None:
    missing = [
        message.kind
        for message in real()
        if visible(message.text) not in visible(looks.words(looks.message(message)))
    ]
    assert missing == []


def test_every_button_of_every_real_message_leads_where_it_should(looks: Looks) -> None:
    astray = [message.kind for message in real() if looks.presses(looks.message(message)) != carried(message)]
    assert astray == []


@given(data=st.data())
@RUNS
def test_any_message_is_taken_by_the_platform(looks: Looks, data: st.DataObject) -> None:
    message = data.draw(messages())
    assert looks.complaints(looks.message(message)) == []


@given(data=st.data())
@RUNS
def test_no_word_of_any_message_is_lost(looks: Looks, data: st.DataObject) -> None:
    message = data.draw(messages())
    assert visible(message.text) in visible(looks.words(looks.message(message)))


@given(data=st.data())
@RUNS
def test_any_button_leads_where_it_should(looks: Looks, data: st.DataObject) -> None:
    message = data.draw(messages())
    assert looks.presses(looks.message(message)) == carried(message)


@pytest.mark.parametrize("count", [0, 1, 5, 6, 25, 26, 30])
def test_buttons_of_any_number_all_stand_there(looks: Looks, count: int) -> None:
    buttons = tuple(_button(number) for number in range(count))
    message = Message(kind="reply.example", preview="Choose", text="Choose one of these.", actions=buttons)
    drawn = looks.message(message)
    assert looks.complaints(drawn) == []
    assert looks.presses(drawn) == carried(message)


def _button(number: int) -> Action:
    return Action(label=f"Number {number}", route="book", args={"relationship": f"R{number}"})
