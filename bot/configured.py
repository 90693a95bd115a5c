"""Which platforms the environment sets up; the only module that knows them by name."""

from collections.abc import Sequence

from adapters.slack.platform import Slack
from adapters.slack.settings import SlackSettings
from adapters.teams.platform import Teams
from adapters.teams.settings import TeamsSettings
from bot.platforms import Build
from bot.settings import Settings, read


def configured(settings: Settings) -> Sequence[Build]:
    """Return how to build each platform that the environment sets up. Raises `SettingsProblem`."""
    builds: list[Build] = []
    slack = read(SlackSettings)
    if slack.configured:
        builds.append(lambda ground: Slack(slack, ground))
    teams = read(TeamsSettings)
    teams.check_host(settings.host)
    if teams.configured:
        builds.append(lambda ground: Teams(teams, ground))
    return builds
