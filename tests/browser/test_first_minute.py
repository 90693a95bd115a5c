from playwright.sync_api import Page, expect

from tests.browser.hands import (
    CHANNEL,
    MENTEE,
    MENTOR,
    book,
    fill_and_send,
    finish_forms,
    forms,
    go,
    go_until,
    press,
    skip,
)


def test_the_first_minute_goes_from_a_booking_to_a_look_back(page: Page) -> None:
    book(page)
    expect(page.locator(".guide .done")).to_have_count(1)

    go_until(page, MENTEE, "Yes")
    expect(page.locator(".guide .done")).to_have_count(2)

    press(page, MENTEE, "Yes")
    press(page, MENTEE, "Look back")
    forms(page, MENTEE).wait_for()
    finish_forms(page, MENTEE)

    expect(page.locator(".guide .done")).to_have_count(3)
    expect(page.get_by_role("button", name="Play on freely")).to_be_visible()


def test_the_very_button_to_press_is_pointed_out(page: Page) -> None:
    expect(page.locator(".point")).to_have_text("Suggest a first time")
    page.locator(".point").click()
    expect(page.locator(".point")).to_have_text("Send")
    finish_forms(page, MENTEE)
    expect(page.locator(f"{MENTOR} .point")).to_have_text("That works")
    page.locator(".point").click()
    expect(page.locator(".point")).to_have_text("Next event")


def test_hidden_steps_stay_hidden_after_a_reload(page: Page) -> None:
    page.get_by_role("button", name="Hide these steps").click()
    expect(page.locator(".guide")).to_have_count(0)

    page.reload()

    expect(page.locator(".guide")).to_have_count(0)
    expect(page.locator(".point")).to_have_count(0)


def test_what_just_happened_is_told_in_a_line(page: Page) -> None:
    go(page, "Next event")

    expect(page.locator("#latest")).to_contain_text("Wednesday 6 January 2027, 09:00: the booking nudge")


def test_a_form_that_was_sent_shows_what_was_done_and_never_what_was_written(page: Page) -> None:
    press(page, MENTEE, "Suggest a first time")
    words = forms(page, MENTEE).locator("[name='field.words']")
    words.fill("Thursday 14 January at a quarter past eleven")
    forms(page, MENTEE).get_by_role("button", name="Send", exact=True).click()

    expect(page.locator(f"{MENTEE} .did").last).to_contain_text("Filled in “When would suit?”")
    finish_forms(page, MENTEE)
    expect(page.locator("body")).not_to_contain_text("quarter past")


def test_what_is_wrong_is_said_at_the_field_and_the_focus_goes_there(page: Page) -> None:
    press(page, MENTEE, "Begin here")
    forms(page, MENTEE).get_by_role("button", name="Send", exact=True).click()

    wrong = forms(page, MENTEE).locator("[aria-invalid=true]").first
    expect(wrong).to_be_focused()
    described = forms(page, MENTEE).locator("fieldset").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_have_text("Please choose yes or no.")


def test_help_now_leaves_the_form_where_it_is(page: Page) -> None:
    press(page, MENTEE, "Begin here")
    forms(page, MENTEE).get_by_role("button", name="Help now").click()

    expect(page.locator(f"{MENTEE} .bot").last).to_contain_text("999")
    expect(forms(page, MENTEE)).to_be_visible()


def test_a_form_put_aside_goes_on_where_it_was_left(page: Page) -> None:
    press(page, MENTEE, "Begin here")
    fill_and_send(page, MENTEE)
    title = forms(page, MENTEE).locator("h3").inner_text()
    forms(page, MENTEE).get_by_role("button", name="Later").click()
    expect(forms(page, MENTEE)).to_have_count(0)

    press(page, MENTEE, "Continue")

    expect(forms(page, MENTEE).locator("h3")).to_have_text(title)


def test_going_back_shows_what_was_answered(page: Page) -> None:
    press(page, MENTEE, "Begin here")
    fill_and_send(page, MENTEE)
    forms(page, MENTEE).get_by_role("button", name="Back").click()

    expect(forms(page, MENTEE).locator("[type=radio]").first).to_be_checked()


def test_somebody_types_to_the_bot_and_is_understood(page: Page) -> None:
    page.get_by_label("Write to the bot as Ada Quist").fill("hepl")
    page.get_by_role("button", name="Send as Ada Quist").click()

    expect(page.locator(f"{MENTEE} .bot").last).to_contain_text("Did you mean")
    expect(page.locator(f"{MENTEE} .rows")).not_to_contain_text("hepl")
    expect(page.get_by_label("Write to the bot as Ada Quist")).to_have_value("")


def test_the_figures_come_to_the_channel_without_a_name(page: Page) -> None:
    for _ in range(2):
        go(page, "A week")

    expect(page.locator(f"{CHANNEL} .bot").first).to_contain_text("Pairs and trios: 3 active")
    expect(page.locator(f"{CHANNEL} .bot").first).not_to_contain_text("Ada")


def test_skipping_is_an_answer(page: Page) -> None:
    press(page, MENTEE, "Begin here")
    while not forms(page, MENTEE).get_by_role("button", name="Skip", exact=True).count():
        fill_and_send(page, MENTEE)
    skip(page, MENTEE)

    expect(page.locator(f"{MENTEE} .did").last).to_contain_text("Skipped")
