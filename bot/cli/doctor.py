"""`turnabout doctor`: whether everything is as it should be, and what to mend where it is not."""

from collections.abc import Sequence
from tempfile import TemporaryDirectory

import click

from bot.cli.desk import NoDatabase, json_option, opened_settings, run, say, say_json
from bot.configured import configured
from bot.core.problems import Problem
from bot.platforms import Finding
from bot.service import Service, open_service
from bot.settings import Settings, read_settings
from storage import SqlStore


class NotWell(Problem):
    """Something needs mending."""


@click.command("doctor")
@json_option
def command(*, machine: bool) -> None:
    """Check settings, database, keys, clock and platforms; exit with 1 when something needs mending."""
    findings = run(_examine())
    if machine:
        say_json([{"fine": fine, "finding": sentence} for fine, sentence in findings])
    else:
        for fine, sentence in findings:
            say(f"{'fine' if fine else 'MEND'}  {sentence}")
    wrong = sum(not fine for fine, _ in findings)
    if wrong:
        raise NotWell(f"{wrong} of {len(findings)} checks need mending.")


async def _examine() -> Sequence[Finding]:
    """Look at everything; settings that can't be read have said so by then."""
    try:
        settings = opened_settings()
    except NoDatabase as missing:
        with TemporaryDirectory() as nowhere:
            bare = {"database_url": f"sqlite+aiosqlite:///{nowhere}/empty.db", "keys": ()}
            return [(False, str(missing)), *await _of_the_platforms(read_settings().model_copy(update=bare))]
    return await _of_the_platforms(settings, with_data=True)


async def _of_the_platforms(settings: Settings, *, with_data: bool = False) -> Sequence[Finding]:
    """Look at each platform that is set up, and before that at the data, where there are any."""
    builds = configured(settings)
    findings: list[Finding] = [(True, "The settings can be read.")]
    async with open_service(settings, builds) as service:
        if with_data:
            findings += await _of_the_data(service)
        findings.append(_of_the_address(settings, service))
        for platform in service.platforms:
            findings += await platform.check()
    return findings


async def _of_the_data(service: Service) -> Sequence[Finding]:
    store = service.house.store
    assert isinstance(store, SqlStore)  # noqa: S101  # the one store that a service has
    unreadable, broken = await store.unreadable_people(), await store.verify_chain()
    async with store.reading() as unit:
        backlog = await unit.outbox.backlog()
    parked = ", ".join(f"{count} for {reason}" for reason, count in backlog.parked.items())
    return [
        (True, "The database opens and is up to date."),
        (not unreadable, f"Names that the keys do not open: {unreadable}."),
        (broken is None, _about_the_trail(broken)),
        (not backlog.parked, f"Letters that can't leave: {parked or 'none'}."),
    ]


def _about_the_trail(broken: int | None) -> str:
    return "The audit trail holds." if broken is None else f"The audit trail is broken at entry {broken}."


def _of_the_address(settings: Settings, service: Service) -> Finding:
    if not service.platforms:
        return False, "No platform is set up: see docs/slack.md and docs/teams.md."
    if not settings.public_url:
        return False, "TURNABOUT_PUBLIC_URL is not set: calendars people subscribe to need it."
    return True, "The public address is set."
