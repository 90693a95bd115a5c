"""The pages that the app names in Teams: what becomes of data, and the terms of use."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.teams import pages
from dialogs.commands import WORDS


@pytest.fixture
async def client() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.add_routes(pages.routes())
    async with TestClient(TestServer(app, host="127.0.0.1")) as opened:
        yield opened


@pytest.mark.parametrize(("path", "word"), [("/teams/privacy", "my data"), ("/teams/terms", "help now")])
async def test_a_page_says_in_plain_words_what_to_say_for_more(
    client: TestClient[web.Request, web.Application], path: str, word: str
) -> None:
    response = await client.get(path)
    assert response.status == 200
    assert f"“{word}”" in await response.text()
    assert word in WORDS


@pytest.mark.parametrize("path", ["/teams/privacy", "/teams/terms"])
async def test_a_page_loads_nothing_from_anywhere(
    client: TestClient[web.Request, web.Application], path: str
) -> None:
    response = await client.get(path)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "http" not in await response.text()


def test_every_command_that_a_page_names_is_understood() -> None:
    words = " ".join([*pages.PRIVACY[1], *pages.TERMS[1]])
    named = [part.partition("”")[0] for part in words.split("“")[1:]]
    assert set(named) <= set(WORDS)
