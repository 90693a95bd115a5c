"""The words of a line in one plain form, and those among them that name days."""

import re


def listed(words: str) -> frozenset[str]:
    """Return words written one after the other as a set."""
    return frozenset(words.split())


DAYS = listed(
    """
    today tomorrow tonight morning afternoon evening noon am pm
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    """
)

_WHICH_WEEK = frozenset({"this", "next", "week"})

_LENGTHS = listed("m min mins minute minutes h hr hrs hour hours")

_JOINED = {
    "can not": "cant",
    "cannot": "cant",
    "will not": "wont",
    "did not": "didnt",
    "do not": "dont",
    "have not": "havent",
    "could not": "couldnt",
    "was not": "wasnt",
}
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`]")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words in small letters: no punctuation, a *can not* as *cant*, no *'s* of belonging."""
    plain = re.sub("(?<=[a-z])['\u2019]s\\b", "", text.casefold())
    words = " ".join(_WORD.findall(_APOSTROPHES.sub("", plain)))
    for apart, joined in _JOINED.items():
        words = re.sub(rf"\b{apart}\b", joined, words)
    return words.split()


def days_in(text: str) -> str:
    """Return the part of a line that names a day, such as `tuesday` or `3 march`; it may be empty."""
    words = words_of(text)
    pairs = zip(words, [*words[1:], ""], strict=True)
    return " ".join(word for word, after in pairs if word in DAYS | _WHICH_WEEK or _may_be_a_day(word, after))


def _may_be_a_day(word: str, after: str) -> bool:
    """Tell a number from a length of time: *20 minutes late* is not about the twentieth."""
    return word.isdecimal() and after not in _LENGTHS
