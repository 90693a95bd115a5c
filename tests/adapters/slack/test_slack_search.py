"""Looking for letters of uncertain fate: in the chat itself, and in no channel."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import search
from bot.core.delivery import Failed, Sent, Uncertain
from bot.core.events import Actor
from tests.adapters.slack.office import Office, letter, open_office
from tests.fakes.slack.troubles import Trouble


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened
        assert opened.slack.mistakes == []


async def finds(office: Office, key: str = "k") -> Sent | Failed | Uncertain:
    return await office.platform.messenger.find(letter(key=key))


async def test_a_letter_that_arrived_is_found_by_its_mark(office: Office) -> None:
    office.slack.next("chat.postMessage", Trouble.DROP_AFTER_ACCEPT)
    assert isinstance(await office.sends(), Uncertain)
    post = office.amara.last
    assert await finds(office) == Sent(name=f"{post.channel}/{post.ts}")


async def test_the_words_of_other_letters_are_not_taken_for_it(office: Office) -> None:
    await office.sends(key="one")
    assert isinstance(await finds(office, "another"), Failed)


async def test_a_letter_that_never_arrived_is_missing_once_the_chat_has_settled(
    office: Office,
) -> None:
    office.slack.next("chat.postMessage", Trouble.DROP)
    await office.sends()
    assert isinstance(await finds(office), Uncertain)
    office.slack.passes(30)
    assert isinstance(await finds(office), Failed)


async def test_a_chat_that_lags_does_not_make_a_letter_missing_at_once(office: Office) -> None:
    office.slack.lags(20)
    office.slack.next("chat.postMessage", Trouble.SERVER_ERROR_AFTER)
    await office.sends()
    assert isinstance(await finds(office), Uncertain)
    office.slack.passes(30)
    assert isinstance(await finds(office), Sent)


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.THROTTLE, Trouble.DROP, "missing_scope"])
async def test_a_chat_that_cannot_be_read_tells_nothing(office: Office, trouble: str) -> None:
    office.slack.next("conversations.history", trouble, times=2)
    assert isinstance(await finds(office), Uncertain)


async def test_a_letter_is_found_behind_a_whole_page_of_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "A_PAGE", 2)
    for number in range(6):
        office.slack.passes(1)
        await office.sends(key=f"letter {number}")
    assert isinstance(await finds(office, "letter 1"), Sent)
    assert isinstance(await finds(office, "letter 9"), Failed)


async def test_a_window_too_long_to_be_read_whole_leaves_it_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "A_PAGE", 1)
    for number in range(4):
        office.slack.passes(1)
        await office.sends(key=f"letter {number}")
    assert isinstance(await finds(office, "letter 9"), Uncertain)


async def test_only_what_came_since_the_letter_was_due_is_read(office: Office) -> None:
    await finds(office)
    (call,) = [one for one in office.slack.calls if one.method == "conversations.history"]
    assert float(call.arguments["oldest"]) == letter().letter.not_before.timestamp() - 5


async def test_channels_are_never_read(office: Office) -> None:
    post = letter(to=Actor(platform="slack", user="C1"), person_id=None, channel="slack:C1")
    assert isinstance(await office.platform.messenger.find(post), Uncertain)
    assert "conversations.history" not in [call.method for call in office.slack.calls]


async def test_in_a_workspace_without_the_bot_nothing_can_be_told(office: Office) -> None:
    to = Actor(platform="slack", workspace="T9", user="U1")
    assert isinstance(await office.platform.messenger.find(letter(to=to)), Uncertain)
