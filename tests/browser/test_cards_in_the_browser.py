"""Cards drawn by the public renderer: read in light and dark, on small and wide screens, by everyone."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from adapters.teams import answers, forms, render
from adapters.teams.elements import Part, card, facts, heading
from bot.core.asking import Question
from bot.core.fields import Field, Kind, Option
from bot.core.messages import Message
from tests.browser.teams_cards import SHOWN, every_kind, looking_back, my_programme, proposal
from tests.browser.test_for_everyone import grave, too_wide

HERE = Path(__file__).parent / "cards"
SCRIPTS = (
    HERE / "node_modules/adaptivecards/dist/adaptivecards.min.js",
    HERE / "node_modules/markdown-it/dist/markdown-it.min.js",
    HERE / "draw.js",
)
NO_CARDS = "NO CARD RENDERER: no card of Teams was drawn. Run scripts/install-cards.sh first (it needs npm)."
HOSTILE = "__a__ [b](https://evil.com) //evil.com evil.com e@evil.com mailto:e@vil <b>c</b> `d` &amp; # e"


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """A page that draws cards; without the renderer the tests say so loudly."""
    if not all(script.exists() for script in SCRIPTS):
        if os.environ.get("CI"):
            pytest.fail(NO_CARDS)
        pytest.skip(NO_CARDS)
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.set_content((HERE / "page.html").read_text(encoding="utf-8"))
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    yield page
    context.close()


def drawn(desk: Page, cards: list[Part], theme: str = "light") -> list[str]:
    """Draw cards and return what the renderer complains about; it knows no chart, and that is expected."""
    complaints: list[str] = desk.evaluate("([cards, theme]) => draw(cards, theme)", [cards, theme])
    return [one for one in complaints if "Chart." not in one]


def sent(desk: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.evaluate("window.sent")
    return found


def press(desk: Page, label: str) -> None:
    desk.get_by_role("button", name=label, exact=True).click()


def asking(**details: Any) -> Question:
    given = {"title": "Well?", "fields": (), "text": "", "back": True, "skip": False, **details}
    return Question(dialog="example", key="well", short_title="Well?", token="abc:1:well", **given)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600])
def test_every_card_can_be_read(desk: Page, pictures: Path, width: int, theme: str) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    for shown in SHOWN:
        assert drawn(desk, shown(), theme) == []
        assert not too_wide(desk)
        name = shown.__name__.replace("_", "-")
        desk.locator("main").screenshot(path=pictures / f"teams-{name}-{width}-{theme}.png")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.__name__)
def test_a_checker_of_accessibility_finds_nothing_serious(desk: Page, shown: Any, theme: str) -> None:
    drawn(desk, shown(), theme)
    assert grave(desk) == []


def test_a_form_sends_what_was_put_in(desk: Page) -> None:
    drawn(desk, every_kind())
    desk.get_by_label("We challenge ideas, not people.").check()
    desk.get_by_label("Our notes stay with us.").uncheck()
    desk.get_by_label("Where?").select_option(label="Room 3")
    desk.get_by_label("From").fill("10:30")
    desk.get_by_label("In your own words").fill("one\ntwo, three")
    desk.get_by_label("No", exact=True).check()
    press(desk, "Send")
    [send] = sent(desk)
    assert send["type"] == "Action.Execute"
    assert (send["data"]["verb"], send["data"]["t"]) == ("answer", "01a3c2bc:7:everything")
    assert answers.values(send["data"]) == {
        "keep": ["0", "1"],
        "place": "3",
        "at": "10:30",
        "long": "45",
        "own": "one\ntwo, three",
        "right": "false",
    }


def test_a_form_that_lacks_something_says_what_and_is_not_sent(desk: Page) -> None:
    drawn(desk, looking_back())
    press(desk, "Send")
    expect(desk.get_by_text("Please choose one.")).to_be_visible()
    assert sent(desk) == []


def test_turning_back_needs_nothing_filled_in_and_takes_nothing_along(desk: Page) -> None:
    drawn(desk, looking_back())
    press(desk, "Back")
    assert [one["data"] for one in sent(desk)] == [{"verb": "turn", "t": "01a3c2bc:3:now_what", "to": "back"}]


def test_a_button_sends_where_it_leads(desk: Page) -> None:
    drawn(desk, proposal())
    press(desk, "That works")
    assert [one["data"] for one in sent(desk)] == [{"verb": "press", "r": "example", "a": {}}]


def test_what_is_seldom_needed_waits_behind_a_button(desk: Page) -> None:
    drawn(desk, my_programme())
    seldom = desk.get_by_role("button", name="My notes", exact=True)
    expect(seldom).to_be_hidden()
    press(desk, "More")
    expect(seldom).to_be_visible()


def test_a_heading_is_found_as_one(desk: Page) -> None:
    drawn(desk, proposal())
    expect(desk.get_by_role("heading", name="A time to confirm")).to_be_visible()


@pytest.mark.parametrize(
    "parts",
    [
        [heading(HOSTILE)],
        [facts([(HOSTILE, HOSTILE)])],
        render.cards(Message(kind="reply.example", preview="Well?", text=f"Well? {HOSTILE}"))[0]["body"],
        forms.card(asking(title=HOSTILE, text=HOSTILE, show=HOSTILE, errors={"a": HOSTILE}))["body"],
        forms.card(
            asking(
                fields=(
                    Field(
                        name="a",
                        kind=Kind.CHOICE,
                        label=HOSTILE,
                        hint=HOSTILE,
                        options=(Option("1", HOSTILE), Option("2", "- list"), Option("3", "1. list")),
                    ),
                )
            )
        )["body"],
    ],
    ids=["heading", "facts", "message", "question", "field"],
)
def test_no_word_turns_into_markup(desk: Page, parts: list[Part]) -> None:
    drawn(desk, [card(parts, about="Well?")])
    assert HOSTILE in desk.locator("main").inner_text().replace("\u2060", "").replace("\u00a0", " ")
    assert desk.locator("main").locator("a, em, strong, code, b, li, h1").count() == 0
