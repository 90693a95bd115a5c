"""How the fake reads cards and what it finds wrong with them."""

import pytest

from tests.fakes.teams import cards
from tests.fakes.teams.cards import Json


def card(*body: Json, version: str = "1.5", actions: list[Json] | None = None) -> Json:
    return {"type": "AdaptiveCard", "version": version, "body": list(body), "actions": actions or []}


TEXT: Json = {"type": "TextBlock", "text": "Hello"}
FIELD: Json = {"type": "Input.Text", "id": "a", "label": "Name"}


def test_a_proper_card_has_no_faults() -> None:
    send = {"type": "Action.Execute", "title": "Send", "verb": "answer", "data": {"t": "1"}}

    assert cards.faults(card(TEXT, FIELD, actions=[send])) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("hello", "no AdaptiveCard"),
        ({"type": "HeroCard"}, "no AdaptiveCard"),
        (card(TEXT, version="1.6"), "1.5 is the newest"),
        (card(TEXT, version=""), "1.5 is the newest"),
        (card({"type": "Marquee"}), "knows no 'Marquee'"),
        (card({"type": "TextBlock"}), "TextBlock needs text"),
        (card({"type": "Input.Text", "label": "Name"}), "needs an id"),
        (card({"type": "Input.ChoiceSet", "id": "a", "label": "Mood"}), "needs choices"),
        (card(FIELD, FIELD), "'a' stands twice"),
        (card(actions=[{"type": "Action.OpenUrl", "title": "Open"}]), "needs url"),
        (card(actions=[{"type": "Action.Execute", "title": "Go", "data": "x"}]), "is no object"),
        ({"type": "AdaptiveCard", "version": "1.5", "body": {}}, "are lists"),
    ],
)
def test_what_teams_would_not_show_is_fatal(wrong: object, sentence: str) -> None:
    assert any(fault.fatal and sentence in fault.sentence for fault in cards.faults(wrong))


@pytest.mark.parametrize(
    ("poor", "sentence"),
    [
        (card({"type": "TextBlock", "text": "o" * 30_000}), "clients struggle"),
        (card({"type": "Input.Text", "id": "a"}), "no label"),
        (card(FIELD | {"isRequired": True}), "no errorMessage"),
        (card({"type": "Image", "url": "https://x.example/a.png"}), "no altText"),
    ],
)
def test_what_is_hard_on_people_is_a_complaint_and_not_fatal(poor: Json, sentence: str) -> None:
    (fault,) = cards.faults(poor)

    assert sentence in fault.sentence
    assert not fault.fatal


def test_an_unknown_element_may_have_a_fallback_which_is_not_read() -> None:
    chart = {"type": "Hologram", "fallback": {"type": "TextBlock", "text": "unseen"}}

    assert cards.faults(card(TEXT, chart)) == []
    assert cards.words(card(TEXT, chart)) == "Hello"


def test_words_are_everything_to_be_read_but_the_buttons() -> None:
    choice = {
        "type": "Input.ChoiceSet",
        "id": "m",
        "label": "Mood",
        "value": "g",
        "choices": [{"title": "Good", "value": "g"}],
    }
    facts = {"type": "FactSet", "facts": [{"title": "Held", "value": "2"}]}
    inside = {
        "type": "Container",
        "items": [{"type": "RichTextBlock", "inlines": ["in ", {"type": "TextRun", "text": "a line"}]}],
    }
    button = {"type": "Action.Submit", "title": "Send", "data": {}}

    read = cards.words(card(TEXT, choice, facts, inside, actions=[button]))

    assert read.split("\n") == ["Hello", "Mood", "Good", "Held", "2", "in a line"]


def test_words_are_as_people_see_them() -> None:
    escaped = {"type": "TextBlock", "text": "2 \\* 3, \u2068Ada\u2069"}

    assert cards.words(card(escaped)) == "2 * 3, Ada"


def test_buttons_are_found_wherever_they_are() -> None:
    deep = {"type": "ColumnSet", "columns": [{"type": "Column", "items": [
        {"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "Deep"}]},
        {"type": "TextBlock", "text": "x", "selectAction": {"type": "Action.Execute", "title": "Inside"}},
    ]}]}  # fmt: skip
    top = {"type": "Action.OpenUrl", "title": "Top", "url": "https://x.example"}

    assert [one["title"] for one in cards.actions(card(deep, actions=[top]))] == ["Deep", "Inside", "Top"]
