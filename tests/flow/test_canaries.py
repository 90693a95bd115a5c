"""What people write stays where they put it: canaries in every field for free text, looked for everywhere."""

import asyncio
import shutil
import sqlite3
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner
from sqlalchemy.exc import IntegrityError

from bot.cli import turnabout
from bot.core.events import Said
from bot.core.messages import Reply
from bot.summary_forms import FORMS
from dialogs.every import every_route
from tests.dialogs.house import MEMBERS, House, address_of, open_house
from tests.dialogs.lookbacks import looks_back, notes_by, open_home
from tests.flow.canaries import WORD, Planted, canary, everything_logged, plant, text_fields, writers_in
from tests.flow.canary_journeys import JOURNEYS

R02 = frozenset(MEMBERS["R02"])
READERS = {
    "amara": {"amara", "brendan"},
    "brendan": {"amara", "brendan"},
    "chidi": {"chidi", "delphine", "edwin"},
}
"""Who may read what somebody wrote.

Amara's rule is the pair's, and so is the place that Brendan gave; Chidi shared a note; all else is private.
"""

EVERYBODY = sorted({who for members in MEMBERS.values() for who in members} | {"farah", "imani"})
KEPT = {
    "edwin": ("reflect-what", "reflect-so_what", "reflect-will", "park_a_thought-words"),
    "chidi": ("reflect-saw", "reflect-will"),
    "delphine": ("leaf-what", "leaf-so_what", "leaf-will"),
    "amara": ("agree_rules-own",),
    "brendan": ("book-place",),
}
MEETING = {"interaction": "R02-2027-02-19", "on": "2027-02-19", "at": "2027-02-19T15:00:00+00:00"}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return asyncio.run(plant(tmp_path_factory.mktemp("planted"), JOURNEYS))


@pytest.fixture
async def house(planted: Planted, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(shutil.copytree(planted.folder, tmp_path / "house")) as opened:
        yield opened


def readers_of(writer: str) -> set[str]:
    return READERS.get(writer, {writer})


def misread(who: str, reply: Reply) -> set[str]:
    """Return the writers whose words are in a reply though its reader may not read them."""
    return {writer for writer in writers_in(reply.model_dump_json()) if who not in readers_of(writer)}


# ---- the planting itself


def test_every_field_for_free_text_of_every_talk_gets_a_canary(planted: Planted) -> None:
    assert planted.driven == text_fields()


@pytest.mark.parametrize("who", KEPT)
async def test_what_was_kept_is_there_for_its_writer(house: House, who: str) -> None:
    reply = await house.press(who, "my-data.copy")
    copy = reply.messages[0].document
    assert copy is not None
    assert [one for one in KEPT[who] if f"{WORD}-{who}-{one}" not in copy.text] == []


# ---- messages


def test_nothing_that_was_written_is_said_back_in_a_message(planted: Planted) -> None:
    said = [message.model_dump_json() for _, reply in planted.said for message in reply.messages]
    assert said
    assert [message for message in said if WORD in message] == []


def test_only_who_wrote_it_sees_it_in_the_form_they_fill_in(planted: Planted) -> None:
    assert {who: misread(who, reply) for who, reply in planted.said if misread(who, reply)} == {}


def test_a_letter_carries_no_words_but_those_a_coordinator_sends_to_a_pair_or_trio(planted: Planted) -> None:
    carrying = {
        (one.letter.message.kind, one.letter.person_id, *writers_in(one.model_dump_json()))
        for one in planted.deliveries
        if WORD in one.model_dump_json()
    }
    assert carrying == {("service.from-coordinator", who, "farah") for who in R02}


def test_no_preview_carries_a_word(planted: Planted) -> None:
    letters = [one.letter.message.preview for one in planted.deliveries]
    replies = [message.preview for _, reply in planted.said for message in reply.messages]
    assert [preview for preview in (*letters, *replies) if WORD in preview] == []


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_button_and_no_command_shows_words_to_somebody_they_were_not_written_for(
    house: House, who: str
) -> None:
    notes = [note.id for writer in EVERYBODY for note in (await notes_by(house, writer)).values()]
    found: dict[str, set[str]] = {}
    for code in ("R01", "R02"):
        carried = {
            "relationship": code,
            "cohort": "spring",
            "guide": "3",
            "month": "1",
            "step": "0",
            **MEETING,
        }
        for route in sorted(every_route().presses):
            found[route] = misread(who, await house.press(who, route, note=notes[0], **carried))
    for number, note in enumerate(notes):
        found[f"note {number}"] = misread(who, await house.press(who, "note", note=note))
    for command in sorted(every_route().commands):
        found[command] = misread(who, await house.say(who, command))
    assert {what: writers for what, writers in found.items() if writers} == {}
    told = {writer for letter in await house.letters() for writer in writers_in(letter.message.text)}
    assert told == {"farah"}, "all but what the coordinator sent on purpose"


@pytest.mark.parametrize("words", [canary("edwin", "chat", "said"), f"book {WORD}", f"tomorrow at 3 {WORD}"])
async def test_words_typed_into_the_chat_are_neither_kept_nor_repeated(house: House, words: str) -> None:
    event = Said(key="typed", actor=address_of("edwin"), text=words)
    before = house.rows(but=["inbox", "conversation"])
    reply = await house.door.handle(event)
    assert WORD not in reply.model_dump_json()
    assert WORD not in f"{event!r} {event}"
    assert house.rows(but=["inbox", "conversation"]) == before
    async with house.store.reading() as unit:
        forms = await unit.conversations.of("edwin")
    assert not any(WORD in str(one.inputs) for one in forms)
    assert words not in "\n".join(house.rows())


# ---- logs, errors and how things show themselves


def test_nothing_that_was_written_is_logged_even_at_the_finest_level(planted: Planted) -> None:
    assert "INSERT INTO note" in planted.logged
    assert WORD not in planted.logged


def test_no_event_turn_conversation_or_letter_shows_words_when_it_is_printed(planted: Planted) -> None:
    shown = [*planted.shown, *map(repr, planted.deliveries), *map(str, planted.deliveries)]
    assert [one for one in shown if WORD in one] == []


@pytest.mark.parametrize("broken", ["INSERT ON note", "UPDATE ON conversation"])
async def test_an_error_while_words_are_in_hand_tells_none_of_them(tmp_path: Path, broken: str) -> None:
    """A write fails in the middle of keeping; the error, its causes and the log are read through."""
    async with open_home(tmp_path) as house:
        with closing(sqlite3.connect(house.file)) as connection:
            connection.execute(f"CREATE TRIGGER broken BEFORE {broken} BEGIN SELECT RAISE(ABORT, 'no'); END")
        with everything_logged() as logged:
            with pytest.raises(IntegrityError) as failed:
                await looks_back(house, "edwin", what=canary("edwin", "reflect", "what"))
            structlog.get_logger().error("it failed", error=failed.value)
    assert "it failed" in logged.getvalue()
    assert WORD not in logged.getvalue()
    assert WORD not in "".join(traceback.format_exception(failed.value))


# ---- files


def test_no_file_of_the_house_holds_words_that_can_be_read(planted: Planted) -> None:
    files = [path for path in planted.folder.iterdir() if path.is_file()]
    assert {"house.db", "house.db.keys"} & {path.name for path in files}
    assert [path.name for path in files if WORD.encode() in path.read_bytes()] == []


def test_the_audit_trail_holds_no_word(planted: Planted) -> None:
    with closing(sqlite3.connect(planted.folder / "house.db")) as connection:
        entries = connection.execute("SELECT actor, action, object FROM audit").fetchall()
    assert entries
    assert WORD not in str(entries)


@pytest.fixture
def operator(planted: Planted, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the settings by which an operator reaches the planted house."""
    folder = shutil.copytree(planted.folder, tmp_path / "house")
    yield {
        "TURNABOUT_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'house.db'}",
        "TURNABOUT_KEYS": "dHVybmFib3V0IHRlc3RzIG9wZW4gdGhpcyBkb29yISE=",
    }
    structlog.reset_defaults()


def test_a_backup_holds_no_words_that_can_be_read(operator: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    ran = CliRunner().invoke(turnabout, ["db", "backup", str(copy)], env=operator, catch_exceptions=False)
    assert ran.exit_code == 0
    assert WORD not in ran.output
    assert WORD.encode() not in copy.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_the_summary_holds_no_word_in_any_format(operator: dict[str, str], tmp_path: Path, form: str) -> None:
    written = tmp_path / f"summary.{form}"
    words = ["summary", "Spring", "--as-of", "2027-02-17", "--format", form, "-o", str(written)]
    ran = CliRunner().invoke(turnabout, words, env=operator, catch_exceptions=False)
    assert ran.exit_code == 0
    assert WORD not in ran.output
    assert written.stat().st_size > 0
    assert WORD.encode() not in written.read_bytes()
