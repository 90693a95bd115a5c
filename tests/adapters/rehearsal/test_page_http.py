"""The page without a browser: who may talk to it, and what it says to bad input."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer

from adapters.rehearsal.http import Page
from adapters.rehearsal.play import Play
from bot.play import open_rehearsal
from bot.programme.people_file import MAX_BYTES
from tests.adapters.rehearsal.small import script

ADA, BO, FLO = "ada@trust.example", "bo@trust.example", "flo@trust.example"


@dataclass
class Visitor:
    """A browser without a screen: it gets, and posts as the page's own forms do."""

    play: Play
    client: TestClient  # type: ignore[type-arg]  # generic in the library's stubs alone

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.client.port}"

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.client.get(path, headers=headers)

    async def post(self, path: str, *, origin: str = "", **fields: str) -> ClientResponse:
        return await self.client.post(
            path,
            data={"play": self.play.name, "show": "R01", **fields},
            headers={"Origin": origin or self.origin},
            allow_redirects=False,
        )

    async def bring(self, name: str, content: bytes) -> ClientResponse:
        form = FormData({"play": self.play.name})
        form.add_field("people", BytesIO(content), filename=name)
        return await self.client.post("/people", data=form, headers={"Origin": self.origin})


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    async with (
        open_rehearsal(script()) as play,
        TestClient(TestServer(Page(play).application(), host="127.0.0.1")) as client,
    ):
        yield Visitor(play, client)


def note_of(answer: ClientResponse) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query).get("note", [""])[0]


def entry_with(play: Play, email: str, route: str) -> dict[str, str]:
    for entry in reversed(play.screens.on(email)):
        for number, action in enumerate(entry.message.actions if entry.message else ()):
            if action.route == route:
                return {"who": email, "entry": str(entry.number), "choice": str(number)}
    raise AssertionError(f"no button to {route}")


async def test_the_page_is_shown_and_kept_nowhere(visitor: Visitor) -> None:
    answer = await visitor.get("/")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Ada Quist" in await answer.text()


async def test_nothing_inline_and_nothing_from_elsewhere_is_let_in(visitor: Visitor) -> None:
    for path in ("/", "/static/page.js", "/static/nothing"):
        policy = (await visitor.get(path)).headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"])
async def test_another_name_of_this_machine_is_refused(visitor: Visitor, host: str) -> None:
    assert (await visitor.get("/", Host=host)).status == 403


async def test_its_other_own_names_are_answered(visitor: Visitor) -> None:
    assert (await visitor.get("/", Host=f"localhost:{visitor.client.port}")).status == 200
    assert (await visitor.get("/", Host=f"[::1]:{visitor.client.port}")).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_post_from_another_page_is_refused(visitor: Visitor, origin: str) -> None:
    before = visitor.play.now

    assert (await visitor.post("/go", origin=origin, stride="day")).status == 403
    assert visitor.play.now == before


async def test_a_post_that_names_no_origin_is_refused(visitor: Visitor) -> None:
    assert (await visitor.client.post("/stop", data={"play": visitor.play.name})).status == 403


async def test_a_press_does_what_its_button_says(visitor: Visitor) -> None:
    answer = await visitor.post("/press", **entry_with(visitor.play, ADA, "book"))

    assert answer.status == 303
    assert visitor.play.screens.questions[ADA].title == "When would suit?"


async def test_a_button_of_somebody_else_cannot_be_pressed(visitor: Visitor) -> None:
    borrowed = entry_with(visitor.play, BO, "book") | {"who": ADA}

    assert note_of(await visitor.post("/press", **borrowed)) == "out-of-date"
    assert visitor.play.screens.questions == {}


@pytest.mark.parametrize("entry", ["0", "-1", "999999", "one", "9" * 40])
async def test_a_button_that_is_not_there_is_told_kindly(visitor: Visitor, entry: str) -> None:
    answer = await visitor.post("/press", who=ADA, entry=entry, choice="0")

    assert note_of(answer) == "out-of-date"


async def test_whoever_acts_by_themselves_is_not_acted_for(visitor: Visitor) -> None:
    answer = await visitor.post("/say", who=FLO, words="help")

    assert note_of(answer) == "not-in-hand"
    assert "in your hand at the moment" in await (await visitor.get("/?note=not-in-hand")).text()


async def test_a_sentence_of_ones_own_in_the_address_is_not_said(visitor: Visitor) -> None:
    assert "Send me money" not in await (await visitor.get("/?note=Send+me+money")).text()


async def test_a_form_of_a_rehearsal_that_is_over_is_told_so(visitor: Visitor) -> None:
    answer = await visitor.post("/say", who=ADA, words="help", play="another")

    assert answer.status == 409
    assert "Another rehearsal has begun" in await answer.text()


async def test_a_stride_nobody_knows_moves_nothing(visitor: Visitor) -> None:
    before = visitor.play.now

    assert note_of(await visitor.post("/go", stride="year")) == "out-of-date"
    assert visitor.play.now == before


async def test_two_presses_on_the_clock_at_once_are_not_two_strides(visitor: Visitor) -> None:
    await visitor.post("/go", stride="end")

    assert note_of(await visitor.post("/go", stride="day")) == "moving"
    await visitor.play.stop()


async def test_typed_words_stand_nowhere_on_the_page(visitor: Visitor) -> None:
    await visitor.post("/say", who=ADA, words="<b>my heart is heavy</b>")

    page = await (await visitor.get("/")).text()
    assert "my heart is heavy" not in page
    assert "Wrote a line" in page


async def test_an_upload_without_a_file_asks_for_one(visitor: Visitor) -> None:
    answer = await visitor.bring("", b"")

    assert answer.status == 422
    assert "Choose a file first" in await answer.text()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("people.csv", b"email,name,role\nal@a.example,Al,mentee\n", "Nobody in this file is paired yet"),
        ("people.csv", b"email,name,role,relationship\nal@a.example,Al,mentee,R1\n", "Row 2"),
        ("people.xlsx", b"no spreadsheet", "spreadsheet"),
        ("people.csv", b"\xff\xfe\x00", "The file"),
        (
            "people.csv",
            b"email,name,role,relationship\nal@a.example,Al,mentee,R1\nbo@a.example,Bo,mentor,R1\n",
            "Nobody in this file coordinates",
        ),
    ],
)
async def test_a_people_file_that_is_no_good_changes_nothing(
    visitor: Visitor, name: str, content: bytes, said: str
) -> None:
    before = visitor.play.name

    answer = await visitor.bring(name, content)

    assert answer.status == 422
    assert said in await answer.text()
    assert visitor.play.name == before


async def test_a_file_that_is_far_too_large_is_refused_in_a_sentence(visitor: Visitor) -> None:
    answer = await visitor.bring("people.csv", b"x" * (2 * MAX_BYTES))

    assert answer.status == 413
    assert "Nothing was changed" in await answer.text()


async def test_a_copy_of_ones_data_can_be_taken_from_the_phone(visitor: Visitor) -> None:
    await visitor.post("/say", who=ADA, words="my data")
    await visitor.post("/press", **entry_with(visitor.play, ADA, "my-data.copy"))
    number = next(one.number for one in visitor.play.screens.on(ADA) if one.message and one.message.document)

    answer = await visitor.get(f"/document/{number}")

    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Ada Quist" in await answer.text()


async def test_a_document_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    assert (await visitor.get("/document/1")).status == 404


async def test_a_window_is_told_at_once_which_play_it_is(visitor: Visitor) -> None:
    answer = await visitor.get("/live")

    told = await answer.content.readuntil(b"\n\n")
    assert visitor.play.name.encode() in told
    answer.close()
