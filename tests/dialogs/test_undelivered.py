"""A post that can't reach its channel: coordinators hear of it privately, with what helps."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.delivery import Gone
from bot.core.messages import Message
from bot.core.turn import Turn
from tests.core.works import Works, open_works

POST = Message(kind="summary.weekly", preview="The week in figures", text="All is well.")
INVITE_ME = "I am not in that channel. Type /invite @Turnabout there."


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def post_in_vain(works: Works, advice: str) -> None:
    works.phones.script.append(Gone(reason="not_in_channel", advice=advice))

    async def posted(turn: Turn) -> None:
        cohort = await turn.unit.cohorts.get("spring")
        await turn.post("slack:C1", POST, cohort=cohort)

    await works.order(posted)
    await works.step()
    await works.step()


async def test_coordinators_are_told_privately_what_they_can_do(works: Works) -> None:
    await post_in_vain(works, INVITE_ME)

    (told,) = works.phones.unread("farah")
    assert told.kind == "summary.undelivered"
    assert told.text == f"I couldn't post the summary of Spring in its channel. {INVITE_ME}"


async def test_nobody_else_hears_of_it(works: Works) -> None:
    await post_in_vain(works, INVITE_ME)

    assert {one.letter.person_id for one in works.phones.arrived} == {"farah", "gwen"}


async def test_without_advice_the_channel_itself_is_to_be_looked_at(works: Works) -> None:
    await post_in_vain(works, "")

    (told,) = works.phones.unread("farah")
    assert "Please look at the channel" in told.text
