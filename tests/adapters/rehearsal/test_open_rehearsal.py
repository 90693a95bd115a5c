"""A rehearsal one steps into: who is held, what becomes the truth, and that it is the same bot."""

import csv
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import StringIO

import pytest

from adapters.rehearsal.decode import Fingers
from adapters.rehearsal.play import NotInHand, Play, Stride
from bot.core.messages import Action
from bot.play import open_rehearsal
from tests.adapters.rehearsal.small import script
from tests.programme.independent_cadence import recompute

ADA, BO, CY, FLO, IVO = (f"{name}@trust.example" for name in ("ada", "bo", "cy", "flo", "ivo"))
FINGERS = Fingers("test")


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with open_rehearsal(script(months=2)) as opened:
        yield opened


async def go(play: Play, stride: Stride, *watched: str) -> None:
    await play.go(stride, watched)
    while play.moving is not None:
        await play.changed_since(play.revision)
    assert not play.stumbled


def newest(play: Play, email: str, route: str) -> Action:
    for entry in reversed(play.screens.on(email)):
        for action in entry.message.actions if entry.message else ():
            if action.route == route:
                return action
    raise AssertionError(f"no button to {route}")


async def press(play: Play, email: str, route: str) -> None:
    await play.act(FINGERS.press(email, newest(play, email, route)), "Pressed it")


async def fill(play: Play, email: str, **values: object) -> None:
    token = play.screens.questions[email].token
    await play.act(FINGERS.fill(email, token, values), "Filled it in")


async def log_a_meeting(play: Play, email: str) -> None:
    await play.act(FINGERS.say(email, "log"), "Wrote a line")
    fields = {field.name: field.default for field in play.screens.questions[email].fields}
    await fill(play, email, **fields)


async def test_the_first_pair_and_a_coordinator_are_in_hand_and_have_settled_in(play: Play) -> None:
    assert play.held == {ADA, BO, IVO}
    assert play.screens.on(ADA)[-1].message is not None
    assert "accepted your ground rules" in play.screens.on(ADA)[-1].message.text


async def test_what_is_typed_is_taken_for_the_command_it_is(play: Play) -> None:
    await play.act(FINGERS.say(ADA, "please BOOK"), "Wrote a line")

    assert play.screens.questions[ADA].dialog == "book"


async def test_somebody_not_in_hand_can_do_nothing_through_the_page(play: Play) -> None:
    with pytest.raises(NotInHand):
        await play.act(FINGERS.say(FLO, "help"), "Wrote a line")


async def test_the_next_event_is_one_where_somebody_looks(play: Play) -> None:
    before = len(play.screens.on(ADA))

    await go(play, Stride.NEXT, ADA)

    assert len(play.screens.on(ADA)) == before + 1


async def test_a_day_is_a_day(play: Play) -> None:
    before = play.now

    await go(play, Stride.DAY)

    assert play.now - before == timedelta(days=1)


async def test_whoever_is_held_waits_and_goes_on_when_given_back(play: Play) -> None:
    await play.take(FLO)
    for _ in range(2):
        await go(play, Stride.WEEK)
    assert not [one for one in play.screens.on(FLO) if one.did]

    await play.give_back(FLO)
    for _ in range(4):
        await go(play, Stride.WEEK)

    assert [one for one in play.screens.on(FLO) if one.did]


async def test_the_truth_of_somebody_held_gives_the_figures_that_the_bot_gives(play: Play) -> None:
    await go(play, Stride.WEEK)
    await log_a_meeting(play, ADA)
    await go(play, Stride.DAY)
    await log_a_meeting(play, BO)
    await play.act(FINGERS.say(BO, "pause"), "Wrote a line")
    fields = {field.name: field.default for field in play.screens.questions[BO].fields}
    await fill(play, BO, **fields)
    await play.give_back(*play.held)
    await go(play, Stride.END)

    files = await play.files()

    lines = [json.loads(line) for line in files["truth.jsonl"].decode().splitlines()]
    summary = json.loads(files["summary.json"])
    rows = csv.DictReader(StringIO(files["cadence.csv"].decode()))
    told = [(row["relationship"], row["month"], row["held"], row["status"]) for row in rows]
    truth = recompute(lines, play.last_day, 2, 2, "Europe/London")
    assert [one for one in lines if one["kind"] == "pause" and one["relationship"] == "R01"]
    assert summary["by_relationship"][0]["held"] >= 2
    assert sorted(told) == sorted(
        (code, str(row[0]), str(row[3]), row[4]) for code, months in truth.items() for row in months
    )


async def test_a_break_without_an_end_does_not_keep_the_clock_running_for_ever(play: Play) -> None:
    await play.act(FINGERS.say(ADA, "pause"), "Wrote a line")
    fields = {field.name: field.default for field in play.screens.questions[ADA].fields}
    await fill(play, ADA, **fields | {"until": ""})

    assert play.last_day.year == 2028


async def test_beginning_again_is_another_play_on_the_first_day(play: Play) -> None:
    before, first = play.name, play.now
    await go(play, Stride.WEEK)

    await play.begin_again()

    assert play.name != before
    assert play.now == first


async def test_the_same_presses_make_the_same_story() -> None:
    stories = []
    for _ in range(2):
        async with open_rehearsal(script(months=1)) as play:
            await log_a_meeting(play, ADA)
            await go(play, Stride.WEEK)
            stories.append((await play.files())["messages.jsonl"])

    assert stories[0] == stories[1]
