"""From what was typed to a row of tokens: words, numbers, times on a clock, dates in figures."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.programme.when.pieces import NOON, Clock, Number
from bot.programme.when.spelling import corrected
from bot.programme.when.words import MONTHS, NUMBERS, OFTEN_MISTYPED, ONES, ORDINALS, TENS, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a sign that means something (a comma, a dash)."""

    text: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The place in a row: "21st", or "first" with the word it was said by."""

    value: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A date in figures as it stands, its order still open; the year may be missing."""

    first: int
    second: int
    year: int | None
    year_first: bool = False


Token = Word | Number | Ordinal | Clock | Figures

_APOSTROPHES = re.compile("['`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}]")
_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")
_HALVES = re.compile(r"(?<![a-z])([ap])\.?\s?m(?:\.(?!\w)|\b)")
_ISH = re.compile(rf"\b({'|'.join(ONES)}|noon|midday)ish\b")
_BEFORE_IN_FIGURES = re.compile(r"\bb4(?= (\d|lunch|noon|midday|work)\b)")
_TO_IN_FIGURES = re.compile(r"\b2(?=moro|morrow|day\b|nite|night)")
_PARTS_IN_FIGURES = (
    (re.compile("\\b1[/\N{FRACTION SLASH}]2(?= (past|an? hour|hour|hr)\\b)"), "half"),
    (re.compile("\\b1[/\N{FRACTION SLASH}]4(?= (past|to|of an hour)\\b)"), "quarter"),
)
_DAY_TO_DAY = re.compile(
    r"\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)-(?=(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)"
)
_SAYING_NO = re.compile("[👎❌🚫🙅✖]")
_ISO_OFFSET = re.compile(r"(t\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)-(?=\d\d:?\d\d)")
_ISO_T = re.compile(r"(?<=\d)t(?=\d\d:?\d\d)")
_SHAPES = re.compile(
    r"""
      (?P<iso>   (?<!\d)\d{4}(?P<i>[-/.])\d{1,2}(?P=i)\d{1,2}(?!\d) )
    | (?P<dmy>   (?<!\d)\d{1,2}(?P<d>[-/.])\d{1,2}(?P=d)(?:\d{4}|\d{2})(?!\d) )
    | (?P<dm>    (?<![\d/])\d{1,2}/\d{1,2}(?![\d/:]) )
    | (?P<clock> (?<!\d)\d{1,2}[:.h][0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?!\d) )
    # No time, though it has figures: a ratio, money, a share, a telephone number.
    | (?P<odd>   (?<!\d)\d{1,2}[:.]\d(?!\d) | [\u00a3$\u20ac\#]\s?\d[\d.,]* | \d[\d.,]*\s?% | \d{5,} )
    | (?P<nth>   (?<!\d)\d{1,2}(?:st|nd|rd|th)\b )
    | (?P<number> \d+ )
    | (?P<word>  [^\W\d_]+ )
    | (?P<sign>  [-,;?!.&/@+~()\n:] )
    """,
    re.VERBOSE,
)
_SHORTENED = (WEEKDAYS.keys() | MONTHS.keys()) - OFTEN_MISTYPED.keys() - {"may", "june", "july"}
_PAUSES = dict.fromkeys(";?!()\n", ",")
_SPOKEN = {"/": "or", "&": "and", "@": "at", "~": "about"}
_HOURS = 24
_TEN = 10
_LAST_SHORT_YEAR = 99


def normalised(text: str) -> str:
    """Fold case, accents, full-width figures, odd spaces, quotes and dashes; a thumb down is a no."""
    plain = _SAYING_NO.sub(" no ", text)
    plain = _DASHES.sub("-", _APOSTROPHES.sub("", unicodedata.normalize("NFKD", plain))).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    plain = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", _DAY_TO_DAY.sub(r"\1 - ", plain))
    for figures, words in _PARTS_IN_FIGURES:
        plain = figures.sub(words, plain)
    plain = _TO_IN_FIGURES.sub("to", _ISH.sub(r"\1 ish", plain.replace("w/c", "wc")))
    plain = _BEFORE_IN_FIGURES.sub("before", plain)
    plain = _HALVES.sub(r"\1m ", plain)
    return _ISO_T.sub(" ", _ISO_OFFSET.sub(r"\1 minus ", plain))


def tokenised(text: str, known: frozenset[str]) -> tuple[Token, ...]:
    """Cut the text into tokens; words outside `known` are put right when they are a slip of the thumb."""
    found = (_token(shape) for shape in _SHAPES.finditer(normalised(text)))
    words = (_spelt(token, known) for token in found if token is not None)
    return tuple(_tens_joined(_without_stops(words)))


def _token(shape: re.Match[str]) -> Token | None:
    said = shape.group()
    match shape.lastgroup:
        case "iso" | "dmy" | "dm":
            return _figures(said)
        case "clock":
            return _clock(said)
        case "nth":
            return Ordinal(int(said[:-2]))
        case "number":
            return Number(int(said[:9]), len(said))
        case "word" | "odd":
            return Word(said)
        case _:
            return None if said == ":" else Word(_PAUSES.get(said) or _SPOKEN.get(said, said))


def _figures(said: str) -> Figures:
    parts = [int(part) for part in re.split(r"\D", said)]
    match parts:
        case [year, month, day] if year > _LAST_SHORT_YEAR:
            return Figures(month, day, year, year_first=True)
        case [first, second, year]:
            return Figures(first, second, year if year > _LAST_SHORT_YEAR else 2000 + year)
        case _:
            return Figures(parts[0], parts[1], None)


def _clock(said: str) -> Clock | Word:
    hour, minute = (int(part) for part in re.split(r"\D", said)[:2])
    if hour >= _HOURS:
        return Word(said)
    return Clock(hour, minute, bare=1 <= hour <= NOON and not said.startswith("0"))


def _spelt(token: Token, known: frozenset[str]) -> Token:
    if not isinstance(token, Word):
        return token
    word = corrected(token.text, known)
    if word in NUMBERS:
        return Number(NUMBERS[word], text=word)
    return Ordinal(ORDINALS[word], word) if word in ORDINALS else Word(word)


def _without_stops(tokens: Iterable[Token]) -> Iterator[Token]:
    """Leave out the full stop of "Thurs. 2pm" and "20 Jan.", which parts nothing."""
    before: Token | None = None
    for token in tokens:
        shortened = isinstance(before, Word) and before.text in _SHORTENED
        if not (shortened and token == Word(".")):
            yield token
        before = token


def _tens_joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make one number of "twenty five", and one ordinal of "twenty first"."""
    tens: Number | None = None
    for token in tokens:
        if tens and isinstance(token, Number | Ordinal) and token.value < _TEN:
            yield type(token)(tens.value + token.value)
            tens = None
            continue
        if tens:
            yield tens
        tens = token if isinstance(token, Number) and token.text in TENS else None
        if not tens:
            yield token
    if tens:
        yield tens
