"""Checks of what people type, before it is kept. They say that something was found, never what.

They are pure and forget the text at once. None of them judges a person or a risk: the first refuses,
the second asks the writer to look again, the third shows the writer where help can be found.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

NHS_NUMBER_LENGTH = 10
_NHS_WEIGHTS = range(10, 1, -1)
_MODULUS = 11
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d(?!\d)")
_BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2015\u2212]{1,3}")

_UNSEEN = frozenset({"Cf", "Me", "Mn"})

A_TITLE_AND_A_NAME = "a title and a name"
AN_EMAIL_ADDRESS = "an e-mail address"
A_MENTION = "a mention"

_SHORT_TITLE = r"(?:[Dd]r|DR|[Mm]rs?|MRS?|[Mm]s|[Mm]x|[Pp]rof|PROF)"  # "MS" is for Teams
_LONG_TITLE = r"(?:Doctor|DOCTOR|Miss|MISS|Nurse|NURSE|Sister|SISTER|Professor|PROFESSOR)"
_TITLED = re.compile(rf"\b(?:{_SHORT_TITLE}\b\.?|{_LONG_TITLE}\b)\s{{1,3}}(\w[\w'\u2019\-]*)")
_POSTS = frozenset({"associate", "consultant", "director", "educator", "lead", "manager", "specialist"})
_EMAIL = re.compile(r"[\w.+%'\u2019\-]@[\w\-]+\.\w")
_MENTION = re.compile(r"(?<!\w)@\w|<at\b", re.IGNORECASE)

CHOSEN_WORDS = {
    "harming oneself": """
        kill myself, killing myself, end my life, ending my life, end it all, take my own life,
        taking my own life, suicide, suicidal, self harm, self harmed, self harming, harm myself,
        harmed myself, harming myself, hurt myself, hurting myself, want to die, wanted to die,
        wish I was dead, wish I were dead, better off dead, better off without me, no reason to live,
        don't want to live, do not want to live, don't want to be alive, do not want to be alive
    """,
    "fear": """
        afraid of him, afraid of her, afraid of them, scared of him, scared of her, scared of them,
        frightened of him, frightened of her, frightened of them, afraid to go home, scared to go home,
        afraid to come to work, scared to come to work, afraid to come in, scared to come in,
        feel unsafe, felt unsafe, don't feel safe, do not feel safe, didn't feel safe, did not feel safe
    """,
    "being harmed": """
        he hit me, she hit me, they hit me, he hurts me, she hurts me, they hurt me, attacked me,
        was attacked, assaulted, sexual assault, groped, rape, raped, threatened me, threatens me,
        threatening me, abused me, abuses me, abusing me, stalked me, stalking me, harassed me,
        harasses me, harassing me, sexually harassed, sexual harassment, bullied, bullies me,
        bullying me, blackmailed me, blackmailing me
    """,
    "distress": """
        racially abused, racial abuse, racist abuse, racially harassed, hate crime,
        discriminated against me, was discriminated against, am discriminated against,
        being discriminated against, victimised, victimized, humiliated, can't cope, cannot cope,
        couldn't cope, could not cope, can't go on, cannot go on, can't take any more,
        cannot take any more, can't take it any more, cannot take it any more, breaking point,
        panic attack, panic attacks
    """,
}
"""Phrases that show their writer the support card, kept short so that the card stays worth reading.

They are looked for as whole words, whatever the case, hyphens and apostrophes. A card too many costs
a glance. Nobody else is told, nothing is counted, and the absence of a phrase means nothing.
"""


def nhs_number_in(text: str) -> bool:
    """Tell whether the text holds a valid NHS number: ten digits whose last checks the others.

    Digits may be of any script, with spaces or hyphens between them. A run of more than ten digits
    holds none, and neither do a date with a time or a telephone number whose last digit does not check.
    """
    shown = _DATE.sub("date", _visible(text))
    return any(_checks(digits) for digits in _tens(shown))


def names_others(text: str) -> tuple[str, ...]:
    """Say what in the text looks like another person's name: a soft check, for the writer to decide.

    The answer names the kind of thing found and never holds a word of the text.
    """
    shown = unicodedata.normalize("NFKC", _visible(text))
    found = {
        A_TITLE_AND_A_NAME: any(_is_name(match[1]) for match in _TITLED.finditer(shown)),
        AN_EMAIL_ADDRESS: _EMAIL.search(shown) is not None,
        A_MENTION: _MENTION.search(shown) is not None,
    }
    return tuple(kind for kind, there in found.items() if there)


def has_chosen_words(text: str) -> bool:
    """Tell whether to show the writer the support card. It weighs no risk and nobody else hears of it."""
    return _CHOSEN.search(_bare(text)) is not None


def _visible(text: str) -> str:
    """The text without marks on letters and without what nobody sees, such as zero-width spaces."""
    return "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)


def _bare(text: str) -> str:
    """Lower case, no apostrophes, one space wherever there was a hyphen or any white space."""
    shown = unicodedata.normalize("NFKC", _visible(text)).casefold()
    spaced = re.sub(r"[\s\-\u2010-\u2015]+", " ", shown)
    return re.sub(r"['`\u2018\u2019\u02bc]", "", spaced)


def _tens(text: str) -> Iterator[str]:
    """Every ten digits that neighbouring groups of digits make up together."""
    for groups in _neighbours(text):
        for first in range(len(groups)):
            joined = accumulate(groups[first : first + NHS_NUMBER_LENGTH])
            yield from (digits for digits in joined if len(digits) == NHS_NUMBER_LENGTH)


def _neighbours(text: str) -> Iterator[list[str]]:
    """Groups of digits with nothing but a separator between them."""
    groups: list[str] = []
    end = 0
    for match in re.finditer(r"\d+", text):
        if groups and not _BETWEEN_DIGITS.fullmatch(text, end, match.start()):
            yield groups
            groups = []
        groups.append(match[0])
        end = match.end()
    yield groups


def _checks(digits: str) -> bool:
    """The modulus 11 check: weights ten to two, and the last digit makes the sum a multiple of eleven."""
    *body, last = (unicodedata.decimal(char) for char in digits)
    total = sum(weight * digit for weight, digit in zip(_NHS_WEIGHTS, body, strict=True))
    return (total + last) % _MODULUS == 0


def _is_name(word: str) -> bool:
    """A word that starts as a name does, in a script with or without capitals, and is no job title."""
    return not word[0].islower() and not word[0].isdecimal() and word.casefold() not in _POSTS


def _phrases() -> Iterator[str]:
    for phrases in CHOSEN_WORDS.values():
        yield from (_bare(phrase).strip() for phrase in phrases.split(","))


_CHOSEN = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in _phrases())})(?!\w)")
