"""Channels: figures with codes go where only those read who may, and whoever can mend it is told how."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.outcomes import ADVICE
from bot.core.delivery import Failed, Gone, Sent, Throttled
from tests.adapters.slack.office import Office, open_office
from tests.fakes.slack.fake import SCOPES
from tests.fakes.slack.records import Grant
from tests.fakes.slack.troubles import Trouble


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        narrow(opened, "T1")
        yield opened
        assert opened.slack.mistakes == []


def narrow(office: Office, team: str) -> None:
    """Let the token of a workspace do what the manifest asks for, and no more."""
    token = office.slack.token_of(team)
    office.slack.world.grants[token] = Grant(token, SCOPES - {"channels:read"}, team)


def gone(reason: str) -> Gone:
    return Gone(reason=reason, advice=ADVICE[reason])


async def test_in_a_private_channel_that_it_is_in_the_bot_posts(office: Office) -> None:
    assert isinstance(await office.posts(), Sent)
    assert len(office.slack.channel("C1").posts) == 1


async def test_it_says_how_to_invite_it_where_it_is_not_in_a_private_channel(office: Office) -> None:
    office.slack.adds_channel("C2", "others", app_is_in=False)
    assert await office.posts("C2") == gone("channel_not_found")
    assert "/invite @Turnabout" in ADVICE["channel_not_found"]


async def test_codes_are_never_posted_where_everybody_reads(office: Office) -> None:
    office.slack.adds_channel("C2", "general", private=False)
    assert await office.posts("C2") == gone("not_private")
    assert office.slack.channel("C2").posts == []


async def test_with_every_right_the_bot_posts_no_codes_in_public_either(office: Office) -> None:
    token = office.slack.token
    office.slack.world.grants[token] = Grant(token, SCOPES, "T1")
    office.slack.adds_channel("C2", "general", private=False)
    assert await office.posts("C2") == gone("not_private")


async def test_totals_for_everybody_may_be_posted_where_everybody_reads(office: Office) -> None:
    await office.is_for_all()
    office.slack.adds_channel("C2", "general", private=False)
    assert isinstance(await office.posts("C2"), Sent)


async def test_totals_for_everybody_need_the_bot_in_the_channel_all_the_same(office: Office) -> None:
    await office.is_for_all()
    office.slack.adds_channel("C2", "general", private=False, app_is_in=False)
    assert await office.posts("C2") == gone("not_in_channel")


async def test_an_archived_channel_is_told_of(office: Office) -> None:
    office.slack.channel("C1").archived = True
    assert await office.posts() == gone("is_archived")


async def test_a_channel_that_there_is_not_is_told_of(office: Office) -> None:
    assert await office.posts("C404") == gone("channel_not_found")


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [(Trouble.THROTTLE, Throttled), (Trouble.SERVER_ERROR, Failed), (Trouble.DROP, Failed)],
)
async def test_a_channel_that_cannot_be_looked_at_just_now_is_tried_later(
    office: Office, trouble: Trouble, expected: type
) -> None:
    office.slack.next("conversations.info", trouble, times=2)
    assert isinstance(await office.posts(), expected)
    assert office.slack.channel("C1").posts == []


async def test_a_channel_is_looked_at_before_every_post(office: Office) -> None:
    await office.posts(key="first")
    office.slack.world.workspaces["T1"].channels["C1"].members.discard("UBOTT1")
    assert await office.posts(key="second") == gone("channel_not_found")
