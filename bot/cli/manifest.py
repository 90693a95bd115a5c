"""`turnabout manifest slack|teams`: what to upload so that the platform knows the app."""

from pathlib import Path

import click

from adapters.teams.settings import TeamsSettings
from bot.cli.desk import A_PLACE, say
from bot.core.problems import WrongUse
from bot.settings import read
from bot.whole_files import write_whole
from manifest import slack, teams

NO_BOT = "00000000-0000-0000-0000-000000000000"
UNFINISHED = (
    "turnabout: MicrosoftAppId is not set, so this package names no bot and is for looking at. Set it, and "
    "write the package again before you upload it."
)


class NotAnAddress(WrongUse):
    """The address of the service is not one that a platform could call."""


@click.group("manifest")
def command() -> None:
    """Write the app manifest of a platform, filled with the address of your service."""


_url = click.option("--url", required=True, metavar="https://HOST", help="The address of your service.")
_out = click.option("-o", "--output", "out", required=True, type=A_PLACE, help="Where to write it.")


@command.command("slack")
@_url
@_out
def for_slack(url: str, out: Path) -> None:
    """Write the Slack app manifest (YAML): upload it at Create an app, From a manifest."""
    write_whole(out, slack.filled(_checked(url)).encode())
    say(f"{out}: create a Slack app from it. docs/slack.md shows each step.")


@command.command("teams")
@_url
@_out
def for_teams(url: str, out: Path) -> None:
    """Write the Teams app package (a zip): upload it in Teams, or in its admin centre."""
    app_id = read(TeamsSettings).app_id
    write_whole(out, teams.package(_checked(url), app_id or NO_BOT))
    if not app_id:
        click.echo(UNFINISHED, err=True)
        return
    say(f"{out}: upload it in Teams. docs/teams.md shows each step.")


def _checked(url: str) -> str:
    """Return the address without a slash at its end. Raises `NotAnAddress`."""
    if not url.startswith("https://") or len(url) <= len("https://"):
        raise NotAnAddress("The address must begin with https:// and name your host.")
    return url.rstrip("/")
