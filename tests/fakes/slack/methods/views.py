"""`views.*`: opening, changing and stacking modals, and publishing Home tabs."""

from copy import deepcopy
from typing import Any

from tests.fakes.slack import reading
from tests.fakes.slack.blockkit import LARGEST_VIEW, WrongError, check_view, size
from tests.fakes.slack.calling import Invocation, Method
from tests.fakes.slack.filling import as_found
from tests.fakes.slack.records import Trigger, Workspace
from tests.fakes.slack.refusals import RefusedError, missing
from tests.fakes.slack.settling import settled
from tests.fakes.slack.sights import Json, View
from tests.fakes.slack.world import World

DEEPEST = 3
"""Modals that stand on one another."""


def checked(world: World, view: Any, kind: str) -> Json:
    """Return a view as Slack keeps it, or refuse it."""
    if not view:
        raise missing("view")
    try:
        check_view(view)
    except WrongError as wrong:
        raise RefusedError("invalid_arguments", [str(wrong)]) from wrong
    if view["type"] != kind:
        raise RefusedError("invalid_arguments", [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"])
    if size(view) > LARGEST_VIEW:
        raise RefusedError("view_too_large")
    body: Json = deepcopy(view)
    return body | {"blocks": settled(world, body["blocks"])}


def begin(world: World, workspace: Workspace, user: str, body: Json) -> View:
    """Show a new modal on top of those that somebody has open."""
    stack = workspace.stack(user)
    external = body.get("external_id")
    if external and any(view.body.get("external_id") == external for view in workspace.open_views()):
        raise RefusedError("duplicate_external_id")
    if len(stack) == DEEPEST:
        raise RefusedError("push_limit_reached")
    name = world.fresh("V")
    root, previous = (stack[0].id, stack[-1].id) if stack else (name, None)
    view = View(name, user, workspace.id, body, world.fresh(f"{int(world.now)}."), root, previous)
    stack.append(view)
    return view


def replace(world: World, view: View, body: Json) -> View:
    """Show another body in a view; what was typed stays where block and action keep their names."""
    view.body, view.hash = body, world.fresh(f"{int(world.now)}.")
    names = {(one["block_id"], one["action_id"]) for one in reading.elements(body["blocks"])}
    view.typed = {name: value for name, value in view.typed.items() if name in names}
    view.errors, view.trouble = {}, ""
    return view


async def opening(call: Invocation) -> Json:
    workspace, trigger = _triggered(call)
    body = checked(call.world, call.arguments.get("view"), "modal")
    workspace.stack(trigger.user).clear()
    return {"view": shown(call.world, begin(call.world, workspace, trigger.user, body))}


async def push(call: Invocation) -> Json:
    workspace, trigger = _triggered(call)
    if not any(view.id == trigger.view for view in workspace.stack(trigger.user)):
        raise RefusedError("not_found")
    body = checked(call.world, call.arguments.get("view"), "modal")
    return {"view": shown(call.world, begin(call.world, workspace, trigger.user, body))}


def _triggered(call: Invocation) -> tuple[Workspace, Trigger]:
    """Take the trigger first: a view that is refused has used it up."""
    trigger = call.world.exchange(call.need("trigger_id"), {one.id for one in call.reach})
    return call.world.workspaces[trigger.team], trigger


async def update(call: Invocation) -> Json:
    view = _named(call)
    if (seen := call.get("hash")) and seen != view.hash:
        raise RefusedError("hash_conflict")
    body = checked(call.world, call.arguments.get("view"), "modal")
    return {"view": shown(call.world, replace(call.world, view, body))}


def _named(call: Invocation) -> View:
    name, external = call.get("view_id"), call.get("external_id")
    if not name and not external:
        raise missing("view_id")
    for view in (view for workspace in call.reach for view in workspace.open_views()):
        if view.id == name or (external and view.body.get("external_id") == external):
            return view
    raise RefusedError("not_found")


async def publish(call: Invocation) -> Json:
    if not call.world.app.home_tab:
        raise RefusedError("not_enabled")
    user = call.need("user_id")
    workspace = next((one for one in call.reach if user in one.profiles), None)
    if workspace is None:
        raise RefusedError("invalid_arguments", ["[ERROR] invalid user_id"])
    home = workspace.homes.get(user)
    if (seen := call.get("hash")) and (home is None or seen != home.hash):
        raise RefusedError("hash_conflict")
    body = checked(call.world, call.arguments.get("view"), "home")
    if home is None:
        name = call.world.fresh("V")
        home = View(name, user, workspace.id, body, "", root=name)
        workspace.homes[user] = home
    return {"view": shown(call.world, replace(call.world, home, body))}


def shown(world: World, view: View) -> Json:
    """Return a view as Slack hands it out, with what stands in it so far."""
    workspace = world.workspaces[view.team]
    return {
        "id": view.id,
        "team_id": view.team,
        "type": view.kind,
        "blocks": deepcopy(view.blocks),
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": values(view)},
        "hash": view.hash,
        "title": view.body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(view.body.get("clear_on_close")),
        "notify_on_close": bool(view.body.get("notify_on_close")),
        "close": view.body.get("close"),
        "submit": view.body.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": world.app.id,
        "external_id": view.body.get("external_id") or "",
        "app_installed_team_id": view.team,
        "bot_id": workspace.bot_id,
    }


def values(view: View) -> Json:
    """Return what is filled in: for every input its value, or that it is empty."""
    state: Json = {}
    for one in reading.elements(view.blocks):
        name = (one["block_id"], one["action_id"])
        if name in view.typed:
            state.setdefault(name[0], {})[name[1]] = view.typed[name]
        elif one["type"] not in {"button", "overflow"}:
            state.setdefault(name[0], {})[name[1]] = as_found(one)
    return state


METHODS = {
    "views.open": Method(opening),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
