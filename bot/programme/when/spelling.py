"""Slips of the thumb: "wendesday", "febuary", "tommorow"."""

from bot.programme.when.words import OFTEN_MISTYPED, OTHER_SPELLINGS

_SHORTEST = 5
_LONG = 8
_LONGEST = 12


def corrected(word: str, known: frozenset[str]) -> str:
    """Give the name that was meant, if exactly one is near enough; otherwise the word as it is.

    One letter added, left out, changed or swapped with its neighbour is forgiven; in names of eight letters
    and more two, if the first letter is right. In names of five letters only a swap is, for "march"
    is too near to "match".
    """
    word = OTHER_SPELLINGS.get(word, word)
    if word in known or not _SHORTEST <= len(word) <= _LONGEST:
        return word
    near = sorted((slips, name) for name in OFTEN_MISTYPED if (slips := _slips(word, name)))
    tied = len(near) > 1 and near[0][0] == near[1][0]
    return near[0][1] if near and not tied else word


def _slips(word: str, name: str) -> int | None:
    """Count the slips when they are few enough to be forgiven."""
    long = len(name) >= _LONG and word[0] == name[0]
    if abs(len(word) - len(name)) > 1 + long:
        return None
    if len(name) <= _SHORTEST and sorted(word) != sorted(name):
        return None
    slips = _distance(word, name)
    return slips if slips <= 1 + long else None


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
