"""The content of one cell: each function gives what the cell means or raises `CellError` with a sentence."""

import re
import unicodedata
from datetime import date

from bot.programme.people_file.shapes import Role
from bot.programme.zones import is_zone

LONGEST_TEXT = 120
_LONGEST_EMAIL = 254
_LONGEST_LOCAL_PART = 64

_FUNCTIONS = ("strategic", "managerial", "clinical", "frontline")
_PLATFORMS = {"slack": "slack", "teams": "teams", "msteams": "teams", "microsoftteams": "teams"}
_YEARS = range(2000, 2100)

_EMAIL = re.compile(
    r"""(?![=+\-])                                # no beginning that a spreadsheet would compute
        [^\s@,;:<>()\[\]"\\.]+ (?:\.[^\s@,;:<>()\[\]"\\.]+)*
        @ (?:[^\W_] (?:[^\W_]|-)* \.)+            # labels of letters, digits and hyphens
        [^\W\d_] (?:[^\W_]|-)*[^\W_]              # the last of them begins with a letter""",
    re.VERBOSE,
)
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_BRITISH_DATE = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,19}")
_COMPUTED = ("=", "+", "-", "@")
_TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class CellError(ValueError):
    """What is wrong with a cell and how to write it, in a sentence that does not repeat its content."""


def email(text: str) -> str:
    """Return one e-mail address in lower case."""
    address = text.lower()
    well_formed = _EMAIL.fullmatch(address) and address.isprintable() and "-." not in address
    if not well_formed or len(address) > _LONGEST_EMAIL or address.index("@") > _LONGEST_LOCAL_PART:
        raise CellError("This is not an e-mail address. Write one such as sam.lee@trust.example.")
    return address


def emails(text: str) -> tuple[str, ...]:
    """Return several addresses, written with spaces, commas or semicolons between them."""
    try:
        return tuple(dict.fromkeys(email(part) for part in re.split(r"[\s,;]+", text) if part))
    except CellError:
        raise CellError(
            "One of these is not an e-mail address. Write them with spaces between them."
        ) from None


def plain_text(text: str) -> str:
    """Return text of one line that is safe in a spreadsheet and reads in the order it is written."""
    if len(text) > LONGEST_TEXT:
        raise CellError(f"This is longer than {LONGEST_TEXT} characters. Please shorten it.")
    if text.startswith(_COMPUTED):
        raise CellError(
            "This begins with =, +, - or @, which a spreadsheet would compute. Begin with a letter."
        )
    if any(_is_control(character) for character in text):
        raise CellError("This holds a line break or a hidden control character. Please type it again.")
    return text


def _is_control(character: str) -> bool:
    return character in _TURNS_TEXT_ROUND or unicodedata.category(character) == "Cc"


def role(text: str) -> Role:
    try:
        return Role(text.lower())
    except ValueError:
        raise CellError("This is not a role. Write mentor, mentee or coordinator.") from None


def function(text: str) -> str:
    """Return the side of the work somebody is on: strategic, managerial, clinical or frontline."""
    word = _letters(text)
    if word not in _FUNCTIONS:
        raise CellError("This is not a function. Write strategic, managerial, clinical or frontline.")
    return word


def platform(text: str, known: tuple[str, ...]) -> str:
    name = _PLATFORMS.get(_letters(text), "")
    if name not in known:
        raise CellError(f"This is not a platform in use. Write {' or '.join(known)}.")
    return name


def timezone(text: str) -> str:
    if not is_zone(text):
        raise CellError("This is not a time zone. Write one such as Europe/London.")
    return text


def day(text: str) -> date:
    """Return a date, written 2026-12-17 or 17/12/2026."""
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_BRITISH_DATE, (3, 2, 1))):
        if found := pattern.fullmatch(text):
            return _date(*(int(found[part]) for part in order))
    raise CellError("This is not a date. Write it as 2026-12-17 or 17/12/2026.")


def _date(year: int, month: int, day_of_month: int) -> date:
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        raise CellError("There is no such day. Write it as 2026-12-17 or 17/12/2026.") from None
    if year not in _YEARS:
        raise CellError("This year is too far away. Please check the date.")
    return found


def code(text: str) -> str:
    """Return a relationship's code, which stands in channels and file names."""
    if not _CODE.fullmatch(text):
        raise CellError(
            "This is not a code. Use at most 20 letters, digits, hyphens and underscores, as in R01."
        )
    return text


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalpha())
