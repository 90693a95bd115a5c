"""Ways that many transcripts have in common."""

from tests.flow.teams.hands import Hands
from tests.flow.teams.ward import Ward

READ = "Please read this first"
KNOW = "What is said in trust stays there, but for this"


async def settles_in(one: Hands) -> None:
    """Go through the welcome, and leave everything as it is suggested."""
    await one.presses("Begin here")
    await one.fills({READ: "I have read this"})
    await one.fills({KNOW: "I know this"})
    await one.fills()
    await one.fills()
    await one.presses("Skip")


async def agree_on_thursday(ward: Ward) -> None:
    """Ada suggests Thursday at three, and Bo says yes: after eight, when meetings may be written about."""
    await ward.days(1 / 8)
    await ward.ada.types("book")
    await ward.ada.fills({"Your own day and time (you may leave it empty)": "thursday at 3pm"})
    await ward.ada.fills()
    await ward.bo.presses("That works")


async def met_on_thursday(ward: Ward) -> None:
    """They agree, time passes, and they are asked whether they met."""
    await settles_in(ward.ada)
    await settles_in(ward.bo)
    await agree_on_thursday(ward)
    await ward.days(4)


async def agree_on_rules(ward: Ward) -> None:
    """Ada writes down what is suggested, and Bo accepts it."""
    await ward.ada.types("rules")
    await ward.ada.fills({KNOW: "I know this"})
    await ward.ada.fills()
    await ward.ada.fills({"Your answer": "Yes, I accept them"})
    await ward.bo.types("rules")
    await ward.bo.fills({KNOW: "I know this"})
    await ward.bo.fills({"Your answer": "Yes, I accept them"})
