"""Where an answer is shown: in the place of what was pressed, below it, or in somebody's own chat."""

from typing import Any

import pytest

from adapters.teams.inbound import Inbound
from adapters.teams.windows import (
    Asking,
    Plan,
    brief,
    doorway,
    has_words,
    is_long,
    plan,
    question_card,
    question_dialog,
)
from bot.core.asking import Question
from bot.core.events import Answered, Event, Joined, Pressed, Said, Turned
from bot.core.fields import Field, Kind, Option
from bot.core.messages import ASIDES, Action, Message, Reply
from tests.fakes.teams import cards

OWN = "what nobody else may read"


def inbound(**changes: Any) -> Inbound:
    given: dict[str, Any] = {
        "kind": "invoke",
        "key": "k",
        "tenant": "t",
        "surface": "personal",
        "conversation": "a:1",
        "thread": "a:1",
        "service_url": "https://smba.trafficmanager.net/uk/",
        "channel": "msteams",
        "bot": "28:b",
        "user": "29:1",
        "object_id": "o",
        "name": "Ada",
    }
    return Inbound(**given | changes)


def by(kind: type[Event], **more: Any) -> Event:
    return kind(key="k", actor=inbound().actor, **more)


PRESS = by(Pressed, route="book")
ANSWER = by(Answered, token="c:0:x")
TURN = by(Turned, token="c:0:x", to="later")
SAY = by(Said, text="help")


def told(kind: str = "reply.booking", *actions: Action) -> Message:
    return Message(kind=kind, preview="Told", text="It is done.", actions=actions)


def question(**changes: Any) -> Question:
    given: dict[str, Any] = {
        "dialog": "d",
        "key": "x",
        "title": "What happened?",
        "short_title": "What happened?",
        "text": "",
        "fields": (Field(name="x", kind=Kind.TEXT, label="Words"),),
        "back": False,
        "skip": False,
        "token": "c:0:x",
    }
    return Question(**given | changes)


# ---- where


def test_a_question_takes_the_place_of_what_was_pressed() -> None:
    for event in (PRESS, ANSWER, TURN):
        asked = question()
        assert plan(inbound(), event, Reply(question=asked)) == Plan(instead=Asking(asked))


def test_what_was_done_takes_the_place_of_what_was_pressed() -> None:
    for event in (PRESS, ANSWER, TURN):
        assert plan(inbound(), event, Reply(messages=(told(),))) == Plan(instead=told())


@pytest.mark.parametrize("kind", sorted(ASIDES))
def test_what_only_shows_something_stands_below_what_was_pressed(kind: str) -> None:
    assert plan(inbound(), PRESS, Reply(messages=(told(kind),))) == Plan(below=(told(kind),))


@pytest.mark.parametrize("kind", sorted(ASIDES))
def test_a_form_never_stays_open_once_it_was_sent(kind: str) -> None:
    assert plan(inbound(), ANSWER, Reply(messages=(told(kind),))) == Plan(instead=told(kind))


def test_of_several_messages_the_first_that_changes_something_takes_the_place() -> None:
    shown, done, more = told("reply.guide"), told(), told("reply.late")
    expected = Plan(instead=done, below=(shown, more))
    assert plan(inbound(), PRESS, Reply(messages=(shown, done, more))) == expected


def test_words_beside_a_question_stand_above_it_and_those_with_buttons_below() -> None:
    stale = told("reply.talk")
    help_now = told("reply.support", Action(label="Help now", route="help"))
    asked = question()
    expected = Plan(instead=Asking(asked, (stale,)), below=(help_now,))
    assert plan(inbound(), ANSWER, Reply(messages=(stale, help_now), question=asked)) == expected


def test_typed_words_are_answered_below_them() -> None:
    asked = question()
    expected = Plan(below=(told(), Asking(asked)))
    assert plan(inbound(kind="message"), SAY, Reply(messages=(told(),), question=asked)) == expected
    assert plan(inbound(), by(Joined), Reply(messages=(told(),))) == Plan(below=(told(),))


@pytest.mark.parametrize("surface", ["channel", "groupChat"])
def test_where_others_read_nothing_takes_the_place_of_anything(surface: str) -> None:
    asked = question()
    expected = Plan(below=(told(), Asking(asked)))
    assert plan(inbound(surface=surface), PRESS, Reply(messages=(told(),), question=asked)) == expected


def test_nothing_to_say_is_nothing_to_show() -> None:
    assert plan(inbound(), PRESS, Reply()) == Plan()


# ---- words of somebody's own


def test_a_question_that_shows_what_was_written_is_known_by_it() -> None:
    field = question().fields[0]
    draft = field.model_copy(update={"default": OWN})
    chosen = Field(
        name="y", kind=Kind.CHOICE, label="Which", options=(Option("a", "A"), Option("b", "B")), default="a"
    )
    assert has_words(Asking(question(fields=(draft,))))
    assert has_words(Asking(question(show=OWN)))
    assert not has_words(Asking(question()))
    assert not has_words(Asking(question(fields=(chosen,))))


def test_a_doorway_shows_nothing_but_the_title_and_leads_back() -> None:
    draft = question().fields[0].model_copy(update={"default": OWN})
    drawn = doorway(question(fields=(draft,), show=OWN, text="About it"))
    assert OWN not in str(drawn)
    [action] = cards.actions(drawn)
    assert (action["data"]["r"], action["data"]["a"]) == ("continue", {"token": "c:0:x"})


# ---- windows of their own


def test_a_form_for_lines_of_text_or_of_many_fields_is_long() -> None:
    line = question().fields[0]
    lines = line.model_copy(update={"multiline": True})
    assert is_long(question(fields=(lines,)))
    assert is_long(question(fields=(line,) * 3))
    assert not is_long(question(fields=(line, line)))


def test_only_a_long_form_offers_a_window() -> None:
    lines = question().fields[0].model_copy(update={"multiline": True})
    short, long = question_card(Asking(question())), question_card(Asking(question(fields=(lines,))))
    assert "Open in a window" not in [action["title"] for action in cards.actions(short)]
    window = next(action for action in cards.actions(long) if action["title"] == "Open in a window")
    assert window["data"]["msteams"] == {"type": "task/fetch"}


def test_every_button_of_a_card_in_place_names_the_message_it_stands_on() -> None:
    lines = question(back=True, skip=True).fields[0].model_copy(update={"multiline": True})
    asking = Asking(question(fields=(lines,), back=True, skip=True))
    for drawn in (question_card(asking, "17"), question_dialog(asking, "17")["card"]["content"]):
        assert all(action["data"]["m"] == "17" for action in cards.actions(drawn))


def test_what_is_said_first_stands_above_the_question_in_card_and_window() -> None:
    asking = Asking(question(), (told("reply.talk"),))
    for drawn in (question_card(asking), question_dialog(asking)["card"]["content"]):
        assert cards.words(drawn).startswith("It is done.")
        assert cards.faults(drawn) == []


def test_a_sentence_for_a_moment_is_never_long() -> None:
    assert brief(told()) == "It is done."
    long = Message(kind="reply.booking", preview="Told", text="word " * 100)
    assert brief(long) == "Told"
