"""What people write in their own words: looked at before it is taken, and never judged.

The number of a patient is refused. What may be somebody's name is asked about once, and the writer decides.
"""

from collections.abc import Iterator
from typing import Annotated, Unpack

from pydantic import AfterValidator

from bot.core.asking import Details
from bot.core.dialogs import Ask
from bot.core.forms import F, Form, YesNo, question_name
from bot.core.plain import names_others, nhs_number_in
from bot.core.words import _

REMINDER = "No names, and nothing about patients."
"""The hint at every field for free text."""


def without_patients(text: str | None) -> str | None:
    """Refuse words that hold a valid NHS number, in a sentence that repeats nothing of them."""
    if text is not None and nhs_number_in(text):
        raise ValueError(_("This looks like it holds an NHS number. Please take it out, and send it again."))
    return text


NO_PATIENTS = AfterValidator(without_patients)
"""Stands beside `Text` in a form: `Annotated[str, NO_PATIENTS, Text(…)]`."""


class AsItIs(Form):
    """Is it all right as it is?

    There may be a name or an address of somebody in it. A note is kinder to others without one.
    """

    keep: Annotated[bool, YesNo(label="Your words", yes="Leave it so", no="Change it")]


async def own_words(
    ask: Ask, form: type[F], prompt: str | None = None, **details: Unpack[Details]
) -> F | None:
    """Ask for something in the person's own words, which may be skipped; look once for names of others."""
    said = await ask(form, prompt, optional=True, **details)
    if said is None or not any(names_others(text) for text in texts_of(said)):
        return said
    name = question_name(form)
    checked = await ask(AsItIs, key=f"{question_name(AsItIs)}-{name}", show="\n\n".join(texts_of(said)))
    if checked.keep:
        return said
    again: Details = {**details, "key": f"{name}-2", "defaults": said.model_dump()}
    return await ask(form, prompt, optional=True, **again)


def texts_of(said: Form) -> Iterator[str]:
    """Yield every text that an answer holds."""
    return (value for __, value in said if isinstance(value, str))
