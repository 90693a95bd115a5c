"""Files at an address that only one person was given: they are handed out there, and nowhere else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.teams.files import FILE, LARGEST
from bot.core.messages import Document, Message
from tests.adapters.teams.post_room import ENTRY, NOTE, WITH_ENTRY, PostRoom, open_post_room

DATA = Document(name="my data.txt", media_type="text/plain", text="Everything I wrote.")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with open_post_room(tmp_path) as opened:
        await opened.invite("ada")
        await opened.world.people["ada"].installs()
        await opened.teams.settled()
        yield opened


async def button_of(room: PostRoom, message: Message) -> str:
    """Send a letter with a file, and return the address that its button opens."""
    await room.send("ada", message)
    [action] = [one for one in room.world.people["ada"].last._actions() if one["type"] == "Action.OpenUrl"]
    return str(action["url"])


async def fetched(room: PostRoom, url: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    here = room.world.bot_url.removesuffix("/api/messages")
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url.replace("https://bot.example", here)) as response,
    ):
        return response.status, await response.text(), dict(response.headers)


async def test_the_address_hands_out_the_file_as_it_is(room: PostRoom) -> None:
    status, text, headers = await fetched(room, await button_of(room, WITH_ENTRY))
    assert (status, text) == (200, ENTRY.text)
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "conversation.ics" in headers["Content-Disposition"]


async def test_nobody_keeps_a_copy_on_the_way_or_runs_what_is_in_it(room: PostRoom) -> None:
    _, _, headers = await fetched(room, await button_of(room, WITH_ENTRY))
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Disposition"].startswith("attachment")


async def test_a_mail_guard_that_looks_first_takes_nothing_away(room: PostRoom) -> None:
    url = await button_of(room, WITH_ENTRY)
    await fetched(room, url, "HEAD")
    await fetched(room, url)
    assert (await fetched(room, url))[0] == 200


async def test_an_address_that_nobody_was_given_says_nothing(room: PostRoom) -> None:
    url = await button_of(room, WITH_ENTRY)
    stranger = url[:-1] + ("A" if url[-1] != "A" else "B")
    answers = {
        await_of[:2] for await_of in [await fetched(room, one) for one in (stranger, url + "A", url[:-9])]
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


async def test_a_calendar_entry_waits_for_a_week(room: PostRoom) -> None:
    url = await button_of(room, WITH_ENTRY)
    room.house.clock.jump(room.house.clock.now() + timedelta(days=7, seconds=-1))
    assert (await fetched(room, url))[0] == 200
    room.house.clock.jump(room.house.clock.now() + timedelta(seconds=1))
    assert (await fetched(room, url))[0] == 404


async def test_ones_own_data_waits_for_a_day_alone(room: PostRoom) -> None:
    url = await button_of(room, NOTE.model_copy(update={"document": DATA}))
    assert (await fetched(room, url))[1] == DATA.text
    room.house.clock.jump(room.house.clock.now() + timedelta(days=1))
    assert (await fetched(room, url))[0] == 404


async def test_erasing_somebody_takes_their_files_away(room: PostRoom) -> None:
    url = await button_of(room, NOTE.model_copy(update={"document": DATA}))
    async with room.house.changing() as unit:
        await unit.people.erase("ada", room.house.clock.now())
    assert (await fetched(room, url))[0] == 404


async def test_neither_the_token_nor_the_words_are_to_be_read_in_the_database(room: PostRoom) -> None:
    url = await button_of(room, NOTE.model_copy(update={"document": DATA}))
    rows = "\n".join(room.house.rows())
    assert url.rpartition("/")[2] not in rows
    assert DATA.text not in rows


async def test_two_people_never_share_an_address(room: PostRoom) -> None:
    links = {await room.teams._files.link(WITH_ENTRY, room.address(who)) for who in ("ada", "bo")}
    assert len(links) == 2


async def test_the_same_file_shown_again_keeps_its_address(room: PostRoom) -> None:
    links = {await room.teams._files.link(WITH_ENTRY, room.address("ada")) for _ in range(3)}
    assert len(links) == 1
    async with room.house.store.reading() as unit:
        assert len(await unit.shelf.every(FILE, "teams")) == 1


async def test_a_file_beyond_all_measure_is_not_offered(room: PostRoom) -> None:
    huge = NOTE.model_copy(update={"document": DATA.model_copy(update={"text": "x" * (LARGEST + 1)})})
    assert await room.teams._files.link(huge, room.address("ada")) is None
