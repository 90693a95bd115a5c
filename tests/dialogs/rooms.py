"""What tests of conversations set up in the small house, and look up there."""

from datetime import UTC, datetime

from bot.core.records import Acknowledgement, Note
from dialogs.welcome import PRIVACY, PRIVACY_VERSION
from tests.dialogs.house import House

LONG_AGO = datetime(2027, 2, 1, 9, tzinfo=UTC)


async def has_read_the_notice(house: House, *people: str) -> None:
    """Let these people have accepted the privacy notice as it stands."""
    async with house.changing() as unit:
        for who in people:
            await unit.acknowledgements.add(
                Acknowledgement(
                    id=f"privacy-{who}", person_id=who, what=PRIVACY, version=PRIVACY_VERSION, at=LONG_AGO
                )
            )


async def notes_by(house: House, who: str) -> list[Note]:
    async with house.store.reading() as unit:
        return list(await unit.notes.of_author(who))
