"""Text that does no harm: what people typed is seen exactly as it is, and turns into nothing else.

Words stand in rich text and plain text, which know no markup; nothing here is ever written as `mrkdwn`.
What looks like a mention is broken all the same, so that no part of Slack can take it for one.
"""

import re
import unicodedata

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE, _WORD_JOINER = "\u2068", "\u2069", "\u2060"
_UNSEEN = frozenset({"Cc", "Cs"})
"""Control characters, and halves of characters that no encoding can write."""

_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_BETWEEN = rf"(?!{_RTL}|\n)[\W\d]"
_RTL_RUN = re.compile(rf"{_RTL}+(?:(?:{_BETWEEN})+{_RTL}+)*")

_MENTION = re.compile(r"<(?=[@!#])|(?<!\w)@(?=(?:channel|everyone|here)\b)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def tidy(text: str) -> str:
    """Return words without what can't be seen and with one kind of line end; all else stays as it is."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(one for one in ends.replace("\t", " ") if one == "\n" or _is_seen(one))


def plain(text: str) -> str:
    """Return words for a place without markup: no mention comes of them, and right-to-left parts stay apart.

    A name in Hebrew or Arabic can't turn the words beside it around. Emoji stay as they are.
    """
    unmentioned = _MENTION.sub(lambda found: found[0] + _WORD_JOINER, tidy(text))
    return _RTL_RUN.sub(lambda run: f"{_FIRST_STRONG_ISOLATE}{run[0]}{_POP_ISOLATE}", unmentioned)


def escaped(text: str) -> str:
    """Return the same words on one line for the top of a message, which Slack reads as its own markup."""
    return plain(" ".join(text.split())).translate(_ENTITIES)


def fitted(text: str, most: int) -> str:
    """Return the same words within so many characters; what is too long by itself ends in an ellipsis."""
    words = tidy(text).strip() or "…"
    for safe in (plain(words), words):
        if len(safe) <= most:
            return safe
    cut = words.rfind(" ", 1, most)
    return fitted(words[: cut if cut > 0 else most - 1].rstrip() + "…", most)


def _is_seen(character: str) -> bool:
    return character not in _BIDI_CONTROLS and unicodedata.category(character) not in _UNSEEN
