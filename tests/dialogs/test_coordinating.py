"""What coordinators see and do by chat, walked through the door."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.messages import Message, Reply
from bot.core.records import InteractionState, Pause, RelationshipState
from dialogs import lint
from dialogs.breaks import pause_notice
from dialogs.coordinating_actions import hand_notice
from dialogs.coordinating_time import more_time_notice
from dialogs.leaving import ending_notice
from tests.dialogs.coordinators import CANARY, copied, entry_of, furnish
from tests.dialogs.house import NOW, House, asked, kinds, texts

TODAY = NOW.date()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
async def house(furnished: Path, tmp_path: Path) -> AsyncIterator[House]:
    async with copied(furnished, tmp_path) as opened:
        yield opened


async def ask_for_help(house: House, code: str) -> None:
    async with house.changing() as unit:
        relationship = await unit.relationships.get(code)
        await unit.relationships.put(relationship.model_copy(update={"asked_for_help_on": TODAY}))


async def lose_touch_with(house: House, who: str) -> None:
    async with house.changing() as unit:
        person = await unit.people.get(who)
        await unit.people.put(person.model_copy(update={"unreachable_since": TODAY}))


def labels(message: Message) -> list[str]:
    return [action.label for action in message.actions]


# ---- what they see


async def test_the_summary_shows_figures_and_codes_and_no_names(house: House) -> None:
    said = await house.say("farah", "summary")
    assert kinds(said) == ["reply.summary"]
    assert "Spring, 17 February 2027" in texts(said)
    assert "R01" in texts(said)
    assert "Amara" not in texts(said)
    assert "Edwin" not in texts(said)


async def test_a_coordinator_gets_the_summary_of_their_own_cohort_alone(house: House) -> None:
    said = await house.say("imani", "summary")
    assert "Autumn" in texts(said)
    assert "Spring" not in texts(said)


@pytest.mark.parametrize("command", ["summary", "cohort"])
async def test_somebody_who_coordinates_nothing_is_told_so_kindly(house: House, command: str) -> None:
    said = await house.say("brendan", command)
    assert kinds(said) == ["reply.refusal"]
    assert "That is for coordinators." in texts(said)


async def test_cohort_says_by_code_who_is_on_cadence(house: House) -> None:
    async with house.changing() as unit:
        await unit.pauses.add(Pause(id="p", relationship_id="R03", first=TODAY))
    said = texts(await house.say("farah", "cohort"))
    assert "On cadence, this month met or in the diary: R02" in said
    assert "Still finding dates this month: R01" in said
    assert "On a break: R03" in said
    assert "Amara" not in said


async def test_a_programme_that_is_yet_to_begin_or_over_is_no_lapse(house: House) -> None:
    async with house.changing() as unit:
        one, other = await unit.relationships.get("R01"), await unit.relationships.get("R02")
        await unit.relationships.put(one.model_copy(update={"started": TODAY + timedelta(days=1)}))
        await unit.relationships.put(
            other.model_copy(update={"state": RelationshipState.ENDED, "ended": TODAY})
        )
    said = texts(await house.say("farah", "cohort"))
    assert "Yet to begin: R01" in said
    assert "Ended or complete: R02" in said


async def test_cohort_and_a_code_shows_one_with_all_that_can_be_done(house: House) -> None:
    shown = await entry_of(house, " r02 ")
    assert shown.text == "R02, Edwin, Chidi and Delphine: nothing on my list."
    assert labels(shown) == [
        "Offer help with dates",
        "Write to them",
        "Give them a break",
        "Give more time",
        "End it for them",
    ]


async def test_a_code_nobody_knows_is_not_repeated(house: House) -> None:
    said = await house.say("farah", "cohort", CANARY)
    assert kinds(said) == ["reply.refusal"]
    assert CANARY not in texts(said)


async def test_the_private_list_gives_names_reasons_and_words_to_begin_with(house: House) -> None:
    await ask_for_help(house, "R03")
    head, first, second, *_ = (await house.press("farah", "hands", cohort="spring")).messages
    assert head.text == "2 pairs or trios could use a hand."
    assert first.text.startswith("R01, Brendan and Amara: no first meeting booked yet.\nTo begin with: “")
    assert second.text.startswith("R03, Hamish and Gwen: asked for help with dates; no first meeting")
    assert "Done: helped" in labels(second)
    assert "Done: helped" not in labels(first)


async def test_the_button_under_the_figures_opens_the_private_list(house: House) -> None:
    said = await house.say("farah", "summary")
    listed = await house.push("farah", said.messages[0], "Show who could use a hand")
    assert "R01, Brendan and Amara" in texts(listed)


async def test_a_coordinator_never_sees_the_pair_they_belong_to(house: House) -> None:
    await ask_for_help(house, "R03")
    listed = await house.press("gwen", "hands", cohort="spring")
    by_code = await house.say("gwen", "cohort")
    alone = await house.say("gwen", "cohort", "R03")
    assert "R01" in texts(listed)
    assert "R03" not in texts(listed) + texts(by_code)
    assert kinds(alone) == ["reply.refusal"]


async def test_the_private_list_comes_five_at_a_time_in_the_order_of_the_codes(house: House) -> None:
    async with house.changing() as unit:
        model = await unit.relationships.get("R01")
        mentors = await unit.memberships.of_relationship("R01")
        for number in range(4, 12):
            code = f"R{number}"
            await unit.relationships.add(model.model_copy(update={"id": code, "code": code}))
            for one in mentors:
                copy = {"id": f"{one.id}-{code}", "relationship_id": code}
                await unit.memberships.add(one.model_copy(update=copy))
    first = await house.press("farah", "hands", cohort="spring")
    second = await house.push("farah", first.messages[-1], "Show more")
    codes = [one.text.split(",")[0] for one in (*first.messages, *second.messages) if "To begin" in one.text]
    assert codes == ["R01", "R03", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11"]
    assert "There are 5 more." in texts(first)


async def test_contacts_due_for_a_look_stand_at_the_end_of_the_private_list(house: House) -> None:
    listed = await house.press("farah", "hands", cohort="spring")
    assert "“Staff support” was last reviewed on 2026-10-01" in listed.messages[-1].text
    assert "Olive Osei" not in texts(listed)


async def test_a_cohort_without_anybody_on_the_list_says_so(house: House) -> None:
    listed = await house.press("imani", "hands", cohort="autumn")
    assert "Nobody seems to need a hand just now." in texts(listed)


# ---- what they do


async def test_an_offer_of_help_reaches_each_of_them_in_the_same_words(house: House) -> None:
    said = await house.push("farah", await entry_of(house, "R02"), "Offer help with dates")
    letters = await house.letters()
    assert {letter.person_id for letter in letters} == {"chidi", "delphine", "edwin"}
    assert {letter.message.model_dump_json() for letter in letters} == {hand_notice("R02").model_dump_json()}
    assert "Offered: R02" in texts(said)


async def test_an_offer_of_help_leads_straight_to_a_time(house: House) -> None:
    await house.press("farah", "care.offer", relationship="R01")
    (offer,) = await house.read_by("brendan")
    said = await house.push("brendan", offer, "Suggest a time")
    assert asked(said).title == "When would suit?"


async def test_no_thanks_to_an_offer_is_kept_nowhere_and_told_to_nobody(house: House) -> None:
    await house.press("farah", "care.offer", relationship="R01")
    before, letters = house.rows(but=["inbox"]), await house.letters()
    said = await house.push("brendan", (await house.read_by("brendan"))[0], "No thanks")
    assert kinds(said) == ["reply.hand"]
    assert house.rows(but=["inbox"]) == before
    assert await house.letters() == letters


async def test_a_wish_for_help_that_was_met_leaves_the_list(house: House) -> None:
    await ask_for_help(house, "R01")
    await house.push("farah", await entry_of(house, "R01"), "Done: helped")
    again = await house.press("farah", "care.helped", relationship="R01")
    assert (await house.relationship("R01")).asked_for_help_on is None
    assert kinds(again) == ["reply.refusal"]


async def test_a_break_a_coordinator_gives_is_told_in_the_words_of_every_break(house: House) -> None:
    form = await house.push("farah", await entry_of(house, "R01"), "Give them a break")
    assert asked(form).show == "R01, Brendan and Amara"
    said = await house.answer("farah", form, first="2027-03-01", days="10")
    notice = pause_notice("R01", date(2027, 3, 1), date(2027, 3, 11))
    assert await house.read_by("amara") == await house.read_by("brendan") == [notice]
    assert "have a break from Monday 1 March 2027" in texts(said)
    async with house.store.reading() as unit:
        (pause,) = await unit.pauses.of(["R01"])
    assert (pause.first, pause.until) == (date(2027, 3, 1), date(2027, 3, 11))


async def test_during_a_break_that_was_given_nothing_is_missed(house: House) -> None:
    form = await house.press("farah", "care.pause", relationship="R01")
    await house.answer("farah", form, first="2027-02-17", days="30")
    house.clock.jump(NOW + timedelta(days=20))
    assert "On a break: R01" in texts(await house.say("farah", "cohort"))
    assert (await entry_of(house, "R01")).text == "R01, Brendan and Amara: nothing on my list."


async def test_more_time_moves_the_last_day_and_tells_everyone_which_it_is(house: House) -> None:
    form = await house.push("farah", await entry_of(house, "R01"), "Give more time")
    said = await house.answer("farah", form, days="21")
    notice = more_time_notice(date(2027, 3, 10), date(2027, 10, 21))
    assert await house.read_by("amara") == await house.read_by("brendan") == [notice]
    assert "now ends on Thursday 21 October 2027" in texts(said)


async def test_more_time_is_refused_while_a_break_has_no_last_day(house: House) -> None:
    form = await house.press("farah", "care.extend", relationship="R01")
    async with house.changing() as unit:
        await unit.pauses.add(Pause(id="p", relationship_id="R01", first=TODAY))
    too_late = await house.answer("farah", form, days="7")
    too_early = await house.press("farah", "care.extend", relationship="R01")
    for said in (too_late, too_early):
        assert "The programme waits for them" in texts(said)
    async with house.store.reading() as unit:
        assert len(await unit.pauses.of(["R01"])) == 1


async def test_closing_asks_once_and_writes_nothing_before(house: House) -> None:
    question = await house.push("farah", await entry_of(house, "R02"), "End it for them")
    before = house.rows(but=["inbox", "audit"])
    left = await house.push("farah", question.messages[0], "Leave it open")
    assert house.rows(but=["inbox", "audit"]) == before
    assert "Nothing has changed." in texts(left)


async def test_an_ending_by_a_coordinator_reads_like_every_other(house: House) -> None:
    question = await house.press("farah", "care.close", relationship="R02")
    await house.push("farah", question.messages[0], "Close it")
    for who in ("chidi", "delphine", "edwin"):
        notice, *taken_out = await house.read_by(who)
        assert notice == ending_notice("service.ended")
        assert [one.kind for one in taken_out] == ["service.off"] * 2
    relationship = await house.relationship("R02")
    assert (relationship.state, relationship.ended) == (RelationshipState.ENDED, TODAY)
    async with house.store.reading() as unit:
        states = {one.state for one in await unit.interactions.of(["R02"])}
    assert states == {InteractionState.CANCELLED}


@pytest.mark.parametrize(
    "route", ["care.offer", "care.pause", "care.extend", "care.close", "care.close.sure"]
)
async def test_what_is_over_is_left_alone(house: House, route: str) -> None:
    await house.press("farah", "care.close.sure", relationship="R02")
    before = house.rows(but=["inbox"])
    said = await house.press("farah", route, relationship="R02")
    assert kinds(said) == ["reply.refusal"]
    assert house.rows(but=["inbox"]) == before


async def test_after_an_ending_a_coordinator_can_still_write(house: House) -> None:
    await house.press("farah", "care.close.sure", relationship="R02")
    assert labels(await entry_of(house, "R02")) == ["Write to them"]


async def write(house: House, words: str) -> Reply:
    """Farah writes to R02 and looks at the preview."""
    form = await house.push("farah", await entry_of(house, "R02"), "Write to them")
    assert asked(form).show == "R02, Edwin, Chidi and Delphine"
    return await house.answer("farah", form, words=words)


async def test_words_to_them_are_shown_first_and_carry_the_name(house: House) -> None:
    preview = await write(house, "I can free the library room.")
    shown = "Farah, your coordinator, writes:\n\nI can free the library room."
    assert asked(preview).show == shown
    assert await house.letters() == []
    sent = await house.answer("farah", preview, send="true")
    assert texts(sent) == "On its way to Edwin, Chidi and Delphine."
    for who in ("chidi", "delphine", "edwin"):
        (letter,) = await house.read_by(who)
        assert (letter.kind, letter.text) == ("service.from-coordinator", shown)
        assert lint.preview_problems(letter.preview) == ()


async def test_words_to_them_can_be_changed_before_they_go(house: House) -> None:
    preview = await write(house, "I can free the library rom.")
    again = await house.answer("farah", preview, send="false")
    assert asked(again).draft == {"words": "I can free the library rom."}
    preview = await house.answer("farah", again, words="I can free the library room.")
    await house.answer("farah", preview, send="true")
    assert (await house.read_by("edwin"))[0].text.endswith("the library room.")


async def test_an_nhs_number_in_words_to_them_is_refused(house: House) -> None:
    form = await house.press("farah", "care.write", relationship="R02")
    said = await house.answer("farah", form, words="About 943 476 5919, please.")
    assert list(asked(said).errors.values()) == [
        "There seems to be an NHS number in this. Please take it out."
    ]
    assert "943 476 5919" not in str(asked(said).errors)


async def test_words_to_them_lie_open_nowhere_and_only_letters_hold_them(house: House) -> None:
    preview = await write(house, CANARY)
    await house.answer("farah", preview, send="true")
    assert CANARY not in "\n".join(house.rows())
    assert CANARY not in str(house.audited())
    assert not [row for row in house.rows() if row.startswith('INSERT INTO "conversation"')]


async def test_a_coordinator_hears_whom_messages_do_not_reach(house: House) -> None:
    await lose_touch_with(house, "amara")
    said = await house.press("farah", "care.offer", relationship="R01")
    assert "My messages do not reach Amara at the moment." in texts(said)
    assert await house.read_by("amara") == []


async def test_everything_a_coordinator_does_is_in_the_audit_trail(house: House) -> None:
    await ask_for_help(house, "R02")
    await house.press("farah", "care.offer", relationship="R02")
    await house.press("farah", "care.helped", relationship="R02")
    form = await house.press("farah", "care.pause", relationship="R02")
    await house.answer("farah", form, first="2027-03-01", days="1")
    form = await house.press("farah", "care.extend", relationship="R02")
    await house.answer("farah", form, days="1")
    await house.answer("farah", await write(house, "Good luck."), send="true")
    await house.press("farah", "care.close.sure", relationship="R02")
    await house.press("farah", "hands", cohort="spring")
    await house.say("farah", "cohort")
    await house.say("farah", "summary")
    assert house.audited() == [
        ("farah", "offered help", "relationship:R02"),
        ("farah", "helped", "relationship:R02"),
        ("farah", "paused", "relationship:R02"),
        ("farah", "given more time", "relationship:R02"),
        ("farah", "saw", "relationship:R02"),
        ("farah", "wrote to them", "relationship:R02"),
        ("farah", "ended", "relationship:R02"),
        ("farah", "saw who could use a hand", "cohort:spring"),
        ("farah", "saw who is on cadence", "cohort:spring"),
        ("farah", "saw the summary", "cohort:spring"),
    ]
