"""Fetching calendars: from a server on this machine, and never from where nobody should be sent."""

import asyncio
from collections.abc import AsyncIterator
from socket import AF_INET, AF_UNSPEC, AddressFamily

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.fetching import MOST_BYTES, Fetcher, NotFetched, Rules
from bot.reachable import Address

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
HERE = "127.0.0.1"
ELSEWHERE = "10.0.0.7"


def only_here(address: Address) -> bool:
    return str(address) == HERE


class Names(AbstractResolver):
    """Leads every name here, unless something else is said, once for each time it is asked."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        self.asked.append(host)
        assert family in (AF_INET, AF_UNSPEC)
        answers = self._answers.get(host.partition(".")[0], [])
        found = answers.pop(0) if answers else [HERE]
        return [
            ResolveResult(hostname=host, host=one, port=port, family=AF_INET, proto=0, flags=0)
            for one in found
        ]

    async def close(self) -> None:
        return


class Office:
    """A server of calendars, good and bad; it counts who comes."""

    def __init__(self) -> None:
        self.visits: list[web.Request] = []
        self.open = asyncio.Event()
        app = web.Application()
        app.router.add_get("/{what:.*}", self._show)
        self.server = TestServer(app)

    def at(self, path: str, host: str = "calendar.example") -> str:
        return f"http://{host}:{self.server.port}/{path}"

    async def _show(self, request: web.Request) -> web.StreamResponse:
        self.visits.append(request)
        kind, __, rest = request.match_info["what"].partition("/")
        match kind:
            case "ok":
                return web.Response(text=CALENDAR, headers={"Set-Cookie": "seen=1"})
            case "status":
                return web.Response(status=int(rest))
            case "packed":
                return web.Response(body=b"x", headers={"Content-Encoding": "gzip"})
            case "long":
                return web.Response(body=b"x" * (MOST_BYTES + 1))
            case "endless":
                return await self._endless(request)
            case "never":
                await self.open.wait()
                return web.Response(text=CALENDAR)
            case "hops":
                left = int(rest)
                raise web.HTTPFound(self.at(f"hops/{left - 1}") if left else self.at("ok"))
            case _:
                raise web.HTTPFound(request.query["to"])

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(2 + MOST_BYTES // 65536):
            await response.write(b"x" * 65536)
        return response


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    opened = Office()
    await opened.server.start_server()
    yield opened
    opened.open.set()
    await opened.server.close()


def fetcher(names: Names | None = None, seconds: float = 10) -> Fetcher:
    return Fetcher(Rules(may_reach=only_here, plain_http=True, seconds=seconds), names or Names())


async def why(fetched: Fetcher, address: str) -> str:
    """Return why something was not fetched."""
    with pytest.raises(NotFetched) as raised:
        await fetched.fetch(address)
    return raised.value.why


async def test_a_calendar_is_fetched(office: Office) -> None:
    assert await fetcher().fetch(office.at("ok")) == CALENDAR.encode()


async def test_it_says_who_asks_and_brings_nothing_else(office: Office) -> None:
    mine = fetcher()
    await mine.fetch(office.at("ok"))
    await mine.fetch(office.at("ok"))
    assert [one.headers["User-Agent"] for one in office.visits] == ["Turnabout"] * 2
    assert not any({"Cookie", "Authorization", "Referer"} & set(one.headers) for one in office.visits)


async def test_a_proxy_in_the_environment_is_no_way_round(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert await fetcher().fetch(office.at("ok"))


async def test_three_redirects_are_followed_and_no_more(office: Office) -> None:
    assert await fetcher().fetch(office.at("hops/2")) == CALENDAR.encode()
    assert await why(fetcher(), office.at("hops/3")) == "redirects"


@pytest.mark.parametrize("status", [204, 304, 401, 404, 500])
async def test_anything_but_the_text_is_not_taken(office: Office, status: int) -> None:
    assert await why(fetcher(), office.at(f"status/{status}")) == f"status {status}"


async def test_packed_text_is_not_unpacked(office: Office) -> None:
    assert await why(fetcher(), office.at("packed")) == "encoding"


@pytest.mark.parametrize("path", ["long", "endless"])
async def test_what_is_too_big_is_put_down(office: Office, path: str) -> None:
    assert await why(fetcher(), office.at(path)) == "size"


async def test_what_takes_too_long_is_put_down(office: Office) -> None:
    assert await why(fetcher(seconds=0.2), office.at("never")) == "timeout"


async def test_nobody_there_is_said_so(office: Office) -> None:
    await office.server.close()
    assert await why(fetcher(), office.at("ok")) == "unreachable"


# ---- where nobody should be sent


async def test_a_name_of_our_own_network_is_not_reached(office: Office) -> None:
    names = Names(internal=[[ELSEWHERE]])
    assert await why(fetcher(names), office.at("ok", host="internal.example")) == "unreachable"
    assert office.visits == []


async def test_a_name_with_one_address_of_our_own_network_is_not_reached_at_all(office: Office) -> None:
    names = Names(mixed=[[HERE, ELSEWHERE]])
    assert await why(fetcher(names), office.at("ok", host="mixed.example")) == "unreachable"
    assert office.visits == []


async def test_a_redirect_into_our_own_network_is_not_followed(office: Office) -> None:
    names = Names(internal=[[ELSEWHERE]])
    inside = office.at("ok", host="internal.example")
    assert await why(fetcher(names), office.at(f"away?to={inside}")) == "unreachable"
    assert len(office.visits) == 1


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "https://me@calendar.example/",
        "https://calendar.example:22/",
        "file:///etc/passwd",
        "ftp://calendar.example/",
        "//169.254.169.254/",
    ],
)
async def test_a_redirect_to_anything_but_a_name_over_https_is_not_followed(office: Office, to: str) -> None:
    assert await why(fetcher(), office.at(f"away?to={to}")) == "address"
    assert len(office.visits) == 1


async def test_a_name_that_changes_its_mind_between_two_looks_is_caught_at_the_second(office: Office) -> None:
    """The connection goes to the address that was looked at, and the next one is looked at again."""
    names = Names(turncoat=[[HERE], [ELSEWHERE]])
    there = office.at("ok", host="turncoat.example")
    assert await why(fetcher(names), office.at(f"away?to={there}", host="turncoat.example")) == "unreachable"
    assert names.asked == ["turncoat.example", "turncoat.example"]
    assert len(office.visits) == 1


async def test_a_name_is_looked_up_once_for_each_connection(office: Office) -> None:
    names = Names(turncoat=[[HERE], [ELSEWHERE]])
    await fetcher(names).fetch(office.at("ok", host="turncoat.example"))
    assert names.asked == ["turncoat.example"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://calendar.example/a.ics", "address"),
        ("https://127.0.0.1/", "address"),
        ("https://[::ffff:127.0.0.1]/", "address"),
        ("https://me:secret@calendar.example/", "address"),
        ("https://calendar.example:8443/", "address"),
        ("https://2130706433/", "unreachable"),
        ("https://127.1/", "unreachable"),
        ("https://0x7f000001/", "unreachable"),
        ("https://localhost/", "unreachable"),
    ],
)
async def test_by_the_strict_rules_nothing_on_this_machine_is_reached(address: str, reason: str) -> None:
    assert await why(Fetcher(), address) == reason
