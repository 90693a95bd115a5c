"""What goes wrong with cards, by its name: stale ones, double presses, forgeries, old clients, faults."""

import asyncio
from pathlib import Path

import pytest

from bot.core.events import Answered, Pressed
from tests.fakes.teams.screen import CARD_ANSWER, ERROR_ANSWER, Dialog
from tests.fakes.teams.troubles import Refusal, drops, refused, throttled
from tests.flow.teams.hands import Hands
from tests.flow.teams.ward import Ward, open_ward
from tests.flow.teams.ways import (
    BY,
    DO,
    KNOW,
    READ,
    SAW,
    agree_on_thursday,
    begins_to_look_back,
    met_on_thursday,
    ready_to_look_back,
    settles_in,
)

OWN = "Your own day and time (you may leave it empty)"


async def begins_to_book(ward: Ward) -> None:
    await settles_in(ward.ada)
    await settles_in(ward.bo)
    await ward.days(1 / 8)
    await ward.ada.types("book")


# ---- stale cards, double presses, two devices


async def test_a_stale_card_becomes_the_question_that_stands_and_says_so(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        first = ward.ada.card
        await ward.ada.types("book")
        await ward.ada.fills({OWN: "thursday at 3pm"})
        await ward.ada.fills({OWN: "friday at 4pm"}, where=first)
        assert "That card is out of date. Here is where we are." in ward.ada.card.words
        assert "Thursday 7 January 2027, 15:00" in ward.ada.card.words
        await ward.ada.fills()
        assert "I have asked Bo Marsh: Thursday 7 January 2027, 15:00." in ward.ada.card.words


async def test_a_card_whose_form_was_finished_elsewhere_is_closed_and_changes_nothing(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        first = ward.ada.card
        await ward.ada.types("book")
        await ward.ada.fills({OWN: "thursday at 3pm"})
        await ward.ada.fills()
        before = len(ward.bo.chat)
        await ward.ada.fills({OWN: "friday at 4pm"}, where=first)
        assert ward.ada.card.words == "About that\nThat form is closed. What was finished is kept."
        assert len(ward.bo.chat) == before


async def test_a_double_press_does_it_once(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        await ward.ada.fills({OWN: "thursday at 3pm"})
        await ward.ada.fills()
        proposal = ward.bo.with_button("That works")
        await asyncio.gather(
            ward.bo.person.presses(proposal, "That works"), ward.bo.person.presses(proposal, "That works")
        )
        await ward.settled()
        agreed = [words for words in ward.ada.chat if "A time is agreed" in words]
        assert len(agreed) == 1


async def test_a_form_sent_from_two_devices_at_once_goes_on_from_one_of_them(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        card, ada = ward.ada.card, ward.ada.person
        answers = await asyncio.gather(
            ada.fills(card, {OWN: "thursday at 3pm"}, "Send"), ada.fills(card, {OWN: "friday at 4pm"}, "Send")
        )
        await ward.settled()
        shown = [answer.card for answer in answers]
        assert all("Is this right?" in str(one) for one in shown)
        assert len({str("Thursday" in str(one)) for one in shown}) == 1, "both show the same question"
        assert sum("out of date" in str(one) for one in shown) == 1, "and one of them says why"


async def test_a_press_delivered_again_gets_the_answer_it_got_and_changes_nothing(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        await ward.ada.fills({OWN: "thursday at 3pm"})
        await ward.ada.fills()
        answer, chats = ward.ada.answer, (len(ward.ada.chat), len(ward.bo.chat))
        await ward.ada.again()
        assert ward.ada.answer.body == answer.body
        assert (len(ward.ada.chat), len(ward.bo.chat)) == chats
        assert sum(isinstance(event, Answered) for event in ward.handled[-1:]) == 1


async def test_words_delivered_again_are_answered_once(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.ada.types("help")
        before = len(ward.ada.chat)
        await ward.ada.again()
        assert ward.ada.answer.status == 200
        assert len(ward.ada.chat) == before


# ---- buttons of an older release, and of nobody


async def test_a_button_of_an_older_release_is_told_kindly(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await press_with(ward, {"verb": "press", "r": "long-gone", "a": {}})
        assert "That button is from an older version of me." in ward.ada.last.words


async def test_a_question_of_an_older_release_leads_to_the_one_that_stands(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        token = ward.ada.card.button("Send")["data"]["t"]
        conversation = token.partition(":")[0]
        await press_with(ward, {"verb": "answer", "t": f"{conversation}:0:asked-long-ago"})
        assert "That card is out of date." in str(ward.ada.answer.card)
        assert "When would suit?" in str(ward.ada.answer.card)


async def test_a_forged_button_is_refused_noted_and_changes_nothing(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await met_on_thursday(ward)
        meeting = ward.bo.with_button("No").button("No")["data"]
        ward.world.people["gus"]
        await ward.gus.types("help")
        before = list(ward.bo.chat)
        await press_with(ward, meeting, who="gus")
        assert "isn't yours to press" in ward.gus.last.words
        assert ward.bo.chat == before


async def test_a_form_that_is_somebody_elses_is_refused(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        token = ward.ada.card.button("Send")["data"]["t"]
        await ward.gus.types("help")
        await press_with(ward, {"verb": "answer", "t": token}, who="gus")
        assert "isn't yours to press" in str(ward.gus.answer.card)
        assert "When would suit?" in ward.ada.card.words


@pytest.mark.parametrize("data", [{}, {"verb": "dance"}, {"verb": "press", "r": 3}])
async def test_an_action_that_no_button_of_ours_can_have_is_a_bad_request(
    tmp_path: Path, data: dict[str, object]
) -> None:
    async with open_ward(tmp_path) as ward:
        await press_with(ward, data)
        assert ward.ada.answer.status == 400
        assert ward.ada.answer.body["type"] == ERROR_ANSWER


@pytest.mark.parametrize("name", ["composeExtension/query", "fileConsent/invoke", "signin/verifyState", "x"])
async def test_an_invoke_of_another_kind_is_answered_and_never_with_501(tmp_path: Path, name: str) -> None:
    async with open_ward(tmp_path) as ward:
        scene = ward.ada.person._about(ward.ada.last)
        answer = await ward.world.deliver(scene.invoked(name, {"commandId": "x"}))
        assert (answer.status, answer.body) == (200, {})


async def press_with(ward: Ward, data: dict[str, object], who: str = "ada") -> None:
    """Press a button that carries this, made up or kept from somewhere."""
    hands = {"ada": ward.ada, "gus": ward.gus}[who]
    scene = hands.person._about(hands.last)
    value = {"action": {"type": "Action.Execute", "verb": data.get("verb", ""), "data": data}}
    answer = await ward.world.deliver(scene.invoked("adaptiveCard/action", value, hands.last.id))
    hands.answers = [answer]
    await ward.settled()


# ---- forms: help, later, windows of their own, old clients


async def test_help_in_a_form_stands_below_and_the_form_stays(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        await ward.ada.presses("Help now")
        assert "When would suit?" in ward.ada.card.words
        assert "0800 000 0000" in ward.ada.last.words
        await ward.ada.fills({OWN: "thursday at 3pm"})
        assert "Is this right?" in ward.ada.card.words


async def test_the_card_of_who_can_help_keeps_its_numbers_whatever_is_pressed_there(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.ada.types("help now")
        numbers = ward.ada.card
        await ward.ada.presses("Quiet for two weeks", numbers)
        assert ward.ada.shown[-1].id != numbers.id
        assert numbers.words in ward.ada.chat


async def test_a_form_put_aside_goes_on_from_its_card(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        await ward.ada.fills({OWN: "thursday at 3pm"})
        await ward.ada.presses("Later")
        assert ward.ada.card.buttons == ["Continue"]
        assert ward.ada.reloaded()[-1] == ward.ada.card.words
        await ward.ada.presses("Continue")
        assert "Is this right?" in ward.ada.card.words


async def test_what_was_typed_comes_back_by_a_card_that_does_not_show_it(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ready_to_look_back(ward)
        await begins_to_look_back(ward)
        await ward.ada.fills({"What happened": SAW})
        await ward.ada.presses("Back")
        assert SAW in str(ward.ada.card.card)
        await ward.ada.types("reflect")
        assert ward.ada.last.buttons == ["Continue"]
        await ward.ada.presses("Continue")
        assert SAW in str(ward.ada.card.card)
        assert SAW not in str([call.body for call in ward.world.calls])


async def test_an_old_client_walks_through_a_form_as_well(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ready_to_look_back(ward)
        await begins_to_look_back(ward)
        before = len(ward.ada.chat)
        await ward.ada.submits({"What happened": SAW})
        await ward.ada.submits(label="Skip")
        await ward.ada.submits({DO: "Ask more", BY: "soon"})
        assert "Please give a date like 2027-01-31." in ward.ada.card.words
        await ward.ada.submits({BY: "2027-01-29"})
        await ward.ada.submits({"It was": "light"})
        await ward.ada.submits({"What shall I do?": "Keep it"})
        assert ward.ada.card.words == "About your notes\nIt's kept, and for you alone."
        assert len(ward.ada.chat) == before


async def test_an_old_client_whose_card_is_gone_gets_a_new_one(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        ward.world.next("update", refused(Refusal.NO_ACTIVITY))
        await ward.ada.submits({OWN: "thursday at 3pm"})
        assert "Is this right?" in ward.ada.last.words


async def test_a_form_for_lines_of_text_may_be_filled_in_in_a_window_of_its_own(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ready_to_look_back(ward)
        await begins_to_look_back(ward)
        ada = ward.ada
        await ada.opens_window()
        await ada.fills_window({"What happened": SAW})
        assert "So what?" in window(ada).words
        assert "So what?" in ada.card.words, "the card in the chat keeps up"
        await ada.fills_window(label="Back")
        assert SAW in str(window(ada).card)
        await ada.fills_window()
        await ada.fills_window(label="Skip")
        await ada.fills_window({DO: "Ask more", BY: "soon"})
        assert "Please give a date like 2027-01-31." in window(ada).words
        await ada.fills_window({BY: "2027-01-29"})
        await ada.fills_window({"It was": "light"})
        await ada.fills_window({"What shall I do?": "Keep it"})
        assert ada.person.dialog is None
        assert ada.notices[-1] == "It's kept, and for you alone."
        assert ada.card.words == "About your notes\nIt's kept, and for you alone."
        assert SAW not in str([call.body for call in ward.world.calls])


async def test_a_form_that_was_written_below_is_found_again_from_its_window(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await settles_in(ward.ada)
        await ward.ada.types("rules")
        await ward.ada.fills({KNOW: "I know this"})
        await ward.ada.types("rules")
        await ward.ada.opens_window()
        await ward.ada.fills_window()
        assert "Shall I put these to the others?" in window(ward.ada).words
        await ward.ada.fills_window({"Your answer": "Yes, I accept them"})
        assert ward.ada.person.dialog is None
        assert "I have asked the others" in ward.ada.card.words


async def test_help_asked_for_in_a_window_is_found_in_the_chat(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ready_to_look_back(ward)
        await begins_to_look_back(ward)
        await ward.ada.opens_window()
        await ward.ada.fills_window(label="Help now")
        assert ward.ada.notices[-1] == "You find it in our chat."
        assert "0800 000 0000" in ward.ada.last.words
        assert "What happened?" in ward.ada.card.words


async def test_a_window_of_a_form_that_is_closed_says_so(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ready_to_look_back(ward)
        await begins_to_look_back(ward)
        old = ward.ada.card
        await ward.ada.fills(label="Skip")
        await ward.ada.fills(label="Skip")
        await ward.ada.fills(label="Skip")
        await ward.ada.fills({"It was": "light"})
        await ward.ada.fills({"What shall I do?": "Keep it"})
        await ward.ada.person.opens_dialog(old, "Open in a window")
        assert ward.ada.notices[-1] == "That form is closed. What was finished is kept."


def window(hands: Hands) -> Dialog:
    assert hands.person.dialog is not None, f"no window is open; {hands.notices}"
    return hands.person.dialog


# ---- the house is slow or has a fault, Teams is out of reach


async def test_a_fault_in_the_house_lets_teams_deliver_again(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        ward.breaks(RuntimeError("a fault"))
        await ward.ada.presses("Begin here")
        assert ward.ada.answer.status == 500
        assert ward.ada.notices == ["Something went wrong. Please try again."]
        await ward.ada.again()
        assert ward.ada.answer.status == 200
        assert ward.ada.answer.body["type"] == CARD_ANSWER


async def test_words_that_met_a_fault_are_answered_when_they_are_delivered_again(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        ward.breaks(RuntimeError("a fault"))
        await ward.ada.types("help")
        assert ward.ada.answer.status == 500
        await ward.ada.again()
        assert "What I can do" in ward.ada.last.words


async def test_an_answer_that_takes_its_time_is_not_waited_for_by_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.reception.TIME_LIMIT", 0.05)
    async with open_ward(tmp_path) as ward:
        gate = ward.holds()
        deed = asyncio.create_task(ward.ada.person.presses(ward.ada.last, "Begin here"))
        answer = await asyncio.wait_for(deed, 5)
        assert answer.status == 200
        assert ward.ada.notices == ["That takes a moment. Please press it once more."]
        gate.set()
        await ward.settled()
        assert "What is kept about you, and who sees it" in ward.ada.last.words


async def test_an_answer_that_fails_after_its_time_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.reception.TIME_LIMIT", 0.05)
    async with open_ward(tmp_path) as ward:
        gate = ward.holds()
        await ward.ada.person.presses(ward.ada.last, "Begin here")
        ward.breaks(RuntimeError("a fault"))
        gate.set()
        await ward.settled()
        assert ward.ada.last.text == "That did not work just now. Please press it again."


async def test_while_teams_is_out_of_reach_everything_is_kept_and_the_next_press_shows_it(
    tmp_path: Path,
) -> None:
    async with open_ward(tmp_path) as ward:
        await begins_to_book(ward)
        ward.world.next("update", drops(), times=3)
        await ward.ada.fills({OWN: "thursday at 3pm"})
        assert "Is this right?" in ward.ada.card.words, "the answer itself came back with the press"
        ward.ada.reloaded()
        assert "When would suit?" in ward.ada.card.words, "but could not be kept in the chat"
        await ward.ada.fills({OWN: "thursday at 3pm"})
        assert "Is this right?" in ward.ada.card.words


async def test_a_reply_waits_a_moment_when_teams_asks_for_patience(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        ward.world.next("send", throttled(2))
        await ward.ada.types("help")
        assert "What I can do" in ward.ada.last.words


async def test_a_reply_that_would_have_to_wait_for_long_is_given_up(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        before = len(ward.ada.chat)
        ward.world.next("send", throttled(60))
        await ward.ada.types("help")
        assert (ward.ada.answer.status, len(ward.ada.chat)) == (200, before)


# ---- only the newest programme


async def test_the_programme_stands_only_once_and_last(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await settles_in(ward.ada)
        await ward.ada.types("status")
        await ward.ada.types("help")
        await ward.ada.presses("My programme")
        programmes = [seen for seen in ward.ada.shown if seen.words.startswith("My programme")]
        assert [seen.id for seen in programmes] == [ward.ada.last.id]


async def test_what_began_on_the_programme_stays_when_a_new_one_is_shown(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await settles_in(ward.ada)
        await ward.ada.types("status")
        await ward.ada.presses("Suggest a time")
        form = ward.ada.card
        await ward.ada.types("status")
        assert form.id in [seen.id for seen in ward.ada.shown]
        await ward.ada.fills({OWN: "thursday at 3pm"}, where=form)
        assert "Is this right?" in ward.ada.card.words


async def test_both_of_a_pair_press_with_the_same_names_and_nobody_meets_the_others_words(
    tmp_path: Path,
) -> None:
    async with open_ward(tmp_path) as ward:
        await settles_in(ward.ada)
        await settles_in(ward.bo)
        await agree_on_thursday(ward)
        pressed = [event for event in ward.handled if isinstance(event, Pressed)]
        assert {event.actor.user for event in pressed} == {
            ward.ada.person.account.object_id,
            ward.bo.person.account.object_id,
        }
        assert READ not in str(ward.gus.chat)
