"""Saying a standing time: understood from words, asked about in doubt, and shown with its dates."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count, islice
from typing import Annotated, Protocol

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Form, Option, Text, YesNo
from bot.core.words import _
from bot.programme.rhythms import LONGEST, understand_rule
from bot.programme.standing import Rule, moment, read, written
from bot.programme.working_time import local_day
from bot.programme.zones import zone
from dialogs.booking import Setting, in_full

SHOWN = 3
"""How many of its dates are shown before a standing time is suggested."""

FAR_ENOUGH = timedelta(days=200)
NONE = "none"


class Rhythm(Form):
    """What time comes round again?

    Write it as you would say it: *every other Tuesday at 4*, *first and third Thursday at 10*.
    """

    short_title = "A standing time"

    words: Annotated[str, Text(label="How often, a day and an hour", max_length=LONGEST)]


class WhichRhythm(Form):
    """Which of these do you mean?"""

    rule: Annotated[str, Choice(label="Pick one")]


class Round(Form):
    """Is this right?"""

    right: Annotated[bool, YesNo(label="Suggest this standing time")]


class Standing(Protocol):
    """Where a standing time goes."""

    async def suggest(self, rule: Rule) -> None: ...


async def stand(ask: Ask, setting: Setting, *, standing: Standing) -> None:
    """Find one standing time and suggest it once it is right."""
    prompt = None
    for attempt in count(1):
        words = (await ask(Rhythm, prompt, key=f"rhythm-{attempt}")).words
        today = local_day(setting.asked_at, zone(setting.timezone))
        rule = await _which(ask, understand_rule(words, today), attempt)
        prompt = _("Let's try again. How often, a day and an hour: such as every other Tuesday at 4.")
        if rule is not None and await _is_right(ask, setting, rule, attempt):
            await standing.suggest(rule)
            return


async def _which(ask: Ask, rules: Sequence[Rule], attempt: int) -> Rule | None:
    """Return the one that is meant; of several, and of weeks in which one can begin, it is asked which."""
    if len(rules) < 2:  # noqa: PLR2004  # nothing to choose from
        return rules[0] if rules else None
    options = [Option(written(rule), f"{rule}, from {_first(rule)}") for rule in rules]
    options.append(Option(NONE, _("None of these")))
    answer = await ask(WhichRhythm, key=f"which_rhythm-{attempt}", choices={"rule": options})
    return None if answer.rule == NONE else read(answer.rule)


def _first(rule: Rule) -> str:
    day = next(rule.dates(rule.first, rule.first + FAR_ENOUGH))
    return f"{day.day} {day:%B}"


async def _is_right(ask: Ask, setting: Setting, rule: Rule, attempt: int) -> bool:
    shown = "\n".join((f"{rule}:", *dates_in_full(setting, rule)))
    answer = await ask(Round, shown, key=f"round-{attempt}", defaults={"right": True})
    return answer.right


def dates_in_full(setting: Setting, rule: Rule) -> list[str]:
    """Return the next dates of a standing time, each on everybody's clock."""
    here = zone(setting.timezone)
    dates = islice(rule.dates(rule.first, rule.first + FAR_ENOUGH), SHOWN)
    return [f"• {in_full(setting, moment(rule, day, here))}" for day in dates]
