"""What the bot never says. Every text it can send is read by these checks before a release.

Each check gives back the words it objects to, in the order they stand; an empty answer is a pass.
"""

import re

from bot.core.messages import PREVIEW_LIMIT

AVERAGE_SENTENCE = 18
LONGEST_SENTENCE = 30
LONGEST_EASY_WORD = 12

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n")

_PERSON = "person|people|colleagues?|leaders?|managers?|mentees?|mentors?|nurses?|doctors?|m[ae]n|wom[ae]n"
_BEING = r"(?:you|they|we)(?:'re| are| were)|(?:s?he|your mentee|your mentor)(?:'s| is| was)"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_ABOUT_DEEDS = _any_of(
    r"(?:racist|sexist|prejudiced) (?:abuse|act|comments?|incidents?|jokes?|language|remarks?|words?)",
    r"defensive (?:medicine|practice)",
)
_LABELS = _any_of(
    "bigots?", "bigoted", "defensive", "defensiveness", "fragile", "fragility", "homophobic", "hysterical",
    "ignorant", "karen", "misogynists?", "narcissists?", "narcissistic", "over-?sensitive", "paranoid",
    "prejudiced", "racists?", "sexists?", "snowflakes?", "thin-skinned", "traumatised", "woke(?! up)",
    "xenophobic",
)  # fmt: skip
_TRAITS = (
    "aggressive|arrogant|biased|closed-minded|difficult|emotional|hostile|immature|insecure|lazy|resistant|"
    "rude|toxic|weak"
)
_TRAITS_OF_PEOPLE = re.compile(
    rf"(?<!\w)(?:(?:{_TRAITS})(?= (?:{_PERSON})(?!\w))|"
    rf"(?:{_BEING}) (?:being |just |quite |so |too |very )?(?:{_TRAITS})(?!\w))",
    re.IGNORECASE,
)

_NOBODY = r"(?:nobody|no[ -]one)(?: else)?"
_ALLOWED_PROMISES = _any_of(
    r"not anonymous",
    r"(?:can(?:not|'t)|do(?:es)? not) promise (?:\w+ ){0,3}anonymity",
    rf"{_NOBODY} can promise",
)
_PROMISES = _any_of(
    r"(?:100 ?%|absolutely|completely|entirely|fully|perfectly|strictly|totally|wholly) "
    r"(?:anonymous|confidential|hidden|private|safe|secret|secure)",
    rf"{_NOBODY} (?:can|could|is able to)(?: ever)?",
    rf"{_NOBODY} (?:may|will)(?: ever)? (?:find|guess|hear|know|learn|look|read|see|tell|trace)",
    r"(?:anonymous|anonymously|anonymised|anonymity)",
    r"(?:always|forever) (?:be |remain |stay )?(?:confidential|private|secret)",
    r"(?:can ?not|can't|can never|could never|will never|never) be "
    r"(?:found|identified|linked|read|recognised|recovered|seen|shared|traced)",
    r"guarantee[ds]?",
    r"un(?:hackable|traceable)",
)

_INITIALISMS = re.compile(
    r"(?<!\w)(?:B\.?A\.?M\.?E\.?R?|B\.?M\.?E|BIPOC|P[Oo]C|P\.O\.C|W[Oo]C|GEM|GRT|LGB\w*\+?|MENA|VME)(?!\w)"
)

_REVEALING = {
    "background": r"race|races|racial\w*|racis\w*|ethnic\w*|colou?r|colou?red|black|white|brown|asian|african"
    r"|caribbean|minorit\w+|heritage|religi\w+|gender\w*|sex|disab\w+",
    "level": r"individual|departmental|organi[sz]ational|symbolic|symbols?",
    "topic": r"anti-?racis\w*|audit\w*|belonging|bias\w*|culture|discriminat\w*|divers\w*|equal\w*|equit\w*"
    r"|inclusi\w*|interview\w*|merit|observ\w*|prejudice\w*|privilege\w*|promotions?|recruit\w*|stor(?:y|ies)"
    r"|storytelling",
    "direction": r"mentor\w*|mentees?|reverse|senior\w*|junior\w*|upwards?|boss|rank",
}

_ADVICE = _any_of(
    r"you (?:should|must|ought to|had better)",
    r"you'd (?:better|do well to)",
    r"you need to",
    r"you have to(?! say)",
    r"(?:make|be) sure (?:to|that|you)",
    r"(?:remember|try) to",
    r"(?:don't|do not) forget",
    r"why don't you",
    r"(?:if I were you|my advice|I(?:'d| would) (?:advise|recommend|suggest))",
)
_ASKED = re.compile(r"\b(?:do|did|does|might|will|would) (?=you (?:need|have) to\b)[^.?!]*\?", re.IGNORECASE)


def problems(text: str) -> tuple[str, ...]:
    """Say everything that is wrong with a text, by the checks that hold for all the bot says."""
    checks = {
        "labels a person": label_words,
        "promises too much": absolute_promises,
        "shortens the name of a group": initialisms,
    }
    said = (f"“{word}” {wrong}" for wrong, check in checks.items() for word in check(text))
    return (*said, *reading_problems(text))


def label_words(text: str) -> tuple[str, ...]:
    """Find traits and diagnoses of people: the bot may speak of what was done, never of what one is."""
    deeds_aside = _ABOUT_DEEDS.sub("", _straight(text))
    return _found(_LABELS, deeds_aside) + _found(_TRAITS_OF_PEOPLE, deeds_aside)


def absolute_promises(text: str) -> tuple[str, ...]:
    """Find promises of secrecy that no system and no organisation can keep."""
    return _found(_PROMISES, _ALLOWED_PROMISES.sub("", _straight(text)))


def initialisms(text: str) -> tuple[str, ...]:
    """Find shortened names for groups of people: the words for groups are the cohort's own."""
    return _found(_INITIALISMS, text)


def advice_verbs(text: str) -> tuple[str, ...]:
    """Find advice in what a mentor is given to say: a critical friend asks and does not instruct."""
    return _found(_ADVICE, _ASKED.sub("", _straight(text)))


def preview_problems(text: str) -> tuple[str, ...]:
    """Say what is wrong with a notification preview, which anyone may see on a lock screen.

    A preview is one line of 1 to 90 characters without a word of background, level, topic or direction.
    """
    problems = [
        f"“{word}” gives away a {kind}"
        for kind, pattern in _REVEALING.items()
        for word in _found(_any_of(pattern), text)
    ]
    if not text.strip():
        problems.append("it is empty")
    if len(text.splitlines()) > 1:
        problems.append("it is more than one line")
    if len(text) > PREVIEW_LIMIT:
        problems.append(f"it is longer than {PREVIEW_LIMIT} characters")
    return tuple(problems)


def reading_problems(text: str) -> tuple[str, ...]:
    """Say where a text is hard to read for somebody of about eleven.

    Sentences hold 18 words on average at most, none more than 30, and of every twenty words (or part
    of twenty) no more than one is longer than 12 letters.
    """
    sentences = [_WORD.findall(sentence) for sentence in _SENTENCE_END.split(text)]
    lengths = [len(words) for words in sentences if words]
    words = [word for sentence in sentences for word in sentence]
    long_words = [word for word in words if len(word) > LONGEST_EASY_WORD]
    problems = []
    if sum(lengths) > AVERAGE_SENTENCE * len(lengths):
        problems.append(f"its sentences hold more than {AVERAGE_SENTENCE} words on average")
    if max(lengths, default=0) > LONGEST_SENTENCE:
        problems.append(f"it has a sentence of more than {LONGEST_SENTENCE} words")
    if len(long_words) > 1 + len(words) // 20:
        problems.append(f"it has too many long words: {', '.join(long_words)}")
    return tuple(problems)


def _straight(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())


def _found(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(match[0] for match in pattern.finditer(text))
