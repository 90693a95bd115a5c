"""Letters on their way to Teams: to people, to channels, and what becomes of each."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.teams.advice import CODES, TO_A_CHANNEL, TO_A_PERSON, Why, gone
from adapters.teams.chats import WORLDWIDE
from adapters.teams.letters import HEAVIEST_MESSAGE, letters
from adapters.teams.platform import _beginning
from adapters.teams.rates import Rates
from adapters.teams.settings import TeamsSettings
from bot.core.delivery import Failed, Gone, Sent, Throttled, Uncertain
from bot.core.messages import Message
from tests.adapters.teams.post_room import NOTE, WITH_ENTRY, WORDS, PostRoom, open_post_room, posted
from tests.fakes.teams.troubles import Refusal, drops, hangs, refused, throttled


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with open_post_room(tmp_path) as opened:
        yield opened


async def installed(room: PostRoom, key: str = "ada") -> PostRoom:
    await room.invite(key)
    await room.world.people[key].installs()
    await room.teams.settled()
    return room


# ---------------------------------------------------------------- where it goes


async def test_a_letter_stands_in_the_chat_of_whoever_it_is_for(room: PostRoom) -> None:
    await installed(room)
    outcome = await room.send("ada")
    ada = room.world.people["ada"]
    assert outcome == Sent(name=ada.last.id)
    assert WORDS in ada.last.words


async def test_the_notification_of_a_letter_shows_its_neutral_preview_alone(room: PostRoom) -> None:
    await installed(room)
    await room.send("ada")
    activity = room.world.people["ada"].last.posted.activity
    assert activity["summary"] == NOTE.preview
    assert activity.get("text") is None
    assert activity["channelData"]["notification"] == {"alert": True}


async def test_somebody_without_a_chat_is_written_to_by_what_entra_id_calls_them(room: PostRoom) -> None:
    await installed(room, "bo")
    room.world.people["ada"].account.installed = True
    assert isinstance(await room.send("ada"), Sent)
    assert WORDS in room.world.people["ada"].last.words


async def test_a_chat_is_opened_once_and_then_remembered(room: PostRoom) -> None:
    await installed(room, "bo")
    room.world.people["ada"].account.installed = True
    await room.send("ada")
    await room.send("ada")
    assert room.calls("create") == 1
    assert len(room.world.people["ada"].chat) == 2


async def test_somebody_who_has_not_added_the_app_can_not_be_reached_and_there_is_advice(
    room: PostRoom,
) -> None:
    await installed(room, "bo")
    assert await room.send("ada") == Gone(reason="not installed", advice=TO_A_PERSON[Why.NOT_INSTALLED])


async def test_whoever_removed_the_app_is_left_in_peace(room: PostRoom) -> None:
    await installed(room)
    await room.world.people["ada"].uninstalls()
    before = len(room.world.calls)
    assert (await room.send("ada")) == Gone(reason="not installed", advice=TO_A_PERSON[Why.NOT_INSTALLED])
    assert len(room.world.calls) == before


async def test_while_nobody_at_all_has_the_app_nothing_is_called(room: PostRoom) -> None:
    assert isinstance(await room.send("ada"), Gone)
    assert isinstance(await room.post("19:nowhere@thread.tacv2"), Gone)
    assert room.world.calls == []


def test_before_anybody_was_heard_of_letters_begin_where_the_service_is_for_everybody() -> None:
    place = _beginning(
        TeamsSettings(MicrosoftAppId="bot", MicrosoftAppPassword="s", MicrosoftAppTenantId="t")
    )
    assert place is not None
    assert (place.service_url, place.bot_id, place.tenant) == (WORLDWIDE, "28:bot", "t")


def test_a_bot_on_trial_calls_nobody_out_there() -> None:
    assert _beginning(TeamsSettings(TURNABOUT_INSECURE_LOCAL=True)) is None


async def test_a_post_stands_in_its_channel_and_rings_nobody(room: PostRoom) -> None:
    team = room.world.add_team("Ward 7", "ada", channels=("Programme",))
    await room.world.people["ada"].adds_to(team, "Programme")
    await room.teams.settled()
    assert isinstance(await room.post(team.channels["Programme"].id), Sent)
    [seen] = room.world.channel(team.channels["Programme"].id)
    assert WORDS in seen.words
    assert "notification" not in seen.posted.activity["channelData"]
    assert "entities" not in seen.posted.activity


async def test_a_post_reaches_another_channel_than_the_one_the_app_was_added_by(room: PostRoom) -> None:
    team = room.world.add_team("Ward 7", "ada", channels=("Programme",))
    await room.world.people["ada"].adds_to(team, "General")
    assert isinstance(await room.post(team.channels["Programme"].id), Sent)


async def test_a_channel_without_the_app_says_where_to_add_it(room: PostRoom) -> None:
    await installed(room)
    team = room.world.add_team("Ward 7", "ada")
    outcome = await room.post(team.id)
    assert outcome == Gone(reason="not installed", advice=TO_A_CHANNEL[Why.NOT_INSTALLED])


async def test_a_channel_that_does_not_exist_says_so(room: PostRoom) -> None:
    await installed(room)
    outcome = await room.post("19:nowhere@thread.tacv2")
    assert outcome == Gone(reason="not found", advice=TO_A_CHANNEL[Why.NOT_FOUND])


async def test_a_post_brings_no_file_along(room: PostRoom) -> None:
    team = room.world.add_team("Ward 7", "ada")
    await room.world.people["ada"].adds_to(team)
    await room.post(team.id, WITH_ENTRY)
    [seen] = room.world.channel(team.id)
    assert "Add to calendar" not in seen.buttons


async def test_the_file_of_a_letter_is_behind_a_button(room: PostRoom) -> None:
    await installed(room)
    await room.send("ada", WITH_ENTRY)
    button = room.world.people["ada"].last.button("Add to calendar")
    assert button["type"] == "Action.OpenUrl"
    assert button["url"].startswith("https://bot.example/teams/files/")


async def test_without_a_public_address_the_words_go_out_alone(tmp_path: Path) -> None:
    async with open_post_room(tmp_path, public_url="") as room:
        await installed(room)
        assert isinstance(await room.send("ada", WITH_ENTRY), Sent)
        assert room.world.people["ada"].last.buttons == []


# ---------------------------------------------------------------- what becomes of it


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (Refusal.BLOCKED_BY_USER, Why.BLOCKED),
        (Refusal.WRITES_BLOCKED, Why.BLOCKED),
        (Refusal.DISABLED_BY_ADMIN, Why.SWITCHED_OFF),
        (Refusal.NOT_IN_ROSTER, Why.NOT_INSTALLED),
        (Refusal.NOT_INSTALLED, Why.NOT_INSTALLED),
        (Refusal.NOT_ENOUGH_PERMISSIONS, Why.NOT_ALLOWED),
    ],
)
async def test_a_refusal_for_good_says_why_and_what_helps(room: PostRoom, refusal: Refusal, why: Why) -> None:
    await installed(room)
    room.world.next("send", refused(refusal))
    assert await room.send("ada") == Gone(reason=why.value, advice=TO_A_PERSON[why])


async def test_a_refusal_without_a_word_is_one_for_good_too(room: PostRoom) -> None:
    await installed(room)
    room.world.next("send", refused(Refusal.BLOCKED_BY_USER).without_a_body())
    assert await room.send("ada") == Gone(reason="not allowed", advice=TO_A_PERSON[Why.NOT_ALLOWED])


async def test_a_chat_that_is_not_there_is_opened_anew_with_the_next_try(room: PostRoom) -> None:
    await installed(room)
    room.world.next("send", refused(Refusal.NO_CONVERSATION))
    assert await room.send("ada") == Failed(reason="not found")
    assert isinstance(await room.send("ada"), Sent)
    assert room.calls("create") == 1


async def test_patience_is_kept_for_this_conversation_alone(room: PostRoom) -> None:
    await installed(room)
    room.world.next("send", throttled(17))
    assert await room.send("ada") == Throttled(seconds=17, everywhere=False)


async def test_patience_without_a_number_is_kept_all_the_same(room: PostRoom) -> None:
    await installed(room)
    room.world.next("send", throttled())
    outcome = await room.send("ada")
    assert isinstance(outcome, Throttled)
    assert outcome.seconds > 0


async def test_two_calls_that_met_make_one_of_them_wait_a_moment(room: PostRoom) -> None:
    await installed(room)
    room.world.next("send", refused(Refusal.PRECONDITION_FAILED))
    assert isinstance(await room.send("ada"), Throttled)


@pytest.mark.parametrize(
    "refusal", [Refusal.BROKEN, Refusal.BAD_GATEWAY, Refusal.UNAVAILABLE, Refusal.GATEWAY_TIMEOUT]
)
async def test_a_fault_of_the_service_leaves_it_open_whether_it_arrived(
    room: PostRoom, refusal: Refusal
) -> None:
    await installed(room)
    room.world.next("send", refused(refusal))
    assert isinstance(await room.send("ada"), Uncertain)


async def test_a_cut_connection_leaves_it_open_whether_it_arrived(room: PostRoom) -> None:
    await installed(room)
    room.world.next("send", drops().after_accepting())
    assert isinstance(await room.send("ada"), Uncertain)
    assert posted(room.world.people["ada"].place) == 1


async def test_a_fault_while_the_chat_was_opened_means_that_nothing_was_sent(room: PostRoom) -> None:
    await installed(room, "bo")
    room.world.people["ada"].account.installed = True
    room.world.next("create", drops())
    assert isinstance(await room.send("ada"), Failed)


async def test_a_chat_that_takes_too_long_to_open_leaves_no_doubt(
    room: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.chats.OPENING", 0.05)
    await installed(room, "bo")
    room.world.people["ada"].account.installed = True
    room.world.next("create", hangs())
    assert await room.send("ada") == Failed(reason="no answer in time")


async def test_nobody_can_look_up_what_was_sent(room: PostRoom) -> None:
    found = await room.teams.messenger.find(room.delivery(room.address("ada")))
    assert isinstance(found, Uncertain)


async def test_a_token_that_is_not_believed_is_fetched_anew(room: PostRoom) -> None:
    await installed(room)
    room.world.tokens.revoke()
    assert isinstance(await room.send("ada"), Failed)
    assert isinstance(await room.send("ada"), Sent)


# ---------------------------------------------------------------- how fast


async def test_letters_in_quick_succession_wait_for_their_turn(room: PostRoom) -> None:
    await installed(room)
    outcomes = [await room.send("ada") for _ in range(7)]
    assert [type(one) for one in outcomes[:6]] == [Sent] * 6
    last = outcomes[6]
    assert isinstance(last, Throttled)
    assert not last.everywhere
    room.house.clock.jump(room.house.clock.now() + timedelta(seconds=last.seconds))
    assert isinstance(await room.send("ada"), Sent)


def test_the_pace_keeps_to_every_limit_of_a_conversation() -> None:
    rates, sent, now = Rates(), [], 0.0
    while now < 4000:
        wait = rates.wait("tenant", "chat", now)
        if not wait:
            sent.append(now)
        now += wait
    for seconds, most in ((1, 7), (2, 8), (30, 60), (3600, 1800)):
        busiest = max(sum(1 for one in sent if begin <= one < begin + seconds) for begin in sent[:200])
        assert busiest <= most


def test_the_pace_of_an_organisation_leaves_room_for_what_people_do() -> None:
    rates = Rates()
    sent = sum(rates.wait("tenant", f"chat-{number}", 0.0) == 0.0 for number in range(200))
    assert sent <= 50
    assert rates.wait("another", "chat", 0.0) == 0.0


# ---------------------------------------------------------------- long ones


def long_message(paragraphs: int) -> Message:
    text = "\n\n".join(f"{number} " + "word " * 300 for number in range(paragraphs))
    return Message(kind="summary.week", preview="Spring: the week", text=text)


def test_several_cards_travel_in_one_message() -> None:
    [written] = letters(long_message(40), "tenant", rings=True)
    assert len(written["attachments"]) > 1


def test_no_message_is_heavier_than_the_service_takes() -> None:
    written = letters(long_message(120), "tenant", rings=True)
    assert len(written) > 1
    assert all(len(str(one["attachments"])) <= HEAVIEST_MESSAGE * 1.05 for one in written)


async def test_a_very_long_letter_goes_on_where_it_stopped(room: PostRoom) -> None:
    await installed(room)
    delivery = room.delivery(room.address("ada"), long_message(120))
    whole = len(letters(delivery.letter.message, "tenant", rings=True))
    room.world.next("send", throttled(0), to="")
    first = await room.teams.messenger.send(delivery)
    assert isinstance(first, Throttled)
    assert isinstance(await room.teams.messenger.send(delivery), Sent)
    assert posted(room.world.people["ada"].place) == whole


async def test_what_arrived_of_a_long_letter_is_not_repeated(room: PostRoom) -> None:
    await installed(room)
    for _ in range(5):
        await room.send("ada")
    delivery = room.delivery(room.address("ada"), long_message(120))
    whole = len(letters(delivery.letter.message, "tenant", rings=True))
    stopped = await room.teams.messenger.send(delivery)
    assert isinstance(stopped, Throttled)
    room.house.clock.jump(room.house.clock.now() + timedelta(seconds=60))
    assert isinstance(await room.teams.messenger.send(delivery), Sent)
    assert posted(room.world.people["ada"].place) == 5 + whole


# ---------------------------------------------------------------- advice


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_advice_for_people_and_for_channels(why: Why) -> None:
    assert TO_A_PERSON[why].endswith(".")
    assert TO_A_CHANNEL[why].endswith(".")


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_is_explained_to_whoever_looks_after_the_service(why: Why) -> None:
    page = Path(__file__).parents[3] / "docs" / "teams.md"
    assert f"| `{why.value}` |" in page.read_text(encoding="utf-8")


def test_an_unknown_refusal_is_one_that_somebody_has_to_look_into() -> None:
    assert gone("SomethingNew", in_channel=True).reason == Why.NOT_ALLOWED
    assert "SomethingNew" not in CODES
