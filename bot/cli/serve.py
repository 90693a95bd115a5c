"""`turnabout serve`: the service itself."""

import socket
from collections.abc import Sequence

import click
from aiohttp import web

from bot.cli.desk import only_worker, opened_settings, run, say
from bot.cli.listening import listening, told_to_end
from bot.configured import configured
from bot.core.problems import WrongUse
from bot.platforms import Build
from bot.service import Service, at_work, open_service
from bot.settings import Settings

STOPPING = 10.0
"""Seconds that requests under way may take to end."""


class NothingSetUp(WrongUse):
    """No platform is set up."""


@click.command("serve")
@click.option("--host", metavar="H", help="Where to listen; TURNABOUT_HOST when not given.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="TURNABOUT_PORT when not given.")
def command(host: str | None, port: int | None) -> None:
    """Serve Slack and Microsoft Teams, whichever is set up, with planner and courier. Ctrl-C ends it."""
    settings = opened_settings(may_make=True)
    settings = settings.model_copy(update={"host": host or settings.host})
    builds = configured(settings)
    if not builds:
        raise NothingSetUp(
            "No platform is set up. Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET for Slack, MicrosoftAppId "
            "and what belongs to it for Teams; docs/settings.md says where they come from."
        )
    with listening(settings.host, settings.port if port is None else port) as sock, only_worker(settings):
        run(_serve(settings, builds, sock))


async def _serve(settings: Settings, builds: Sequence[Build], sock: socket.socket) -> None:
    ended = told_to_end()
    async with open_service(settings, builds) as service:
        runner = web.AppRunner(service.application(), access_log=None, shutdown_timeout=STOPPING)
        await runner.setup()
        try:
            await web.SockSite(runner, sock).start()
            say(_where(service, sock))
            async with at_work(service):
                await ended.wait()
        finally:
            await runner.cleanup()
    say("Turnabout has stopped. What was to be sent goes out when it runs again.")


def _where(service: Service, sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    names = " and ".join(one.name.capitalize() for one in service.platforms)
    return f"Turnabout serves {names} at http://{host}:{port}/ (Ctrl-C ends it)."
