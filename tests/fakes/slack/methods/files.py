"""Files in three steps: ask for an address, upload the bytes there, share the file."""

from aiohttp import web

from tests.fakes.slack.calling import Invocation, Method
from tests.fakes.slack.methods.chat import add, checked, destination
from tests.fakes.slack.records import StoredFile
from tests.fakes.slack.refusals import RefusedError, missing
from tests.fakes.slack.settling import settled_text
from tests.fakes.slack.sights import Json, Post
from tests.fakes.slack.world import World

LONGEST_ALT_TEXT = 1000
"""Characters."""


async def ask(call: Invocation) -> Json:
    name, length, alt_text = call.need("filename"), call.number("length", 0), call.get("alt_txt")
    if length < 1:
        raise RefusedError("missing_argument", ["[ERROR] missing required field: length"])
    if len(alt_text) > LONGEST_ALT_TEXT:
        raise RefusedError("alt_txt_too_large")
    file = StoredFile(call.world.fresh("F"), name, length, alt_text)
    call.world.files[file.id] = file
    return {"upload_url": f"{call.world.base}/upload/{file.id}", "file_id": file.id}


async def upload(world: World, request: web.Request) -> web.Response:
    """Take the bytes, raw or as a form's file; there must be as many as were announced."""
    file = world.files.get(request.match_info["file"])
    if file is None or file.uploaded:
        return web.Response(status=404, text="not found")
    content = await _bytes_of(request)
    if len(content) != file.length:
        world.mistakes.append(f"{file.name}: {file.length} bytes were announced, {len(content)} came")
        return web.Response(status=400, text="bad length")
    file.content, file.uploaded = content, True
    return web.Response(text=f"OK - {len(content)}")


async def _bytes_of(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""


async def share(call: Invocation) -> Json:
    """Share what was uploaded; without a channel it stays with the app. A comment drops the blocks."""
    wanted = call.arguments.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise missing("files")
    files = [_ready(call, one) for one in wanted]
    if name := call.get("channel_id"):
        _post(call, name, files)
    return {"files": [_described(file) for file in files]}


def _ready(call: Invocation, wanted: Json) -> StoredFile:
    file = call.world.files.get(str(wanted.get("id")))
    if file is None or not file.uploaded:
        raise RefusedError("file_not_found")
    file.title = str(wanted.get("title") or file.name)
    return file


def _post(call: Invocation, name: str, files: list[StoredFile]) -> None:
    if name.startswith(("U", "W")):
        raise RefusedError("channel_not_found")
    workspace, channel = destination(call, name)
    text = settled_text(call.get("initial_comment"))
    blocks = [] if text else call.arguments.get("blocks") or []
    described = [_described(file) for file in files]
    new = Post(call.world.ts(), channel.id, "", text, checked(call.world, blocks), files=described)
    new.thread_ts = call.get("thread_ts") or None
    add(call.world, workspace, channel, new)
    for file in files:
        file.channel = channel.id


def _described(file: StoredFile) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.length,
        "alt_txt": file.alt_text,
    }


METHODS = {
    "files.getUploadURLExternal": Method(ask, ("files:write",), takes_json=False),
    "files.completeUploadExternal": Method(share, ("files:write",)),
}
