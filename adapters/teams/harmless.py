"""Text that does no harm: what people typed is seen exactly as it is, and turns into nothing else.

Most words stand in text runs, which know no markup at all. Headings, facts and some labels are read as
Markdown by the clients; what goes there is defused first.
"""

import re
import unicodedata

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE, _WORD_JOINER = "\u2068", "\u2069", "\u2060"
_UNSEEN = frozenset({"Cc", "Cs"})
"""Control characters, and halves of characters that no encoding can write."""

_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_BETWEEN = rf"(?!{_RTL}|\n)[\W\d]"
_RTL_RUN = re.compile(rf"{_RTL}(?:(?:{_BETWEEN})*{_RTL})*")

_MARKDOWN = re.compile(r"[\\`*_\[\]<&~|#]")
_LIST_OR_RULE = re.compile(r"^(\s*)(?:([-+=>])|(\d{1,9})([.)]))", re.MULTILINE)
_LINK_JOINTS = re.compile(r"(?<=/)(?=/)|(?<=mailto)(?=:)|(?<=\w\.)(?=[^\W\d])", re.IGNORECASE)
"""Where an address is put together; clients make links of addresses that stand alone, too."""

_SPEECH = str.maketrans({"<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
                         ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
                         "&": "+"})  # fmt: skip


def plain(text: str) -> str:
    """Return words for a place without markup: no control characters, and right-to-left parts kept apart.

    A name in Hebrew or Arabic can't turn the words beside it around. Emoji stay as they are.
    """
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = "".join(one for one in ends if one == "\n" or _is_seen(one))
    return _RTL_RUN.sub(lambda run: f"{_FIRST_STRONG_ISOLATE}{run[0]}{_POP_ISOLATE}", seen)


def markdown(text: str) -> str:
    """Return the same words for a place that reads Markdown: no emphasis, list or link comes of them."""
    unlinked = _LINK_JOINTS.sub(_WORD_JOINER, plain(text))
    escaped = _MARKDOWN.sub(lambda found: "\\" + found[0], unlinked)
    return _LIST_OR_RULE.sub(_without_list, escaped)


def spoken(text: str) -> str:
    """Return the same words for a place that is read aloud and may be taken for speech markup."""
    return plain(text).translate(_SPEECH)


def _is_seen(character: str) -> bool:
    return character not in _BIDI_CONTROLS and unicodedata.category(character) not in _UNSEEN


def _without_list(found: re.Match[str]) -> str:
    space, sign, number, after = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{after}"
