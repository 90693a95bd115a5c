"""What becomes of windows and buttons when people do what people do: twice, late, on two devices."""

from datetime import timedelta

import pytest

from tests.fakes.slack.troubles import Trouble
from tests.flow.slack.hands import Hands
from tests.flow.slack.journeys import WORKING_MORNING, find_a_time, is_welcomed, meet
from tests.flow.slack.trust import Trust

SECRET = "The quiet ward at four in the morning"
READ = {"Please read this first": "I have read this"}
KNOWN = {"What is said in trust stays there, but for this": "I know this"}
OUT_OF_DATE = "That card is out of date. Here is where we are."


def forms_open_in(who: Hands) -> list[str]:
    """Return the messages by which forms are found again."""
    return [words for words in who.chat if words.startswith("Your form is open")]


async def begin(trust: Trust) -> Hands:
    """Open the first page of the welcome."""
    await trust.until(WORKING_MORNING)
    await trust.ada.presses("Begin here")
    return trust.ada


async def at_the_look_back(trust: Trust, reader: str = "Only me") -> Hands:
    """Open the page on which Ada is to write."""
    await meet(trust)
    await trust.ada.presses("Look back")
    await trust.ada.fills({"How much time is there?": "About four minutes"})
    await trust.ada.fills({"Who may read it": reader})
    return trust.ada


async def test_a_button_that_is_no_longer_true_says_so(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await find_a_time(trust)
    stale = next(post.remembered() for post in trust.bo.posts if "Call it off" in post.buttons)
    await trust.bo.presses("Call it off", stale)
    await trust.bo.presses("Call it off", stale)
    assert trust.bo.last.words.startswith("That time was let go in the meantime.")


async def test_what_was_answered_can_not_be_pressed_again(trust: Trust) -> None:
    await meet(trust)
    assert "Yes, we met" not in [label for post in trust.ada.posts for label in post.buttons]
    assert trust.ada.last.text == "Noted"
    assert "How did it go?" in [post.text for post in trust.bo.posts]


async def test_a_shared_note_is_read_without_a_trace_in_the_chat(trust: Trust) -> None:
    ada = await at_the_look_back(trust, reader="The two of us")
    await ada.fills({"What happened": SECRET})
    for _ in range(3):
        await ada.presses("Skip")
    await ada.fills({"What shall I do?": "Keep it"})
    await trust.bo.presses("Read it")
    assert SECRET in trust.bo.window.words
    await trust.bo.closes()
    assert forms_open_in(trust.bo) == []


async def test_a_button_pressed_twice_opens_one_form(trust: Trust) -> None:
    await trust.until(WORKING_MORNING)
    welcome = trust.ada.last
    await trust.ada.presses("Begin here", welcome)
    await trust.ada.presses("Begin here", welcome)
    assert len(forms_open_in(trust.ada)) == 1
    assert trust.ada.window.title == "Your privacy"


async def test_a_press_that_is_delivered_again_is_answered_once(trust: Trust) -> None:
    ada = await begin(trust)
    await ada.closes()
    before = ada.chat
    await trust.slack.again(ada.answer)
    await trust.settled()
    assert ada.chat == before
    assert not ada.has_window


async def test_words_that_are_delivered_again_are_answered_once(trust: Trust) -> None:
    await trust.ada.types("help")
    await trust.slack.again(trust.ada.answer)
    await trust.settled()
    assert [post.text for post in trust.ada.posts].count("What I can do") == 1


async def test_a_sent_form_that_is_delivered_again_gives_the_same_answer(trust: Trust) -> None:
    ada = await begin(trust)
    await ada.fills(READ)
    again = await trust.slack.again(ada.answer)
    assert again.json == ada.answer.json


async def test_a_second_device_is_brought_to_where_the_first_one_is(trust: Trust) -> None:
    ada = await begin(trust)
    older = ada.window.remembered()
    await ada.fills(READ)
    await ada.fills(READ, older)
    assert ada.window.title == "Limits of trust"
    await ada.fills(KNOWN)
    await ada.fills({"Please read this first": "Not yet"}, older)
    assert ada.window.title == "When do you work?"
    assert OUT_OF_DATE in ada.window.words


async def test_a_window_that_is_open_across_a_deploy_goes_on(trust: Trust) -> None:
    ada = await begin(trust)
    await trust.deploys()
    await ada.fills(READ)
    assert ada.window.title == "Limits of trust"
    await ada.fills(KNOWN)
    older = ada.window.remembered()
    await ada.fills()
    await trust.deploys()
    await ada.fills({"On these days": ["Monday"]}, older)
    assert OUT_OF_DATE in ada.window.words
    assert ada.window.title == "Clock"


async def test_a_window_that_was_closed_comes_back_with_continue(trust: Trust) -> None:
    ada = await begin(trust)
    await ada.fills(READ)
    await ada.closes()
    await ada.presses("Continue")
    assert ada.window.title == "Limits of trust"


async def test_the_message_of_a_closed_window_says_where_it_stands(trust: Trust) -> None:
    ada = await begin(trust)
    assert "Your privacy" in ada.last.words
    await ada.fills(READ)
    await ada.closes()
    assert "Limits of trust" in ada.last.words
    assert len(forms_open_in(ada)) == 1


async def test_an_old_window_closed_after_the_form_is_done_changes_nothing(trust: Trust) -> None:
    ada = await begin(trust)
    older = ada.window.remembered()
    await ada.fills({"Please read this first": "Not yet"})
    before = ada.chat
    trust.slack.world.workspaces["T1"].stack("UADA").append(older)
    await ada.closes()
    assert ada.chat == before


async def test_when_a_trigger_has_expired_the_form_waits_in_the_chat(trust: Trust) -> None:
    await trust.until(WORKING_MORNING)
    trust.slack.next("views.open", "expired_trigger_id")
    await trust.ada.presses("Begin here")
    assert not trust.ada.has_window
    await trust.ada.presses("Continue")
    assert trust.ada.window.title == "Your privacy"


async def test_when_a_trigger_has_expired_words_are_said_in_the_chat(trust: Trust) -> None:
    trust.slack.next("views.open", "expired_trigger_id")
    await trust.gus.shortcut("log_interaction")
    assert not trust.gus.has_window
    assert trust.gus.chat == ["You are in no pair or trio at the moment, so there is nothing to do that for."]


async def test_a_window_that_has_moved_on_is_left_as_it_is(trust: Trust) -> None:
    ada = await begin(trust)
    await ada.fills(READ)
    trust.slack.next("views.update", "hash_conflict")
    await ada.presses("Back")
    assert ada.window.title == "Limits of trust"
    await ada.closes()
    await ada.presses("Continue")
    assert ada.window.title == "Your privacy"


async def test_back_shows_what_was_answered(trust: Trust) -> None:
    ada = await begin(trust)
    await ada.fills(READ)
    await ada.presses("Back")
    assert ada.window.title == "Your privacy"
    await ada.fills()
    assert ada.window.title == "Limits of trust"


async def test_later_leaves_one_message_that_goes_on(trust: Trust) -> None:
    ada = await begin(trust)
    await ada.fills(READ)
    await ada.presses("Later")
    assert "Saved for later" in ada.window.words
    await ada.closes()
    assert forms_open_in(ada) == []
    assert ada.last.words.startswith("Saved for later")
    await ada.presses("Continue")
    await ada.fills(KNOWN)
    assert ada.window.title == "When do you work?"


async def test_help_lies_over_the_form_and_keeps_what_was_typed(trust: Trust) -> None:
    ada = await at_the_look_back(trust)
    form = ada.window
    await ada.person.turns(form, "Help now", {"What happened": SECRET})
    await trust.settled()
    assert "0800 000 0000" in ada.window.words
    await ada.person.closes(ada.window)
    assert ada.window.id == form.id
    await ada.fills()
    assert ada.window.title == "So what?"


async def test_what_is_to_be_mended_is_said_at_its_field(trust: Trust) -> None:
    ada = await at_the_look_back(trust)
    await ada.fills({"What happened": "Patient 943 476 5919 was moved"})
    assert ["NHS number" in sentence for sentence in ada.window.errors.values()] == [True]
    await ada.fills({"What happened": SECRET})
    assert ada.window.title == "So what?"


async def test_a_form_of_somebody_else_is_refused(trust: Trust) -> None:
    ada = await begin(trust)
    await trust.gus.presses("Continue", ada.last)
    assert not trust.gus.has_window
    assert trust.gus.last.words == "That one isn't yours to press, so I have left everything as it was."
    assert ada.last.words.startswith("Your form is open")


async def test_a_meeting_of_somebody_else_is_refused(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await find_a_time(trust)
    agreed = next(post for post in trust.ada.posts if "Call it off" in post.buttons)
    await trust.gus.presses("Call it off", agreed)
    assert trust.gus.last.words == "That one isn't yours to press, so I have left everything as it was."


async def test_somebody_unknown_is_answered_kindly_and_looked_up_once(trust: Trust) -> None:
    stranger = trust.slack.adds_person("UXX", "Xan Doe", "xan@elsewhere.example")
    for words in ("hello", "book"):
        await stranger.types(words)
        await trust.settled()
    assert stranger.last.words == "I don't know you yet. Your coordinator can add you to the programme."
    assert [call.arguments.get("user") for call in trust.slack.calls].count("UXX") == 1


async def test_somebody_who_was_added_meanwhile_is_known_after_an_hour(trust: Trust) -> None:
    trust.slack.adds_person("UCY", "Cy Noor", "cy@trust.example")
    cy = Hands(trust.slack, trust.slack.people["UCY"], trust.settled)
    await cy.types("hello")
    async with trust.service.house.store.unit() as unit:
        ada = await unit.people.with_email("ada@trust.example")
        assert ada is not None
        await unit.people.put(ada.model_copy(update={"email": "cy@trust.example"}))
        await unit.commit()
    await trust.until(trust.clock.now() + timedelta(hours=1))
    await cy.types("help")
    assert cy.last.text == "What I can do"


async def test_while_slack_is_down_everything_is_kept_and_the_next_press_shows_it(trust: Trust) -> None:
    await trust.until(WORKING_MORNING)
    trust.slack.next("views.open", Trouble.DROP)
    trust.slack.next("chat.postMessage", Trouble.DROP)
    await trust.ada.presses("Begin here")
    assert trust.ada.answer.fine
    assert not trust.ada.has_window
    assert forms_open_in(trust.ada) == []
    await trust.ada.presses("Begin here")
    assert trust.ada.window.title == "Your privacy"
    assert len(forms_open_in(trust.ada)) == 1


async def test_a_fault_inside_makes_slack_deliver_again(trust: Trust) -> None:
    trust.trouble.append(RuntimeError("the disk was full"))
    await trust.ada.types("help")
    assert trust.ada.answer.attempts == 2
    assert trust.ada.last.text == "What I can do"


async def test_private_words_typed_into_the_chat_are_kept_nowhere(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await trust.ada.types(f"I felt so alone. {SECRET}")
    assert trust.ada.last.words.startswith("Words typed here aren't kept")
    assert trust.ada.last.buttons
    await trust.stops()
    kept = b"".join(file.read_bytes() for file in trust.folder.glob("trust.db*"))
    assert SECRET.encode() not in kept
    await trust.starts()


async def test_a_typed_command_leaves_its_form_at_the_end_of_the_chat(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    for _ in range(2):
        await trust.ada.types("preferences")
        assert trust.ada.last.words.startswith("Your form is open")
    assert len(forms_open_in(trust.ada)) == 1
    await trust.ada.presses("Continue")
    assert trust.ada.window.title == "When do you work?"


async def test_a_command_is_answered_to_one_person_alone(trust: Trust) -> None:
    await trust.gus.commands("help", channel="C1")
    (answer,) = trust.slack.channel("C1").seen_by("UGUS")
    assert answer.ephemeral
    assert answer.words.startswith("You can say: book")
    assert trust.slack.channel("C1").seen_by("UBO") == []


async def test_a_command_that_nobody_knows_offers_those_that_are_near(trust: Trust) -> None:
    await trust.ada.commands("bok")
    assert trust.ada.last.ephemeral
    assert "Book a time" in trust.ada.last.buttons


async def test_what_is_pressed_under_an_answer_for_one_person_is_answered_in_a_window(trust: Trust) -> None:
    await trust.gus.commands("help", channel="C1")
    await trust.gus.presses("Who sees what", trust.slack.channel("C1").seen_by("UGUS")[-1])
    assert trust.gus.has_window
    assert len(trust.slack.channel("C1").posts) == 1


async def test_a_form_opened_from_a_command_ends_in_the_window_and_in_the_chat(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await trust.ada.commands("book")
    own = {"Pick a time": "Another time, in my own words", "Your own day and time": "tomorrow at 14:30"}
    await trust.ada.fills(own)
    await trust.ada.fills({"Propose this time": "Yes"})
    assert trust.ada.window.words.startswith("I have asked Bo Marsh")
    assert trust.ada.last.words.startswith("I have asked Bo Marsh")
    assert forms_open_in(trust.ada) == []


@pytest.mark.parametrize(
    ("name", "title"), [("book_meeting", "When would suit?"), ("log_interaction", "Log")]
)
async def test_a_shortcut_opens_its_form(trust: Trust, name: str, title: str) -> None:
    await is_welcomed(trust, trust.ada)
    await trust.ada.shortcut(name)
    assert trust.ada.window.title.startswith(title)


async def test_a_file_goes_to_the_chat_when_it_can_not_be_shown_in_place(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await trust.ada.commands("my-data", channel="DUADA")
    await trust.ada.presses("Send me a copy", trust.ada.last)
    assert "I have put it into our chat." in trust.ada.window.words
    assert {file.channel for file in trust.slack.files} == {"DUADA"}
