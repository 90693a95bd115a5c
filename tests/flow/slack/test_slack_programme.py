"""A month in a trust's Slack, from the welcome to the reflection, over HTTP in both directions."""

from tests.flow.slack.journeys import (
    DONE_MEETING,
    NEXT_WEEK,
    WORKING_MORNING,
    agree_on_rules,
    find_a_time,
    is_welcomed,
    meet,
)
from tests.flow.slack.trust import Trust

SECRET = "The quiet ward at four in the morning"


async def test_everybody_is_found_by_e_mail_and_welcomed_in_their_chat(trust: Trust) -> None:
    await trust.until(WORKING_MORNING)
    assert trust.ada.chat[0].startswith("Welcome. From Monday 4 January 2027 you meet Bo Marsh")
    assert trust.bo.chat[0].startswith("Welcome. From Monday 4 January 2027 you meet Ada Quist")
    assert trust.slack.channel("C1").posts == []


async def test_whoever_first_looks_at_the_chat_is_greeted_once(trust: Trust) -> None:
    for _ in range(2):
        await trust.ada.opens_chat()
    assert [post.text for post in trust.ada.posts] == ["Hello"]


async def test_the_welcome_is_one_window_that_goes_from_page_to_page(trust: Trust) -> None:
    ada = trust.ada
    await trust.until(WORKING_MORNING)
    await ada.presses("Begin here")
    window = ada.window.id
    titles = [ada.window.title]
    await ada.fills({"Please read this first": "I have read this"})
    titles.append(ada.window.title)
    await ada.fills({"What is said in trust stays there, but for this": "I know this"})
    titles.append(ada.window.title)
    assert titles == ["Your privacy", "Limits of trust", "When do you work?"]
    assert ada.window.id == window


async def test_a_dialog_leaves_one_message_that_says_what_was_done(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    assert [post.text for post in trust.ada.posts] == ["Welcome to your programme", "Welcome"]
    assert trust.ada.chat[-1].startswith("Thank you. Everything you chose can be changed at any time")


async def test_rules_written_by_one_are_accepted_by_the_other(trust: Trust) -> None:
    for who in (trust.ada, trust.bo):
        await is_welcomed(trust, who)
    await agree_on_rules(trust)
    assert trust.ada.last.words.startswith("Everyone has accepted your ground rules.")
    assert trust.bo.last.words.startswith("Everyone has accepted your ground rules.")


async def test_a_time_is_suggested_agreed_and_kept(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await find_a_time(trust)
    assert "It's agreed with Bo Marsh: Tuesday 5 January 2027, 14:30." in "\n".join(trust.ada.chat)
    await trust.until(DONE_MEETING)
    said = [post.text for post in trust.bo.posts]
    assert (
        said.index("Your guide for the next meeting") < said.index("Coming up") < said.index("How did it go?")
    )


async def test_an_agreed_time_comes_with_a_file_for_the_calendar(trust: Trust) -> None:
    await is_welcomed(trust, trust.ada)
    await find_a_time(trust)
    assert {file.name.rpartition(".")[2] for file in trust.slack.files} == {"ics"}
    assert all(file.content.startswith(b"BEGIN:VCALENDAR") for file in trust.slack.files)


async def look_back(trust: Trust) -> None:
    """Ada looks back at Tuesday, and lets Bo read it."""
    ada = trust.ada
    await ada.presses("Look back")
    await ada.fills({"How much time is there?": "About four minutes"})
    await ada.fills({"Who may read it": "The two of us"})
    await ada.fills({"What happened": SECRET})
    await ada.fills({"What it tells you": "Nights are quieter than I thought"})
    await ada.fills({"One thing you will do": "Come again at night"})
    await ada.fills({"It was": "Fine"})


async def test_what_was_written_is_seen_once_more_before_it_is_kept(trust: Trust) -> None:
    await meet(trust)
    await look_back(trust)
    assert trust.ada.window.title == "Shall I keep this?"
    assert f"What happened · The two of us\n{SECRET}" in trust.ada.window.words
    assert "It was fine · Only me" in trust.ada.window.words
    await trust.ada.fills({"What shall I do?": "Keep it"})
    assert not trust.ada.has_window
    assert trust.ada.last.words.startswith("It's kept. Those you chose will hear")


async def test_what_was_shared_is_read_in_a_window_and_by_nobody_else(trust: Trust) -> None:
    await meet(trust)
    await look_back(trust)
    await trust.ada.fills({"What shall I do?": "Keep it"})
    assert trust.bo.last.words.startswith("Ada Quist shared a note from your meeting.")
    await trust.bo.presses("Read it")
    assert SECRET in trust.bo.window.words
    assert not any(SECRET in words for who in (trust.ada, trust.bo, trust.gus) for words in who.chat)
    assert not any(SECRET in post.text for who in (trust.ada, trust.bo) for post in who.posts)


async def test_a_coordinator_reads_figures_in_the_channel_and_names_alone(trust: Trust) -> None:
    await meet(trust)
    await trust.until(NEXT_WEEK)
    summary, heatmap = trust.slack.channel("C1").posts[-2:]
    assert summary.words.startswith("Spring: the week to 10 January 2027")
    assert heatmap.files
    assert not any(name in summary.words for name in ("Ada", "Bo"))
    before = len(trust.slack.channel("C1").posts)
    await trust.gus.presses("Show who could use a hand", summary)
    assert trust.gus.window.title == "For you alone"
    assert len(trust.slack.channel("C1").posts) == before
