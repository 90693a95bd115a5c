"""The words people read go through gettext, so that a programme can be run in another language."""

from gettext import NullTranslations, translation
from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent / "locale"
_catalogue: NullTranslations = translation("turnabout", _HERE, fallback=True)


def _(text: str) -> str:
    """Return the words to show for `text`, British English unless a catalogue says otherwise."""
    return _catalogue.gettext(text) if text else ""


def counted(one: str, many: str, number: int) -> str:
    """Return the form of words for this number, with `{n}` filled in."""
    return _catalogue.ngettext(one, many, number).replace("{n}", str(number))
