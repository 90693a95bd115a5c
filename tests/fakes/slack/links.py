"""`response_url`s: five answers within half an hour, to the message that somebody acted on."""

import json
from typing import Any

from aiohttp import web

from tests.fakes.slack.methods.chat import add, checked
from tests.fakes.slack.records import Channel, Link, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.settling import settled_text
from tests.fakes.slack.sights import Json, Post
from tests.fakes.slack.world import World

USES = 5

LASTS = 30 * 60
"""Seconds."""


async def handle(world: World, request: web.Request) -> web.Response:
    """Answer a post to a `response_url`."""
    link = world.links.get(request.match_info["link"])
    try:
        message = json.loads(await request.read())
        _use(world, link, message)
        world.news.set()
    except ValueError:
        return web.Response(status=400, text="invalid_payload")
    except RefusedError as refused:
        world.mistakes.append(f"response_url: {refused.code}")
        return web.json_response(refused.body, status=404 if link is None else 200)
    return web.Response(text="ok")


def _use(world: World, link: Link | None, message: Any) -> None:
    if link is None:
        raise RefusedError("invalid_url")
    if world.now - link.issued > LASTS:
        raise RefusedError("expired_url")
    if link.uses == USES:
        raise RefusedError("used_url")
    link.uses += 1
    say(world, link, message)


def say(world: World, link: Link, message: Json) -> None:
    """Do what an answer asks for: delete or replace the message, or say something new."""
    workspace = world.workspaces[link.team]
    channel = workspace.channels[link.channel]
    found = next((post for post in channel.posts if post.ts == link.ts), None)
    if message.get("delete_original") and found:
        channel.posts.remove(found)
        return
    text, blocks = settled_text(message.get("text") or ""), checked(world, message.get("blocks") or [])
    if not text and not blocks:
        raise RefusedError("no_text")
    if message.get("replace_original") and found:
        found.text, found.blocks = text, blocks
        return
    _add(world, workspace, channel, link, message, Post(world.ts(), channel.id, "", text, blocks))


def _add(world: World, workspace: Workspace, channel: Channel, link: Link, message: Json, post: Post) -> None:
    post.only_for = None if message.get("response_type") == "in_channel" else link.user
    add(world, workspace, channel, post)
