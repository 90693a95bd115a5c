"""`turnabout demo`: the rehearsal page, on this machine alone."""

import asyncio
import socket
import webbrowser
from pathlib import Path

import click
from aiohttp import web

from adapters.rehearsal.guard import LOOPBACK
from adapters.rehearsal.http import Page
from adapters.rehearsal.uploads import playable
from bot import log
from bot.cli.desk import CannotRead, run, say, text_of
from bot.cli.listening import listening, told_to_end
from bot.cli.people import look_through
from bot.performance import Script
from bot.play import open_rehearsal, script_for
from bot.programme.cohort_file import read_cohort
from bot.programme.people_file import PeopleFileError, PeopleReport
from bot.rehearsal_plan import made_ready

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PORT = 3978


@click.command("demo")
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own people; else a ready-made cohort.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where the page is; 0 takes a free one.",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
def command(people: Path | None, port: int, *, no_browser: bool) -> None:
    """Open the rehearsal page, to live through a programme before anyone is invited.

    It runs on a throw-away database and listens on this machine alone. Ctrl-C ends it.
    """
    log.set_up("error")
    script = script_for(_paired(people), people.stem) if people else _ready_made()
    with listening(LOOPBACK, port) as sock:
        run(_serve(script, sock, browser=not no_browser))


def _ready_made() -> Script:
    """Return the script of the cohort that comes with the sources."""
    plan = made_ready(read_cohort(text_of(EXAMPLES / "cohort.toml")))
    return Script(plan, _paired(EXAMPLES / "cohort.csv"))


def _paired(file: Path) -> PeopleReport:
    """Return the people of a file that has pairs or trios and nothing to mend."""
    found = look_through(file)
    if found.report is None or found.refusal is not None:
        for line in found.lines():
            say(line)
        raise CannotRead(f"{found.refusal}")
    try:
        return playable(found.report)
    except PeopleFileError as problem:
        raise CannotRead(f"{file}: {problem}") from None


async def _serve(script: Script, sock: socket.socket, *, browser: bool) -> None:
    """Serve the page until somebody ends it."""
    ended = told_to_end()
    async with open_rehearsal(script) as play:
        runner = web.AppRunner(Page(play).application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.SockSite(runner, sock).start()
            address = f"http://{LOOPBACK}:{sock.getsockname()[1]}/"
            say(f"The rehearsal page is at {address} (Ctrl-C ends it).")
            if browser:
                await asyncio.to_thread(webbrowser.open, address)
            await ended.wait()
        finally:
            await runner.cleanup()
    say("The rehearsal is over. Nothing of it was kept.")
