"""What the bot said, laid out for a search: what chats and channels keep, and the parts nobody reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.records import Kind
from tests.flow.platforms.estate import Estate
from tests.flow.platforms.staff import OnSlack, OnTeams, Staff

Json = dict[str, Any]

PREVIEWS = frozenset({"summary", "speak", "fallbackText", "alt_txt", "altText", "filename"})
"""Parts that notifications, lists of chats and old clients show."""

HIDDEN = frozenset(
    {
        "action_id",
        "block_id",
        "callback_id",
        "channelData",
        "data",
        "external_id",
        "id",
        "metadata",
        "private_metadata",
        "verb",
    }
)
"""Parts that nobody reads and that a platform keeps and hands around."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message that the bot wrote: who reads it (nobody in particular in a channel), and all of it."""

    call: str
    reader: str
    in_channel: bool
    body: Json


def everything_said(estate: Estate, staff: dict[str, Staff]) -> list[Said]:
    """Return every call by which the bot wrote, in order, refused ones too."""
    return [*_on_slack(estate, staff), *_on_teams(estate, staff)]


def _on_slack(estate: Estate, staff: dict[str, Staff]) -> Iterator[Said]:
    readers = {one.person.id: who for who, one in staff.items() if isinstance(one, OnSlack)}
    readers |= {f"D{user}": who for user, who in readers.items()}
    for call in estate.slack.calls:
        if call.method.startswith(("chat.", "files.")):
            where = str(call.arguments.get("channel") or call.arguments.get("channel_id") or "")
            yield Said(call.method, readers.get(where, ""), where.startswith("C"), call.arguments)
    for file in estate.slack.files:
        reader = readers.get(str(file.channel), "")
        told = {"filename": file.name, "title": file.title, "alt_txt": file.alt_text, "content": file.content}
        yield Said("file", reader, str(file.channel).startswith("C"), told)


def _on_teams(estate: Estate, staff: dict[str, Staff]) -> Iterator[Said]:
    names = {one.person.account.key: who for who, one in staff.items() if isinstance(one, OnTeams)}
    for call in estate.teams.calls:
        if call.name in {"create", "send", "reply", "update"} and call.conversation:
            place = estate.teams.world.place(call.conversation)
            reader = names.get(place.members[0].key, "") if place.kind == "personal" else ""
            yield Said(call.name, reader, place.kind != "personal", call.body)


def in_channels(estate: Estate) -> str:
    """Return everything that stands from the bot in channels, for whoever reads there."""
    rooms = [room for one in estate.slack.world.workspaces.values() for room in one.channels.values()]
    posts = [post for room in rooms if room.kind is not Kind.DIRECT for post in room.posts]
    cards = [one.activity for one in estate.room.posted if one.by == estate.teams.world.bot]
    return str([*(post for post in posts if post.bot_id and not post.ephemeral), *cards])


def previews(said: Said) -> list[str]:
    """Return what of a message is shown before anybody opens it."""
    top = [str(said.body[name]) for name in ("text", "initial_comment") if name in said.body]
    return [*top, *(str(value) for name, value, _ in parts(said.body) if name in PREVIEWS)]


def hidden(body: object) -> list[str]:
    """Return what of a message or form nobody reads: names, metadata, what buttons and options carry."""
    return [
        str(value)
        for name, value, around in parts(body)
        if name in HIDDEN or (name == "value" and _is_carried(around))
    ]


def _is_carried(around: Json) -> bool:
    """Tell a button's or an option's value from what stands in a field, a row of facts or a window."""
    return around.get("type") == "button" or (isinstance(around.get("text"), dict) and "type" not in around)


def parts(body: object) -> Iterator[tuple[str, object, Json]]:
    """Yield every named part of something nested, with what it stands in."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield name, value, body
            yield from parts(value)
    elif isinstance(body, list | tuple):
        for one in body:
            yield from parts(one)
