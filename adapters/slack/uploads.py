"""Files of a message: their bytes are handed over before anything is said, so little can fail after."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import ClientSession
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.harmless import fitted
from bot.core.messages import Message
from bot.programme.heatmap import heatmap

LONGEST_ALTERNATIVE = 1000
"""Characters that stand in for a picture; the message beside it has all of them."""

_OK = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file as it will be shown; the alternative text is for those who don't see pictures."""

    name: str
    content: bytes = field(repr=False)
    alternative: str = field(default="", repr=False)


async def files_of(message: Message) -> list[File]:
    """Return the files of a message; a picture is drawn beside the loop, since that takes its time."""
    found: list[File] = []
    if message.document is not None:
        found.append(File(message.document.name, message.document.text.encode()))
    if message.picture is not None:
        drawn = await asyncio.to_thread(heatmap, message.picture.summary)
        alternative = fitted(message.picture.alternative, LONGEST_ALTERNATIVE)
        found.append(File("cadence.png", drawn.png, alternative))
    return found


async def handed_over(web: AsyncWebClient, message: Message) -> list[str]:
    """Upload the files of a message and return their names at Slack; nobody sees them yet.

    Raises what the client raises.
    """
    return [await _upload(web, file) for file in await files_of(message)]


async def _upload(web: AsyncWebClient, file: File) -> str:
    told = await web.files_getUploadURLExternal(
        filename=file.name, length=len(file.content), alt_txt=file.alternative or None
    )
    session = web.session
    assert isinstance(session, ClientSession)  # noqa: S101  # every client of ours is given one
    async with session.post(str(told["upload_url"]), data=file.content, proxy=web.proxy) as response:
        if response.status != _OK:
            raise SlackRequestError("the upload was not taken")
    return str(told["file_id"])


async def share(web: AsyncWebClient, channel: str, names: Sequence[str]) -> None:
    """Let a conversation see files that were handed over. Raises what the client raises."""
    if names:
        await web.files_completeUploadExternal(files=[{"id": name} for name in names], channel_id=channel)
