"""What the bot says, as data."""

import pytest
from pydantic import ValidationError

from bot.core.messages import PREVIEW_LIMIT, Action, Document, Message, Reply


@pytest.mark.parametrize(
    "kind", ["reply", "reply.agreed", "service.reminder", "nudge.ladder", "summary.weekly"]
)
def test_a_message_is_of_one_of_the_four_kinds(kind: str) -> None:
    assert Message(kind=kind, preview="Hello", text="Hello").kind == kind


@pytest.mark.parametrize("kind", ["", "advert", "reminder", "replying.x", ".reply", "NUDGE.x"])
def test_any_other_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValidationError, match="a reply, service, nudge or summary"):
        Message(kind=kind, preview="Hello", text="Hello")


@pytest.mark.parametrize(
    ("kind", "nudge"), [("nudge.ladder", True), ("nudge", True), ("service.nudge", False)]
)
def test_a_nudge_is_known_by_the_beginning_of_its_kind(kind: str, nudge: bool) -> None:
    assert Message(kind=kind, preview="Hello", text="Hello").is_nudge is nudge


@pytest.mark.parametrize("preview", ["", "x" * (PREVIEW_LIMIT + 1)])
def test_a_preview_is_there_and_fits_a_lock_screen(preview: str) -> None:
    with pytest.raises(ValidationError):
        Message(kind="reply", preview=preview, text="Hello")


def test_a_label_that_no_button_can_show_is_refused() -> None:
    with pytest.raises(ValidationError):
        Action(label="x" * 76, route="book")


def test_what_a_message_says_does_not_show_in_a_print_of_it() -> None:
    document = Document(name="mine.txt", media_type="text/plain", text="the quokka sings")
    message = Message(kind="reply", preview="Hello", text="the quokka sings", document=document)
    assert "quokka" not in repr(message)
    assert "quokka" not in repr(Reply(messages=(message,)))


def test_a_message_comes_back_whole_from_what_is_stored() -> None:
    message = Message(
        kind="service.proposal",
        preview="A time to confirm",
        text="Amara suggests Tuesday.",
        actions=(Action(label="That works", route="proposal.accept", args={"at": "x"}, look="main"),),
    )
    assert Message.model_validate_json(message.model_dump_json()) == message
