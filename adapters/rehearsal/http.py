"""The rehearsal page over HTTP: every press is a post that leads back to the page, with or without script."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from importlib.resources import as_file, files
from urllib.parse import urlencode
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aiohttp import web

from adapters.rehearsal.decode import Fields
from adapters.rehearsal.deeds import Deeds, OutOfDate
from adapters.rehearsal.guard import Handler, only_from_here, set_headers
from adapters.rehearsal.play import NotInHand, Play, Stride
from adapters.rehearsal.render import gone, page
from adapters.rehearsal.uploads import people_in, title_of
from adapters.rehearsal.view import Window, window_of
from bot.core.problems import Problem
from bot.programme.people_file import MAX_BYTES, PeopleFileError

NOTES: Mapping[str, str] = {
    "moving": "The clock is moving already. Let it arrive, or stop it first.",
    "not-in-hand": "That phone isn't in your hand at the moment. Take it over first.",
    "out-of-date": "That button isn't there any more. Here is how things stand.",
    "again": "Here is the first day again.",
    "yours": "Here is the first day of your own people.",
}
"""What may be said at the top of the page; addresses name a sentence and never hold one."""

TOO_LARGE = "That is more than this page takes at once. Nothing was changed."

ROOM_FOR_A_FORM = 64 * 1024
"""Bytes that come with a people file beside the file itself."""

A_BREATH = 0.25
"""Seconds between two signs that something has changed; twice that while the clock goes by itself."""

Do = Callable[[Fields, Window], Awaitable[str]]


class Page:
    """The page of one play. Two windows on it see the same, each with the phones it chose."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._deeds = Deeds(play)
        self._closing = asyncio.Event()

    def application(self) -> web.Application:
        """Return everything that is served."""
        app = web.Application(
            middlewares=[only_from_here, _not_too_much], client_max_size=MAX_BYTES + ROOM_FOR_A_FORM
        )
        app.on_response_prepare.append(set_headers)
        app.on_shutdown.append(self._close)
        app.add_routes(
            [
                web.get("/", self._look),
                web.get("/live", self._live),
                web.get("/what-happened.zip", self._download),
                web.get("/document/{number:[0-9]{1,9}}", self._document),
                web.post("/people", self._bring),
                *(web.post(path, self._doing(do)) for path, do in self._posts().items()),
            ]
        )
        with as_file(files("adapters.rehearsal") / "pages" / "static") as folder:
            app.router.add_static("/static", folder)
        return app

    def _posts(self) -> dict[str, Do]:
        return {
            "/press": self._deeds.press,
            "/answer": self._deeds.answer,
            "/say": self._deeds.say,
            "/hold": self._deeds.hold,
            "/go": self._go,
            "/stop": self._stop,
            "/guide": self._dismiss,
            "/again": self._again,
        }

    async def _look(self, request: web.Request) -> web.Response:
        note = NOTES.get(request.query.get("note", ""), "")
        return _html(await page(self._play, window_of(self._play, request.query), note))

    def _doing(self, do: Do) -> Handler:
        """Wrap what a post does: it is for the play that stands, and leads back to its own window."""

        async def handle(request: web.Request) -> web.Response:
            fields = await request.post()
            if fields.get("play") != self._play.name:
                return _html(gone(), status=409)
            window = window_of(self._play, _words(fields))
            try:
                note = await do(fields, window)
            except NotInHand:
                note = "not-in-hand"
            except OutOfDate:
                note = "out-of-date"
            return _back_to(window_of(self._play, _words(fields)), note, str(fields.get("slot", "")))

        return handle

    async def _go(self, fields: Fields, window: Window) -> str:
        try:
            stride = Stride(str(fields.get("stride")))
        except ValueError:
            raise OutOfDate from None
        if stride is Stride.END and fields.get("alone") and self._play.moving is None:
            await self._play.give_back(*self._play.held)
        return "" if await self._play.go(stride, window.places) else "moving"

    async def _stop(self, _fields: Fields, _window: Window) -> str:
        await self._play.stop()
        return ""

    async def _dismiss(self, _fields: Fields, _window: Window) -> str:
        self._play.dismiss_guide()
        return ""

    async def _again(self, _fields: Fields, _window: Window) -> str:
        await self._play.begin_again()
        return "again"

    async def _bring(self, request: web.Request) -> web.Response:
        """Begin anew with somebody's own people; a file with anything to mend changes nothing."""
        fields = await request.post()
        if fields.get("play") != self._play.name:
            return _html(gone(), status=409)
        window = window_of(self._play, _words(fields))
        upload = fields.get("people")
        try:
            report = people_in(upload)
            if report.problems:
                return _html(await page(self._play, window, problems=report.problems), status=422)
            await self._play.begin_again(report, title_of(upload))
        except (PeopleFileError, Problem) as problem:
            return _html(await page(self._play, window, str(problem)), status=422)
        return _back_to(window_of(self._play, {}), "yours")

    async def _download(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=_zipped(await self._play.files()),
            content_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="what-happened.zip"'},
        )

    async def _document(self, request: web.Request) -> web.Response:
        """Hand over a file that the bot gave to somebody, such as a copy of their data."""
        entry = self._play.screens.entry(int(request.match_info["number"]))
        if entry is None or entry.message is None or entry.message.document is None:
            raise web.HTTPNotFound(text="There is no such file in this rehearsal.")
        document = entry.message.document
        headers = {"Content-Disposition": f'attachment; filename="{document.name}"'}
        return web.Response(text=document.text, content_type=document.media_type, headers=headers)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """Tell a window whenever there is something new to see, for as long as it is open."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionError):
            while not self._closing.is_set():
                revision = self._play.revision
                told = json.dumps({"play": self._play.name, "revision": revision})
                await response.write(f"retry: 1000\ndata: {told}\n\n".encode())
                await asyncio.sleep(2 * A_BREATH if self._play.moving else A_BREATH)
                await self._change_or_end(revision)
        return response

    async def _change_or_end(self, revision: int) -> None:
        waits = {
            asyncio.create_task(self._play.changed_since(revision)),
            asyncio.create_task(self._closing.wait()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _close(self, _app: web.Application) -> None:
        self._closing.set()


@web.middleware
async def _not_too_much(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return web.Response(status=413, text=TOO_LARGE)


def _words(fields: Fields) -> dict[str, str]:
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def _back_to(window: Window, note: str, slot: str = "") -> web.Response:
    query = window.query | ({"note": note} if note else {})
    anchor = f"#{slot}" if slot.replace("-", "").isalnum() else ""
    return web.Response(status=303, headers={"Location": f"/?{urlencode(query)}{anchor}"})


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    """Return files as one archive; the same files give the same bytes."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return packed.getvalue()
