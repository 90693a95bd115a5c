"""The one door: one event, one transaction, and a kind word for whatever does not fit."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.events import (
    Actor,
    Answered,
    Asked,
    Departed,
    Due,
    Event,
    Ignored,
    Joined,
    Pressed,
    Said,
    Turned,
)
from bot.core.messages import Message, Reply
from bot.core.problems import Problem
from bot.core.routes import Routes
from bot.core.turn import Turn
from dialogs.every import every_route
from tests.dialogs.house import AGREED, NOW, House, address_of, asked, kinds, open_house, texts

MEETING = {
    "relationship": "R02",
    "interaction": f"R02-{AGREED[0]}",
    "on": str(AGREED[0]),
    "at": "2027-02-19T15:00:00+00:00",
}
NOT_YOURS = "That one isn't yours to press, so I have left everything as it was."
STRANGER = Actor(platform="rehearsal", user="nobody-we-know")
crashing = Routes()


@crashing.press("crash")
async def _crash(turn: Turn, args: dict[str, str]) -> None:
    """Write a little of everything and fall over."""
    await turn.unit.people.put(turn.person.model_copy(update={"muted": True}))
    await turn.set_timer("left-behind", "nudge", turn.now)
    await turn.note("crashed", args["about"])
    turn.reply(Message(kind="reply.crash", preview="Never said", text="Never said."))
    raise ZeroDivisionError


@crashing.timer("crash")
async def _ring_and_crash(turn: Turn, payload: dict[str, str]) -> None:  # noqa: ARG001  # a timer's signature
    await turn.note("crashed", "timer")
    raise ZeroDivisionError


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, routes=every_route().join(crashing)) as opened:
        yield opened


def pressed(who: str, route: str, key: str = "press-1", **args: str) -> Pressed:
    return Pressed(key=key, actor=address_of(who), route=route, args=args)


async def is_muted(house: House, who: str) -> bool:
    async with house.store.reading() as unit:
        return (await unit.people.get(who)).muted


# ---- one event, one transaction


async def test_a_press_writes_its_change_its_letters_and_its_inbox_row_together(house: House) -> None:
    await house.door.handle(pressed("edwin", "meeting.off", **MEETING))
    told = [one for one in await house.letters() if one.message.kind == "service.off"]
    assert [one.person_id for one in told] == ["chidi", "delphine"]
    assert any("press-1" in row and "inbox" in row for row in house.rows())


async def test_a_handler_that_falls_over_leaves_nothing_behind(house: House) -> None:
    before = house.rows()
    with pytest.raises(ZeroDivisionError):
        await house.door.handle(pressed("amara", "crash", about="x"))
    assert house.rows() == before


async def test_after_a_crash_the_same_event_delivered_again_counts_as_new(house: House) -> None:
    with pytest.raises(ZeroDivisionError):
        await house.door.handle(pressed("amara", "crash", key="again", about="x"))
    await house.door.handle(pressed("amara", "quiet.mute", key="again"))
    assert await is_muted(house, "amara")


async def test_the_courier_is_woken_after_every_event(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        woken: list[str] = []
        house.door._wake = lambda: woken.append("awake")
        await house.press("amara", "quiet.mute")
        assert woken == ["awake"]


# ---- delivered twice


async def test_a_redelivered_press_changes_nothing_and_answers_from_the_present(house: House) -> None:
    press = pressed("edwin", "meeting.off", **MEETING)
    first = await house.door.handle(press)
    after = house.rows()
    second = await house.door.handle(press)
    assert "It's off" in texts(first)
    assert "was let go in the meantime" in texts(second)
    assert house.rows() == after


async def test_a_redelivered_opening_shows_the_same_question(house: House) -> None:
    press = pressed("brendan", "book", relationship="R01")
    first, second = await house.door.handle(press), await house.door.handle(press)
    assert asked(first).token == asked(second).token


@pytest.mark.parametrize("route", ["book", "log", "pause"])
async def test_a_form_redelivered_a_minute_later_can_still_be_answered(house: House, route: str) -> None:
    press = pressed("brendan", route, relationship="R01")
    await house.door.handle(press)
    house.clock.jump(NOW.replace(minute=1))
    again = await house.door.handle(press)
    reply = await house.turn("brendan", again, "later")
    assert "Saved for later" in texts(reply)


async def test_a_redelivered_answer_says_that_what_was_finished_is_kept(house: House) -> None:
    form = asked(await house.press("brendan", "pause", relationship="R01"))
    answer = Answered(
        key="answer-1",
        actor=address_of("brendan"),
        token=form.token,
        values={"first": "2027-02-18", "until": "2027-02-25"},
    )
    await house.door.handle(answer)
    after = house.rows()
    assert "What was finished is kept" in texts(await house.door.handle(answer))
    assert house.rows() == after


async def test_a_redelivered_refusal_is_refused_again_and_noted_once(house: House) -> None:
    press = pressed("amara", "meeting.off", **MEETING)
    await house.door.handle(press)
    reply = await house.door.handle(press)
    assert texts(reply) == NOT_YOURS
    assert house.audited() == [("amara", "refused", "meeting.off")]


async def test_the_same_press_delivered_twice_at_once_acts_once(house: House) -> None:
    press = pressed("edwin", "meeting.off", **MEETING)
    replies = await asyncio.gather(house.door.handle(press), house.door.handle(press))
    assert sorted("It's off" in texts(reply) for reply in replies) == [False, True]
    assert len([one for one in await house.letters() if one.message.kind == "service.off"]) == 2


async def test_two_people_who_press_at_once_act_once(house: House) -> None:
    replies = await asyncio.gather(
        house.door.handle(pressed("edwin", "meeting.off", key="one", **MEETING)),
        house.door.handle(pressed("chidi", "meeting.off", key="two", **MEETING)),
    )
    assert sorted("It's off" in texts(reply) for reply in replies) == [False, True]


# ---- refusals


async def test_a_refusal_keeps_nothing_but_its_inbox_row(house: House) -> None:
    before = house.rows(but=["inbox"])
    reply = await house.press("farah", "book")
    assert kinds(reply) == ["reply.refusal"]
    assert house.rows(but=["inbox"]) == before


async def test_somebody_elses_button_is_refused_politely_and_noted(house: House) -> None:
    before = house.rows(but=["inbox", "audit", "sqlite_sequence"])
    reply = await house.press("amara", "meeting.off", **MEETING)
    assert texts(reply) == NOT_YOURS
    assert house.audited() == [("amara", "refused", "meeting.off")]
    assert house.rows(but=["inbox", "audit", "sqlite_sequence"]) == before


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"relationship": "R02"},
        {"relationship": "R99"},
        {"relationship": ""},
        {"relationship": "R01", "interaction": MEETING["interaction"], "on": MEETING["on"]},
        {**MEETING, "relationship": "R01"},
        {**MEETING, "interaction": "no such meeting", "relationship": "R01"},
        {"relationship": "'; --", "interaction": "ü" * 300, "on": "tomorrow", "at": "now", "guide": "x"},
        {"token": "R02:1:when", "note": "x", "cohort": "spring", "person": "edwin", "to": "0", "set": "?"},
    ],
    ids=range(9),
)
async def test_no_route_lets_a_forged_button_through_or_falls_over(
    house: House, args: dict[str, str]
) -> None:
    """Brendan is in R01 alone; whatever his button says, R02 stays as it is."""
    before = _of_the_trio(house)
    for route in sorted(every_route().presses):
        reply = await house.press("brendan", route, **args)
        assert reply.messages or reply.question, route
    assert _of_the_trio(house) == before


def _of_the_trio(house: House) -> list[str]:
    aside = ["inbox", "audit", "sqlite_sequence", "conversation", "person"]
    return [row for row in house.rows(but=aside) if "R02" in row]


@pytest.mark.parametrize(
    "route", ["meeting.off", "met.yes", "quiet.not-now", "leave.sure", "continue", "hand.ask"]
)
async def test_a_button_that_lacks_what_it_needs_is_refused_and_noted(house: House, route: str) -> None:
    reply = await house.press("edwin", route)
    assert texts(reply) == NOT_YOURS
    assert house.audited() == [("edwin", "refused", route)]


async def test_a_relationship_that_does_not_exist_reads_like_one_of_others(house: House) -> None:
    made_up = await house.press("amara", "book", relationship="R99")
    of_others = await house.press("amara", "book", relationship="R02")
    assert texts(made_up) == texts(of_others) == NOT_YOURS


async def test_a_button_of_an_older_release_says_so(house: House) -> None:
    assert "older version" in texts(await house.press("amara", "no.such.route"))


async def test_a_word_nobody_knows_is_answered(house: House) -> None:
    assert "Say help" in texts(await house.say("amara", "no such command"))


async def test_a_form_of_a_dialog_that_is_gone_is_closed(house: House) -> None:
    form = asked(await house.press("brendan", "book", relationship="R01"))
    async with house.changing() as unit:
        conversation = (await unit.conversations.of("brendan"))[0]
        await unit.conversations.put(conversation.model_copy(update={"dialog": "from_last_year"}))
    event = Turned(key="t", actor=address_of("brendan"), token=form.token, to="resume")
    assert "That form is closed" in texts(await house.door.handle(event))


# ---- strangers, and people who come and go


def _everything_a_stranger_may_do() -> list[Event]:
    return [
        Pressed(key="s1", actor=STRANGER, route="book", args={"relationship": "R01"}),
        Asked(key="s2", actor=STRANGER, command="book"),
        Answered(key="s3", actor=STRANGER, token="x:1:when", values={"words": "tomorrow at 3"}),
        Turned(key="s4", actor=STRANGER, token="x:1:when", to="back"),
        Said(key="s5", actor=STRANGER, text="the quokka sings at noon"),
        Joined(key="s6", actor=STRANGER),
        Departed(key="s7", actor=STRANGER),
    ]


@pytest.mark.parametrize("event", _everything_a_stranger_may_do(), ids=lambda event: type(event).__name__)
async def test_a_stranger_gets_a_kind_answer_and_leaves_nothing(house: House, event: Event) -> None:
    before = house.rows(but=["inbox"])
    reply = await house.door.handle(event)
    assert "I don't know you yet" in texts(reply)
    assert house.rows(but=["inbox"]) == before
    assert not any("quokka" in row for row in house.rows())


async def test_whoever_departs_is_unreachable_from_that_day(house: House) -> None:
    await house.door.handle(Departed(key="gone", actor=address_of("amara")))
    async with house.store.reading() as unit:
        assert (await unit.people.get("amara")).unreachable_since == NOW.date()
    assert house.audited() == [("amara", "unreachable", "person:amara")]


async def test_departing_twice_keeps_the_first_day(house: House) -> None:
    await house.door.handle(Departed(key="gone-1", actor=address_of("amara")))
    house.clock.jump(NOW.replace(day=25))
    await house.door.handle(Departed(key="gone-2", actor=address_of("amara")))
    async with house.store.reading() as unit:
        assert (await unit.people.get("amara")).unreachable_since == NOW.date()


@pytest.mark.parametrize("route", ["quiet.mute", "quiet.snooze", "quiet.unmute"])
async def test_whoever_does_anything_can_be_reached_again(house: House, route: str) -> None:
    """A handler that stored the person as they were made them unreachable again."""
    await house.door.handle(Departed(key="gone", actor=address_of("amara")))
    await house.press("amara", route)
    async with house.store.reading() as unit:
        assert (await unit.people.get("amara")).unreachable_since is None


async def test_somebody_whose_press_is_refused_can_be_reached_again_too(house: House) -> None:
    await house.door.handle(Departed(key="gone", actor=address_of("amara")))
    assert kinds(await house.press("amara", "no-such-route")) == ["reply.refusal"]
    async with house.store.reading() as unit:
        assert (await unit.people.get("amara")).unreachable_since is None


# ---- the rest


async def test_what_is_ignored_does_nothing(house: House) -> None:
    before = house.rows()
    assert await house.door.handle(Ignored(key="i", reason="a reaction")) == Reply()
    assert house.rows() == before


async def test_a_timer_that_is_not_due_does_nothing(house: House) -> None:
    before = house.rows()
    assert await house.door.handle(Due(key="d", timer="no such timer")) == Reply()
    assert house.rows() == before


async def test_a_timer_that_fails_leaves_nothing_and_rings_again_later(house: House) -> None:
    async with house.changing() as unit:
        turn = Turn(Ignored(key="k", reason="-"), NOW, unit, house.door._entropy, house.store.vault)
        await turn.set_timer("t", "crash", NOW)
    await house.door.handle(Due(key="d", timer="t"))
    assert house.audited() == []
    async with house.store.reading() as unit:
        again = await unit.timers.next_due()
    assert again is not None
    assert again > NOW


async def test_an_order_that_is_refused_leaves_nothing(house: House) -> None:
    async def refused(turn: Turn) -> None:
        await turn.note("ordered", "something")
        raise Problem("It can't be done.")

    before = house.rows()
    with pytest.raises(Problem):
        await house.door.carry_out("order", refused)
    assert house.rows() == before


async def test_an_order_gives_back_what_it_came_to(house: House) -> None:
    async def ordered(turn: Turn) -> int:
        await turn.note("ordered", "something")
        return 7

    assert await house.door.carry_out("order", ordered) == 7
    assert house.audited() == [("turnabout", "ordered", "something")]
