"""Commands in plain words, and what becomes of everything else that is typed: nothing."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events import Joined, Said
from bot.core.messages import Reply
from dialogs.commands import BUTTONS, FOR_COORDINATORS, WORDS, nearest, parse
from dialogs.every import every_route
from dialogs.lint import preview_problems, problems
from tests.dialogs.house import House, address_of, asked, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice

CANARY = "my partner wept about the quokka incident for most of the afternoon"
COMMANDS = sorted(WORDS)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_keys = count()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def types(house: House, who: str, text: str) -> Reply:
    return await house.door.handle(Said(key=f"said-{next(_keys)}", actor=address_of(who), text=text))


async def joins(house: House, who: str) -> Reply:
    return await house.door.handle(Joined(key=f"joined-{next(_keys)}", actor=address_of(who)))


def routes_of(reply: Reply) -> list[str]:
    return [action.route for message in reply.messages for action in message.actions]


@pytest.mark.parametrize(
    ("who", "text", "title"),
    [
        ("amara", "a standing time", "What time comes round again?"),
        ("edwin", "ask about several times", "Which times could you offer?"),
    ],
)
async def test_what_a_button_opens_can_be_typed_as_it_is_labelled(
    house: House, who: str, text: str, title: str
) -> None:
    understood = parse(text)
    assert understood is not None
    assert asked(await house.say(who, understood[0])).title == title


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_understood_in_any_dress(command: str) -> None:
    dressed = (
        command,
        command.upper(),
        f"  {command}! ",
        command.replace(" ", "-"),
        f"{command}, please",
        f"/{command}",
    )
    assert {parse(one) for one in dressed} == {(command, "")}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("I'm back", "resume"),
        ("I\u2019m back", "resume"),
        ("take a break", "pause"),
        ("My Programme", "status"),
        ("look back", "reflect"),
        ("emergency", "help now"),
        ("what can you do?", "help"),
    ],
)
def test_other_words_for_a_command_do_as_well(text: str, command: str) -> None:
    assert parse(text) == (command, "")


def test_book_may_be_followed_by_a_time() -> None:
    assert parse("Book next Tuesday at 3") == ("book", "next Tuesday at 3")


@pytest.mark.parametrize(
    "text", ["", "   ", "leave me alone for today", "help me tell her", "pause for breath"]
)
def test_a_sentence_that_begins_like_a_command_is_none(text: str) -> None:
    assert parse(text) is None


def test_no_two_commands_share_a_word() -> None:
    phrases = [phrase for command, others in WORDS.items() for phrase in (command, *others)]
    assert len(phrases) == len(set(phrases))


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A command with one slip: a letter left out, added, changed, or swapped with its neighbour."""
    command = draw(st.sampled_from(COMMANDS))
    at = draw(st.integers(0, len(command) - 1))
    letter = draw(st.sampled_from(LETTERS))
    slipped = draw(
        st.sampled_from(
            [
                command[:at] + command[at + 1 :],
                command[:at] + letter + command[at:],
                command[:at] + letter + command[at + 1 :],
                command[:at] + command[at : at + 2][::-1] + command[at + 2 :],
            ]
        )
    )
    return command, slipped


@given(slips())
@settings(max_examples=200, deadline=None)
def test_with_one_slip_a_command_is_still_understood_or_offered(slip: tuple[str, str]) -> None:
    command, slipped = slip
    understood = parse(slipped)
    assert command in nearest(slipped) or (understood is not None and understood[0] == command)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_at_most_three_commands_are_offered(text: str) -> None:
    assert len(nearest(text)) <= 3
    assert set(nearest(text)) <= set(COMMANDS)


def test_every_command_has_a_button_and_both_lead_somewhere() -> None:
    routes = every_route()
    assert sorted(BUTTONS) == COMMANDS
    assert set(COMMANDS) <= routes.commands.keys()
    assert {route for _label, route in BUTTONS.values()} <= routes.presses.keys()


async def test_an_unknown_word_brings_the_nearest_as_buttons(house: House) -> None:
    reply = await types(house, "amara", "refelct")
    assert routes_of(reply)[0] == "reflect"
    assert len(routes_of(reply)) <= 3


async def test_what_coordinators_can_do_is_offered_to_coordinators_alone(house: House) -> None:
    assert "cohort" in routes_of(await types(house, "farah", "cohrt"))
    assert not FOR_COORDINATORS & set(routes_of(await types(house, "amara", "cohrt")))


async def test_what_somebody_types_is_neither_kept_nor_repeated_and_the_form_is_offered(house: House) -> None:
    reply = await types(house, "amara", CANARY)
    assert "aren't kept" in texts(reply)
    assert "delete your message" in texts(reply)
    assert routes_of(reply)[:2] == ["reflect", "log"]
    assert "quokka" not in reply.model_dump_json()
    assert all("quokka" not in row for row in house.rows())


async def test_a_confidence_with_a_time_in_it_is_no_offer_to_book(house: House) -> None:
    words = "On Tuesday at 3 somebody said a thing to me in front of everyone that I keep thinking about"
    assert routes_of(await types(house, "amara", words))[:2] == ["reflect", "log"]


def test_the_words_of_what_is_typed_show_in_no_repr() -> None:
    assert "quokka" not in repr(Said(key="k", actor=address_of("amara"), text=CANARY))


async def test_distress_that_is_typed_brings_help_first_and_tells_nobody(house: House) -> None:
    reply = await types(house, "amara", "I can't cope any more")
    assert routes_of(reply)[0] == "help"
    assert await house.letters() == []
    assert house.audited() == []


async def test_help_lists_what_can_be_said_with_help_now_first(house: House) -> None:
    reply = await house.say("amara", "help")
    assert routes_of(reply)[0] == "help"
    for command in (
        "book",
        "log",
        "reflect",
        "guide",
        "pause",
        "resume",
        "status",
        "who sees what",
        "my data",
    ):
        assert command in texts(reply)


async def test_somebody_unknown_gets_a_kind_answer(house: House) -> None:
    reply = await types(house, "zelda", "hello")
    assert "Your coordinator can add you" in texts(reply)


async def test_a_newcomer_is_greeted_once_however_often_they_join(house: House) -> None:
    await joins(house, "amara")
    await joins(house, "amara")
    (message,) = await house.read_by("amara")
    assert message.kind == "reply.greeting"
    assert message.actions[0].route == "welcome"


async def test_somebody_who_has_read_the_notice_is_not_greeted_again(house: House) -> None:
    await has_read_the_notice(house, "amara")
    await joins(house, "amara")
    assert await house.letters() == []


async def test_its_words_are_plain_and_its_previews_neutral(house: House) -> None:
    replies = [
        await types(house, "amara", text) for text in (CANARY, "refelct", "tomorrow at 9", "I can't cope")
    ]
    replies.append(await house.say("amara", "help"))
    await joins(house, "amara")
    for message in (*(one for reply in replies for one in reply.messages), *await house.read_by("amara")):
        assert not problems(message.text), message.text
        assert not preview_problems(message.preview)
        assert message.kind.startswith("reply.")


async def test_typing_writes_nothing_but_that_an_event_was_seen(house: House) -> None:
    before = house.rows(but=("inbox",))
    assert kinds(await types(house, "amara", CANARY)) == ["reply.said"]
    assert house.rows(but=("inbox",)) == before
