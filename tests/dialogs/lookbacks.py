"""A house in which everybody has met and read the notice, for tests of looking back and of notes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from bot.core.events import Due
from bot.core.messages import Reply
from bot.core.records import Acknowledgement, Attestation, Interaction, InteractionState, Note
from bot.core.routes import Routes
from bot.core.talking import Talks
from bot.programme.cadence import Said
from dialogs import commitments, looking_back, note_in_hand, notes, rules, support, welcome
from dialogs.welcome import PRIVACY, PRIVACY_VERSION
from tests.dialogs.house import MEMBERS, NOW, House, open_house

MET_ON = {"R01": date(2027, 2, 16), "R02": date(2027, 2, 15)}
"""The days on which the pair and the trio met; the trio used the first guide."""

TALKS = (
    looking_back.reflect_talk,
    note_in_hand.leaf_talk,
    commitments.commitment_talk,
    welcome.welcome_talk,
    rules.rules_talk,
)


def routes() -> Routes:
    joined = Routes()
    for file in (looking_back, note_in_hand, notes, commitments, support, welcome, rules):
        joined.join(file.routes)
    return joined


_MODELS: dict[bool, TemporaryDirectory[str]] = {}
"""Houses made once and copied for each test, with the notice read and without."""


@asynccontextmanager
async def open_home(folder: Path, *, notice_read: bool = True) -> AsyncIterator[House]:
    if notice_read not in _MODELS:
        _MODELS[notice_read] = TemporaryDirectory()
        await _furnish(Path(_MODELS[notice_read].name), notice_read=notice_read)
    copytree(_MODELS[notice_read].name, folder, dirs_exist_ok=True)
    async with open_house(folder, routes=routes(), talks=Talks(*TALKS)) as house:
        yield house


async def _furnish(folder: Path, *, notice_read: bool) -> None:
    async with open_house(folder) as house, house.changing() as unit:
        for code, on in MET_ON.items():
            guide = 1 if code == "R02" else None
            state = InteractionState.LOGGED
            met = Interaction(id=f"{code}-met", relationship_id=code, on=on, state=state, guide=guide)
            await unit.interactions.add(met)
            for who in MEMBERS[code]:
                await unit.attestations.add(_held(who, met))
        for who in {who for members in MEMBERS.values() for who in members} if notice_read else ():
            await unit.acknowledgements.add(_notice_read(who))


def _held(who: str, met: Interaction) -> Attestation:
    return Attestation(
        id=f"{met.id}-{who}",
        interaction_id=met.id,
        person_id=who,
        said=Said.HELD,
        present=list(MEMBERS[met.relationship_id]),
        at=NOW,
    )


def _notice_read(who: str) -> Acknowledgement:
    return Acknowledgement(id=f"notice-{who}", person_id=who, what=PRIVACY, version=PRIVACY_VERSION, at=NOW)


async def looks_back(
    house: House,
    who: str,
    *,
    audience: str = "private",
    what: str = "",
    so_what: str = "",
    will: str = "",
    by: str = "",
    weight: str = "",
    then: str = "keep",
) -> Reply:
    """Go through the whole of a look back; what is empty is skipped."""
    reply = await house.say(who, "reflect")
    reply = await house.answer(who, reply, length="standard")
    reply = await house.answer(who, reply, audience=audience)
    for answer in ({"what": what}, {"so_what": so_what}, {"will": will, "by": by}, {"weight": weight}):
        given = any(answer.values())
        reply = await (house.answer(who, reply, **answer) if given else house.turn(who, reply, "skip"))
    return await house.answer(who, reply, then=then)


async def notes_by(house: House, who: str) -> dict[str, Note]:
    """Return what somebody's look back left, by kind."""
    async with house.store.reading() as unit:
        return {note.kind: note for note in await unit.notes.of_author(who)}


async def rings(house: House, key: str) -> None:
    """Let the clock come to a timer and the timer go off."""
    async with house.store.reading() as unit:
        due = await unit.timers.next_due()
    assert due is not None, "nothing is planned"
    house.clock.jump(due)
    await house.door.handle(Due(key=f"{key}@{due}", timer=key))
