"""The doctor: one sentence about everything that Slack needs, and what to mend."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.slack.scopes import SCOPES
from bot.core.clock import SystemClock, VirtualClock
from tests.adapters.slack.office import Office, open_office
from tests.fakes.slack.records import Grant
from tests.fakes.slack.troubles import Trouble


async def meets_in(office: Office, channel: str) -> None:
    """Let the figures of Spring go to a channel."""
    async with office.house.changing() as unit:
        spring = await unit.cohorts.get("spring")
        plan = spring.plan | {"summary": {"channel": channel}}
        await unit.cohorts.put(spring.model_copy(update={"plan": plan}))


async def to_mend(office: Office) -> list[str]:
    return [sentence for fine, sentence in await office.platform.check() if not fine]


async def test_when_all_is_well_there_is_nothing_to_mend(tmp_path: Path) -> None:
    async with open_office(tmp_path, clock=SystemClock()) as office:
        await meets_in(office, "slack:C1")
        assert [sentence for __, sentence in await office.platform.check()] == [
            "Slack workspace T1: the token works.",
            "Slack workspace T1: it grants every right that is needed.",
            "Slack: this machine's clock agrees with Slack's.",
            (
                "Slack: events come to your public address and /slack/events; Event Subscriptions in the "
                "app's settings must say Verified beside it."
            ),
            "Slack channel of Spring: the bot can post there.",
        ]
        assert await to_mend(office) == []


async def test_rights_that_are_missing_are_named(tmp_path: Path) -> None:
    async with open_office(tmp_path, clock=SystemClock()) as office:
        token = office.slack.token
        office.slack.world.grants[token] = Grant(token, frozenset(SCOPES) - {"im:write", "files:write"}, "T1")
        assert await to_mend(office) == [
            "Slack workspace T1: install the bot again, it lacks files:write, im:write."
        ]


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_clock_that_is_off_is_noticed(tmp_path: Path, minutes: int) -> None:
    now = datetime.now(UTC).timestamp()  # noqa: TID251  # the fake's answers carry the time of this machine
    wrong = VirtualClock(datetime.fromtimestamp(now + 60 * minutes, UTC))
    async with open_office(tmp_path, clock=wrong) as office:
        (sentence,) = await to_mend(office)
        assert sentence.startswith("Slack: this machine's clock is ")
        assert sentence.endswith("seconds off; signatures will fail.")


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("slack:C2", "That channel is not private"),
        ("slack:C404", "I can't see that channel"),
        ("slack:C3", "That channel is archived"),
    ],
)
async def test_a_channel_that_will_not_do_is_said_with_what_helps(
    tmp_path: Path, channel: str, expected: str
) -> None:
    async with open_office(tmp_path, clock=SystemClock()) as office:
        office.slack.adds_channel("C2", "general", private=False)
        office.slack.adds_channel("C3", "old").archived = True
        await meets_in(office, channel)
        (sentence,) = await to_mend(office)
        assert sentence.startswith(f"Slack channel of Spring: {expected}")


async def test_channels_of_other_platforms_are_left_to_those(tmp_path: Path) -> None:
    async with open_office(tmp_path, clock=SystemClock()) as office:
        await meets_in(office, "teams:19:abc@thread.tacv2")
        assert await to_mend(office) == []


async def test_a_token_that_slack_does_not_know_is_said(tmp_path: Path) -> None:
    async with open_office(tmp_path, bot_token="xoxb-wrong") as office:
        assert "Slack does not take SLACK_BOT_TOKEN (invalid_auth)." in await to_mend(office)


async def test_with_installation_by_link_alone_nobody_has_to_have_installed_it_yet(tmp_path: Path) -> None:
    by_link = {"client_id": "10.20", "client_secret": "client-secret", "bot_token": "", "workspaces": "T1"}
    async with open_office(tmp_path, clock=SystemClock(), **by_link) as office:
        findings = await office.platform.check()
        assert all(fine for fine, __ in findings)
        assert "/slack/install" in findings[0][1]


async def test_a_link_that_is_open_to_every_workspace_is_said(tmp_path: Path) -> None:
    by_link = {"client_id": "10.20", "client_secret": "client-secret"}
    async with open_office(tmp_path, clock=SystemClock(), **by_link) as office:
        (said,) = await to_mend(office)
        assert "Name those that you trust in SLACK_WORKSPACES." in said


async def test_a_slack_that_does_not_answer_is_said_and_breaks_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path, clock=SystemClock()) as office:
        office.slack.next("auth.test", Trouble.SERVER_ERROR)
        assert await to_mend(office) == ["Slack workspace T1: the token does not work (unknown)."]


async def test_over_a_socket_there_is_no_address_to_look_at(tmp_path: Path) -> None:
    async with open_office(tmp_path, clock=SystemClock(), app_token="xapp-1-fake") as office:
        assert (True, "Slack: events come over Socket Mode, for trying out.") in await office.platform.check()
