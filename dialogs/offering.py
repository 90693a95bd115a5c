"""Offering times: the question When with three times to pick from beside one's own words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import ValidationInfo, field_validator

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Form, Option, Text
from bot.core.words import _
from bot.programme.saying import say_moment

OWN_WORDS = "words"
"""What is picked by somebody who would rather write."""


class Offer(Form):
    """When would suit?

    Pick a time, or write your own as you would say it: *next Tuesday at 3*, *20/1 at 11*,
    *in two weeks at 9*.
    """

    stored_as = "when"  # the same question as without an offer: answers to it go on counting

    pick: Annotated[str | None, Choice(label="Pick a time")] = None
    words: Annotated[
        str | None,
        Text(label="Your own day and time", hint="This goes before a time picked above.", max_length=200),
    ] = None

    @field_validator("words")
    @classmethod
    def _one_of_the_two(cls, words: str | None, given: ValidationInfo) -> str | None:
        if words is None and given.data.get("pick") in (None, OWN_WORDS):
            raise ValueError(_("Please write a day and a time, or pick one above."))
        return words


async def offer(
    ask: Ask, times: Sequence[datetime], here: ZoneInfo, prompt: str | None, *, key: str
) -> datetime | str:
    """Return the time that is picked, or the words that are written instead; words go before a pick."""
    known = {at.isoformat(): at for at in times}
    options = [Option(value, say_moment(at, here)) for value, at in known.items()]
    first = options[0].value
    options.append(Option(OWN_WORDS, _("Another time, in my own words")))
    answer = await ask(Offer, prompt, key=key, choices={"pick": options}, defaults={"pick": first})
    if answer.pick in known and not answer.words:
        return known[answer.pick]
    return answer.words or ""
