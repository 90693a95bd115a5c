"""How long notes stay once a pair or trio has closed."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.core.circle import load_circle
from bot.core.records import Note, RelationshipState
from bot.core.turn import Turn
from dialogs.retention import set_retention
from tests.dialogs.house import House
from tests.dialogs.lookbacks import looks_back, notes_by, open_home

CLOSED = date(2027, 3, 1)


async def close(house: House) -> None:
    async def order(turn: Turn) -> None:
        await set_retention(turn, await load_circle(turn.unit, "R01"), CLOSED)

    await house.door.carry_out("close", order)


async def ended(house: House) -> None:
    async with house.changing() as unit:
        pair = await unit.relationships.get("R01")
        update = {"state": RelationshipState.ENDED, "ended": date(2027, 2, 16)}
        await unit.relationships.put(pair.model_copy(update=update))


async def test_while_a_programme_runs_its_notes_have_no_last_day(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        assert (await notes_by(house, "amara"))["reflection"].expires_at is None


async def test_after_the_close_what_is_private_goes_first_and_what_is_shared_later(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment", weight="fine")
        await close(house)
        kept = await notes_by(house, "amara")
        assert kept["weight"].expires_at == datetime(2027, 3, 30, 23, tzinfo=UTC)
        assert kept["reflection"].expires_at == datetime(2027, 5, 29, 23, tzinfo=UTC)


async def test_a_note_with_a_clock_of_its_own_keeps_it(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        soon = datetime(2027, 2, 18, tzinfo=UTC)
        passing = Note(
            id="passing",
            kind="bracketing",
            author_id="amara",
            relationship_id="R01",
            circle="private:amara",
            body=b"",
            written_at=house.clock.now(),
            expires_at=soon,
        )
        async with house.changing() as unit:
            await unit.notes.add(passing)
        await close(house)
        assert (await notes_by(house, "amara"))["bracketing"].expires_at == soon


async def test_what_is_written_after_the_end_has_its_last_day_from_the_end(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press(
            "amara", "reflect", relationship="R01", interaction="R01-met", on="2027-02-16"
        )
        await ended(house)
        reply = await house.answer("amara", reply, length="short")
        reply = await house.answer("amara", reply, audience="private")
        reply = await house.answer("amara", reply, saw="A closed door")
        reply = await house.turn("amara", reply, "skip")
        await house.answer("amara", reply, then="keep")
        note = (await notes_by(house, "amara"))["reflection"]
        assert note.expires_at == datetime(2027, 3, 18, tzinfo=UTC)
