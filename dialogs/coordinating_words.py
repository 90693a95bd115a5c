"""A coordinator writes to a pair or trio: in a form, looked at before it goes, and not kept after it arrived.

It is the one message that carries somebody's own words, so it carries their name as well. On its way it
lies sealed like every letter.
"""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue, field_validator

from bot.core.dialogs import Ask
from bot.core.forms import Form, Text, YesNo
from bot.core.messages import Message
from bot.core.plain import nhs_number_in
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.care import called, done, looked_after, out_of_reach
from dialogs.meetings import names_of

routes = Routes()

LONGEST = 1500  # characters


class OwnWords(Form):
    """What would you like to say to them?

    Each of them gets it from you, with your name. It is passed on and not kept. A question about what is
    in the way opens more than one about effort.
    """

    short_title = "Write to them"

    words: Annotated[str, Text(label="Your words", max_length=LONGEST, multiline=True)]

    @field_validator("words")
    @classmethod
    def _about_no_patient(cls, words: str) -> str:
        if nhs_number_in(words):
            raise ValueError(_("There seems to be an NHS number in this. Please take it out."))
        return words


class SendIt(Form):
    """This is what they will read."""

    send: Annotated[bool, YesNo(label="Send it like this?", yes="Send it", no="Change it")]


class Addressed(BaseModel):
    """What writing begins with: the relationship, how its coordinator reads it, and whose name it carries."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    whom: str
    writer: str


class Post(Protocol):
    """Where the words go."""

    async def send(self, text: str) -> None: ...


async def write_to_them(ask: Ask, addressed: Addressed, *, post: Post) -> None:
    """Ask for the words and show them as they will be read, until they are right."""
    before: dict[str, object] = {}
    for attempt in count(1):
        own = await ask(OwnWords, key=f"own_words-{attempt}", show=addressed.whom, defaults=before)
        text = as_read(addressed.writer, own.words)
        seen = await ask(SendIt, key=f"send_it-{attempt}", show=text)
        if seen.send:
            await post.send(text)
            return
        before = {"words": own.words}


def as_read(writer: str, words: str) -> str:
    """Return the words as everyone reads them: under the name of who wrote them."""
    head = _("{name}, your coordinator, writes:").format(name=writer)
    return f"{head}\n\n{words.strip()}"


class CoordinatorsPost:
    """Sends a coordinator's words to everyone in the relationship."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def send(self, text: str) -> None:
        turn = self._turn
        story = await looked_after(turn, self._relationship_id)
        message = Message(kind="service.from-coordinator", preview=_("A message for you"), text=text)
        await turn.tell_all(story.circle, message)
        await turn.note("wrote to them", f"relationship:{self._relationship_id}")
        answer = _("On its way to {names}.").format(names=names_of(story.circle.people))
        turn.reply(done(f"{answer} {out_of_reach(story)}".strip()))


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"post": CoordinatorsPost(turn, Addressed.model_validate(inputs["addressed"]).relationship)}


letter_talk = Talk(write_to_them, _ports, about=("addressed",), kept=timedelta(days=1))


@routes.press("care.write")
async def write(turn: Turn, args: dict[str, str]) -> None:
    """Open the form for words to a pair or trio."""
    story = await looked_after(turn, args.get("relationship", ""))
    addressed = Addressed(
        relationship=story.circle.relationship.id, whom=called(story), writer=turn.person.name
    )
    await open_talk(turn, letter_talk, addressed=addressed)
