"""Files: what people keep, such as an entry for their calendar, at an address that only they were given.

Teams lets a bot attach no file to a message, so the message has a button that opens the address. The
address is as good as the file: it can't be guessed, it is kept only as a fingerprint, and it runs out.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from adapters.teams.inbound import PLATFORM
from adapters.teams.recent import Recent
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.messages import Document, Message
from bot.core.words import _

FILE = "file"
"""What the shelf calls it."""

CALENDAR = "text/calendar"
CALENDAR_LASTS = timedelta(days=7)
OTHERS_LAST = timedelta(days=1)
"""A calendar's entry may wait until somebody is at their desk; one's own data is better asked for again."""

LARGEST = 5_000_000
"""Characters of a file that is offered."""

MOMENT = 600.0
"""Seconds within which the same file, shown again, keeps its address."""

TOKEN_BITS = 256
TOKEN_LENGTH = 43

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Kept(BaseModel):
    """A file on the shelf."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    media_type: str
    text: str


class Files:
    """Gives files an address under the service's own, and hands them out there."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._given: Recent[str, str] = Recent(MOMENT)

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/teams/files/{token}", self.fetch)]

    async def link(self, message: Message, actor: Actor) -> str | None:
        """Return where somebody can fetch the document of a message; None when nothing can be offered."""
        document = message.document
        if not self._ground.public_url or document is None or len(document.text) > LARGEST:
            return None
        same = sha256(f"{actor!r}\n{document.name}\n{document.text}".encode()).hexdigest()
        token = self._given.get(same)
        if token is None:
            token = await self._put(document, actor)
            self._given.put(same, token)
        return f"{self._ground.public_url}/teams/files/{token}"

    async def fetch(self, request: web.Request) -> web.Response:
        """Hand a file out, as often as it is asked for: mail guards open addresses before people do."""
        token = request.match_info["token"]
        kept = await self._get(token) if len(token) == TOKEN_LENGTH and token.isascii() else None
        if kept is None:
            sentence = _("There is nothing here. If you came for a file, ask Turnabout for it again.")
            return web.Response(status=404, text=sentence, headers=HEADERS)
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"}
        return web.Response(
            text=kept.text, content_type=kept.media_type, charset="utf-8", headers=HEADERS | named
        )

    async def _put(self, document: Document, actor: Actor) -> str:
        bits = self._ground.entropy.bits(TOKEN_BITS).to_bytes(TOKEN_BITS // 8)
        token = urlsafe_b64encode(bits).decode().rstrip("=")
        lasts = CALENDAR_LASTS if document.media_type == CALENDAR else OTHERS_LAST
        kept = Kept(name=document.name, media_type=document.media_type, text=document.text)
        async with self._ground.store.unit() as unit:
            person = await unit.people.at(actor)
            await unit.shelf.put(
                FILE,
                _where(token),
                kept.model_dump(mode="json"),
                person_id=person.id if person else None,
                until=self._ground.clock.now() + lasts,
            )
            await unit.commit()
        return token

    async def _get(self, token: str) -> Kept | None:
        async with self._ground.store.reading() as unit:
            kept = await unit.shelf.get(FILE, _where(token))
        return Kept.model_validate(kept) if kept else None


def _where(token: str) -> Actor:
    """Return what the shelf knows a token by: its fingerprint, from which nobody gets it back."""
    return Actor(platform=PLATFORM, user=sha256(token.encode()).hexdigest())
