"""Phrases with gaps, and what each of them means.

A phrase is written the way it is said: ``[the] {nth} {weekday} in|of {month} [{year}]``. Square brackets
hold what may be left out, a bar parts words that serve alike (an underscore keeps two words together:
``is|would_be fine``), and a name in braces is a gap that a token must fill (``{other:day}`` is a second gap
of the kind `day`). What fills the gaps is handed to the phrase's meaning by name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeVar

from bot.programme.when.pieces import Clock, Piece
from bot.programme.when.tokens import Figures, Token

Pieces = Piece | tuple[Piece, ...]
Meaning = Callable[..., Pieces | None]
M = TypeVar("M", bound=Meaning)
Gap = Callable[[Token], object | None]


@dataclass(slots=True)
class _Node:
    """A place in the tree of all phrases: which words and gaps may follow, and what has been said by now."""

    words: dict[str, "_Node"] = field(default_factory=dict)
    gaps: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the token after its last one, its meaning, and what filled the gaps."""

    end: int
    meaning: Meaning
    filled: Mapping[str, Any]


class Phrasebook:
    """All the phrases of one subject, kept as a tree so that finding them is quick."""

    def __init__(self, gaps: Mapping[str, Gap]) -> None:
        self._gaps = gaps
        self._root = _Node()
        self._words: set[str] = set()

    @property
    def words(self) -> frozenset[str]:
        """Every word that some phrase knows."""
        return frozenset(self._words)

    def says(self, *phrases: str) -> Callable[[M], M]:
        """Let the decorated function be the meaning of the phrases."""

        def learn(meaning: M) -> M:
            for phrase in phrases:
                self.learn(phrase, meaning)
            return meaning

        return learn

    def learn(self, phrase: str, meaning: Meaning) -> None:
        """Keep a phrase. ValueError when it has another meaning already, KeyError for an unknown gap."""
        for wording in _wordings(phrase):
            node = self._root
            for step in wording:
                node = self._after(node, step)
            if node.meaning not in {None, meaning}:
                raise ValueError(f"“{' '.join(wording)}” already means something else")
            node.meaning = meaning

    def matches(self, tokens: Sequence[Token], start: int) -> Iterator[Match]:
        """Find every phrase that begins at `start`."""
        return self._walk(self._root, tokens, start, {})

    def _after(self, node: _Node, step: str) -> _Node:
        if not step.startswith("{"):
            self._words.add(step)
            return node.words.setdefault(step, _Node())
        name, _, kind = step.strip("{}").partition(":")
        _ = self._gaps[kind or name]
        return node.gaps.setdefault((name, kind or name), _Node())

    def _walk(self, node: _Node, tokens: Sequence[Token], at: int, filled: dict[str, Any]) -> Iterator[Match]:
        if node.meaning:
            yield Match(at, node.meaning, filled)
        if at == len(tokens):
            return
        token = tokens[at]
        if after := node.words.get("" if isinstance(token, Clock | Figures) else token.text):
            yield from self._walk(after, tokens, at + 1, filled)
        for (name, kind), after in node.gaps.items():
            value = self._gaps[kind](token)
            if value is not None:
                yield from self._walk(after, tokens, at + 1, {**filled, name: value})


def _wordings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Spell a phrase out: once for every choice between words, with and without what is optional."""
    options = [_options(step) for step in _steps(phrase)]
    for chosen in product(*options):
        yield tuple(word for words in chosen for word in words)


def _options(step: str) -> list[tuple[str, ...]]:
    if step.startswith("["):
        return [(), *_wordings(step[1:-1])]
    return [tuple(words.split("_")) for words in step.split("|")]


def _steps(phrase: str) -> Iterator[str]:
    """Cut a phrase at its spaces, except those inside brackets."""
    held = ""
    for word in phrase.split():
        held = f"{held} {word}".strip()
        if held.count("[") == held.count("]"):
            yield held
            held = ""
