"""How Slack says no to an app, and how a person finds that something cannot be done."""

from collections.abc import Sequence
from typing import Any


class RefusedError(Exception):
    """A call that Slack refuses: `code` is the error it names, `details` what it says besides."""

    def __init__(self, code: str, messages: Sequence[str] = (), **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.details = details

    @property
    def body(self) -> dict[str, Any]:
        said = {"response_metadata": {"messages": self.messages}} if self.messages else {}
        return {"ok": False, "error": self.code, **self.details, **said}


class CannotDoError(AssertionError):
    """Something that Slack's own screens would not let a person do, such as pressing what isn't there."""


def missing(field: str) -> RefusedError:
    return RefusedError("invalid_arguments", [f"[ERROR] missing required field: {field}"])
