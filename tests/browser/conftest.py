"""A real browser before a real page: every test gets a rehearsal of its own, a file of tests one browser."""

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from adapters.rehearsal.guard import LOOPBACK
from adapters.rehearsal.http import Page as RehearsalPage
from bot.performance import Script
from bot.play import open_rehearsal
from tests.adapters.rehearsal.small import script

NO_BROWSER = "NO BROWSER: the rehearsal page was not tested. Run scripts/install-browser.sh first."
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 20_000
"""Milliseconds after which something that should have happened has not."""

expect.set_options(timeout=PATIENCE)


class Theatre:
    """A page served from a thread of its own, at an address that outlives a restart."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._port = 0

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._port}/"

    def open(self) -> None:
        sock = socket.create_server((LOOPBACK, self._port))
        self._port = sock.getsockname()[1]
        self._opened = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(sock)), daemon=True)
        self._thread.start()
        assert self._opened.wait(PATIENCE / 1000)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(PATIENCE / 1000)

    async def _serve(self, sock: socket.socket) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        async with open_rehearsal(self._script) as play:
            served = web.AppRunner(RehearsalPage(play).application(), access_log=None, shutdown_timeout=1)
            await served.setup()
            await web.SockSite(served, sock).start()
            self._opened.set()
            await self._ended.wait()
            await served.cleanup()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that Playwright installed; without either the tests say so loudly.

    One for each file: while Playwright is there its loop runs in this thread, and other files run their own.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        except Error:
            if os.environ.get("CI"):
                pytest.fail(NO_BROWSER)
            pytest.skip(NO_BROWSER)
        yield opened
        opened.close()


@pytest.fixture
def theatre() -> Iterator[Theatre]:
    opened = Theatre(script())
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, theatre: Theatre) -> Iterator[Page]:
    """A window on the page; a word from the browser's console that something broke fails the test."""
    window = context.new_page()
    broken: list[str] = []
    window.on("pageerror", lambda error: broken.append(str(error)))
    window.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
    window.goto(theatre.address)
    yield window
    assert not broken, broken


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: a folder somebody named, to look at them, or one that is thrown away."""
    named = os.environ.get("TURNABOUT_SCREENSHOTS")
    return Path(named) if named else tmp_path_factory.mktemp("pictures")
