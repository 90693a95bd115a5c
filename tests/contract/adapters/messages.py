"""Messages as they really are: heard on walks through a small house, and of every kind in the source."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.dialogs import Question
from bot.core.messages import Action, Heatmap, Message, Reply
from bot.programme.cadence import Threshold
from bot.programme.summary import summarise
from bot.programme.zones import zone
from dialogs.every import every_route
from tests.dialogs.house import MEMBERS, open_house
from tests.flow.canaries import plant
from tests.flow.canary_journeys import JOURNEYS
from tools.literals import Part, literals
from tools.texts import files

CARRIED = {
    "relationship": "R02", "cohort": "spring", "guide": "1", "month": "1", "step": "0",
    "interaction": "R02-2027-02-19", "on": "2027-02-19", "at": "2027-02-19T15:00:00+00:00",
}  # fmt: skip
SUMMARY = summarise("Spring", [], Threshold(8, 2), date(2027, 2, 17), zone("Europe/London"))
MONTH = """\
Spring: the month to 17 February 2027
Pairs and trios: 13 active (11 with all months completed), 0 paused, 1 ended
Interactions: 176 held, 206 expected by now
Month 1: 8 met, 5 part, 1 none
Month 2: 9 met, 1 part, 3 none, 1 ended
Two empty months in a row: 0
Meeting is not proof of impact."""


@dataclass(slots=True)
class Heard:
    """Everything that was said and asked, each once."""

    messages: dict[str, Message] = field(default_factory=dict)
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)

    def hear(self, reply: Reply) -> None:
        for message in reply.messages:
            self.messages.setdefault(message.model_dump_json(), message)
        if reply.question:
            self.questions.setdefault((reply.question.dialog, reply.question.key), reply.question)


def every_message() -> list[Message]:
    """Return messages of every kind: from the walks, from the source, and the month with its picture."""
    return [*walked().messages.values(), *from_source(), monthly()]


def walked() -> Heard:
    """Walk everybody through their journeys, press every button and give every command."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_walk(Path(folder)))


async def _walk(folder: Path) -> Heard:
    heard = Heard()
    planted = await plant(folder, JOURNEYS)
    for _, reply in planted.said:
        heard.hear(reply)
    heard.hear(Reply(messages=tuple(one.letter.message for one in planted.deliveries)))
    async with open_house(folder) as house:
        for who in sorted({who for members in MEMBERS.values() for who in members} | {"farah"}):
            for command in sorted(every_route().commands):
                heard.hear(await house.say(who, command))
            for route in sorted(every_route().presses):
                heard.hear(await house.press(who, route, **CARRIED))
    return heard


def from_source() -> list[Message]:
    """Return one message of every kind that stands in the source, with all the words beside it."""
    found = []
    for file in files():
        told = literals(file)
        texts = "\n\n".join(one.text for one in told if one.part is Part.TEXT)
        preview = next((one.text for one in told if one.part is Part.PREVIEW), "A few words")
        kinds = {one.text for one in told if one.part is Part.KIND and "." in one.text}
        found += [Message(kind=kind, preview=preview, text=texts) for kind in sorted(kinds)]
    return found


def monthly() -> Message:
    """Return the month in figures, with its picture and its button."""
    return Message(
        kind="summary.monthly",
        preview="The month in figures",
        text=MONTH,
        actions=(Action(label="Show who could use a hand", route="care.hands", args={"cohort": "spring"}),),
        picture=Heatmap(summary=SUMMARY, alternative=MONTH),
    )
