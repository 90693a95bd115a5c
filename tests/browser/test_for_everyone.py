"""The page for everyone: with a keyboard, a screen reader, a small or a dark screen, and without script."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Theatre
from tests.browser.hands import MENTEE, MENTOR, fill_and_send, forms, go, press

SERIOUS = ("serious", "critical")


def grave(page: Page) -> list[str]:
    """What a checker of accessibility finds that would keep somebody out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_nothing_serious(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two it knows
    go(page, "A week")
    press(page, MENTEE, "Begin here")
    forms(page, MENTEE).get_by_role("button", name="Send", exact=True).click()
    forms(page, MENTEE).locator("[aria-invalid=true]").first.wait_for()

    assert grave(page) == []


def test_a_small_phone_shows_everything_without_going_sideways(page: Page, pictures: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    press(page, MENTEE, "Begin here")

    assert not too_wide(page)
    page.screenshot(path=pictures / "page-390.png", full_page=True)


def test_twice_the_size_still_fits(page: Page, pictures: Path) -> None:
    page.set_viewport_size({"width": 640, "height": 450})
    go(page, "A week")

    assert not too_wide(page)
    page.screenshot(path=pictures / "page-200-percent.png")


def test_a_question_that_came_before_the_answer_to_its_press_has_the_focus(page: Page) -> None:
    """On a busy machine the page had looked already when the answer came, and the focus stayed on nothing."""
    held: list[Route] = []
    page.route("**/*", lambda route: held.append(route) if posts(route) else route.continue_())
    page.locator(MENTEE).locator(".buttons button", has_text="Suggest a first time").last.click()
    answer = held[0].fetch()
    expect(forms(page, MENTEE)).to_be_visible()

    held[0].fulfill(response=answer)

    expect(forms(page, MENTEE).locator("h3")).to_be_focused()


def posts(route: Route) -> bool:
    return route.request.method == "POST"


def test_the_first_step_is_taken_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the phones")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('point')"):
            break
    page.keyboard.press("Enter")

    expect(forms(page, MENTEE).locator("h3")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.question') !== null")


def test_new_words_are_told_to_a_screen_reader(page: Page) -> None:
    lines = page.locator(f"{MENTEE} [role=log]")
    first = lines.locator("li").first.element_handle()
    go(page, "A week")

    assert first.evaluate("line => line.isConnected"), "lines that were there stay, or all are read again"
    expect(page.locator("#latest")).to_have_attribute("aria-live", "polite")


def test_nothing_moves_for_those_who_want_it_still(page: Page) -> None:
    still = page.locator(".point").evaluate("button => getComputedStyle(button).animationName")

    assert still == "none"


def test_without_script_every_press_leads_back_to_the_page(browser: Browser, theatre: Theatre) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(theatre.address)
        page.locator(f"{MENTEE} .buttons button", has_text="Begin here").last.click()
        fill_and_send(page, MENTEE)
        page.get_by_role("button", name="A day", exact=True).click()

        expect(page.locator("#moment")).to_contain_text("Tuesday 5 January")
        expect(forms(page, MENTEE)).to_be_visible()


def test_nothing_comes_from_another_host(page: Page, theatre: Theatre) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    go(page, "Next event")

    assert asked
    assert [url for url in asked if not url.startswith(theatre.address)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_there_to_be_looked_at(page: Page, pictures: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two it knows
    for _ in range(3):
        go(page, "A week")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=pictures / f"page-{scheme}.png", full_page=True)

    expect(page.locator(MENTOR)).to_be_visible()
