"""Thirty letters while a platform is in trouble: none is lost, no nudge doubled, and no platform hurried."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core import courier
from tests.fakes.slack.troubles import Trouble
from tests.fakes.teams.keys import Mood
from tests.fakes.teams.troubles import Refusal, drops, hangs, refused, throttled
from tests.fakes.teams.troubles import Trouble as TeamsTrouble
from tests.flow.platforms.estate import BOTH, SLACK, TEAMS, Estate
from tests.flow.platforms.mail_round import EACH, TEN, MailRound, is_nudge, open_round

SEVEN = 7
"""How many calls of the thirty meet a trouble."""


@dataclass(frozen=True)
class Case:
    """A trouble on one platform. After one that is `doubtful` the bot can't know whether a letter arrived."""

    name: str
    platform: str
    begins: Callable[[Estate], None]
    ends: Callable[[Estate], None] = lambda _: None
    doubtful: bool = False

    def __str__(self) -> str:
        return f"{self.platform}: {self.name}"


def on_slack(trouble: Trouble | str, method: str = "chat.postMessage", *, doubtful: bool = False) -> Case:
    name = f"{method} {trouble}"
    return Case(
        name, SLACK, lambda estate: estate.slack.next(method, trouble, times=SEVEN), doubtful=doubtful
    )


def on_teams(name: str, trouble: TeamsTrouble, call: str = "send", *, doubtful: bool = False) -> Case:
    return Case(
        f"{call} {name}",
        TEAMS,
        lambda estate: estate.teams.next(call, trouble, times=SEVEN),
        doubtful=doubtful,
    )


def the_token_office(mood: Mood) -> Case:
    def falls_ill(estate: Estate) -> None:
        estate.teams.tokens.revoke()
        estate.teams.tokens.mood = mood

    def is_well(estate: Estate) -> None:
        estate.teams.tokens.mood = Mood.WELL

    return Case(f"the office of tokens is {mood.value}", TEAMS, falls_ill, is_well)


TROUBLES = (
    on_slack(Trouble.THROTTLE),
    on_slack(Trouble.SERVER_ERROR),
    on_slack(Trouble.SERVER_ERROR_AFTER),
    on_slack(Trouble.DROP),
    on_slack(Trouble.DROP_AFTER_ACCEPT),
    on_slack(Trouble.GARBAGE_AFTER),
    on_slack("invalid_auth"),
    on_slack(Trouble.THROTTLE, "conversations.open"),
    on_teams("asks for patience", throttled(9)),
    on_teams("asks for patience without a time", throttled()),
    on_teams("bad gateway", refused(Refusal.BAD_GATEWAY).without_a_body(), doubtful=True),
    on_teams("breaks after accepting", refused(Refusal.BROKEN).after_accepting(), doubtful=True),
    on_teams("hangs up", drops(), doubtful=True),
    on_teams("hangs up after accepting", drops().after_accepting(), doubtful=True),
    on_teams("asks for patience", throttled(9), "create"),
    the_token_office(Mood.BROKEN),
    the_token_office(Mood.DOWN),
)


@pytest.mark.parametrize("case", TROUBLES, ids=str)
async def test_thirty_letters_come_through_a_trouble(tmp_path: Path, case: Case) -> None:
    async with open_round(tmp_path, case.platform) as mails:
        await mails.is_written()
        case.begins(mails.estate)
        await mails.estate.settled()
        await mails.estate.passes(seconds=2)
        case.ends(mails.estate)
        await mails.estate.passes(hours=2)
        await all_is_well(mails, doubtful=case.doubtful)


async def all_is_well(mails: MailRound, *, doubtful: bool) -> None:
    """Check that nothing is lost, nothing stands in a wrong order, and no nudge stands there twice."""
    parked = await mails.estate.parked()
    lost_nudges = 0
    for reader in TEN:
        arrived = mails.arrived(reader)
        times = Counter(mail.number for mail in arrived)
        first = list(dict.fromkeys(mail.number for mail in arrived))
        assert first == sorted(first), f"{reader} got {arrived}"
        assert all(times[mail.number] == 1 for mail in arrived if mail.is_nudge or not doubtful)
        assert max(times.values()) <= 2
        missing = set(range(EACH)) - set(times)
        assert all(is_nudge(reader, number) for number in missing), "only a nudge may be missing"
        lost_nudges += len(missing)
    assert await mails.estate.waiting() == 0
    if not doubtful:
        assert (lost_nudges, parked) == (0, {})
    assert lost_nudges <= parked.get(courier.UNCONFIRMED, 0), "what may be missing is written down"


@pytest.mark.parametrize("platform", BOTH)
async def test_calls_that_are_never_answered_hold_nobody_up_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(courier, "TIME_LIMIT", 0.4)
    async with open_round(tmp_path, platform) as mails:
        await mails.is_written()
        mails.estate.slack.next("chat.postMessage", Trouble.HANG_AFTER_ACCEPT, times=2)
        mails.estate.teams.next("send", hangs(), times=2)
        await mails.estate.settled()
        await mails.estate.passes(hours=2)
        await all_is_well(mails, doubtful=platform == TEAMS)


async def test_a_workspace_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    async with open_round(tmp_path, SLACK) as mails:
        await mails.is_written()
        mails.estate.slack.next("chat.postMessage", Trouble.THROTTLE, retry_after=30)
        await mails.estate.service.worker.make_round()
        tried = mails.tries
        await mails.estate.passes(seconds=29)
        assert mails.tries == tried
        await mails.estate.passes(minutes=2)
        await all_is_well(mails, doubtful=False)


async def test_a_conversation_that_asks_for_patience_gets_it_and_the_others_go_on(tmp_path: Path) -> None:
    async with open_round(tmp_path, TEAMS) as mails:
        await mails.is_written()
        asked = mails.estate.teams.people[TEN[0]].place.id
        mails.estate.teams.next("send", throttled(30), to=asked)
        await mails.estate.settled()
        await mails.estate.passes(seconds=29)
        assert [call.conversation for call in mails.estate.teams.calls if call.name == "send"].count(
            asked
        ) == 1
        assert all(len(mails.arrived(reader)) == EACH for reader in TEN[1:])
        await mails.estate.passes(minutes=2)
        await all_is_well(mails, doubtful=False)


@pytest.mark.parametrize("platform", BOTH)
async def test_a_platform_that_is_down_for_an_hour_loses_nothing(tmp_path: Path, platform: str) -> None:
    async with open_round(tmp_path, platform) as mails:
        await mails.is_written()
        mails.estate.slack.next("chat.postMessage", "invalid_auth", times=60)
        mails.estate.teams.next("create", refused(Refusal.UNAVAILABLE), times=60)
        await mails.estate.dozes(minutes=60)
        await mails.estate.passes(hours=2)
        assert all(len(set(mails.arrived(reader))) == EACH for reader in TEN)
        assert (await mails.estate.waiting(), await mails.estate.parked()) == (0, {})
