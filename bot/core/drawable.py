"""What every platform can draw: the narrowest limits of them all, and the check of a field against them."""

from collections.abc import Iterator
from datetime import date, time

from bot.core.fields import LONGEST_TEXT, Field, FormError, Kind, Option
from bot.core.reading import UnreadableError, read_field

LONGEST_LABEL = 150
LONGEST_HINT = 150
LONGEST_OPTION = 75
LONGEST_OPTION_VALUE = 150
MOST_BUTTONS = 10  # radio buttons or tick boxes
MOST_LISTED = 100  # entries of a list that opens


def check_drawable(form: str, field: Field, *, listed: bool = False) -> None:
    """Refuse a field that some platform could not draw; `listed` when its options came with the ask.

    Raises:
        FormError: with the name of the form and the field and what is wrong.

    """
    for complaint in _complaints(field, listed=listed):
        raise FormError(f"{form}.{field.name}: {complaint}.")


def check_default(form: str, field: Field) -> None:
    """Refuse a default that is no answer to its own field.

    Raises:
        FormError: likewise.

    """
    try:
        if field.default is not None:
            read_field(field, field.default)
    except UnreadableError as error:
        raise FormError(f"{form}.{field.name} cannot show its default. {error}") from None


def shortened(option: Option) -> Option:
    """The option with a label that fits: names of people and places may be of any length."""
    if len(option.label) <= LONGEST_OPTION:
        return option
    return Option(option.value, option.label[: LONGEST_OPTION - 1].rstrip() + "…")


def _complaints(field: Field, *, listed: bool) -> Iterator[str]:
    """Everything that is wrong with a field, each as the end of a sentence."""
    yield from _too_long("its label", field.label, LONGEST_LABEL)
    yield from _too_long("its hint", field.hint, LONGEST_HINT)
    if field.max_length is not None and not 1 <= field.max_length <= LONGEST_TEXT:
        yield f"its text may take 1 to {LONGEST_TEXT} characters, not {field.max_length}"
    if field.options:
        fewest = 2 if field.kind is Kind.CHOICE and not listed else 1
        yield from _about_options(field, fewest, MOST_LISTED if listed else MOST_BUTTONS)
    if _crossed(field):
        yield "its minimum is above its maximum"


def _about_options(field: Field, fewest: int, most: int) -> Iterator[str]:
    values = field.values
    if not fewest <= len(values) <= most:
        yield f"it may offer {fewest} to {most} options, not {len(values)}"
    if len(set(values)) < len(values):
        yield "two of its options have the same value"
    if isinstance(field.minimum, int) and field.minimum > len(values):
        yield f"it wants {field.minimum} choices and offers {len(values)}"
    for option in field.options:
        yield from _too_long("the label of an option", option.label, LONGEST_OPTION)
        yield from _too_long("the value of an option", option.value, LONGEST_OPTION_VALUE)
        if not option.value.strip() or not option.label.strip() or "," in option.value:
            yield "an option needs a label, and a value without a comma"


def _too_long(what: str, text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"{what} has {len(text)} characters and {longest} fit"


def _crossed(field: Field) -> bool:
    match field.minimum, field.maximum:
        case (int() as low, int() as high):
            return low > high
        case (date() as first, date() as last):
            return first > last
        case (time() as early, time() as late):
            return early > late
    return False
