"""The command line. Each verb lives in a file of its own, read only when it is called."""

import sys
from importlib import import_module

import click

VERBS = {
    "cadence": "the cadence of a truth file, by the rules alone",
    "cohort": "set up a cohort: template, create, import, start, status",
    "doctor": "check settings, database, keys, clock and platforms, and say what to mend",
    "demo": "the rehearsal page: live through a programme before anyone is invited",
    "db": "look after the database: upgrade, check, backup, restore",
    "keys": "make and change the master keys",
    "manifest": "the app manifest of Slack or Teams, ready to upload",
    "rehearse": "a whole programme with simulated people on a virtual clock",
    "serve": "the service: Slack and Teams, planner and courier",
    "summary": "how well a cohort keeps its cadence",
    "tick": "one pass of planner and courier, then exit",
    "when": "how the bot understands a time",
}


class Verbs(click.Group):
    """Loads a verb when it is named, so that `--help` reads nothing heavy."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        command = import_module(f"bot.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101  # every verb's file ends with one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="turnabout", message="%(prog)s %(version)s")
def turnabout() -> None:
    """Turnabout keeps reverse-mentoring pairs meeting, twice a month for eight months."""


def main() -> None:
    """Run the command line: exit status 0, 1 when the thing asked for failed, 2 for wrong usage."""
    try:
        sys.exit(turnabout.main(prog_name="turnabout", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as bare:
        click.echo(bare.ctx.get_help(), err=True)
        sys.exit(2)
    except click.ClickException as problem:
        sys.exit(_say(problem.format_message(), problem.exit_code))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(_say("Stopped.", 1))
    except BrokenPipeError:
        sys.exit(0)
    except Exception as problem:  # noqa: BLE001  # the last edge: a sentence, never a traceback
        sys.exit(_last_word(problem))


def _say(sentence: str, status: int) -> int:
    click.echo(f"turnabout: {sentence}", err=True)
    return status


def _last_word(problem: Exception) -> int:
    """Turn what no verb foresaw into one sentence; a foreseen problem's own words are its sentence."""
    from bot.core.problems import Problem  # noqa: PLC0415  # only when something went wrong

    if isinstance(problem, Problem):
        return _say(str(problem), problem.status)
    return _say(f"Something inside went wrong ({where(problem)}). Nothing half done was kept.", 1)


def where(problem: BaseException) -> str:
    """Name an error and its place, without its message: it may repeat what somebody typed."""
    trace = problem.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"{type(problem).__name__}{place}"
