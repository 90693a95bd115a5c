"""Parts of the way that tests begin after: each is walked as people walk it, press by press."""

from datetime import UTC, datetime

from tests.flow.slack.hands import Hands
from tests.flow.slack.trust import Trust

WORKING_MORNING = datetime(2027, 1, 4, 12, tzinfo=UTC)
DONE_MEETING = datetime(2027, 1, 5, 17, tzinfo=UTC)
NEXT_WEEK = datetime(2027, 1, 12, 12, tzinfo=UTC)


async def is_welcomed(trust: Trust, who: Hands) -> None:
    """Read the notice and the limits of trust, and leave one's hours as they are."""
    await trust.until(WORKING_MORNING)
    await who.presses("Begin here")
    await who.fills({"Please read this first": "I have read this"})
    await who.fills({"What is said in trust stays there, but for this": "I know this"})
    await who.fills()
    await who.fills({"Time zone": "Europe/London"})
    await who.presses("Skip")
    await who.closes()


async def agree_on_rules(trust: Trust) -> None:
    """Ada writes the rules down, Bo accepts them."""
    await trust.ada.presses("Ground rules")
    await trust.ada.fills({"What is said in trust stays there, but for this": "I know this"})
    await trust.ada.fills()
    await trust.ada.fills({"Shall I put these to the others?": "Yes, I accept them"})
    await trust.bo.presses("Read and agree")
    await trust.bo.fills({"What is said in trust stays there, but for this": "I know this"})
    await trust.bo.fills({"Your answer": "Yes, I accept them"})


async def find_a_time(trust: Trust) -> None:
    """Ada suggests Tuesday in her own words, Bo agrees."""
    await trust.ada.presses("Suggest a first time")
    own = {"Pick a time": "Another time, in my own words", "Your own day and time": "tomorrow at 14:30"}
    await trust.ada.fills(own)
    await trust.ada.fills({"Propose this time": "Yes"})
    await trust.bo.presses("That works")


async def meet(trust: Trust) -> None:
    """Everything up to Tuesday evening, when Ada has said that they met."""
    for who in (trust.ada, trust.bo):
        await is_welcomed(trust, who)
    await agree_on_rules(trust)
    await find_a_time(trust)
    await trust.until(DONE_MEETING)
    await trust.ada.presses("Yes, we met")
