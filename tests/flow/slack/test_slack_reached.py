"""Home on the way, letters whose answer got lost, rights that are used, and a way back in time."""

from html import unescape
from pathlib import Path
from re import search
from urllib.parse import urlsplit

from aiohttp import ClientSession, CookieJar

from adapters.slack.scopes import SCOPES
from tests.fakes.slack.troubles import Trouble
from tests.fakes.slack.web import METHODS
from tests.flow.slack.hands import Hands
from tests.flow.slack.journeys import NEXT_WEEK, WORKING_MORNING, find_a_time, is_welcomed, meet
from tests.flow.slack.trust import Trust, open_trust


async def read_home(trust: Trust, who: Hands) -> str:
    """Open Home and read it, whatever stands out in it."""
    await who.person.opens_home()
    await trust.settled()
    return " ".join(who.person.home.words.split())


async def test_home_follows_what_people_do(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    assert "Next: nothing is in the diary yet." in await read_home(trust, trust.ada)
    await find_a_time(trust)
    assert "Next: Tuesday 5 January 2027, 14:30" in await read_home(trust, trust.ada)
    assert "Next: Tuesday 5 January 2027, 14:30" in await read_home(trust, trust.bo)


async def test_a_coordinators_home_has_codes_and_on_a_press_names_for_them_alone(trust: Trust) -> None:
    await trust.until(WORKING_MORNING)
    words = await read_home(trust, trust.gus)
    assert "R01" in words
    assert not any(name in words for name in ("Ada", "Bo Marsh"))
    await trust.gus.presses("Show who could use a hand", trust.gus.person.home)
    assert trust.gus.window.title == "For you alone"


async def test_a_letter_whose_answer_got_lost_arrives_once(trust: Trust) -> None:
    trust.slack.next("chat.postMessage", Trouble.DROP_AFTER_ACCEPT, times=2)
    await trust.until(WORKING_MORNING)
    for who in (trust.ada, trust.bo):
        assert [post.text for post in who.posts] == ["Welcome to your programme"]


async def test_a_letter_that_got_lost_on_its_way_is_sent_again(trust: Trust) -> None:
    trust.slack.next("chat.postMessage", Trouble.DROP, times=2)
    await trust.until(WORKING_MORNING)
    for who in (trust.ada, trust.bo):
        assert [post.text for post in who.posts] == ["Welcome to your programme"]


async def test_a_summary_that_cannot_be_posted_is_told_of_with_what_helps(trust: Trust) -> None:
    trust.slack.channel("C1").members.discard("UBOTT1")
    await trust.until(NEXT_WEEK)
    assert trust.slack.channel("C1").posts == []
    assert "/invite @Turnabout" in trust.gus.last.words


async def test_the_rights_it_asks_for_are_those_it_needs(tmp_path: Path) -> None:
    """Everything is done that needs a right, by a token that has what the manifest asks for and no more."""
    async with open_trust(tmp_path, scopes=SCOPES) as trust:
        trust.slack.next("chat.postMessage", Trouble.DROP_AFTER_ACCEPT)
        await meet(trust)
        await trust.until(NEXT_WEEK)
        await trust.ada.commands("help")
        used = {scope for call in trust.slack.calls for scope in METHODS[call.method].scopes}
        assert "missing_scope" not in [call.error for call in trust.slack.calls]
        assert (used & set(SCOPES)) | {"commands"} == set(SCOPES)


async def test_a_way_back_closes_after_ten_minutes(tmp_path: Path) -> None:
    async with open_trust(tmp_path, client_id="10.20", client_secret="client-secret") as trust:
        jar, base = CookieJar(unsafe=True), trust.slack.app_url.removesuffix("/slack/events")
        async with ClientSession(base, cookie_jar=jar) as browser:
            async with browser.get("/slack/install") as page:
                found = search(r'class="button" href="([^"]+)"', await page.text())
            assert found is not None
            back = trust.slack.admin.agrees(unescape(found[1]), by="U9", team="T1")
            trust.slack.passes(601)
            async with browser.get(f"/slack/oauth_redirect?{urlsplit(back).query}") as answer:
                assert answer.status == 400
