"""`chat.*`: posting, changing and taking back."""

import json
from copy import deepcopy

from tests.fakes.slack import reading
from tests.fakes.slack.blockkit import LONGEST_BLOCKS, WrongError, check_blocks
from tests.fakes.slack.calling import Invocation, Method
from tests.fakes.slack.methods.conversations import find, shown
from tests.fakes.slack.records import Channel, Kind, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.settling import settled, settled_text
from tests.fakes.slack.sights import Json, Post
from tests.fakes.slack.world import World

LONGEST_TEXT = 40_000
"""Characters of a new message; Slack cuts longer ones, this one refuses them."""

LONGEST_CHANGE = 4_000
"""Characters of the text that a message is changed to."""

LARGEST_METADATA = 8_000


async def post(call: Invocation) -> Json:
    workspace, channel = destination(call, call.need("channel"))
    blocks, text = content(call)
    new = add(call.world, workspace, channel, Post(call.world.ts(), channel.id, "", text, blocks))
    new.metadata = _metadata(call)
    new.thread_ts = call.get("thread_ts") or None
    warning = {} if text else {"warning": "missing_text_in_message"}
    return {"channel": channel.id, "ts": new.ts, "message": shown(new, with_metadata=True)} | warning


def add(world: World, workspace: Workspace, channel: Channel, new: Post) -> Post:
    """Post something as the app, and let the app hear of it as of any message."""
    new.author, new.bot_id = workspace.bot_user, workspace.bot_id
    new.visible_from = world.now + world.history_lag
    channel.posts.append(new)
    if not new.ephemeral:
        _echo(world, workspace, channel, {**shown(new, with_metadata=True), "app_id": world.app.id})
    return new


def _echo(world: World, workspace: Workspace, channel: Channel, message: Json) -> None:
    kinds = {Kind.DIRECT: "im", Kind.PRIVATE: "group", Kind.PUBLIC: "channel"}
    told = {"channel": channel.id, "channel_type": kinds[channel.kind], "event_ts": world.ts()}
    world.echoes.append((workspace.id, deepcopy({**message, **told})))


def destination(call: Invocation, name: str) -> tuple[Workspace, Channel]:
    """Return where a message goes: a channel the app may post in, or the direct messages of a person.

    Somebody whose account is deactivated still gets messages, and nobody says that they are not read.
    """
    if name.startswith(("U", "W")):
        return _person(call, name)
    workspace, channel = find(call, name)
    if channel.archived:
        raise RefusedError("is_archived")
    is_in = workspace.bot_user in channel.members
    if not is_in and not (channel.kind is Kind.PUBLIC and call.may("chat:write.public")):
        raise RefusedError("not_in_channel")
    if channel.kind is Kind.DIRECT:
        _check_person(call, workspace, next(iter(channel.members - {workspace.bot_user})))
    return workspace, channel


def _person(call: Invocation, name: str) -> tuple[Workspace, Channel]:
    for workspace in call.reach:
        if name in workspace.profiles:
            _check_person(call, workspace, name)
            return workspace, workspace.direct(name)
    raise RefusedError("channel_not_found")


def _check_person(call: Invocation, workspace: Workspace, name: str) -> None:
    if workspace.profiles[name].is_bot:
        raise RefusedError("cannot_dm_bot")
    if not call.world.app.messages_tab:
        raise RefusedError("messages_tab_disabled")


def content(call: Invocation, longest: int = LONGEST_TEXT) -> tuple[list[Json], str]:
    """Return the blocks and the text of a message, as Slack keeps them."""
    blocks, text = call.arguments.get("blocks") or [], call.get("text")
    if not blocks and not text.strip():
        raise RefusedError("no_text")
    if len(text) > longest:
        raise RefusedError("msg_too_long")
    return checked(call.world, blocks), settled_text(text)


def checked(world: World, blocks: list[Json]) -> list[Json]:
    """Return the blocks of a message as Slack keeps them, or refuse them."""
    if not isinstance(blocks, list):
        raise RefusedError("invalid_blocks_format")
    try:
        check_blocks(blocks)
    except WrongError as wrong:
        raise RefusedError("invalid_blocks", [str(wrong)]) from wrong
    if len(reading.words(blocks)) > LONGEST_BLOCKS:
        raise RefusedError("msg_blocks_too_long")
    return settled(world, blocks)


def _metadata(call: Invocation) -> Json | None:
    metadata = call.arguments.get("metadata")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise RefusedError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise RefusedError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise RefusedError("metadata_too_large")
    return metadata


def _standing(call: Invocation, cannot: str) -> tuple[Workspace, Channel, Post]:
    """Return a message of the app's own that is named by its channel and time stamp."""
    workspace, channel = find(call, call.need("channel"))
    ts = call.need("ts")
    found = next((one for one in channel.posts if one.ts == ts and not one.ephemeral), None)
    if found is None:
        raise RefusedError("message_not_found")
    if found.bot_id != workspace.bot_id:
        raise RefusedError(cannot)
    return workspace, channel, found


async def update(call: Invocation) -> Json:
    """Change a message; a text without blocks takes the old blocks away."""
    workspace, channel, found = _standing(call, "cant_update_message")
    if channel.archived:
        raise RefusedError("is_inactive")
    found.blocks, found.text = content(call, LONGEST_CHANGE)
    found.edited = not found.blocks
    if "metadata" in call.arguments:
        found.metadata = _metadata(call)
    now = shown(found, with_metadata=True)
    changed = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": call.world.ts()}
    _echo(call.world, workspace, channel, {**changed, "message": now})
    return {"channel": channel.id, "ts": found.ts, "text": found.text, "message": now}


async def delete(call: Invocation) -> Json:
    workspace, channel, found = _standing(call, "cant_delete_message")
    channel.posts.remove(found)
    gone = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": call.world.ts()}
    _echo(call.world, workspace, channel, {**gone, "deleted_ts": found.ts})
    return {"channel": channel.id, "ts": found.ts}


async def whisper(call: Invocation) -> Json:
    """Post what one person alone sees; they must be in the channel, and so must the app."""
    workspace, channel = find(call, call.need("channel"))
    user = call.need("user")
    if channel.archived:
        raise RefusedError("is_archived")
    if workspace.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    blocks, text = content(call)
    post = Post(call.world.ts(), channel.id, "", text, blocks, only_for=user)
    return {"message_ts": add(call.world, workspace, channel, post).ts}


WRITE = ("chat:write",)

METHODS = {
    "chat.postMessage": Method(post, WRITE),
    "chat.update": Method(update, WRITE),
    "chat.delete": Method(delete, WRITE),
    "chat.postEphemeral": Method(whisper, WRITE),
}
