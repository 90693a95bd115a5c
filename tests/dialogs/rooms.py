"""The small house with the conversations that go with a programme joined in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.core.records import Acknowledgement, Note
from bot.core.routes import Routes
from bot.core.talking import Talks
from dialogs import (
    commands,
    every,
    guide_card,
    mentors_care,
    my_data,
    preferences,
    programme,
    prompt_sets,
    rules,
    stories,
    support,
    visibility,
    welcome,
)
from dialogs.every import every_talk
from dialogs.welcome import PRIVACY, PRIVACY_VERSION
from tests.dialogs.house import House, open_house

FILES = (
    commands,
    guide_card,
    mentors_care,
    my_data,
    preferences,
    programme,
    prompt_sets,
    rules,
    stories,
    support,
    visibility,
    welcome,
)
TALKS = (
    preferences.preferences_talk,
    prompt_sets.words_talk,
    rules.rules_talk,
    stories.story_talk,
    stories.thought_talk,
    welcome.welcome_talk,
)
LONG_AGO = datetime(2027, 2, 1, 9, tzinfo=UTC)


@asynccontextmanager
async def open_rooms(folder: Path) -> AsyncIterator[House]:
    """Open the house with these conversations in it, whoever else has joined them."""
    routes = Routes()
    for file in dict.fromkeys((*every.FILES, *FILES)):
        routes.join(file.routes)
    talks = {talk.name: talk for talk in (*every_talk(), *TALKS)}
    async with open_house(folder, routes=routes, talks=Talks(*talks.values())) as house:
        yield house


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
