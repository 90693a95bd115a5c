"""The ways on which people carry canaries over a platform: together they pass every field for words."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.core.messages import Action, Message
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.programme.cohort_plan import SummarySettings
from dialogs.summaries import plan_summaries
from tests.core.works import at
from tests.flow.canaries import WORD
from tests.flow.platforms.estate import SLACK, Estate
from tests.flow.platforms.staff import Blank, OnSlack, OnTeams, Staff, hire

EVERYBODY = ("amara", "brendan", "chidi", "delphine", "edwin", "farah", "gwen", "hamish", "imani")
MOST_PAGES = 12
FALLBACKS = {
    "words": "tomorrow at 3pm",
    "town": "Paris",
    "address": f"https://calendar.example/{WORD}-gwen-address.ics",
}
"""What is given once a canary was refused, by the name of the field."""

AWAY = {"first": "2027-03-01", "until": "2027-03-02"}
ELSEWHERE = {"timezone": "elsewhere"}
BRACKETED = 3
"""A guide before which one may park a thought."""

OWN_NOTES = (": looking back", ": what comes next")
"""How the labels of notes end that somebody wrote themselves, in words."""

SATURDAY, TUESDAY = at("2027-02-20"), at("2027-02-23")


class Planting(NamedTuple):
    """A canary: who wrote it, and into which field."""

    who: str
    field: str

    @property
    def words(self) -> str:
        return f"{WORD}-{self.who}-{self.field}"


def plantings_in(text: object) -> set[Planting]:
    """Return every canary in something, however deep it sits."""
    return {Planting(*found) for found in re.findall(rf"{WORD}-([a-z]+)-([a-z_]+)", str(text))}


async def prepare(estate: Estate, platform: str) -> dict[str, Staff]:
    """Let everybody work with one platform, and let the coordinators read in a channel of it."""
    channel = "slack:C1" if platform == SLACK else f"teams:{estate.room.id}"
    async with estate.changing() as unit:
        for who in EVERYBODY:
            person = await unit.people.get(who)
            await unit.people.put(person.model_copy(update={"platform": platform}))
        for meeting in await unit.interactions.of(["R02"]):
            await unit.interactions.put(meeting.model_copy(update={"guide": BRACKETED}))
        cohort = await unit.cohorts.get("spring")
        plan = terms(cohort).model_copy(update={"summary": SummarySettings(channel=channel)})
        await unit.cohorts.put(cohort.model_copy(update={"plan": plan.model_dump(mode="json")}))

    async def planned(turn: Turn) -> None:
        await plan_summaries(turn, await turn.unit.cohorts.get("spring"))

    await estate.service.house.door.carry_out("plan", planned)
    await estate.desk.adds_to(estate.team, "Programme")
    staff = {who: hire(estate, platform, who, number) for number, who in enumerate(EVERYBODY, 1)}
    for one in staff.values():
        await one.arrives()
    return staff


async def walk(one: Staff, **chosen: object) -> None:
    """Go through the form in front of somebody to its end: canaries for words, `chosen` for what it names.

    Words that are chosen are given where a canary was refused.
    """
    tried: set[str] = set()
    for _ in range(MOST_PAGES):
        blanks = one.asks()
        if not blanks:
            one.puts_away()
            return
        await one.fills(_values(one.who, blanks, chosen, tried))
        tried |= {blank.name for blank in blanks}
    raise AssertionError(f"no end to it: {one.in_front}")


def _values(
    who: str, blanks: Iterable[Blank], chosen: Mapping[str, object], tried: set[str]
) -> dict[str, object]:
    values: dict[str, object] = {}
    for blank in blanks:
        if blank.is_text:
            own = Planting(who, blank.name).words
            instead = chosen.get(blank.name, FALLBACKS.get(blank.name, own))
            values[blank.name] = instead if blank.name in tried else own
        elif blank.name in chosen:
            values[blank.name] = chosen[blank.name]
        elif blank.is_required and not blank.is_given and blank.choices:
            values[blank.name] = blank.choices[0]
    return values


async def plant(estate: Estate, staff: dict[str, Staff]) -> None:
    """Let everybody write wherever one can write, until the Tuesday after."""
    for journey in JOURNEYS:
        await journey(estate, staff)


async def meet(_: Estate, staff: dict[str, Staff]) -> None:
    """Brendan suggests a time, and where to be; Amara agrees, and writes a rule for them both."""
    await staff["brendan"].opens("book")
    await walk(staff["brendan"])
    await staff["amara"].presses("That works")
    await staff["amara"].opens("rules")
    await walk(staff["amara"], known="true", agreed="true")
    await staff["brendan"].opens("rules")
    await walk(staff["brendan"], known="true")


async def poll(estate: Estate, staff: dict[str, Staff]) -> None:
    """Edwin is nudged, as in a month that lacks a meeting, and asks the other two about several times."""
    several = Action(label="Ask about several times", route="poll", args={"relationship": "R02"})
    nudge = Message(kind="nudge.ladder", preview="Time for a date", text="Find a time.", actions=(several,))
    await estate.writes("ladder", nudge, person="edwin")
    await estate.settled()
    await staff["edwin"].presses("Ask about several times")
    await walk(staff["edwin"])


async def _give_calendar(_: Estate, staff: dict[str, Staff]) -> None:
    """Gwen gives the address of her calendar, at first in words that are none."""
    gwen = staff["gwen"]
    await gwen.types("my calendar")
    await gwen.presses("Let me look at yours")
    await gwen.presses("Give my calendar")
    await walk(gwen)


async def _stand(_: Estate, staff: dict[str, Staff]) -> None:
    """Hamish suggests a standing time, at first in words that are no rhythm."""
    await staff["hamish"].types("status")
    await staff["hamish"].presses("A standing time")
    await walk(staff["hamish"], words="every second Tuesday at 3pm")


async def _name_an_assistant(_: Estate, staff: dict[str, Staff]) -> None:
    """Hamish names somebody who books for him, at first in words that are no address."""
    await staff["hamish"].types("status")
    await staff["hamish"].presses("My assistant books")
    await walk(staff["hamish"], email="pat@trust.example")


async def look_back(_: Estate, staff: dict[str, Staff]) -> None:
    """Edwin looks back in full for himself; Chidi and Delphine shortly, she for herself and he for all."""
    edwin, chidi, delphine = staff["edwin"], staff["chidi"], staff["delphine"]
    await edwin.opens("reflect")
    await walk(edwin, length="standard", audience="private", weight="heavy", then="keep")
    await chidi.opens("reflect")
    await walk(chidi, length="short", audience="pair", weight="fine", then="keep")
    await delphine.opens("reflect")
    await walk(delphine, length="standard", audience="private", weight="fine", then="keep")
    await edwin.types("guide")
    await edwin.presses("Park a thought")
    await walk(edwin)


async def _rewrite(_: Estate, staff: dict[str, Staff]) -> None:
    """Delphine changes her notes; Edwin reads the one that Chidi shares."""
    delphine, edwin = staff["delphine"], staff["edwin"]
    await delphine.types("notes")
    for label in sorted({one for one in delphine.buttons if one.endswith(OWN_NOTES)}):
        await delphine.types("notes")
        await delphine.presses(label)
        await walk(delphine, then="change")
    await edwin.types("notes")
    await edwin.presses("Monday 15 February 2027: by Chidi", 0)
    edwin.puts_away()


async def _change_things(_: Estate, staff: dict[str, Staff]) -> None:
    """Hamish changes his preferences, and Imani settles in."""
    await staff["hamish"].opens("preferences")
    await walk(staff["hamish"], **ELSEWHERE, **AWAY)
    await staff["imani"].opens("welcome")
    await walk(staff["imani"], read="true", known="true", **ELSEWHERE, **AWAY)


async def _write_to_somebody(_: Estate, staff: dict[str, Staff]) -> None:
    """Farah, who coordinates, writes to those who could use a hand."""
    farah = staff["farah"]
    await farah.types("cohort")
    await farah.presses("Show who could use a hand")
    await farah.presses("Write to them")
    await walk(farah)


async def _chatter(estate: Estate, staff: dict[str, Staff]) -> None:
    """Gwen types things that belong nowhere, wherever one can type."""
    gwen, words = staff["gwen"], Planting("gwen", "chat").words
    for text in (
        f"I felt so alone. {words}",
        f"book {words}",
        f"tomorrow at 3 {words}",
        f"{words}@trust.example",
    ):
        await gwen.types(text)
        gwen.puts_away()
    match gwen:
        case OnSlack():
            gwen.person.workspace.channels["C1"].members.add(gwen.person.id)
            await gwen.commands(words, "C1")
            await gwen.commands(f"book {words}")
            gwen.puts_away()
            await gwen.person.types(words, "C1")
        case OnTeams():
            await gwen.person.posts(estate.room, words)
            await gwen.person.edits(gwen.person.chat[-1], words)
    await estate.settled()


JOURNEYS = (
    meet,
    poll,
    _give_calendar,
    _stand,
    _name_an_assistant,
    look_back,
    _rewrite,
    _change_things,
    _write_to_somebody,
    _chatter,
)
