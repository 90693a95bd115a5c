"""What Slack does with the answer to a submitted form, and to a slash command."""

import json
from typing import Any

from tests.fakes.slack import links, reading
from tests.fakes.slack.carrier import Answer
from tests.fakes.slack.methods.views import begin, checked, replace
from tests.fakes.slack.records import Link, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.sights import Json, View
from tests.fakes.slack.world import World

TROUBLE = "We had some trouble connecting. Try again?"
"""What stands in a modal whose submission the app did not take in time."""


def submitted(world: World, workspace: Workspace, view: View, answer: Answer) -> None:
    """Close, change, stack or keep open a modal, as the app's answer says.

    What was closed in the meantime, by a second click or another device, stays closed.
    """
    if not answer.fine:
        view.trouble = TROUBLE
        world.mistakes.append(f"view_submission: {answer.why} {answer.status}")
        return
    view.errors, view.trouble = {}, ""
    try:
        _act(world, workspace, view, _read(answer))
    except RefusedError as refused:
        view.trouble = TROUBLE
        world.mistakes.append(f"response_action: {refused.code} {' '.join(refused.messages)}".rstrip())


def _read(answer: Answer) -> Json:
    if not answer.body.strip():
        return {}
    try:
        body = json.loads(answer.body)
    except ValueError:
        raise RefusedError("not JSON") from None
    if not isinstance(body, dict):
        raise RefusedError("not an object")
    return body


def _act(world: World, workspace: Workspace, view: View, said: Json) -> None:
    stack = workspace.stack(view.user)
    if view not in stack:
        return
    action = said.get("response_action")
    if action is None:
        stack.remove(view)
    elif action == "clear":
        stack.clear()
    elif action == "update":
        replace(world, view, checked(world, said.get("view"), "modal"))
    elif action == "push":
        begin(world, workspace, view.user, checked(world, said.get("view"), "modal"))
    elif action == "errors":
        view.errors = _errors(view, said.get("errors"))
    else:
        raise RefusedError("unknown response_action", [str(action)])


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Return the errors to show; each must belong to an input block of this view."""
    blocks = {block["block_id"] for block in reading.inputs(view.blocks)}
    if not isinstance(errors, dict) or not errors:
        raise RefusedError("errors must be an object with a sentence for a block")
    for name, sentence in errors.items():
        if name not in blocks:
            raise RefusedError("errors for what is no input block", [name])
        if not isinstance(sentence, str) or not sentence:
            raise RefusedError("an error must be a sentence", [name])
    return dict(errors)


def commanded(world: World, link: Link, answer: Answer) -> None:
    """Show what a slash command was answered with; only the person sees it unless the answer says so."""
    if not answer.fine:
        world.mistakes.append(f"slash command: {answer.why} {answer.status}")
        return
    if not answer.body.strip():
        return
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = {"text": answer.body}
    if not isinstance(said, dict) or not (said.get("text") or said.get("blocks")):
        return
    try:
        links.say(world, link, said)
    except RefusedError as refused:
        world.mistakes.append(f"slash command: {refused.code}")
