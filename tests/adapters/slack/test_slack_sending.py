"""Sending: each letter once, and of each it is told truly what became of it."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack import client
from adapters.slack.outcomes import ADVICE
from adapters.slack.posting import Draft
from bot.core.delivery import Failed, Gone, Sent, Throttled, Uncertain
from bot.core.events import Actor
from bot.core.messages import Document, Heatmap, Message
from bot.programme.cadence import Threshold
from bot.programme.summary import summarise
from bot.programme.zones import zone
from tests.adapters.slack.office import AMARA, TEXT, Office, letter, open_office
from tests.fakes.slack.troubles import Trouble

INVITATION = Document(name="meeting.ics", media_type="text/calendar", text="BEGIN:VCALENDAR\nsecret place\n")
LONG = "\n\n".join(f"Paragraph {number}. " + "Nobody is in a hurry here. " * 40 for number in range(40))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened
        assert opened.slack.mistakes == []
        assert opened.slack.warnings == []


def picture() -> Heatmap:
    figures = summarise("Spring", [], Threshold(8, 2), date(2027, 3, 1), zone("Europe/London"))
    return Heatmap(summary=figures, alternative="R01: met in month 1.")


async def test_a_letter_stands_in_the_chat_and_is_known_by_its_name_there(office: Office) -> None:
    outcome = await office.sends()
    post = office.amara.last
    assert outcome == Sent(name=f"{post.channel}/{post.ts}")
    assert [line for line in post.words.split("\n") if line] == TEXT.split("\n")


async def test_the_text_for_lock_screens_is_the_preview_alone(office: Office) -> None:
    await office.sends()
    assert office.amara.last.text == "Coming up"


async def test_what_travels_unseen_means_nothing_to_anybody_else(office: Office) -> None:
    await office.sends(key="timer:meeting:17:0")
    metadata = office.amara.last.metadata
    assert metadata is not None
    assert metadata["event_type"] == "turnabout_delivery"
    assert list(metadata["event_payload"]) == ["k"]
    assert "meeting" not in str(metadata["event_payload"])


async def test_a_long_letter_takes_several_messages_of_which_the_first_has_its_mark(office: Office) -> None:
    assert isinstance(await office.sends(LONG), Sent)
    posts = office.amara.posts
    assert len(posts) == len(Draft.of(letter(LONG).letter.message).others) + 1 > 1
    assert [post.metadata is not None for post in posts] == [True, *[False] * (len(posts) - 1)]
    assert all(f"Paragraph {number}." in "".join(post.words for post in posts) for number in range(40))


async def test_an_invitation_comes_as_a_file_right_after_the_words(office: Office) -> None:
    await office.sends(document=INVITATION)
    (file,) = office.slack.files
    assert (file.name, file.content) == ("meeting.ics", INVITATION.text.encode())
    assert [bool(post.files) for post in office.amara.posts] == [False, True]


async def test_the_heatmap_comes_as_a_picture_with_words_for_whoever_cannot_see_it(office: Office) -> None:
    assert isinstance(await office.posts(picture=picture()), Sent)
    (file,) = office.slack.files
    assert file.content.startswith(b"\x89PNG")
    assert file.alt_text == "R01: met in month 1."
    assert file.channel == "C1"


async def test_files_are_handed_over_before_anything_is_said(office: Office) -> None:
    office.slack.next("files.getUploadURLExternal", Trouble.SERVER_ERROR)
    assert isinstance(await office.sends(document=INVITATION), Failed)
    assert office.amara.posts == []


async def test_where_a_workspace_takes_no_files_the_words_arrive_all_the_same(office: Office) -> None:
    office.slack.next("files.getUploadURLExternal", "file_uploads_disabled")
    assert isinstance(await office.sends(document=INVITATION), Sent)
    assert [bool(post.files) for post in office.amara.posts] == [False]


async def test_what_fails_after_the_words_stand_makes_the_letter_no_second_one(office: Office) -> None:
    office.slack.next("files.completeUploadExternal", Trouble.SERVER_ERROR)
    assert isinstance(await office.sends(document=INVITATION), Sent)
    assert len(office.amara.posts) == 1


async def test_a_slack_that_asks_for_patience_is_given_it_everywhere(office: Office) -> None:
    office.slack.next("chat.postMessage", Trouble.THROTTLE, retry_after=17)
    assert await office.sends() == Throttled(seconds=17, everywhere=True)
    assert office.amara.posts == []


@pytest.mark.parametrize("trouble", [one for one in Trouble if "hang" not in one and one != Trouble.THROTTLE])
async def test_without_a_clear_answer_it_is_not_certain_that_a_letter_arrived(
    office: Office, trouble: Trouble
) -> None:
    office.slack.next("chat.postMessage", trouble)
    assert isinstance(await office.sends(), Uncertain)
    assert [call.method for call in office.slack.calls].count("chat.postMessage") == 1


async def test_a_slack_that_says_nothing_is_not_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SAID_BY", 0.3)
    office.slack.next("chat.postMessage", Trouble.HANG_AFTER_ACCEPT)
    assert isinstance(await office.sends(), Uncertain)


async def test_where_nobody_listens_nothing_was_sent(tmp_path: Path) -> None:
    async with open_office(tmp_path, api_url="http://127.0.0.1:9/api/") as office:
        assert isinstance(await office.sends(), Failed)


@pytest.mark.parametrize("code", ["restricted_action", "missing_scope", "account_inactive"])
async def test_a_lasting_refusal_says_what_a_coordinator_can_do(office: Office, code: str) -> None:
    office.slack.next("chat.postMessage", code)
    outcome = await office.posts()
    assert outcome == Gone(reason=code, advice=ADVICE[code])
    assert outcome.advice.endswith(".")


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_auth"])
async def test_a_refusal_that_is_not_about_the_reader_is_tried_again(office: Office, code: str) -> None:
    office.slack.next("chat.postMessage", code)
    assert await office.sends() == Failed(reason=code)


async def test_a_closed_account_is_noticed_although_posting_to_it_would_succeed(office: Office) -> None:
    office.amara.profile.deleted = True
    outcome = await office.sends()
    assert outcome == Gone(reason="user_disabled", advice=ADVICE["user_disabled"])
    assert office.amara.posts == []


@pytest.mark.parametrize("trouble", [Trouble.THROTTLE, Trouble.SERVER_ERROR, "missing_scope"])
async def test_a_chat_that_cannot_be_named_is_found_by_its_person(office: Office, trouble: str) -> None:
    office.slack.next("conversations.open", trouble)
    assert isinstance(await office.sends(), Sent)


async def test_the_name_of_a_chat_is_asked_for_once_a_day(office: Office) -> None:
    for hours in (0, 1, 24):
        office.slack.passes(hours * 3600)
        await office.sends(key=f"after {hours}")
    assert [call.method for call in office.slack.calls].count("conversations.open") == 2


async def test_a_letter_without_an_address_goes_nowhere(office: Office) -> None:
    assert isinstance(await office.platform.messenger.send(letter(to=None)), Failed)


async def test_in_a_workspace_without_the_bot_nobody_is_reached(office: Office) -> None:
    elsewhere = AMARA.model_copy(update={"workspace": "T9"})
    assert await office.sends(to=elsewhere) == Gone(reason="not_installed", advice=ADVICE["not_installed"])


async def test_one_chat_gets_a_few_messages_at_once_and_then_one_a_second(office: Office) -> None:
    outcomes = [await office.sends(key=str(number)) for number in range(4)]
    assert [type(one) for one in outcomes] == [Sent, Sent, Sent, Throttled]
    held = outcomes[-1]
    assert isinstance(held, Throttled)
    assert (held.seconds, held.everywhere) == (pytest.approx(1.0), False)
    office.slack.passes(held.seconds)
    assert isinstance(await office.sends(key="3"), Sent)


async def test_a_crowded_workspace_gives_each_letter_a_moment_of_its_own(office: Office) -> None:
    outcomes: list[Any] = []
    for number in range(44):
        office.slack.adds_person(f"U{number}x", f"Person {number}", f"p{number}@trust.example")
        to = Actor(platform="slack", workspace="T1", user=f"U{number}x")
        outcomes.append(await office.sends(to=to, key=str(number)))
    assert [call.method for call in office.slack.calls].count("conversations.open") <= 40
    held = [one.seconds for one in outcomes if isinstance(one, Throttled)]
    assert len(held) == 4
    assert held == sorted(set(held))


async def test_nothing_of_a_letter_is_ever_logged(office: Office) -> None:
    with capture_logs() as logs:
        for trouble in ("file_uploads_disabled", Trouble.SERVER_ERROR):
            office.slack.next("files.getUploadURLExternal", trouble)
            await office.sends("secret words", document=INVITATION)
        office.slack.next("files.completeUploadExternal", Trouble.SERVER_ERROR)
        await office.sends("secret words", document=INVITATION, key="other")
    assert len(logs) == 2
    assert not any(word in str(logs) for word in ("secret", "xoxb", "Amara", "BEGIN"))


def test_a_message_has_all_its_words_whatever_its_files() -> None:
    message = Message(kind="reply.x", preview="Noted", text="All noted.", document=INVITATION)
    assert Draft.of(message) == Draft.of(message.model_copy(update={"document": None}))
