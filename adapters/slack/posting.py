"""Posting a message: its files are handed over, its pages said one after another, then its files shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.elements import Part
from adapters.slack.render import fallback, pages
from adapters.slack.uploads import handed_over, share
from bot.core.messages import Message


class Spot(BaseModel):
    """Where a message stands: its channel, and its time stamp, which is its name there."""

    model_config = ConfigDict(frozen=True)

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is ready to be posted: its pages as blocks, and its files at Slack by their names."""

    text: str
    first: list[Part]
    others: Sequence[list[Part]]
    files: Sequence[str] = ()

    @classmethod
    def of(cls, message: Message, files: Sequence[str] = ()) -> "Draft":
        first, *others = pages(message)
        return cls(fallback(message), first, others, files)


async def post(web: AsyncWebClient, to: str, message: Message) -> Spot:
    """Post a message to a person or channel and return where its first page stands.

    Raises what the client raises.
    """
    draft = Draft.of(message, await handed_over(web, message))
    spot = await post_first(web, to, draft)
    await post_rest(web, spot.channel, draft)
    return spot


async def put_in_place(web: AsyncWebClient, spot: Spot, message: Message) -> None:
    """Let a message take the place of one that was posted before. Raises what the client raises."""
    draft = Draft.of(message, await handed_over(web, message))
    await web.chat_update(channel=spot.channel, ts=spot.ts, text=draft.text, blocks=draft.first)
    await post_rest(web, spot.channel, draft)


async def post_first(
    web: AsyncWebClient, to: str, draft: Draft, metadata: Mapping[str, Any] | None = None
) -> Spot:
    """Post the first page, which alone carries `metadata`. Raises what the client raises."""
    return await _page(web, to, draft.text, draft.first, metadata)


async def post_rest(web: AsyncWebClient, channel: str, draft: Draft) -> None:
    """Post what comes after the first page. Raises what the client raises."""
    for page in draft.others:
        await _page(web, channel, draft.text, page, None)
    await share(web, channel, draft.files)


async def _page(
    web: AsyncWebClient, to: str, text: str, page: list[Part], metadata: Mapping[str, Any] | None
) -> Spot:
    posted = await web.chat_postMessage(
        channel=to,
        text=text,
        blocks=page,
        metadata=dict(metadata) if metadata else None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Spot(channel=str(posted["channel"]), ts=str(posted["ts"]))
