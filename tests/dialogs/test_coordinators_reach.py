"""What coordinators can never reach, what nobody else can reach in their name, and the rules of time."""

import ast
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.circle import Circle, Story
from bot.core.messages import Reply
from bot.core.records import (
    Attestation,
    Cohort,
    Interaction,
    InteractionState,
    Note,
    Pause,
    Person,
    Relationship,
    RelationshipState,
)
from bot.core.vault import private_circle
from bot.programme.cadence import Said
from bot.programme.months import Pause as Rest
from dialogs import care, lint
from dialogs.coordinating_time import MOST_DAYS, last_day, time_for
from dialogs.every import every_route
from dialogs.meetings import about
from tests.dialogs.coordinators import CANARY, FILES, REFUSED, copied, entry_of, furnish
from tests.dialogs.house import NOW, START, House, texts

TODAY = NOW.date()
WEDNESDAY = date(2027, 2, 10)
OURS = sorted(name for file in FILES for name in file.routes.presses if name != "care.no-thanks")
STRANGERS = {
    "a coordinator of another cohort": "imani",
    "a member of another pair": "amara",
    "a member of the pair itself": "edwin",
}
SECRETS = (CANARY, "topic_interview", "planned interview", "adapted", "long interview", "heavy")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
async def house(furnished: Path, tmp_path: Path) -> AsyncIterator[House]:
    async with copied(furnished, tmp_path) as opened:
        yield opened


async def meet_and_write(house: House) -> Interaction:
    """R02 met a week ago over an interview, and Edwin kept a heavy note about it."""
    met = Interaction(
        id="met",
        relationship_id="R02",
        on=WEDNESDAY,
        at=datetime(2027, 2, 10, 15, tzinfo=UTC),
        type="topic_interview",
        state=InteractionState.AGREED,
        guide=14,
        guide_used="adapted",
    )
    sealed = await house.store.vault.seal("edwin", private_circle("edwin"), CANARY, place="note.body:note")
    note = Note(
        id="note",
        kind="weight",
        author_id="edwin",
        relationship_id="R02",
        interaction_id="met",
        circle=private_circle("edwin"),
        body=sealed.data,
        written_at=NOW,
    )
    async with house.changing() as unit:
        await unit.interactions.add(met)
        await unit.attestations.add(
            Attestation(
                id="said", interaction_id="met", person_id="edwin", said=Said.HELD, present=["chidi"], at=NOW
            )
        )
        await unit.notes.add(note)
    return met


@pytest.mark.parametrize("who", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("route", OURS)
async def test_what_coordinators_do_is_refused_to_anybody_else(house: House, route: str, who: str) -> None:
    before, letters = house.rows(but=["inbox", "audit"]), await house.letters()
    said = await house.press(who, route, relationship="R02", cohort="spring")
    assert texts(said) == REFUSED
    assert house.audited() == [(who, "refused", route)]
    assert house.rows(but=["inbox", "audit"]) == before
    assert await house.letters() == letters


@pytest.mark.parametrize("route", [name for name in OURS if name != "hands"])
async def test_a_coordinator_can_do_nothing_with_the_pair_they_belong_to(house: House, route: str) -> None:
    before = house.rows(but=["inbox", "audit"])
    said = await house.press("gwen", route, relationship="R03")
    assert texts(said) == REFUSED
    assert house.audited() == [("gwen", "refused", route)]
    assert house.rows(but=["inbox", "audit"]) == before


@pytest.mark.parametrize("args", [{}, {"relationship": "R99", "cohort": "winter"}], ids=["bare", "invented"])
@pytest.mark.parametrize("route", OURS)
async def test_a_button_nobody_made_is_refused(house: House, route: str, args: dict[str, str]) -> None:
    assert texts(await house.press("farah", route, **args)) == REFUSED


async def test_somebody_unknown_reaches_nothing(house: House) -> None:
    before = house.rows(but=["inbox"])
    for route in sorted(every_route().presses):
        said = await house.press("stranger", route, relationship="R02", cohort="spring")
        assert texts(said) == "I don't know you yet. Your coordinator can add you to the programme."
    assert house.rows(but=["inbox"]) == before


async def test_a_form_a_coordinator_opened_is_of_no_use_once_they_joined_the_pair(house: House) -> None:
    form = await house.push("farah", await entry_of(house, "R02"), "Write to them")
    preview = await house.answer("farah", form, words="Hello.")
    async with house.changing() as unit:
        mentor, *_ = await unit.memberships.of_relationship("R02")
        await unit.memberships.put(mentor.model_copy(update={"person_id": "farah"}))
    said = await house.answer("farah", preview, send="true")
    assert texts(said) == REFUSED
    assert await house.letters() == []


@pytest.mark.parametrize("who", ["farah", "imani", "amara"])
async def test_no_button_of_a_pair_answers_to_outsiders(house: House, who: str) -> None:
    """Every press of the bot, with everything a button of R02 could carry, by somebody outside of it."""
    met = await meet_and_write(house)
    carried = about(met) | {"note": "note", "month": "1", "step": "0", "guide": "14", "version": "1"}
    theirs = [row for row in house.rows() if "R02" in row and not row.startswith('INSERT INTO "inbox"')]
    for route in sorted(every_route().presses.keys() - set(OURS)):
        said = await house.press(who, route, **carried)
        assert not told(said), route
        now = [row for row in house.rows() if "R02" in row and not row.startswith('INSERT INTO "inbox"')]
        assert now == theirs, route
    assert {letter.person_id for letter in await house.letters()} <= {who}


@pytest.mark.parametrize("who", ["farah", "imani"])
async def test_no_command_tells_a_coordinator_what_a_pair_keeps_to_itself(house: House, who: str) -> None:
    await meet_and_write(house)
    for command in sorted(every_route().commands):
        for rest in ("", "R02"):
            said = await house.say(who, command, rest)
            assert not secrets(said), command


async def test_nothing_a_coordinator_opens_tells_types_guides_weights_or_words(house: House) -> None:
    await meet_and_write(house)
    for route in OURS:
        said = await house.press("farah", route, relationship="R02", cohort="spring")
        assert not secrets(said), route
    assert not [one for one in await house.letters() if secrets(Reply(messages=(one.message,)))]


async def test_a_form_of_a_pair_cannot_be_answered_by_a_coordinator(house: House) -> None:
    form = await house.press("edwin", "book", relationship="R02")
    before = house.rows(but=["inbox", "audit"])
    said = await house.answer("farah", form, words="tomorrow at 3")
    assert texts(said) == REFUSED
    assert house.audited() == [("farah", "refused", "answered")]
    assert house.rows(but=["inbox", "audit"]) == before


def told(said: Reply) -> list[str]:
    """Return what of R02 a reply gives away to somebody outside of it."""
    shown = said.model_dump_json()
    return [word for word in ("Edwin", "Chidi", "Delphine", "10 February", *SECRETS) if word in shown]


def secrets(said: Reply) -> list[str]:
    shown = said.model_dump_json()
    return [word for word in SECRETS if word in shown]


# ---- rules and words


def days(most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda number: START + timedelta(days=number))


@given(
    st.lists(st.tuples(days(300), st.integers(1, 40)), max_size=4),
    days(200),
    st.integers(1, MOST_DAYS),
)
@settings(max_examples=150, deadline=None)
def test_more_time_is_at_least_what_was_given_and_no_more_unless_a_later_break_joins_in(
    breaks: list[tuple[date, int]], today: date, given_days: int
) -> None:
    pauses = tuple(
        Pause(id=str(number), relationship_id="R01", first=first, until=first + timedelta(days=length))
        for number, (first, length) in enumerate(breaks)
    )
    story = a_story(pauses)
    end = last_day(story)
    given_time = time_for(story, today, given_days)
    moved = (last_day(story, given_time) - end).days
    assert given_time.first == today
    assert moved >= given_days
    assert moved == given_days or any(end < pause.first for pause in story.rests)


def test_more_time_goes_on_past_days_that_are_paused_already() -> None:
    story = a_story((Pause(id="p", relationship_id="R01", first=TODAY, until=TODAY + timedelta(days=10)),))
    assert time_for(story, TODAY, 5) == Rest(TODAY, TODAY + timedelta(days=15))


def a_story(pauses: tuple[Pause, ...]) -> Story:
    cohort = Cohort(
        id="spring", name="Spring", start=START, timezone="Europe/London", holidays="", months=8, per_month=2
    )
    relationship = Relationship(
        id="R01", cohort_id="spring", code="R01", state=RelationshipState.ACTIVE, started=START
    )
    mentee, mentor = (Person(id=who, name=who, email=f"{who}@trust.example") for who in ("brendan", "amara"))
    return Story(Circle(cohort, relationship, mentee, (mentor,)), (), (), pauses)


def said_in(module: ModuleType) -> list[str]:
    """Return every text that a file puts through gettext."""
    source = Path(str(module.__file__)).read_text("utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "_" and isinstance(call.args[0], ast.Constant)
    ]


@pytest.mark.parametrize("module", [*FILES, care], ids=lambda module: module.__name__)
def test_the_words_are_plain_and_kind(module: ModuleType) -> None:
    assert {text: lint.problems(text) for text in said_in(module) if lint.problems(text)} == {}
