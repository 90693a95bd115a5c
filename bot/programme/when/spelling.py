"""Slips of the thumb: "wendesday", "febuary", "tommorow"."""

from bot.programme.when.words import OFTEN_MISTYPED, OTHER_SPELLINGS

_SHORTEST = 5
_LONG = 8


def corrected(word: str, known: frozenset[str]) -> str:
    """Give the name that was meant, if exactly one is near enough; otherwise the word as it is.

    One letter added, left out, changed or swapped with its neighbour is forgiven; in names of eight letters
    and more two, if the first letter is right. In names of five letters only a swap is, for "march"
    is too near to "match".
    """
    word = OTHER_SPELLINGS.get(word, word)
    if word in known or len(word) < _SHORTEST:
        return word
    near = [name for name in OFTEN_MISTYPED if _slips(word, name)]
    return near[0] if len(near) == 1 else word


def _slips(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1:
        return len(name) >= _LONG and abs(len(word) - len(name)) == 2 and _distance(word, name) == 2  # noqa: PLR2004
    if len(name) <= _SHORTEST:
        return sorted(word) == sorted(name) and _distance(word, name) == 1
    allowed = 2 if len(name) >= _LONG and word[0] == name[0] else 1
    return _distance(word, name) <= allowed


def _distance(word: str, name: str) -> int:
    """Count the slips between two words: letters added, lost, changed, or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(word, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(name, start=1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and other == word[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
