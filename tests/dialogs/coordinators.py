"""The house for coordinators: its vault opens nothing, so all they do is done without anybody's words."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.core.messages import Message
from bot.core.vault import Erased, NotForYou, Sealed, Viewer
from dialogs import coordinating, coordinating_actions, coordinating_time, coordinating_words, hands
from tests.dialogs.house import House, open_house

FILES = (coordinating, coordinating_actions, coordinating_time, coordinating_words, hands)
CANARY = "canary in the coal mine"
REFUSED = "That one isn't yours to press, so I have left everything as it was."


class LockedVault:
    """A vault that opens for nobody: outsiders are turned away as ever, and anyone let in fails the test."""

    async def seal(self, owner: str, circle: str, text: str, *, place: str = "") -> Sealed:
        return Sealed(owner, circle, bytes(len(text)), place)

    async def open(self, sealed: Sealed, viewer: Viewer) -> str | Erased:
        if not viewer.may_open(sealed):
            raise NotForYou
        raise AssertionError(f"{viewer.person} tried to open what {sealed.owner} wrote")


def furnish(folder: Path) -> Path:
    """Put a peopled database into a folder, for others to start from a copy of it."""

    async def furnished() -> None:
        async with open_house(folder):
            pass

    asyncio.run(furnished())
    return folder


@asynccontextmanager
async def copied(furnished: Path, folder: Path) -> AsyncIterator[House]:
    """Open a copy of the furnished house, with every conversation and a locked vault."""
    copy = shutil.copytree(furnished, folder / "house")
    async with open_house(copy, vault=LockedVault()) as house:
        yield house


async def entry_of(house: House, code: str, who: str = "farah") -> Message:
    """Return what a coordinator sees of one pair or trio, with its buttons."""
    return (await house.say(who, "cohort", code)).messages[0]
