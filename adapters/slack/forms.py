"""How a question looks in Slack: a window with inputs, and windows that only say something."""

from collections.abc import Sequence

from adapters.slack import buttons
from adapters.slack.elements import DIVIDER, Part, compact, heading, plain_text
from adapters.slack.inputs import input_name, inputs
from adapters.slack.limits import BLOCKS_IN_VIEW, LONGEST_TITLE
from adapters.slack.prose import exact, prose
from adapters.slack.render import blocks
from bot.core.dialogs import Question
from bot.core.messages import Message
from bot.core.words import _

QUESTION, NOTICE = "question", "notice"
"""What a window is called, by what it does."""


def view(question: Question, carry: str) -> Part:
    """Return the window that asks; `carry` comes back with every answer, at most 3,000 characters."""
    asked = list(inputs(question))
    turns = buttons.turns(question)
    above = compact(_above(question), BLOCKS_IN_VIEW - len(asked) - len(turns))
    return _window(QUESTION, question.short_title, [*above, *asked, *turns]) | {
        "private_metadata": carry,
        "submit": plain_text(_("Send"), LONGEST_TITLE),
    }


def errors(question: Question) -> dict[str, str]:
    """Return what is to be mended by the names of the blocks, as Slack shows it in the open window.

    Nothing comes back when a sentence belongs to no field: the question has to be drawn again then.
    """
    names = {field.name for field in question.fields}
    if not question.errors.keys() <= names:
        return {}
    return {input_name(name, question.token): sentence for name, sentence in question.errors.items()}


def notice(title: str, messages: Sequence[Message]) -> Part:
    """Return a window that shows messages with their buttons, each button with a number of its own."""
    shown: list[Part] = []
    for number, message in enumerate(messages):
        pressed = sum(len(one.actions) for one in messages[:number])
        shown += [*([DIVIDER] if shown else []), *blocks(message, pressed)]
    return _window(NOTICE, title, compact(shown or prose(_("Done. Thank you.")), BLOCKS_IN_VIEW))


def finished(messages: Sequence[Message]) -> Part:
    """Return what a form becomes after its last answer."""
    return notice(_("All done"), messages)


def _window(name: str, title: str, parts: list[Part]) -> Part:
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain_text(title, LONGEST_TITLE),
        "close": plain_text(_("Close"), LONGEST_TITLE),
        "blocks": parts,
    }


def _above(question: Question) -> list[Part]:
    """Return what is said before the fields; a title that stands there anyway is not said twice."""
    said = {question.short_title, *(field.label for field in question.fields[:1])}
    title = [] if question.title in said else [heading(question.title)]
    return [*title, *prose(question.text, emphasis=True), *exact(question.show)]
