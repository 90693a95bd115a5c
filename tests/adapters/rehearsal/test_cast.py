"""Simulated people find times as people do: trios are asked about several, some keep a standing time."""

from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from adapters.rehearsal.cast.filling import DAYS, HOURS, RHYTHMS, rhythm
from adapters.rehearsal.cast.habits import Habits
from adapters.rehearsal.cast.ledger import Circle, Ledger
from adapters.rehearsal.cast.player import Player
from adapters.rehearsal.cast.reactions import reads
from adapters.rehearsal.cast.ways import fills
from bot.core.dialogs import Question
from bot.core.fields import Field, Kind, Option
from bot.core.messages import Action, Message
from bot.programme.bank_holidays import NO_HOLIDAYS
from bot.programme.rhythms import understand_rule

NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
TRIO = Circle("R02", "edwin@x.example", ("chidi@x.example", "delphine@x.example"), {})
WILLING = Habits(
    answers=1,
    books=1,
    delay=1,
    forgets=0,
    moves=0,
    cancels=0,
    misremembers=0,
    answers_twice=0,
    quiet=0,
    reflects=0,
)


def player(seed: int = 1) -> Player:
    """Somebody who answers everything and never moves or cancels."""
    ledger = Ledger({"R02": TRIO})
    chance = Random(seed)  # noqa: S311  # rehearsals only, nothing secret
    return Player(
        "edwin@x.example", "Edwin", ZoneInfo("UTC"), NO_HOLIDAYS, (TRIO,), ledger, WILLING, chance, 0.8
    )


def message(kind: str, *routes: str) -> Message:
    actions = tuple(Action(label=route, route=route) for route in routes)
    return Message(kind=kind, preview="About your meeting", text="What suits?", actions=actions)


def meant(seed: int, kind: str, *routes: str) -> list[str]:
    return [
        one.press.route for one in reads(player(seed), message(kind, *routes), NOW) if one.press is not None
    ]


def question(key: str, *fields: Field) -> Question:
    return Question.model_construct(key=key, fields=fields)


def test_a_trio_asks_about_several_times_now_and_then_and_suggests_one_at_others() -> None:
    chosen = [meant(seed, "nudge.ladder", "book", "poll") for seed in range(40)]
    assert {route for (route,) in chosen} == {"book", "poll"}


def test_a_pair_is_never_asked_about_several() -> None:
    assert {route for seed in range(20) for route in meant(seed, "nudge.ladder", "book")} == {"book"}


@pytest.mark.parametrize("kind", ["service.poll", "nudge.waiting"])
def test_whoever_is_asked_about_several_times_ticks_them(kind: str) -> None:
    assert meant(1, kind, "poll.tick", "poll.none") == ["poll.tick"]


def test_a_standing_time_suits_most_and_not_all() -> None:
    answers = [
        meant(seed, "service.standing-asked", "standing.accept", "standing.decline") for seed in range(40)
    ]
    routes = [route for (route,) in answers]
    assert routes.count("standing.accept") > routes.count("standing.decline") > 0


def test_a_reminder_of_a_single_time_is_answered_as_the_time_itself() -> None:
    answers = [meant(seed, "nudge.waiting", "proposal.accept", "proposal.another") for seed in range(20)]
    assert ["proposal.accept"] in answers


def test_ticks_are_some_of_the_times_there_are() -> None:
    times = tuple(Option(str(hour), f"{hour}:00") for hour in range(9, 14))
    field = Field(name="times", kind=Kind.CHOICES, label="Times", options=times, minimum=0)
    ticked = [fills(player(seed), question("ticks", field), NOW)["times"] for seed in range(20)]
    assert all(set(one) <= {option.value for option in times} for one in ticked if isinstance(one, list))
    assert len({str(one) for one in ticked}) > 1


def test_every_standing_time_they_type_is_understood() -> None:
    for form in RHYTHMS:
        for day in DAYS:
            for hour in HOURS:
                words = form.format(day=day, hour=hour)
                assert understand_rule(words, date(2027, 2, 17)), words
    assert understand_rule(rhythm(Random(1)), date(2027, 2, 17))  # noqa: S311  # as above
