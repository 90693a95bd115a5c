"""`turnabout tick`: one round of planner and courier, for hosting by a timetable."""

from collections.abc import Sequence

import click

from bot.cli.desk import json_option, only_worker, opened_settings, run, say, say_json
from bot.configured import configured
from bot.platforms import Build
from bot.service import open_service
from bot.settings import Settings
from bot.worker import Round, Worker


@click.command("tick")
@json_option
def command(*, machine: bool) -> None:
    """Ring what is due, send what may leave, and exit.

    Without a platform letters wait in the outbox.
    """
    settings = opened_settings()
    platforms = configured(settings)
    done = run(_round(settings, platforms))
    if machine:
        say_json(_as_json(done))
        return
    say(f"Timers that rang: {done.rang}")
    say(f"Letters handled: {done.handled}; waiting: {done.backlog.waiting}; parked: {_parked(done)}")
    if done.backlog.waiting and not platforms:
        say("No platform is set up, so letters wait.")


async def _round(settings: Settings, platforms: Sequence[Build]) -> Round:
    with only_worker(settings):
        async with open_service(settings, platforms) as service:
            if platforms:
                await service.roll_call.call()
                return await service.worker.make_round()
            return await Worker(
                service.house.store, service.house.planner, None, service.house.clock
            ).make_round()


def _as_json(done: Round) -> dict[str, object]:
    return {
        "timers": done.rang,
        "letters": done.handled,
        "waiting": done.backlog.waiting,
        "parked": done.backlog.parked,
    }


def _parked(done: Round) -> str:
    """Say how many letters can't go out, and why."""
    reasons = ", ".join(f"{count} for {reason}" for reason, count in done.backlog.parked.items())
    return reasons or "none"
