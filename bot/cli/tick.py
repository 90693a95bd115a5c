"""`turnabout tick`: one round of planner and courier, for hosting by a timetable."""

import click

from bot.cli.desk import house, json_option, only_worker, run, say, say_json
from bot.worker import Round, Worker


@click.command("tick")
@json_option
def command(*, machine: bool) -> None:
    """Ring what is due, send what may leave, and exit.

    No platform can be set up yet, so letters wait in the outbox.
    """
    done = run(_round())
    if machine:
        say_json(_as_json(done))
        return
    say(f"Timers that rang: {done.rang}")
    say(f"Letters handled: {done.handled}; waiting: {done.backlog.waiting}; parked: {_parked(done)}")
    if done.backlog.waiting:
        say("No platform is set up yet, so letters wait.")


async def _round() -> Round:
    with only_worker():
        async with house() as opened:
            return await Worker(opened.store, opened.planner, None, opened.clock).make_round()


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
