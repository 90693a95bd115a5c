"""What people do at the page, for tests that read like somebody's afternoon with it."""

from playwright.sync_api import Locator, Page, expect

MENTEE, MENTOR, SECOND_MENTOR, CHANNEL = "#phone-1", "#phone-2", "#phone-3", "#channel"


def press(page: Page, phone: str, label: str) -> None:
    """Press the newest button of this name on a phone."""
    page.locator(phone).locator(".buttons button:enabled", has_text=label).last.click()


def fill_and_send(page: Page, phone: str) -> None:
    """Send the form that lies on a phone, with the first choice wherever one has to be made."""
    form = page.locator(phone).locator(".question")
    token = form.locator("[name=token]").input_value()
    for group in form.locator("fieldset:has([type=radio]):not(:has(:checked))").all():
        group.locator("[type=radio]").first.check()
    words = form.locator("[name='field.words']")
    if words.count() and not form.locator("[name='field.pick']").count():
        words.fill("Thursday 14 January at 15:00")
    form.get_by_role("button", name="Send", exact=True).click()
    gone(page, phone, token)


def skip(page: Page, phone: str) -> None:
    form = page.locator(phone).locator(".question")
    token = form.locator("[name=token]").input_value()
    form.get_by_role("button", name="Skip", exact=True).click()
    gone(page, phone, token)


def gone(page: Page, phone: str, token: str) -> None:
    """Wait until that form is not the one that lies on the phone."""
    expect(page.locator(phone).locator(f".question [name=token][value='{token}']")).to_have_count(0)


def forms(page: Page, phone: str) -> Locator:
    return page.locator(phone).locator(".question")


def finish_forms(page: Page, phone: str) -> None:
    """Go through all forms that come one after another on a phone, leaving out what may be left out."""
    for _ in range(20):
        if not forms(page, phone).count():
            return
        if forms(page, phone).get_by_role("button", name="Skip", exact=True).count():
            skip(page, phone)
        else:
            fill_and_send(page, phone)
    raise AssertionError("The forms did not come to an end.")


def book(page: Page) -> None:
    """Suggest a time as the mentee, and accept it as everybody else."""
    press(page, MENTEE, "Suggest a first time")
    forms(page, MENTEE).wait_for()
    finish_forms(page, MENTEE)
    for phone in (MENTOR, SECOND_MENTOR):
        if page.locator(phone).count():
            press(page, phone, "That works")
            expect(page.locator(phone).locator(".did").last).to_contain_text("That works")


def go(page: Page, stride: str) -> None:
    """Move the clock, and wait until it stands again."""
    before = page.locator("body").get_attribute("data-revision") or ""
    page.get_by_role("button", name=stride, exact=True).click()
    expect(page.locator("body")).not_to_have_attribute("data-revision", before)
    expect(page.locator("#stop")).to_have_count(0)


def go_until(page: Page, phone: str, button: str) -> None:
    """Press "Next event" until a button of this name is on a phone."""
    for _ in range(30):
        if page.locator(phone).locator(".buttons button:enabled", has_text=button).count():
            return
        go(page, "Next event")
    raise AssertionError(f"{button!r} never came.")
