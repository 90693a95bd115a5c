"""Installation by link: one way there and one way back, once, in the same browser, and kept sealed."""

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from re import search
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession

from adapters.slack.scopes import SCOPES
from bot.core.delivery import Sent
from bot.core.events import Actor, Departed, Joined
from tests.adapters.slack.office import AMARA, Office, open_office
from tests.fakes.slack.records import Standing
from tests.fakes.slack.troubles import Trouble

BY_LINK = {"client_id": "10.20", "client_secret": "client-secret", "bot_token": ""}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path, **BY_LINK) as opened:
        opened.slack.world.grants.clear()
        yield opened
        assert opened.slack.mistakes == []


async def leads_to(browser: ClientSession) -> str:
    """Open our page and return where its button leads."""
    async with browser.get("/slack/install") as answer:
        assert answer.status == 200
        found = search(r'class="button" href="([^"]+)"', await answer.text())
    assert found is not None
    return unescape(found[1])


async def comes_back(browser: ClientSession, to: str) -> tuple[int, str]:
    """Let Slack send the browser back, and return what stands there."""
    async with browser.get(f"/slack/oauth_redirect?{urlsplit(to).query}") as answer:
        return answer.status, await answer.text()


async def install(office: Office, team: str = "T1", **where: str) -> tuple[int, str]:
    async with office.browser() as browser:
        agreed = office.slack.admin.agrees(await leads_to(browser), by="U9", **(where or {"team": team}))
        return await comes_back(browser, agreed)


async def away(office: Office) -> bool:
    async with office.house.store.reading() as unit:
        return (await unit.people.get("amara")).unreachable_since is not None


async def test_the_button_asks_for_what_the_bot_needs_and_nothing_else(office: Office) -> None:
    async with office.browser() as browser:
        address = urlsplit(await leads_to(browser))
    asked = parse_qs(address.query)
    assert (address.netloc, address.path) == ("slack.com", "/oauth/v2/authorize")
    assert asked["scope"][0].split(",") == list(SCOPES)
    assert "user_scope" not in asked


async def test_after_it_the_bot_works_there(office: Office) -> None:
    status, page = await install(office)
    assert (status, "Turnabout is in Trust" in page) == (200, True)
    assert isinstance(await office.sends(), Sent)
    await office.amara.types("status")
    await office.settled()
    assert "My programme" in office.amara.last.words


async def test_the_token_lies_sealed_in_the_database(office: Office) -> None:
    await install(office)
    assert office.slack.token_of("T1") not in "\n".join(office.house.rows())


async def test_a_way_back_is_open_once(office: Office) -> None:
    async with office.browser() as browser:
        address = await leads_to(browser)
        first = office.slack.admin.agrees(address, by="U9", team="T1")
        again = office.slack.admin.agrees(address, by="U9", team="T1")
        assert (await comes_back(browser, first))[0] == 200
        assert (await comes_back(browser, again))[0] == 400


async def test_a_way_back_leads_nowhere_in_another_browser(office: Office) -> None:
    async with office.browser() as mine, office.browser() as another:
        agreed = office.slack.admin.agrees(await leads_to(mine), by="U9", team="T1")
        assert (await comes_back(another, agreed))[0] == 400
    assert await office.platform.find("amara@trust.example") is None


@pytest.mark.parametrize("query", ["", "?code=x", "?state=made-up&code=x", "?state=%ff&code=x", "?error=x"])
async def test_whoever_did_not_begin_here_is_sent_to_the_beginning(office: Office, query: str) -> None:
    async with office.browser() as browser, browser.get(f"/slack/oauth_redirect{query}") as answer:
        assert answer.status == 400
        assert "Begin anew" in await answer.text()


async def test_somebody_who_changed_their_mind_is_told_that_nothing_happened(office: Office) -> None:
    async with office.browser() as browser:
        declined = office.slack.admin.declines(await leads_to(browser))
        status, page = await comes_back(browser, declined)
    assert (status, "Nothing was installed" in page) == (200, True)


async def test_a_workspace_that_is_not_on_the_list_is_not_served(tmp_path: Path) -> None:
    async with open_office(tmp_path, workspaces="T2,E7", **BY_LINK) as office:
        office.slack.world.grants.clear()
        status, page = await install(office)
        assert (status, "certain workspaces only" in page) == (403, True)
        (grant,) = [one for one in office.slack.world.grants.values() if one.team == "T1"]
        assert grant.standing is Standing.REVOKED


async def test_an_organisation_on_the_list_may_install_in_each_of_its_workspaces(tmp_path: Path) -> None:
    async with open_office(tmp_path, workspaces="E7", **BY_LINK) as office:
        office.slack.adds_workspace("T7", "Ward seven", enterprise="E7", installed=False)
        assert (await install(office, "T7"))[0] == 200


async def test_installed_in_a_whole_organisation_people_are_found_there_once(office: Office) -> None:
    office.slack.adds_workspace("T7", "Ward seven", enterprise="E7", installed=False)
    office.slack.adds_person("W1", "Brendan Ives", "brendan@trust.example", team="T7")
    assert (await install(office, enterprise="E7"))[0] == 200
    found = await office.platform.find("brendan@trust.example")
    assert found is not None
    assert found.actor == Actor(platform="slack", workspace="E7", user="W1")
    assert isinstance(await office.sends(to=found.actor), Sent)


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.DROP, "invalid_code"])
async def test_a_slack_that_does_not_finish_it_leaves_nothing_behind(office: Office, trouble: str) -> None:
    office.slack.next("oauth.v2.access", trouble)
    status, page = await install(office)
    assert (status, "Nothing was installed" in page) == (502, True)


async def test_nobody_can_fill_the_house_with_ways_back(office: Office) -> None:
    async with office.browser() as browser:
        statuses = []
        for _number in range(31):
            async with browser.get("/slack/install") as answer:
                statuses.append(answer.status)
    assert statuses == [*[200] * 30, 429]


async def test_a_plain_channel_is_that_of_the_workspace_that_knows_it(office: Office) -> None:
    office.slack.adds_workspace("T2", "Second", installed=False)
    office.slack.adds_channel("C2", "coordinators", team="T2")
    for team in ("T1", "T2"):
        await install(office, team)
    assert isinstance(await office.posts("C2"), Sent)
    assert isinstance(await office.posts("T2/C2", key="named"), Sent)
    assert len(office.slack.channel("C2").posts) == 2


async def test_a_workspace_that_takes_the_bot_away_is_forgotten_and_its_people_are_out_of_reach(
    office: Office,
) -> None:
    await install(office)
    await office.amara.types("status")
    await office.slack.admin.uninstalls("T1")
    await office.settled()
    assert [event.actor for event in office.heard_of(Departed)] == [AMARA]
    assert await away(office)
    assert await office.platform.find("amara@trust.example") is None


async def test_a_workspace_that_installs_it_anew_has_its_people_back(office: Office) -> None:
    await install(office)
    await office.amara.types("status")
    await office.slack.admin.uninstalls("T1")
    await office.settled()
    await install(office)
    assert [event.actor for event in office.heard_of(Joined)] == [AMARA]
    assert not await away(office)
    assert isinstance(await office.sends(), Sent)


async def test_word_of_an_end_that_comes_after_a_new_beginning_ends_nothing(office: Office) -> None:
    await install(office)
    await office.slack.admin.sends("T1", {"type": "tokens_revoked", "tokens": {"bot": ["UBOTT1"]}})
    await office.settled()
    assert office.heard_of(Departed) == []
    assert isinstance(await office.sends(), Sent)


async def test_a_token_found_dead_while_sending_ends_the_workspace(office: Office) -> None:
    await install(office)
    await office.amara.types("status")
    office.slack.admin.deactivates("T1")
    await office.sends()
    await office.settled()
    assert await away(office)
    async with office.house.store.reading() as unit:
        assert await unit.shelf.every("installation", "slack") == []


async def test_without_a_client_id_there_is_no_page_to_install_from(tmp_path: Path) -> None:
    async with (
        open_office(tmp_path) as office,
        office.browser() as browser,
        browser.get("/slack/install") as answer,
    ):
        assert answer.status == 404
