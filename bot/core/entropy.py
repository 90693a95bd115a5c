"""The one place where chance comes from: identifiers, tokens, jitter."""

import random
import secrets
from datetime import datetime
from typing import Protocol
from uuid import UUID

_RANDOM_BITS = 74
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


class Entropy(Protocol):
    """A source of random bits."""

    def bits(self, count: int) -> int: ...


class SystemEntropy:
    """The operating system's randomness."""

    def bits(self, count: int) -> int:
        return secrets.randbits(count)


class SeededEntropy:
    """The same bits for the same seed, so that a rehearsal can be repeated to the byte."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311  # rehearsals only, nothing secret

    def bits(self, count: int) -> int:
        return self._random.getrandbits(count)


def new_id(at: datetime, entropy: Entropy) -> str:
    """Return a fresh identifier: 32 hexadecimal digits of a version 7 UUID.

    It begins with its time, so rows made together lie together in an index.
    """
    milliseconds = int(at.timestamp() * 1000)
    chance = entropy.bits(_RANDOM_BITS)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | _VERSION_7 | high << 64 | _VARIANT | low).hex
