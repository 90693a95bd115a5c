"""What people press and fill in, and what their clients make of the answers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.core.clock import VirtualClock
from tests.fakes.teams.examples import DONE, FORM, window
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.library import shown
from tests.fakes.teams.little_bot import LittleBot
from tests.fakes.teams.people import Person
from tests.fakes.teams.screen import SOMETHING_WRONG, UNABLE_TO_REACH, NotThereError, Seen
from tests.fakes.teams.world import Json

SPRING = datetime(2027, 4, 1, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
async def bot() -> AsyncIterator[LittleBot]:
    async with LittleBot() as little:
        yield little


@pytest.fixture
async def teams(bot: LittleBot) -> AsyncIterator[FakeTeams]:
    async with FakeTeams(bot_url=bot.url, clock=VirtualClock(SPRING)) as fake:
        yield fake


@pytest.fixture
async def ada(teams: FakeTeams, bot: LittleBot) -> Person:
    """Ada has installed the app, and the bot has forgotten it."""
    await teams.people["ada"].installs()
    bot.heard.clear()
    return teams.people["ada"]


async def form_for(teams: FakeTeams, ada: Person) -> Seen:
    return await shown(teams, ada.place, FORM)


# ---------------------------------------------------------------- pressing


async def test_a_press_is_an_invoke_with_verb_data_and_inputs(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    form = await form_for(teams, ada)
    bot.will_show(DONE)

    await ada.fills(form, {"In your words": "well", "mood": ["Good", "t"], "Share": True}, "Send")

    heard = bot.heard[-1]
    assert (heard["type"], heard["name"], heard["replyToId"]) == ("invoke", "adaptiveCard/action", form.id)
    assert heard["value"]["trigger"] == "manual"
    assert heard["value"]["action"] == {
        "type": "Action.Execute",
        "title": "Send",
        "verb": "answer",
        "data": {"t": "1", "words": "well", "mood": "g,t", "share": "true"},
    }


async def test_the_answer_takes_the_place_of_the_card(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    form = await form_for(teams, ada)
    bot.will_show(DONE)

    answer = await ada.presses(form, "Send", {"words": "well"})

    assert answer.card == DONE
    assert [seen.words for seen in ada.chat] == ["Thank you."]


async def test_in_a_group_only_whoever_pressed_sees_the_answer(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    group = teams.add_group("Trio", "ada", "ben")
    await ada.adds_to(group)
    form = await shown(teams, group, FORM)
    bot.will_show(DONE)

    await ada.presses(form, "Send", {"words": "well"})

    assert ada.sees(group)[0].words == "Thank you."
    assert teams.people["ben"].sees(group)[0].buttons == ["Send", "Back", "In a window"]


async def test_two_devices_press_the_card_that_each_of_them_shows(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    form = await form_for(teams, ada)
    bot.will_show(DONE)
    bot.will_show(DONE)

    await asyncio.gather(ada.presses(form, "Back"), ada.presses(form, "Back"))

    assert len({heard["id"] for heard in bot.heard}) == 2
    assert [answer.status for answer in teams.answers[-2:]] == [200, 200]


async def test_what_stands_in_a_form_already_is_seen_and_sent(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    field = {"type": "Input.Text", "id": "words", "label": "In your words", "value": "so far"}
    mood = FORM["body"][2] | {"value": "g,t"}
    form = await shown(teams, ada.place, FORM | {"body": [field, mood]})
    bot.will_show(DONE)

    await ada.presses(form, "Send")

    assert form.drafts == {"In your words": "so far", "Mood": "g,t"}
    assert bot.heard[-1]["value"]["action"]["data"] == {"t": "1", "words": "so far", "mood": "g,t"}


async def test_what_is_required_stops_a_press_and_the_client_says_so(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    form = await form_for(teams, ada)

    answer = await ada.presses(form, "Send")

    assert (answer.status, bot.heard) == (0, [])
    assert ada.notices == ["Please write something."]


async def test_a_button_without_inputs_brings_none(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    form = await form_for(teams, ada)
    bot.will_show(DONE)

    await ada.presses(form, "Back")

    assert bot.heard[-1]["value"]["action"]["data"] == {"t": "1"}


async def test_a_text_is_cut_at_its_limit(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    form = await form_for(teams, ada)
    bot.will_show(DONE)

    await ada.presses(form, "Send", {"words": "much longer than that"})

    assert bot.heard[-1]["value"]["action"]["data"]["words"] == "much longe"


@pytest.mark.parametrize(
    ("status", "body", "notice"),
    [
        (500, None, SOMETHING_WRONG),
        (200, None, SOMETHING_WRONG),
        (200, {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": {"type": "?"}},
         SOMETHING_WRONG),
        (200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Not now."},
         "Not now."),
        (200, {"statusCode": 400, "type": "application/vnd.microsoft.error",
               "value": {"code": "BadRequest", "message": "That button is old."}}, "That button is old."),
    ],
)  # fmt: skip
async def test_without_a_card_the_client_says_something(
    teams: FakeTeams, bot: LittleBot, ada: Person, status: int, body: Json | None, notice: str
) -> None:
    form = await form_for(teams, ada)
    bot.will_answer(body, status)

    await ada.presses(form, "Back")

    assert ada.notices == [notice]
    assert ada.last.card == FORM


async def test_an_old_client_submits_a_message_with_a_value(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    form = await form_for(teams, ada)

    await ada.submits(form, "Send", {"words": "well"})

    heard = bot.heard[-1]
    assert (heard["type"], heard["replyToId"]) == ("message", form.id)
    assert heard["value"] == {"t": "1", "words": "well", "share": "false"}
    assert "text" not in heard


async def test_what_is_not_there_can_be_neither_pressed_nor_filled(teams: FakeTeams, ada: Person) -> None:
    form = await form_for(teams, ada)

    with pytest.raises(NotThereError, match="no button 'Skip' among"):
        await ada.presses(form, "Skip")
    with pytest.raises(NotThereError, match="nothing to fill in called 'Age'"):
        await ada.presses(form, "Send", {"Age": "7"})
    with pytest.raises(NotThereError, match="no choice 'Angry'"):
        await ada.presses(form, "Send", {"words": "well", "Mood": "Angry"})


# ---------------------------------------------------------------- dialogs


async def test_a_dialog_opens_is_filled_in_and_closes(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    form = await form_for(teams, ada)
    bot.will_answer(window(FORM))
    bot.will_answer({"task": {"type": "message", "value": "Noted."}})

    await ada.presses(form, "In a window")
    opened = ada.dialog
    await ada.fills_dialog({"In your words": "well"}, "Send")

    assert opened
    assert (opened.title, opened.fields) == ("A form", ["In your words", "Mood", "Share"])
    assert ada.dialog is None
    assert ada.notices == ["Noted."]
    assert [heard["name"] for heard in bot.heard] == ["task/fetch", "task/submit"]
    assert bot.heard[0]["value"]["data"]["r"] == "form"
    assert bot.heard[1]["value"]["data"] == {"t": "1", "words": "well", "share": "false"}


async def test_a_dialog_may_lead_to_the_next_card(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    form = await form_for(teams, ada)
    bot.will_answer(window(FORM))
    bot.will_answer(window(DONE))
    await ada.opens_dialog(form, "In a window")

    await ada.fills_dialog({"words": "well"}, "Send")

    assert ada.dialog
    assert ada.dialog.words == "Thank you."


async def test_a_dialog_that_the_bot_does_not_answer_does_not_open(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    form = await form_for(teams, ada)
    bot.will_answer(None, status=500)

    await ada.opens_dialog(form, "In a window")

    assert ada.dialog is None
    assert ada.notices == [UNABLE_TO_REACH]


async def test_an_empty_answer_closes_a_dialog(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    form = await form_for(teams, ada)
    bot.will_answer(window(FORM))
    await ada.opens_dialog(form, "In a window")

    await ada.fills_dialog({"words": "well"}, "Send")

    assert ada.dialog is None
    assert ada.notices == []
