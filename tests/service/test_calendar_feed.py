"""Calendar feeds over HTTP, with the real store behind them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.calendar_feed import routes
from bot.core.calendars import give_feed
from bot.core.records import Role
from tests.core.works import Works, open_works
from tests.dialogs.diary import booked, newest, proposes
from tests.dialogs.house import AGREED

TOKEN = "a" * 43
OTHER = "b" * 43
Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def serving(works: Works) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(routes(works.house.store, works.house.clock))
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        async with opened.house.changing() as unit:
            await give_feed(unit, "edwin", TOKEN)
            await give_feed(unit, "amara", OTHER)
        yield opened


@pytest.fixture
async def client(works: Works) -> AsyncIterator[Client]:
    async with serving(works) as opened:
        yield opened


async def events(response: ClientResponse) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(await response.text()).walk("VEVENT"))


async def test_an_address_shows_the_meetings_of_its_owner(client: Client) -> None:
    response = await client.get(f"/calendar/{TOKEN}.ics")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [one.decoded("dtstart").date() for one in await events(response)] == list(AGREED)


async def test_two_readers_agree_on_what_it_says(client: Client) -> None:
    text = await (await client.get(f"/calendar/{TOKEN}.ics")).text()
    found = {one.uid.value for one in vobject.readOne(text).vevent_list}
    assert found == {str(one["uid"]) for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}


async def test_nobody_is_named(client: Client) -> None:
    text = (await (await client.get(f"/calendar/{TOKEN}.ics")).text()).casefold()
    assert not any(name in text for name in ("chidi", "delphine", "edwin", "r02,", "trust.example"))


async def test_what_is_only_suggested_is_not_shown(works: Works, client: Client) -> None:
    await proposes(works, "amara", "tomorrow at 3pm")
    assert await events(await client.get(f"/calendar/{OTHER}.ics")) == []


async def test_a_meeting_called_off_is_shown_as_such_for_thirty_days(works: Works, client: Client) -> None:
    meeting = await booked(works, "Friday 16 April at 3pm")
    await works.house.press("amara", "meeting.off", **_carried(meeting.id, meeting.at))
    (shown,) = await events(await client.get(f"/calendar/{OTHER}.ics"))
    assert (shown["status"], shown["uid"]) == ("CANCELLED", f"{meeting.id}@turnabout")
    works.jump(by=timedelta(days=31))
    assert await events(await client.get(f"/calendar/{OTHER}.ics")) == []


def _carried(meeting: str, at: datetime | None) -> dict[str, str]:
    assert at is not None
    return {
        "relationship": "R01",
        "interaction": meeting,
        "on": at.date().isoformat(),
        "at": at.astimezone(UTC).isoformat(),
    }


async def test_a_meeting_that_moved_keeps_its_uid_and_raises_its_sequence(
    works: Works, client: Client
) -> None:
    meeting = await booked(works, "tomorrow at 3pm")
    await proposes(works, "amara", "Friday at 3pm", moves=meeting.id)
    moved = await newest(works)
    await works.house.press("brendan", "proposal.accept", **_carried(moved.id, moved.at))
    (shown,) = await events(await client.get(f"/calendar/{OTHER}.ics"))
    assert (shown["uid"], shown["sequence"]) == (f"{meeting.id}@turnabout", 1)


@pytest.mark.parametrize(
    "name",
    ["c" * 43 + ".ics", "a" * 42 + ".ics", TOKEN, "x.ics", f"{TOKEN}.ics.ics", "é" * 43 + ".ics"],
)
async def test_anything_else_is_not_found_and_gives_no_hint(client: Client, name: str) -> None:
    response = await client.get(f"/calendar/{name}")
    assert (response.status, await response.text()) == (404, "There is nothing here.")


async def test_an_address_that_was_replaced_is_not_found(works: Works, client: Client) -> None:
    async with works.house.changing() as unit:
        await give_feed(unit, "edwin", "d" * 43)
    assert (await client.get(f"/calendar/{TOKEN}.ics")).status == 404
    assert (await client.get(f"/calendar/{'d' * 43}.ics")).status == 200


async def test_whoever_asks_for_its_head_gets_that_alone(client: Client) -> None:
    response = await client.head(f"/calendar/{TOKEN}.ics")
    assert response.status == 200
    assert int(response.headers["Content-Length"]) > 0
    assert await response.read() == b""


async def test_what_has_not_changed_is_not_sent_again(works: Works, client: Client) -> None:
    first = await client.get(f"/calendar/{OTHER}.ics")
    again = await client.get(f"/calendar/{OTHER}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    await booked(works, "tomorrow at 3pm")
    changed = await client.get(f"/calendar/{OTHER}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("path", [f"/calendar/{TOKEN}.ics", "/calendar/nothing.ics"])
async def test_no_cache_between_keeps_it_and_no_page_learns_where_it_was(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


async def test_one_address_is_not_asked_too_often_and_the_others_are_not_kept_waiting(client: Client) -> None:
    statuses = [(await client.get(f"/calendar/{TOKEN}.ics")).status for _ in range(25)]
    assert 429 in statuses
    refused = await client.get(f"/calendar/{TOKEN}.ics")
    assert int(refused.headers["Retry-After"]) >= 1
    assert (await client.get(f"/calendar/{OTHER}.ics")).status == 200


async def test_guessing_is_slowed_down(client: Client) -> None:
    statuses = {(await client.get(f"/calendar/{number:043d}.ics")).status for number in range(90)}
    assert statuses == {404, 429}


async def test_whoever_is_in_no_pair_has_an_empty_calendar(works: Works, client: Client) -> None:
    async with works.house.changing() as unit:
        await give_feed(unit, "farah", "f" * 43)
        assert {one.role for one in await unit.memberships.of_person("farah")} == {Role.COORDINATOR}
    response = await client.get(f"/calendar/{'f' * 43}.ics")
    assert response.status == 200
    assert await events(response) == []


async def test_nothing_is_logged_of_an_address(client: Client) -> None:
    with capture_logs() as logged:
        await client.get(f"/calendar/{TOKEN}.ics")
        await client.get(f"/calendar/{'c' * 43}.ics")
    assert logged == []
