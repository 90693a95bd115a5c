"""Ways that many transcripts have in common."""

from tests.flow.teams.hands import Hands
from tests.flow.teams.ward import Ward

READ = "Please read this first"
KNOW = "What is said in trust stays there, but for this"
SAW = "She stopped, and asked the porter what he thought."
BY = "By when (you may leave it empty)"
DO = "One thing you will do"


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


async def ready_to_look_back(ward: Ward) -> None:
    """They met and agreed on their rules, and Ada's card offers to look back."""
    await met_on_thursday(ward)
    await agree_on_rules(ward)
    await ward.ada.presses("Yes, we met")


async def begins_to_look_back(ward: Ward) -> None:
    """Ada begins, for herself alone, and is asked what happened."""
    await ward.ada.presses("Look back")
    await ward.ada.fills({"How much time is there?": "About four minutes"})
    await ward.ada.fills({"Who may read it": "Only me"})


async def looks_back(ward: Ward) -> None:
    """Ada looks back to the end, with one slip on the way."""
    ada = ward.ada
    await begins_to_look_back(ward)
    await ada.fills({"What happened": SAW})
    await ada.fills({"What it tells you": SAW})
    await ada.fills({DO: SAW, BY: "soon"})
    assert "Please give a date like 2027-01-31." in ada.card.words, "mended in place"
    assert SAW in str(ada.card.card), "and nothing that was typed is lost"
    await ada.fills({BY: "2027-01-29"})
    await ada.fills({"It was": "light"})
    assert SAW in ada.card.words, "seen once more before it is kept"
    await ada.fills({"What shall I do?": "Keep it"})
