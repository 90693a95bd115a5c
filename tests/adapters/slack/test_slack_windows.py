"""Where an answer is shown, worked out from what arrived and what was replied."""

import pytest

from adapters.slack.arrivals import Arrival, Carry, Place, Window
from adapters.slack.decode import decode
from adapters.slack.render import blocks
from adapters.slack.windows import Keep, Open, Plan, Push, Redraw, Replace, Say, Settle, plan
from bot.core.dialogs import Question
from bot.core.events import Actor, Answered, Personal, Pressed, Said, Turned
from bot.core.fields import Field, Kind, Option
from bot.core.messages import Action, Document, Message, Reply
from tests.adapters.slack.slack_payloads import interaction

ADA = Actor(platform="slack", workspace="T1", user="U1")
SAID = Message(kind="reply.test", preview="Noted", text="It is in the log.")
REFUSED = Message(kind="reply.refusal", preview="About that", text="That form is closed.")
TOKEN = "talk:1:what"
BREAK = Action(label="Quiet for two weeks", route="snooze")


def question(token: str = TOKEN, **more: object) -> Question:
    given: dict[str, object] = {
        "dialog": "reflect",
        "key": "what",
        "title": "What happened?",
        "short_title": "What happened?",
        "text": "",
        "fields": (Field(name="what", kind=Kind.TEXT, label="What happened"),),
        "back": True,
        "skip": False,
        "token": token,
    }
    return Question.model_validate(given | more)


def pressed(place: Place = Place.CHAT, route: str = "book", **more: str) -> Arrival:
    event = Pressed(key="k", actor=ADA, route=route, args=more)
    return Arrival(event, place, trigger="1.2.3", channel="D1", message="1.2")


def inside(event: Personal, opened: Place = Place.CHAT, *, asks: bool = True, token: str = TOKEN) -> Arrival:
    blocks = frozenset(one["block_id"] for one in _window(token)["blocks"] if "block_id" in one)
    window = Window("V1", "h1", "What happened?", Carry(token, opened), asks, blocks)
    return Arrival(event, Place.WINDOW, trigger="1.2.3", window=window)


def _window(token: str) -> dict[str, list[dict[str, str]]]:
    opening = plan(pressed(), Reply(question=question(token))).steps[0]
    assert isinstance(opening, Open)
    return opening.view


def answered(opened: Place = Place.CHAT) -> Arrival:
    return inside(Answered(key="k", actor=ADA, token=TOKEN, values={}), opened)


def words(view: object) -> str:
    return str(view)


def test_nothing_to_say_is_nothing_to_do() -> None:
    assert plan(pressed(), Reply()) == Plan()


def test_what_was_done_takes_the_place_of_what_was_pressed() -> None:
    assert plan(pressed(), Reply(messages=(SAID,))) == Plan(steps=(Replace(SAID),))


def test_what_only_shows_something_stands_below_what_was_pressed() -> None:
    shown = SAID.model_copy(update={"kind": "reply.guide"})
    assert plan(pressed(), Reply(messages=(shown,))) == Plan(steps=(Say((shown,)),))
    assert plan(pressed(), Reply(messages=(shown, SAID))) == Plan(steps=(Replace(SAID), Say((shown,))))


def test_the_numbers_of_who_can_help_stay_whatever_is_pressed_there() -> None:
    support = Message(kind="reply.support", preview="Help", text="Call 999.", actions=(BREAK,))
    (row,) = [block for block in blocks(support) if block["type"] == "actions"]
    action = row["elements"][0] | {"block_id": row["block_id"]}
    arrival = decode(
        interaction("block_actions", actions=[action], channel={"id": "D1"}, message={"ts": "1.2"})
    )
    assert isinstance(arrival, Arrival)
    assert plan(arrival, Reply(messages=(SAID,))) == Plan(steps=(Say((SAID,)),))


def test_typed_words_are_answered_below_them() -> None:
    typed = Arrival(Said(key="k", actor=ADA, text="status"), Place.CHAT, channel="D1")
    assert plan(typed, Reply(messages=(SAID,))) == Plan(steps=(Say((SAID,)),))


def test_a_page_to_read_leaves_no_message_behind() -> None:
    only = Field(name="then", kind=Kind.CHOICE, label="What next?", options=(Option("close", "Close it"),))
    (opening,) = plan(pressed(), Reply(question=question(fields=(only,)))).steps
    assert isinstance(opening, Open)


@pytest.mark.parametrize("place", [Place.CHANNEL, Place.HOME, Place.SHORTCUT])
def test_a_press_elsewhere_is_answered_in_a_window_and_never_there(place: Place) -> None:
    (opening,) = plan(pressed(place), Reply(messages=(SAID,))).steps
    assert isinstance(opening, Open)
    assert "It is in the log." in words(opening.view)
    assert opening.otherwise == (SAID,)


def test_a_question_opens_a_window_and_is_kept_in_the_chat() -> None:
    opening, keeping = plan(pressed(), Reply(question=question())).steps
    assert isinstance(opening, Open)
    assert keeping == Keep(question())


def test_what_is_said_with_a_question_stands_above_it() -> None:
    opening, __ = plan(pressed(), Reply(question=question(), messages=(SAID,))).steps
    assert isinstance(opening, Open)
    assert words(opening.view).index("It is in the log.") < words(opening.view).index("plain_text_input")


def test_typed_words_open_no_window_and_a_button_is_posted() -> None:
    typed = Arrival(Said(key="k", actor=ADA, text="book"), Place.CHAT, channel="D1")
    assert plan(typed, Reply(question=question(), messages=(SAID,))).steps == (
        Say((SAID,)),
        Keep(question(), fresh=True),
    )


def test_the_next_question_takes_the_place_of_the_one_before() -> None:
    planned = plan(answered(), Reply(question=question("talk:2:so_what")))
    assert planned.answer is not None
    assert planned.answer["response_action"] == "update"
    assert planned.steps == ()


def test_a_sentence_about_a_field_is_said_at_the_field() -> None:
    mended = question(errors={"what": "Please write something here."})
    planned = plan(answered(), Reply(question=mended))
    assert planned.answer is not None
    assert planned.answer["response_action"] == "errors"
    assert list(planned.answer["errors"].values()) == ["Please write something here."]


@pytest.mark.parametrize(
    "mended",
    [
        question(errors={"elsewhere": "Please look again."}),
        question("talk:2:what", errors={"what": "Please write something here."}),
        question(
            fields=(Field(name="new", kind=Kind.TEXT, label="New in this release"),),
            errors={"new": "Please write something here."},
        ),
    ],
)
def test_where_the_window_lacks_the_field_the_question_is_drawn_again(mended: Question) -> None:
    planned = plan(answered(), Reply(question=mended))
    assert planned.answer is not None
    assert planned.answer["response_action"] == "update"


def test_a_finished_form_closes_and_its_message_says_what_was_done() -> None:
    planned = plan(answered(), Reply(messages=(SAID,)))
    assert planned == Plan({"response_action": "clear"}, (Settle("talk", (SAID,)),))


def test_a_form_opened_elsewhere_says_in_its_window_what_was_done() -> None:
    planned = plan(answered(Place.HOME), Reply(messages=(SAID,)))
    assert planned.answer is not None
    assert planned.answer["response_action"] == "update"
    assert "It is in the log." in words(planned.answer["view"])
    assert planned.steps == (Settle("talk", (SAID,)),)


def test_a_refused_form_stays_open_and_settles_nothing() -> None:
    planned = plan(answered(), Reply(messages=(REFUSED,)))
    assert planned.answer is not None
    assert "That form is closed." in words(planned.answer["view"])
    assert planned.steps == ()


def test_a_turned_page_is_drawn_after_the_answer() -> None:
    turned = inside(Turned(key="k", actor=ADA, token=TOKEN, to="back"))
    planned = plan(turned, Reply(question=question("talk:2:before")))
    assert planned.answer is None
    assert [type(step) for step in planned.steps] == [Redraw]


def test_a_form_left_for_later_goes_on_from_its_message() -> None:
    back = Action(label="Continue", route="continue", args={"token": TOKEN})
    saved = SAID.model_copy(update={"actions": (back,)})
    turned = inside(Turned(key="k", actor=ADA, token=TOKEN, to="later"))
    redraw, settle = plan(turned, Reply(messages=(saved,))).steps
    assert isinstance(redraw, Redraw)
    assert isinstance(settle, Settle)
    assert settle.goes_on


def test_words_inside_a_form_are_laid_over_it() -> None:
    asked = inside(Pressed(key="k", actor=ADA, route="help"))
    (laid,) = plan(asked, Reply(messages=(SAID,))).steps
    assert isinstance(laid, Push)


def test_words_inside_a_window_that_only_tells_take_its_place() -> None:
    asked = inside(Pressed(key="k", actor=ADA, route="support.carry-on"), asks=False, token="")
    (drawn,) = plan(asked, Reply(messages=(SAID,))).steps
    assert isinstance(drawn, Redraw)


def test_a_form_that_begins_in_the_window_of_another_is_kept_too() -> None:
    asked = inside(Pressed(key="k", actor=ADA, route="reflect"), asks=False, token="")
    drawn, keeping = plan(asked, Reply(question=question())).steps
    assert isinstance(drawn, Redraw)
    assert keeping == Keep(question())


def test_what_came_of_continue_takes_the_place_of_its_message() -> None:
    again = pressed(route="continue", token=TOKEN)
    assert plan(again, Reply(messages=(SAID,))).steps == (Settle("talk", (SAID,)),)


def test_a_refusal_takes_the_place_of_nothing() -> None:
    again = pressed(route="continue", token=TOKEN)
    assert plan(again, Reply(messages=(REFUSED,))).steps == (Say((REFUSED,)),)


def test_a_command_is_answered_to_one_person_alone() -> None:
    planned = plan(pressed(Place.COMMAND), Reply(messages=(SAID,)))
    assert planned.answer is not None
    assert (planned.answer["response_type"], planned.answer["text"]) == ("ephemeral", "Noted")
    assert planned.steps == ()


def test_an_answer_too_long_for_a_command_goes_to_the_chat() -> None:
    long = SAID.model_copy(update={"text": "A line of words.\n\n" * 800})
    planned = plan(pressed(Place.COMMAND), Reply(messages=(long,)))
    assert planned.answer is not None
    assert "I have put it into our chat." in words(planned.answer["blocks"])
    assert planned.steps == (Say((long,)),)


@pytest.mark.parametrize("place", [Place.COMMAND, Place.HOME])
def test_a_file_goes_to_the_chat(place: Place) -> None:
    document = Document(name="mine.txt", media_type="text/plain", text="all of it")
    copy = SAID.model_copy(update={"document": document})
    planned = plan(pressed(place), Reply(messages=(copy,)))
    assert Say((copy,)) in planned.steps
    assert "It is in the log." not in words((planned.answer, planned.steps[:-1]))


def test_a_window_reads_back_what_it_was_drawn_with() -> None:
    view = _window(TOKEN) | {"id": "V1", "hash": "h1", "state": {"values": {}}}
    found = decode(interaction("view_submission", view=view))
    assert isinstance(found, Arrival)
    assert found.window is not None
    assert found.window.carry == Carry(TOKEN, Place.CHAT)
