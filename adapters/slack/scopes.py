"""What the bot asks leave for in a workspace; the manifest asks for the same."""

from typing import Final

SCOPES: Final = {
    "chat:write": "post in people's chats with the bot, and in channels it was invited to",
    "commands": "offer /turnabout and the two shortcuts",
    "files:write": "send an invitation for the calendar, and the picture of the cohort's cadence",
    "groups:read": "see that the coordinators' channel is private before anything is posted there",
    "im:history": "hear what people type to the bot, and look whether a message arrived",
    "im:write": "find the chat with somebody, and notice that an account was closed",
    "users:read": "follow a person's name, time zone and language",
    "users:read.email": "match accounts with the people file by their e-mail",
}
"""Each with its reason, as an administrator may ask for it."""


def granted(header: str) -> frozenset[str]:
    """Return the scopes of a token, from the header that every answer of Slack has."""
    return frozenset(one.strip() for one in header.split(",") if one.strip())


def missing(has: frozenset[str]) -> list[str]:
    """Return what a token may not do though the bot needs it, in order."""
    return [scope for scope in SCOPES if scope not in has]
