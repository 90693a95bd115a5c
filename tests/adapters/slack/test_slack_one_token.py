"""One workspace by the token of the settings: asked once whose it is, and never again."""

from pathlib import Path

from adapters.slack.installations import Installation
from bot.core.delivery import Failed, Sent
from bot.core.events import Departed, Joined
from tests.adapters.slack.office import AMARA, Office, open_office
from tests.fakes.slack.records import Standing


def asked(office: Office) -> int:
    return [call.method for call in office.slack.calls].count("auth.test")


async def test_whose_token_it_is_is_asked_once_and_not_with_every_request(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        for words in ("help", "status", "book"):
            await office.amara.types(words)
        await office.sends()
        await office.platform.find("amara@trust.example")
        assert asked(office) == 1


async def test_a_slack_that_is_down_at_the_start_keeps_nobody_from_working(tmp_path: Path) -> None:
    async with open_office(tmp_path, api_url="http://127.0.0.1:9/api/") as office:
        assert office.platform.messenger is not None
        assert await office.platform.find("amara@trust.example") is None


async def test_a_post_waits_while_nobody_knows_whose_token_it_is(tmp_path: Path) -> None:
    async with open_office(tmp_path, api_url="http://127.0.0.1:9/api/") as office:
        assert isinstance(await office.posts(), Failed)


async def test_a_token_of_the_settings_and_installations_by_link_go_together(tmp_path: Path) -> None:
    by_link = {"client_id": "10.20", "client_secret": "client-secret"}
    async with open_office(tmp_path, **by_link) as office:
        office.slack.adds_workspace("T2", "Second")
        office.slack.adds_person("U2", "Brendan Ives", "brendan@trust.example", team="T2")
        token = office.slack.token_of("T2")
        await office.platform._workspaces.begin(Installation(workspace="T2", token=token, team="T2"))
        found = await office.platform.find("brendan@trust.example")
        assert found is not None
        assert isinstance(await office.sends(to=found.actor, key="there"), Sent)
        assert isinstance(await office.sends(key="here"), Sent)


async def test_the_end_of_the_only_workspace_is_noted_and_a_new_token_ends_that(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.amara.types("status")
        await office.slack.admin.uninstalls("T1")
        await office.settled()
        assert [event.actor for event in office.heard_of(Departed)] == [AMARA]
    async with open_office(tmp_path) as office:
        assert [event.actor for event in office.heard_of(Joined)] == [AMARA]
        assert isinstance(await office.sends(), Sent)


async def test_word_of_other_workspaces_ends_nothing_here(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.amara.types("status")
        await office.platform._workspaces.look_after("T9")
        assert office.heard_of(Departed) == []


async def test_a_token_that_is_no_token_any_more_is_said_by_the_doctor(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        office.slack.world.stand(office.slack.token, Standing.REVOKED)
        assert (False, "Slack workspace T1: the token does not work (token_revoked).") in (
            await office.platform.check()
        )
