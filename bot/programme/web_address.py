"""Addresses of calendars that people give: which of them may be fetched at all, by their form alone."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit

LONGEST = 2000
HTTPS_PORT = 443
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\\]")


class NotAnAddress(ValueError):  # noqa: N818  # said to a person, so named as they would
    """That isn't the address of a calendar that can be read."""


def calendar_address(text: str) -> str:
    """Return the https address in what somebody pasted; `webcal` is another word for it.

    Raises `NotAnAddress` with a sentence that says what is wrong. Where the address leads is another matter,
    and checked when it is fetched.
    """
    pasted = text.strip().strip("<>")
    if len(pasted) > LONGEST or _UNSEEN.search(pasted):
        raise NotAnAddress("That isn't one whole address. Please paste the address of your calendar alone.")
    try:
        parts = urlsplit(pasted)
        port = parts.port
    except ValueError:
        raise NotAnAddress(
            "That isn't an address. It begins with https:// and mostly ends with .ics."
        ) from None
    if parts.scheme.lower() not in {"https", "webcal", "webcals"} or not parts.hostname:
        raise NotAnAddress("The address has to begin with https://, so that nobody reads it on its way.")
    if parts.username is not None or parts.password is not None or port not in (None, HTTPS_PORT):
        raise NotAnAddress(
            "The address can't hold a password or a port. Please use the one your calendar gives."
        )
    if is_number(parts.hostname):
        raise NotAnAddress("The address has to name the place where your calendar is, and not its number.")
    return urlunsplit(SplitResult("https", parts.hostname, parts.path or "/", parts.query, ""))


def is_number(host: str) -> bool:
    """Say whether a host is no name but the address itself, which nothing resolves."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
