"""`conversations.*`: finding a conversation, who is in it, and what was said there."""

from tests.fakes.slack.calling import Invocation, Method
from tests.fakes.slack.records import Channel, Kind, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.sights import Json, Post


def find(call: Invocation, name: str) -> tuple[Workspace, Channel]:
    """Return a conversation that the app can see; a private one it is not in does not exist for it."""
    for workspace in call.reach:
        channel = workspace.channels.get(name)
        if channel and (channel.kind is Kind.PUBLIC or workspace.bot_user in channel.members):
            return workspace, channel
    raise RefusedError("channel_not_found")


def shown(post: Post, *, with_metadata: bool) -> Json:
    """Return a message as Slack hands it out."""
    message: Json = {"type": "message", "user": post.author, "ts": post.ts, "text": post.text}
    message |= {"blocks": post.blocks} if post.blocks else {}
    message |= {"bot_id": post.bot_id} if post.bot_id else {}
    message |= {"thread_ts": post.thread_ts} if post.thread_ts else {}
    message |= {"edited": {"user": post.author, "ts": post.ts}} if post.edited else {}
    message |= {"files": post.files, "upload": False} if post.files else {}
    if post.metadata:
        message["metadata"] = post.metadata if with_metadata else {"event_type": post.metadata["event_type"]}
    return message


def described(workspace: Workspace, channel: Channel) -> Json:
    """Return a conversation as `conversations.info` describes it."""
    direct = channel.kind is Kind.DIRECT
    about: Json = {
        "id": channel.id,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": False,
        "is_im": direct,
        "is_mpim": False,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_archived": channel.archived,
        "is_org_shared": False,
        "is_ext_shared": False,
        "context_team_id": workspace.id,
    }
    if direct:
        return about | {"user": next(iter(channel.members - {workspace.bot_user}), "")}
    return about | {"name": channel.name, "is_member": workspace.bot_user in channel.members}


async def opening(call: Invocation) -> Json:
    user = call.get("users")
    if not user:
        raise RefusedError("users_list_not_supplied")
    if "," in user:
        raise RefusedError("method_not_supported_for_channel_type")
    workspace = next((one for one in call.reach if user in one.profiles), None)
    if workspace is None:
        raise RefusedError("user_not_found")
    profile = workspace.profiles[user]
    if profile.deleted:
        raise RefusedError("user_disabled")
    if profile.is_bot:
        raise RefusedError("cannot_dm_bot")
    known = f"D{user}" in workspace.channels
    channel = workspace.direct(user)
    return ({"no_op": True, "already_open": True} if known else {}) | {"channel": {"id": channel.id}}


async def info(call: Invocation) -> Json:
    workspace, channel = find(call, call.need("channel"))
    call.demand(f"{channel.kind}:read")
    return {"channel": described(workspace, channel)}


async def history(call: Invocation) -> Json:
    workspace, channel = find(call, call.need("channel"))
    call.demand(f"{channel.kind}:history")
    if workspace.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    found = [post for post in reversed(channel.posts) if _in_history(call, post)]
    start, limit = call.number("cursor", 0), min(call.number("limit", 100), 999)
    page, more = found[start : start + limit], len(found) > start + limit
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [shown(post, with_metadata=with_metadata) for post in page],
        "has_more": more,
        "pin_count": 0,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _in_history(call: Invocation, post: Post) -> bool:
    """Tell whether history has it: nothing for one person's eyes, and nothing that has not arrived yet."""
    if post.ephemeral or post.visible_from > call.world.now:
        return False
    oldest, latest = call.get("oldest"), call.get("latest")
    if call.flag("inclusive"):
        return not ((oldest and _at(post.ts) < _at(oldest)) or (latest and _at(post.ts) > _at(latest)))
    return not ((oldest and _at(post.ts) <= _at(oldest)) or (latest and _at(post.ts) >= _at(latest)))


def _at(ts: str) -> tuple[int, int]:
    """Read a time stamp exactly; as one number it would lose its last digits."""
    whole, _, part = ts.partition(".")
    try:
        return int(whole), int(f"{part:0<6}"[:6])
    except ValueError:
        raise RefusedError("invalid_ts_oldest") from None


async def members(call: Invocation) -> Json:
    _, channel = find(call, call.need("channel"))
    call.demand(f"{channel.kind}:read")
    everybody = sorted(channel.members)
    start, limit = call.number("cursor", 0), min(call.number("limit", 100), 1000)
    more = str(start + limit) if len(everybody) > start + limit else ""
    return {"members": everybody[start : start + limit], "response_metadata": {"next_cursor": more}}


async def join(call: Invocation) -> Json:
    workspace, channel = find(call, call.need("channel"))
    if channel.kind is not Kind.PUBLIC:
        raise RefusedError("method_not_supported_for_channel_type")
    if channel.archived:
        raise RefusedError("is_archived")
    already = workspace.bot_user in channel.members
    channel.members.add(workspace.bot_user)
    said = {"warning": "already_in_channel"} if already else {}
    return said | {"channel": described(workspace, channel)}


READ = ("channels:read", "groups:read", "im:read", "mpim:read")

HISTORY = ("im:history", "channels:history", "groups:history", "mpim:history")

METHODS = {
    "conversations.open": Method(opening, ("im:write",)),
    "conversations.info": Method(info, READ, takes_json=False),
    "conversations.history": Method(history, HISTORY),
    "conversations.members": Method(members, READ, takes_json=False),
    "conversations.join": Method(join, ("channels:join",)),
}
