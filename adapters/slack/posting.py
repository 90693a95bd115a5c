"""Posting a message: its pages one after another, then the file that belongs to it."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.elements import Part
from adapters.slack.render import fallback, pages
from bot.core.messages import Message
from bot.programme.heatmap import heatmap


class Spot(BaseModel):
    """Where a message stands: its channel, and its time stamp, which is its name there."""

    model_config = ConfigDict(frozen=True)

    channel: str
    ts: str


async def post(
    web: AsyncWebClient, to: str, message: Message, metadata: Mapping[str, Any] | None = None
) -> Spot:
    """Post a message to a person or channel and return where its first page stands.

    Only the first page carries `metadata`. Raises what the client raises.
    """
    first, *others = pages(message)
    spot = await _page(web, to, message, first, metadata)
    await _rest(web, spot.channel, message, others)
    return spot


async def put_in_place(web: AsyncWebClient, spot: Spot, message: Message) -> None:
    """Let a message take the place of one that was posted before. Raises what the client raises."""
    first, *others = pages(message)
    await web.chat_update(channel=spot.channel, ts=spot.ts, text=fallback(message), blocks=first)
    await _rest(web, spot.channel, message, others)


async def _rest(web: AsyncWebClient, channel: str, message: Message, others: Iterable[list[Part]]) -> None:
    for page in others:
        await _page(web, channel, message, page, None)
    await attach(web, channel, message)


async def _page(
    web: AsyncWebClient, to: str, message: Message, page: list[Part], metadata: Mapping[str, Any] | None
) -> Spot:
    posted = await web.chat_postMessage(
        channel=to,
        text=fallback(message),
        blocks=page,
        metadata=dict(metadata) if metadata else None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Spot(channel=str(posted["channel"]), ts=str(posted["ts"]))


async def attach(web: AsyncWebClient, channel: str, message: Message) -> None:
    """Upload the document or picture of a message, if it has one. Raises what the client raises."""
    if message.document is not None:
        document = message.document
        await web.files_upload_v2(channel=channel, content=document.text, filename=document.name)
    if message.picture is not None:
        drawn = await asyncio.to_thread(heatmap, message.picture.summary)
        await web.files_upload_v2(
            channel=channel,
            file=drawn.png,
            filename="cadence.png",
            alt_txt=message.picture.alternative,
        )
