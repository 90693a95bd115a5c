"""Help: at every step and at once, for one pair of eyes, and without a trace."""

from pathlib import Path

import pytest

from bot.core.messages import Reply
from bot.core.records import Cohort
from bot.programme.cohort_plan import CohortPlan, Contact
from dialogs.lint import preview_problems, problems
from dialogs.support import support_card
from tests.dialogs.house import START, House, asked, kinds, texts
from tests.dialogs.lookbacks import notes_by, open_home

WORRYING = "I can't cope with this."
UNSEEN = ("inbox", "conversation")


async def at_weight(house: House, who: str = "amara", saw: str = "A closed door") -> Reply:
    """Come, in the short form, as far as the question how it sat."""
    reply = await house.answer(who, await house.say(who, "reflect"), length="short")
    reply = await house.answer(who, reply, audience="pair")
    return await house.answer(who, reply, saw=saw)


async def test_the_card_has_the_emergency_number_and_the_contacts_of_the_cohort(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        card = texts(await house.say("amara", "help now"))
        assert "999" in card
        assert "Staff support: Staff support, 555 0100" in card
        assert "To raise a concern: Olive Osei, olive@trust.example" in card
        assert "union or a staff network" in card


def test_guardian_and_safeguarding_are_on_it_where_they_exist_and_officers_of_data_are_not() -> None:
    contacts = tuple(
        Contact(role=role, name=role.title(), reach="555 0199")
        for role in ("dpo", "sponsor", "safeguarding", "ftsu", "support")
    )
    lines = support_card(_cohort(contacts)).text.splitlines()
    assert lines[1:4] == [
        "Staff support: Support, 555 0199",
        "Freedom to Speak Up Guardian: Ftsu, 555 0199",
        "Safeguarding: Safeguarding, 555 0199",
    ]
    assert "Dpo" not in "".join(lines)


def _cohort(contacts: tuple[Contact, ...]) -> Cohort:
    plan = CohortPlan(name="Spring", start=START, contacts=contacts)
    return Cohort(
        id="spring",
        name="Spring",
        start=START,
        timezone="Europe/London",
        holidays="GB-ENG",
        months=8,
        per_month=2,
        plan=plan.model_dump(mode="json"),
    )


def test_it_says_that_it_does_not_watch() -> None:
    card = support_card(_cohort(()))
    assert "I don't watch or judge what you write" in card.text
    assert problems(card.text) == ()
    assert preview_problems(card.preview) == ()


async def test_a_heavy_answer_shows_the_card_before_the_form_is_at_its_end(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("amara", await at_weight(house), weight="heavy")
        assert kinds(reply) == ["reply.support"]
        assert asked(reply).title == "Shall I keep this?"


async def test_too_much_shows_it_as_well(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("amara", await at_weight(house), weight="too_much")
        assert kinds(reply) == ["reply.support"]


@pytest.mark.parametrize("weight", ["light", "fine"])
async def test_a_lighter_answer_shows_no_card(tmp_path: Path, weight: str) -> None:
    async with open_home(tmp_path) as house:
        assert kinds(await house.answer("amara", await at_weight(house), weight=weight)) == []


async def test_chosen_words_show_the_card_at_once(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await at_weight(house, saw=WORRYING)
        assert kinds(reply) == ["reply.support"]
        assert WORRYING not in texts(reply)


async def test_chosen_words_show_it_also_when_the_answer_is_refused(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("amara", await house.say("amara", "reflect"), length="short")
        reply = await house.answer("amara", reply, audience="private")
        reply = await house.answer("amara", reply, saw="943 476 5919", will=WORRYING)
        assert asked(reply).errors
        assert kinds(reply) == ["reply.support"]


async def test_the_card_comes_once_in_a_conversation(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await at_weight(house, saw=WORRYING)
        assert kinds(await house.answer("amara", reply, weight="heavy")) == []


@pytest.mark.parametrize("then", ["keep", "drop"])
async def test_nobody_hears_of_a_heavy_answer_kept_or_not(tmp_path: Path, then: str) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("amara", await at_weight(house), weight="heavy")
        await house.answer("amara", reply, then=then)
        letters = await house.letters()
        assert [letter.message.kind for letter in letters] == ["service.shared"] * (then == "keep")
        assert house.audited() == []


async def test_a_heavy_answer_that_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        before = house.rows(but=UNSEEN)
        reply = await house.answer("amara", await at_weight(house, saw=WORRYING), weight="heavy")
        await house.answer("amara", reply, then="drop")
        assert await notes_by(house, "amara") == {}
        assert house.rows(but=UNSEEN) == before


@pytest.mark.parametrize("route", ["help", "support.carry-on"])
async def test_asking_for_help_leaves_no_trace(tmp_path: Path, route: str) -> None:
    async with open_home(tmp_path) as house:
        before = house.rows(but=("inbox",))
        await house.press("amara", route)
        assert house.rows(but=("inbox",)) == before
        assert await house.letters() == []


async def test_help_is_there_at_every_question_and_the_question_stays_open(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.say("amara", "reflect")
        answers = [
            {"length": "standard"},
            {"audience": "private"},
            {"what": "A moment"},
            {"so_what": "Its meaning"},
            {"will": "Knock"},
            {"weight": "fine"},
        ]
        for answer in answers:
            assert asked(reply).help
            assert kinds(await house.press("amara", "help")) == ["reply.support"]
            reply = await house.answer("amara", reply, **answer)
        assert asked(reply).title == "Shall I keep this?"


async def test_help_waits_for_no_notice_and_no_rules(tmp_path: Path) -> None:
    async with open_home(tmp_path, notice_read=False) as house:
        assert kinds(await house.say("brendan", "help now")) == ["reply.support"]


async def test_somebody_in_no_relationship_gets_help_too(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        assert "999" in texts(await house.press("imani", "help"))
