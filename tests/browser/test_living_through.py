import json
import zipfile
from pathlib import Path

from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect

from tests.browser.conftest import Theatre
from tests.browser.hands import (
    CHANNEL,
    MENTEE,
    MENTOR,
    SECOND_MENTOR,
    book,
    fill_and_send,
    finish_forms,
    forms,
    go,
    go_until,
    press,
)


def show(page: Page, code: str) -> None:
    """Look at another pair or trio."""
    option = page.locator("#show option", has_text=code).get_attribute("value")
    page.locator("#show").select_option(option)
    expect(page.locator("#show")).to_have_value(option or "")
    page.wait_for_url(f"**/?show={code}*")


def hold(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Take over {name}").last.click()
    expect(page.get_by_role("button", name=f"Give back {name}")).to_be_visible()


def test_a_trio_has_three_phones(page: Page) -> None:
    show(page, "R02")

    expect(page.locator(".phone:not(.channel)")).to_have_count(3)
    expect(page.locator(SECOND_MENTOR)).to_contain_text("Ed Vossler")


def test_a_trio_agrees_and_says_who_was_there(page: Page) -> None:
    show(page, "R02")
    for name in ("Cy Ngata", "Di Okwu", "Ed Vossler"):
        hold(page, name)
    book(page)
    go_until(page, MENTEE, "Yes")

    press(page, MENTEE, "Yes")
    expect(forms(page, MENTEE)).to_contain_text("Who was there?")
    forms(page, MENTEE).get_by_label("Ed Vossler").uncheck()
    finish_forms(page, MENTEE)

    expect(page.locator(f"{MENTEE} .bot").last).to_contain_text("in the log")


def test_somebody_taken_over_does_nothing_by_themselves_until_given_back(page: Page) -> None:
    show(page, "R03")
    hold(page, "Flo Imbrie")
    before = page.locator(f"{MENTEE} .did").count()
    go(page, "A week")
    expect(page.locator(f"{MENTEE} .did")).to_have_count(before)

    page.get_by_role("button", name="Give back Flo Imbrie").click()
    for _ in range(3):
        go(page, "A week")

    assert page.locator(f"{MENTEE} .did").count() > before


def test_taking_over_somebody_of_another_pair_shows_their_phone(page: Page) -> None:
    page.get_by_role("button", name="Take over Gus Zellner").click()

    expect(page.locator(MENTOR)).to_contain_text("Gus Zellner")
    expect(page.locator(f"{MENTOR} .hold")).to_contain_text("In your hand")


def test_whoever_was_taken_over_from_the_bare_address_stays_in_sight(
    page: Page, context: BrowserContext, theatre: Theatre
) -> None:
    other = context.new_page()
    other.goto(theatre.address)
    page.get_by_role("button", name="Take over Gus Zellner").click()
    expect(page.locator(MENTOR)).to_contain_text("Gus Zellner")

    go(other, "A day")

    expect(page.locator("#moment")).to_contain_text("Tuesday 5 January")
    expect(page.locator(MENTOR)).to_contain_text("Gus Zellner")


def test_a_page_that_was_long_on_its_way_does_not_replace_a_newer_one(
    page: Page, context: BrowserContext, theatre: Theatre
) -> None:
    on_their_way: list[tuple[Route, APIResponse]] = []
    page.route(theatre.address, lambda route: on_their_way.append((route, route.fetch())))
    other = context.new_page()
    other.goto(theatre.address)
    with page.expect_request(theatre.address):
        go(other, "A day")
    press(page, MENTEE, "Suggest a first time")
    forms(page, MENTEE).wait_for()

    with page.expect_request_finished():
        route, late = on_their_way[0]
        route.fulfill(response=late)
    page.wait_for_timeout(200)

    expect(forms(page, MENTEE)).to_be_visible()


def test_buttons_of_somebody_who_acts_by_themselves_cannot_be_pressed(page: Page) -> None:
    show(page, "R03")

    expect(page.locator(f"{MENTEE} .buttons button").first).to_be_disabled()
    expect(page.locator(f"{MENTEE} [name=words]")).to_have_count(0)


def test_a_reload_in_the_middle_of_a_form_loses_nothing(page: Page) -> None:
    press(page, MENTEE, "Suggest a first time")
    forms(page, MENTEE).locator("[name='field.words']").fill("half a thought")

    page.reload()

    expect(forms(page, MENTEE).locator("[name='field.words']")).to_have_value("half a thought")


def test_two_windows_show_the_same_play(page: Page, context: BrowserContext, theatre: Theatre) -> None:
    other = context.new_page()
    other.goto(theatre.address)

    press(page, MENTEE, "Suggest a first time")

    expect(forms(other, MENTEE)).to_be_visible()


def test_what_is_being_typed_in_one_window_outlives_a_press_in_the_other(
    page: Page, context: BrowserContext, theatre: Theatre
) -> None:
    other = context.new_page()
    other.goto(theatre.address)
    press(page, MENTEE, "Suggest a first time")
    forms(page, MENTEE).locator("[name='field.words']").fill("half a thought")

    go(other, "A day")
    expect(page.locator("#moment")).to_contain_text("Tuesday 5 January")

    expect(forms(page, MENTEE).locator("[name='field.words']")).to_have_value("half a thought")


def test_a_form_sent_from_two_windows_at_once_is_taken_once(
    page: Page, context: BrowserContext, theatre: Theatre
) -> None:
    press(page, MENTEE, "Begin here")
    other = context.new_page()
    other.route("**/live", lambda route: route.abort())
    other.goto(theatre.address)
    forms(other, MENTEE).locator("[type=radio]").last.check()
    fill_and_send(page, MENTEE)
    forms(other, MENTEE).get_by_role("button", name="Send", exact=True).click()

    expect(other.locator(f"{MENTEE} .bot").last).to_contain_text("That card is out of date")
    expect(forms(other, MENTEE)).to_be_visible()


def test_the_programme_goes_to_its_end_and_can_be_taken_home(page: Page, tmp_path: Path) -> None:
    page.locator("#go-end").click()
    expect(page.locator(".month")).to_have_text("The programme is over", timeout=60_000)

    expect(page.locator("#heat td.current")).to_have_count(0)
    expect(page.locator("#heat tbody tr")).to_have_count(3)
    page.locator(f"{CHANNEL} .picture summary").last.click()
    expect(page.locator(f"{CHANNEL} .heat").last).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download what happened").click()
    started.value.save_as(tmp_path / "it.zip")
    with zipfile.ZipFile(tmp_path / "it.zip") as packed:
        assert sorted(packed.namelist()) == [
            "cadence.csv", "heatmap.png", "messages.jsonl", "summary.json", "truth.jsonl",
        ]  # fmt: skip
        summary = json.loads(packed.read("summary.json"))
    assert summary["interactions"]["held"] == sum(
        int(cell.split()[0])
        for cell in page.locator("#heat td[class]:not(.dose, .to-come)").all_inner_texts()
    )


def test_the_clock_can_be_stopped_on_its_way(page: Page) -> None:
    page.locator("#go-end").click()
    page.locator("#stop").click()

    expect(page.locator("#go-next")).to_be_visible()
    expect(page.locator(".month")).to_contain_text("Month")


def test_starting_again_gives_the_first_day_again(page: Page) -> None:
    go(page, "A week")

    page.get_by_role("button", name="Start again").click()

    expect(page.locator("#moment")).to_contain_text("Monday 4 January 2027")
    expect(page.locator("#note")).to_contain_text("Here is the first day again.")


def test_a_broken_people_file_changes_nothing_and_says_what_to_mend(page: Page, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("email,name,role,relationship\nnot an address,Al,mentee,R1\n")
    go(page, "A week")
    page.locator("#people-file").set_input_files(tmp_path / "mine.csv")

    page.get_by_role("button", name="Begin with these people").click()

    expect(page.locator("#problems-found")).to_contain_text("Row 2")
    expect(page.locator("#moment")).to_contain_text("Monday 11 January")


def test_a_broken_file_may_be_dropped_anywhere(page: Page) -> None:
    page.evaluate(
        """() => {
          const held = new DataTransfer();
          held.items.add(new File(["\\u0000\\u0001"], "holiday.jpg"));
          const drop = {dataTransfer: held, bubbles: true, cancelable: true};
          document.body.dispatchEvent(new DragEvent("drop", drop));
        }"""
    )

    expect(page.locator("#note .note")).to_be_focused()
    expect(page.locator("#moment")).to_contain_text("Monday 4 January")


def test_a_people_file_of_ones_own_is_lived_through(page: Page, tmp_path: Path) -> None:
    rows = ("zo@a.example,Zo Ny,mentee,P1", "yu@a.example,Yu Ix,mentor,P1", "xe@a.example,Xe Wu,coordinator,")
    (tmp_path / "ours.csv").write_text("\n".join(("email,name,role,relationship", *rows)))
    page.locator("#people-file").set_input_files(tmp_path / "ours.csv")

    page.get_by_role("button", name="Begin with these people").click()

    expect(page.locator(MENTEE)).to_contain_text("Zo Ny")
    expect(page.locator(".cohort")).to_contain_text("Rehearsal of ours")


def test_a_page_left_open_while_the_server_restarts_keeps_what_was_typed(
    page: Page, theatre: Theatre
) -> None:
    press(page, MENTEE, "Suggest a first time")
    forms(page, MENTEE).locator("[name='field.words']").fill("half a thought")
    theatre.close()
    expect(page.locator("#banner")).to_contain_text("isn't running")

    theatre.open()

    expect(page.locator("#banner")).to_contain_text("Another rehearsal has begun")
    forms(page, MENTEE).get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#banner")).to_contain_text("nothing was sent")
    expect(forms(page, MENTEE).locator("[name='field.words']")).to_have_value("half a thought")


def test_a_coordinator_sees_names_in_private_alone(page: Page) -> None:
    for _ in range(2):
        go(page, "A week")

    press(page, CHANNEL, "Show who could use a hand")

    expect(page.locator(f"{CHANNEL} .private").last).to_be_visible()
    expect(page.locator(f"{CHANNEL} .bot:not(.private)").first).not_to_contain_text("Bo Zubek")
