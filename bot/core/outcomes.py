"""What one step of a conversation can come to.

Each outcome carries the conversation to be stored; only `Finished` lets the dialog's writes stand.
"""

from dataclasses import dataclass
from typing import TypeAlias

from bot.core.asking import Question
from bot.core.conversations import Conversation


@dataclass(frozen=True, slots=True)
class Asked:
    """The change was accepted, and this question is the next."""

    conversation: Conversation
    question: Question


@dataclass(frozen=True, slots=True)
class Finished:
    """The dialog returned; what it wrote is to be kept, and the conversation has done its work."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Rejected:
    """The answer cannot be used; the question says why, shows what was given, and its token still holds."""

    conversation: Conversation
    question: Question


@dataclass(frozen=True, slots=True)
class Stale:
    """The button is not one of the question that stands; `doubled` when it is the last press once more."""

    conversation: Conversation
    question: Question
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Postponed:
    """The person goes on later, with this question."""

    conversation: Conversation
    question: Question


@dataclass(frozen=True, slots=True)
class Expired:
    """The conversation was left too long; nothing was run."""

    conversation: Conversation


Outcome: TypeAlias = Asked | Finished | Rejected | Stale | Postponed | Expired
