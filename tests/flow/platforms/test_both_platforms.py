"""A trio over Slack and Teams at once, one of whom has both: everybody is met where they are."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.core.works import at
from tests.dialogs.house import NOW
from tests.dialogs.lookbacks import open_home
from tests.flow.platforms.estate import SLACK, TEAMS, Estate, open_estate
from tests.flow.platforms.staff import Staff, hire
from tests.flow.platforms.walks import Planting, plantings_in, walk

AFTERWARDS = at("2027-02-18", "18:00")
SHARED = Planting("edwin", "saw")


@dataclass
class Trio:
    """Chidi on Slack, Delphine on Teams, and Edwin on both: he would rather be written to on Teams."""

    estate: Estate
    chidi: Staff
    delphine: Staff
    edwin: Staff
    edwin_on_slack: Staff


@asynccontextmanager
async def open_trio(folder: Path, *, edwin_prefers: str = TEAMS) -> AsyncIterator[Trio]:
    async with open_home(folder):
        pass
    async with open_estate(folder, NOW) as estate:
        async with estate.changing() as unit:
            for who, platform in (("chidi", SLACK), ("delphine", TEAMS), ("edwin", edwin_prefers)):
                person = await unit.people.get(who)
                await unit.people.put(person.model_copy(update={"platform": platform}))
        trio = Trio(
            estate,
            hire(estate, SLACK, "chidi", 1),
            hire(estate, TEAMS, "delphine", 2),
            hire(estate, TEAMS, "edwin", 3),
            hire(estate, SLACK, "edwin", 3),
        )
        for one in (trio.chidi, trio.delphine, trio.edwin, trio.edwin_on_slack):
            await one.arrives()
        yield trio
        assert (estate.slack.mistakes, estate.slack.warnings, estate.teams.complaints) == ([], [], [])


async def agree(trio: Trio) -> None:
    """Chidi suggests tomorrow at three in Slack; the other two say yes in Teams."""
    await trio.chidi.opens("book")
    await trio.chidi.fills({"words": "tomorrow at 3pm"})
    await trio.chidi.fills({})
    trio.chidi.puts_away()
    for one in (trio.delphine, trio.edwin):
        await one.presses("That works")


async def test_a_time_is_found_by_three_over_two_platforms(tmp_path: Path) -> None:
    async with open_trio(tmp_path) as trio:
        await agree(trio)
        for one in (trio.chidi, trio.delphine, trio.edwin):
            assert any("Thursday 18 February 2027, 15:00" in words for words in one.chat), one.who
        assert "It's agreed" in "\n".join(trio.chidi.chat)


async def test_after_the_meeting_each_is_asked_where_they_are(tmp_path: Path) -> None:
    async with open_trio(tmp_path) as trio:
        await agree(trio)
        await trio.estate.until(AFTERWARDS)
        for one in (trio.chidi, trio.delphine, trio.edwin):
            assert one.buttons.count("Yes, we met") == 1, one.who
        assert "Yes, we met" not in trio.edwin_on_slack.buttons
        for one in (trio.delphine, trio.chidi):
            await one.presses("Yes, we met")
            await walk(one)
            assert "in the log" in one.chat[-1]


async def test_what_one_shares_is_read_on_either_platform_and_kept_in_no_chat(tmp_path: Path) -> None:
    async with open_trio(tmp_path) as trio:
        await trio.edwin.opens("reflect")
        await walk(trio.edwin, length="short", audience="pair", weight="fine", then="keep")
        for one in (trio.chidi, trio.delphine):
            await one.types("notes")
            await one.presses("Monday 15 February 2027: by Edwin", 0)
            assert SHARED in plantings_in(one.in_front)
            assert SHARED not in plantings_in([call.body for call in trio.estate.teams.calls])
            chats = [call.arguments for call in trio.estate.slack.calls if call.method.startswith("chat.")]
            assert SHARED not in plantings_in(chats)


async def test_somebody_on_both_is_answered_where_they_ask(tmp_path: Path) -> None:
    async with open_trio(tmp_path) as trio:
        on_teams = len(trio.edwin.chat)
        await trio.edwin_on_slack.types("status")
        assert "month 1 of 8" in trio.edwin_on_slack.chat[-1]
        assert len(trio.edwin.chat) == on_teams
        on_slack = len(trio.edwin_on_slack.chat)
        await trio.edwin.types("status")
        assert "month 1 of 8" in trio.edwin.chat[-1]
        assert len(trio.edwin_on_slack.chat) == on_slack


async def test_letters_go_to_the_platform_that_somebody_prefers(tmp_path: Path) -> None:
    async with open_trio(tmp_path, edwin_prefers=SLACK) as trio:
        on_teams = len(trio.edwin.chat)
        await trio.chidi.opens("book")
        await trio.chidi.fills({"words": "tomorrow at 3pm"})
        await trio.chidi.fills({})
        assert "Chidi" in trio.edwin_on_slack.chat[-1]
        assert len(trio.edwin.chat) == on_teams


async def test_a_form_begun_on_one_platform_goes_on_on_the_other(tmp_path: Path) -> None:
    async with open_trio(tmp_path) as trio:
        slack = trio.edwin_on_slack
        await slack.opens("reflect")
        await slack.fills({"length": "short"})
        slack.puts_away()
        await trio.edwin.types("reflect")
        assert {blank.name for blank in trio.edwin.asks()} == {"audience"}
