"""My data: seen, copied, corrected, erased; and a privacy problem reported."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.messages import Reply
from bot.core.records import Note
from bot.core.vault import mentors_circle, pair_circle, private_circle
from dialogs.lint import preview_problems, problems
from dialogs.pages import Page
from dialogs.sealed_notes import place_of
from tests.dialogs.house import NOW, House, asked, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice, notes_by

MINE, SHARED, THEIRS = "a quokka of my own", "a wombat for both", "an echidna of his"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await has_read_the_notice(opened, "amara", "brendan", "chidi")
        await wrote(opened, "amara", private_circle("amara"), MINE)
        await wrote(opened, "amara", pair_circle("R01"), SHARED)
        await wrote(opened, "brendan", pair_circle("R01"), THEIRS)
        await wrote(opened, "brendan", private_circle("brendan"), "for Brendan alone")
        yield opened


async def wrote(house: House, who: str, circle: str, words: str) -> None:
    name = words.replace(" ", "-")
    text = Page(what=words).model_dump_json()
    sealed = await house.store.vault.seal(who, circle, text, place=place_of(name))
    note = Note(
        id=name,
        kind="reflection",
        author_id=who,
        relationship_id=circle.removeprefix("pair:").removeprefix("mentors:") if ":R" in circle else "R01",
        circle=circle,
        body=sealed.data,
        written_at=NOW,
    )
    async with house.changing() as unit:
        await unit.notes.add(note)


async def copy_of(house: House, who: str) -> tuple[str, str]:
    """Return somebody's copy: the text to read, and the data."""
    reply = await house.press(who, "my-data.copy")
    readable, data = (message.document for message in reply.messages)
    assert readable is not None
    assert data is not None
    assert (readable.name, data.name) == ("my-data.txt", "my-data.json")
    return readable.text, data.text


def routes_of(reply: Reply) -> list[str]:
    return [action.route for message in reply.messages for action in message.actions]


async def test_what_is_kept_is_told_in_numbers_and_without_a_word_of_it(house: House) -> None:
    reply = await house.say("amara", "my data")
    assert "looking back: 2" in texts(reply)
    assert MINE not in texts(reply)
    assert routes_of(reply)[0] == "my-data.copy"


async def test_the_copy_holds_ones_own_notes_to_read_and_as_data(house: House) -> None:
    readable, data = await copy_of(house, "amara")
    told = json.loads(data)
    assert {note["words"] for note in told["notes"]} == {MINE, SHARED}
    assert {note["read_by"] for note in told["notes"]} == {"only you", "the two or three of you"}
    assert MINE in readable
    assert SHARED in readable
    assert told["about_you"]["email"] == "amara@trust.example"
    assert told["programmes"][0]["pair"] == "R01"
    assert told["accepted"][0]["what"] == "privacy"


async def test_words_of_others_are_counted_and_left_to_the_data_protection_officer(house: House) -> None:
    readable, data = await copy_of(house, "amara")
    assert THEIRS not in readable + data
    assert "for Brendan alone" not in readable + data
    assert json.loads(data)["notes_of_others"] == 1
    assert "can review it" in texts(await house.press("amara", "my-data.copy"))


async def test_addresses_of_people_one_is_kept_apart_from_are_not_copied(house: House) -> None:
    async with house.changing() as unit:
        amara = await unit.people.get("amara")
        await unit.people.put(amara.model_copy(update={"never_with": ["zed@trust.example"]}))
    readable, data = await copy_of(house, "amara")
    assert "zed@" not in readable + data
    assert json.loads(data)["about_you"]["kept_apart_from"] == 1


async def test_what_two_mentors_share_with_each_other_says_so_in_the_copy(house: House) -> None:
    await wrote(house, "chidi", mentors_circle("R02"), "between the two of us")
    told = json.loads((await copy_of(house, "chidi"))[1])
    assert told["notes"][0]["read_by"] == "the two mentors"


async def test_ground_rules_and_answers_about_meetings_are_in_the_copy(house: House) -> None:
    reply = await house.answer("amara", await house.say("amara", "rules"), known=True)
    reply = await house.answer("amara", reply, keep=["0"], own="Tea first.")
    await house.answer("amara", reply, agreed=True)
    reply = await house.say("amara", "log")
    await house.answer("amara", reply, on="2027-02-16", type="one_to_one")
    readable, data = await copy_of(house, "amara")
    told = json.loads(data)
    assert "Tea first." in readable
    assert told["meetings"][0]["on"] == "2027-02-16"
    assert told["meetings"][0]["your_answers"][0]["said"] == "held"
    assert "on: 2027-02-16" in readable


async def test_taking_a_copy_is_audited_without_content(house: House) -> None:
    await house.press("amara", "my-data.copy")
    assert ("amara", "took a copy of their data", "person:amara") in house.audited()
    assert all(MINE not in row for row in house.rows())


async def test_the_documents_words_show_in_no_repr(house: House) -> None:
    reply = await house.press("amara", "my-data.copy")
    assert MINE not in repr(reply)


async def test_a_coordinator_gets_their_own_data_and_nobody_elses(house: House) -> None:
    readable, data = await copy_of(house, "farah")
    assert MINE not in readable + data
    assert json.loads(data)["meetings"] == []


async def test_erasing_ones_words_is_asked_twice(house: House) -> None:
    reply = await house.press("amara", "my-data.erase")
    assert "deletes 2 notes" in texts(reply)
    assert "my-data.erase.sure" in routes_of(reply)
    reply = await house.press("amara", "my-data.erase.sure")
    assert routes_of(reply) == ["my-data.erase.now", "my-data"]
    assert len(await notes_by(house, "amara")) == 2


async def test_erased_words_are_gone_at_once_and_those_of_others_stay(house: House) -> None:
    await house.press("amara", "my-data.erase.now")
    assert await notes_by(house, "amara") == []
    assert len(await notes_by(house, "brendan")) == 2
    assert ("amara", "erased their words", "person:amara") in house.audited()


async def test_what_lies_in_open_forms_is_erased_too(house: House) -> None:
    await house.say("amara", "preferences")
    await house.press("amara", "my-data.erase.now")
    async with house.store.reading() as unit:
        assert await unit.conversations.of("amara") == []


async def test_what_all_of_them_agreed_outlasts_the_erasing_of_one(house: House) -> None:
    reply = await house.answer("amara", await house.say("amara", "rules"), known=True)
    reply = await house.answer("amara", reply, keep=["0"])
    await house.answer("amara", reply, agreed=True)
    await house.press("amara", "my-data.erase.now")
    reply = await house.answer("brendan", await house.say("brendan", "rules"), known=True)
    assert asked(reply).title == "Do these rules suit you?"


@pytest.mark.parametrize(
    ("route", "entry", "says"),
    [
        ("my-data.correct", "asked for a correction", "within one month"),
        ("my-data.object", "objected to the use of their data", "within one month"),
        ("my-data.forget", "asked to be erased", "within one month"),
        ("my-data.problem", "reported a privacy problem", "72 hours"),
    ],
)
async def test_each_request_is_recorded_with_its_clock(
    house: House, route: str, entry: str, says: str
) -> None:
    reply = await house.press("amara", route)
    assert says in texts(reply)
    assert ("amara", entry, "person:amara") in house.audited()


async def test_the_data_protection_officer_is_named_where_there_is_one(house: House) -> None:
    assert "tell your coordinator now" in texts(await house.press("amara", "my-data.problem"))
    async with house.changing() as unit:
        cohort = await unit.cohorts.get("spring")
        officer = {"role": "dpo", "name": "Dara Daly", "reach": "dpo@trust.example", "reviewed_on": None}
        plan = {**cohort.plan, "contacts": [officer]}
        await unit.cohorts.put(cohort.model_copy(update={"plan": plan}))
    assert "tell Dara Daly, dpo@trust.example now" in texts(await house.press("amara", "my-data.problem"))


async def test_nothing_of_it_waits_for_the_notice_or_the_rules(house: House) -> None:
    for route in ("my-data", "my-data.copy", "my-data.correct", "my-data.erase", "my-data.problem"):
        assert set(kinds(await house.press("hamish", route))) == {"reply.my-data"}


async def test_its_words_are_plain_and_its_previews_neutral(house: House) -> None:
    routes = (
        "my-data",
        "my-data.copy",
        "my-data.correct",
        "my-data.object",
        "my-data.erase",
        "my-data.erase.sure",
        "my-data.erase.now",
        "my-data.forget",
        "my-data.problem",
    )
    for route in routes:
        for message in (await house.press("amara", route)).messages:
            assert not problems(message.text), message.text
            assert not preview_problems(message.preview)
