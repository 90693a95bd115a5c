"""Calls to Teams and what became of them: one connection, one try, and every trouble by its name."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.teams import activities
from adapters.teams.sdk import AT_ONCE, Connectors, Member
from adapters.teams.tokens import Tokens
from bot.core.delivery import Failed, Gone, Sent, Throttled, Uncertain
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.keys import Mood
from tests.fakes.teams.troubles import Refusal, Trouble, drops, hangs, refused, speaks, throttled
from tests.fakes.teams.world import TENANT

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Hello"}]}
PATIENCE = 20.0
HELLO = activities.with_card(CARD, "Hello", TENANT)


@dataclass
class Line:
    """Connectors, and Ada at the other end."""

    teams: FakeTeams
    connectors: Connectors

    @property
    def chat(self) -> str:
        return self.teams.people["ada"].place.id

    async def post(self) -> object:
        return await self.connectors.post(self.teams.service_url, self.chat, HELLO)

    def meets(self, call: str, trouble: Trouble) -> None:
        """Let the next call meet this trouble; only what hangs is given up soon."""
        self.teams.next(call, trouble)
        if trouble.hangs:
            self.connectors._time_limit = 0.4

    async def update(self, name: str) -> object:
        return await self.connectors.update(self.teams.service_url, self.chat, name, HELLO)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with FakeTeams() as teams:
        teams.add_person("ada", installed=True)
        connectors = Connectors(Tokens(teams.tokens.fetch), time_limit=PATIENCE)
        yield Line(teams, connectors)
        await connectors.close()


async def test_a_card_arrives_with_its_preview_and_is_named(line: Line) -> None:
    sent = await line.post()
    [seen] = line.teams.chat_of("ada")
    assert sent == Sent(name=seen.id)
    assert (seen.preview, seen.words) == ("Hello", "Hello")


async def test_a_message_is_changed_and_taken_away(line: Line) -> None:
    sent = await line.post()
    assert isinstance(sent, Sent)
    other = activities.with_words("Good bye", TENANT)
    where = (line.teams.service_url, line.chat, sent.name)
    assert await line.connectors.update(*where, other) == sent
    assert line.teams.chat_of("ada")[0].text == "Good bye"
    assert await line.connectors.delete(*where) == sent
    assert line.teams.chat_of("ada") == []


async def test_a_mention_keeps_whom_it_mentions(line: Line) -> None:
    ada = line.teams.people["ada"].account
    mention = {"type": "mention", "text": "<at>Ada</at>", "mentioned": {"id": ada.mri, "name": "Ada"}}
    written = activities.with_words("Ada", TENANT) | {
        "text": "<at>Ada</at>, please look",
        "entities": [mention],
    }
    await line.connectors.post(line.teams.service_url, line.chat, written)
    [entity] = line.teams.chat_of("ada")[0].posted.activity["entities"]
    assert (entity["text"], entity["mentioned"]["id"]) == ("<at>Ada</at>", ada.mri)


async def test_many_messages_share_few_connections_and_one_token(line: Line) -> None:
    assert all(isinstance(one, Sent) for one in await asyncio.gather(*(line.post() for _ in range(40))))
    assert line.teams.connections <= AT_ONCE
    assert (line.teams.tokens.fetched, line.teams.strangers) == (1, 0)


TROUBLES = [
    (throttled(7), Throttled(seconds=7, everywhere=False)),
    (throttled(), Throttled(seconds=5, everywhere=False)),
    (throttled("soon"), Throttled(seconds=5, everywhere=False)),
    (refused(Refusal.PRECONDITION_FAILED), Throttled(seconds=1, everywhere=False)),
    (refused(Refusal.BLOCKED_BY_USER), Gone(reason="ConversationBlockedByUser")),
    (refused(Refusal.NOT_IN_ROSTER), Gone(reason="BotNotInConversationRoster")),
    (refused(Refusal.WRITES_BLOCKED), Gone(reason="MessageWritesBlocked")),
    (refused(Refusal.NO_CONVERSATION), Gone(reason="ConversationNotFound")),
    (refused(Refusal.NOT_INSTALLED).without_a_body(), Gone(reason="403")),
    (refused(Refusal.TOO_BIG), Failed(reason="MessageSizeTooBig")),
    (refused(Refusal.BROKEN), Uncertain(reason="ServiceError")),
    (refused(Refusal.BAD_GATEWAY).without_a_body(), Uncertain(reason="502")),
    (refused(Refusal.UNAVAILABLE).after_accepting(), Uncertain(reason="ServiceError")),
    (hangs(), Uncertain(reason="no answer in time")),
]


@pytest.mark.parametrize(("trouble", "outcome"), TROUBLES)
async def test_every_trouble_has_its_outcome_and_nothing_is_tried_twice(
    line: Line, trouble: Trouble, outcome: object
) -> None:
    line.meets("send", trouble)
    assert await line.post() == outcome
    assert len(line.teams.calls) == 1


@pytest.mark.parametrize("trouble", [drops(), drops().after_accepting()])
async def test_a_line_that_breaks_leaves_open_whether_it_was_sent(line: Line, trouble: Trouble) -> None:
    line.meets("send", trouble)
    assert isinstance(await line.post(), Uncertain)
    assert len(line.teams.calls) == 1


NONSENSE = ["<html>Please sign in</html>", "null", "[1, 2]", '"x"', "{"]


@pytest.mark.parametrize("words", NONSENSE)
async def test_an_answer_that_makes_no_sense_leaves_open_whether_it_was_sent(line: Line, words: str) -> None:
    line.meets("send", speaks(words))
    assert await line.post() == Uncertain(reason="answer not understood")


@pytest.mark.parametrize("words", [*NONSENSE, "{}"])
async def test_a_chat_that_is_not_named_is_not_opened(line: Line, words: str) -> None:
    line.meets("create", speaks(words))
    about = activities.new_chat("28:bot", line.teams.people["ada"].account.object_id, TENANT)
    opened = await line.connectors.open_chat(line.teams.service_url, about)
    assert opened == Failed(reason="answer not understood")


@pytest.mark.parametrize("words", NONSENSE)
async def test_a_roster_that_makes_no_sense_harms_nobody(line: Line, words: str) -> None:
    line.meets("member", speaks(words))
    found = await line.connectors.member(line.teams.service_url, line.chat, "29:ada")
    assert found == Failed(reason="answer not understood")


async def test_a_service_that_can_not_be_reached_has_got_nothing(line: Line) -> None:
    outcome = await line.connectors.post("http://127.0.0.1:9/", line.chat, HELLO)
    assert isinstance(outcome, Failed)


@pytest.mark.parametrize("trouble", [refused(Refusal.BAD_GATEWAY), drops(), hangs()])
async def test_a_change_may_be_made_twice_so_its_doubts_are_failures(line: Line, trouble: Trouble) -> None:
    sent = await line.post()
    assert isinstance(sent, Sent)
    line.meets("update", trouble)
    assert isinstance(await line.update(sent.name), Failed)


async def test_a_token_that_is_not_believed_is_replaced_for_the_next_call(line: Line) -> None:
    await line.post()
    line.teams.tokens.revoke()
    assert isinstance(await line.post(), Failed)
    assert isinstance(await line.post(), Sent)
    assert line.teams.tokens.fetched == 2


async def test_without_a_token_nothing_is_sent(line: Line) -> None:
    line.teams.tokens.mood = Mood.BROKEN
    assert await line.post() == Failed(reason="no token invalid_client")
    assert line.teams.calls == []


async def test_somebody_is_looked_up_in_their_chat(line: Line) -> None:
    ada = line.teams.people["ada"].account
    found = await line.connectors.member(line.teams.service_url, line.chat, ada.mri)
    assert isinstance(found, Member)
    assert (found.email, found.principal, found.name) == (ada.email, ada.email, "Ada")


async def test_a_chat_is_opened_by_what_entra_id_calls_somebody(line: Line) -> None:
    bot, ada = f"28:{line.teams.app_id}", line.teams.people["ada"].account
    about = activities.new_chat(bot, ada.object_id, TENANT)
    assert await line.connectors.open_chat(line.teams.service_url, about) == Sent(name=line.chat)


async def test_a_chat_with_somebody_who_lacks_the_app_is_refused(line: Line) -> None:
    eve = line.teams.add_person("eve").account
    about = activities.new_chat(f"28:{line.teams.app_id}", eve.object_id, TENANT)
    assert isinstance(await line.connectors.open_chat(line.teams.service_url, about), Gone)
