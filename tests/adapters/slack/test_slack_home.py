"""The Home tab: drawn when somebody looks, drawn anew when they did something, and never in the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.home import tab
from adapters.slack.limits import BLOCKS_IN_VIEW
from bot.core.events import Asked
from bot.core.messages import Action, Message
from tests.adapters.slack.office import Office, open_office
from tests.fakes.slack.blockkit import check_view
from tests.fakes.slack.troubles import Trouble


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened
        assert opened.slack.mistakes == []


async def looks(office: Office) -> None:
    await office.amara.opens_home()
    await office.settled()


def drawn(office: Office) -> int:
    return [call.method for call in office.slack.calls if not call.error].count("views.publish")


async def test_who_opens_it_sees_their_programme(office: Office) -> None:
    await looks(office)
    words = office.amara.home.words
    assert "You and Brendan" in words
    assert "16 meetings at a glance" in words
    assert "Who sees what" in office.amara.home.buttons


async def test_somebody_unknown_is_answered_kindly_there(office: Office) -> None:
    stranger = office.slack.adds_person("U7", "Someone Else", "someone@elsewhere.example")
    await stranger.opens_home()
    await office.settled()
    assert "I don't know you yet." in stranger.home.words


async def test_its_buttons_work_where_they_are(office: Office) -> None:
    await looks(office)
    await office.amara.presses(office.amara.home, "Who sees what")
    await office.settled()
    assert "Only you:" in office.amara.view.words


async def test_it_is_drawn_anew_after_something_was_done(office: Office) -> None:
    await looks(office)
    await office.amara.presses(office.amara.home, "Take a break")
    await office.settled()
    assert "You are on a break" not in office.amara.home.words
    days = {"First day of the break": "2027-02-17", "First day back": "2027-03-03"}
    await office.amara.submits(office.amara.view, days)
    await office.settled()
    assert "You are on a break" in office.amara.home.words


async def test_the_pages_of_a_form_draw_nothing(office: Office) -> None:
    await looks(office)
    await office.amara.presses(office.amara.home, "Take a break")
    await office.settled()
    assert drawn(office) == 1


async def test_nobody_who_never_looked_has_one_drawn(office: Office) -> None:
    await office.amara.types("help")
    await office.settled()
    assert drawn(office) == 0


async def test_the_other_tab_draws_nothing(office: Office) -> None:
    await office.amara.opens_home(tab="messages")
    await office.settled()
    assert drawn(office) == 0
    assert office.heard_of(Asked) == []


async def test_what_was_drawn_meanwhile_by_somebody_else_is_drawn_over(office: Office) -> None:
    await looks(office)
    home = office.slack.home_of("U1")
    assert home is not None
    home.hash = "changed elsewhere"
    await office.amara.types("help")
    await office.settled()
    assert drawn(office) == 2


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.DROP, "missing_scope"])
async def test_a_tab_that_cannot_be_drawn_holds_nothing_up(office: Office, trouble: str) -> None:
    office.slack.next("views.publish", trouble)
    await looks(office)
    await office.amara.types("help")
    await office.settled()
    assert office.amara.posts != []


def test_however_much_there_is_to_say_it_fits() -> None:
    buttons = tuple(Action(label=f"Button {number}", route="status") for number in range(30))
    text = "\n\n".join(f"Paragraph {number}." for number in range(9))
    one = Message(kind="reply.home", preview="Home", text=text, actions=buttons)
    view = tab([one] * 40)
    check_view(view)
    assert len(view["blocks"]) <= BLOCKS_IN_VIEW
    assert "There is more. Say status in our chat." in str(view["blocks"][-1])


def test_little_to_say_is_said_whole() -> None:
    view = tab([Message(kind="reply.home", preview="Home", text="Welcome")])
    check_view(view)
    assert "There is more" not in str(view)
