"""The message in somebody's chat by which a form is found again: one for each open conversation."""

from adapters.slack.posting import Spot
from bot.core.events import Actor
from bot.core.messages import Action, Message
from bot.core.ports import Store
from bot.core.words import _

KIND = "anchor"


class Anchors:
    """Remembers where they stand, for as long as their conversations are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, whose: Actor, conversation: str) -> Spot | None:
        """Return where the message of a conversation stands, if there is one."""
        async with self._store.reading() as unit:
            kept = await unit.shelf.get(KIND, _shelf(whose, conversation))
        return Spot.model_validate(kept) if kept else None

    async def put(self, whose: Actor, conversation: str, spot: Spot) -> bool:
        """Remember where it stands; False when the conversation has ended meanwhile."""
        async with self._store.unit() as unit:
            talk = await unit.conversations.get(conversation)
            if talk is None:
                return False
            await unit.shelf.put(
                KIND,
                _shelf(whose, conversation),
                spot.model_dump(mode="json"),
                person_id=talk.owner,
                until=talk.expires_at,
            )
            await unit.commit()
        return True

    async def take(self, whose: Actor, conversation: str) -> Spot | None:
        """Return where it stands and forget it: of several who try, one has it."""
        async with self._store.unit() as unit:
            kept = await unit.shelf.take(KIND, _shelf(whose, conversation))
            await unit.commit()
        return Spot.model_validate(kept) if kept else None


def anchor(title: str, token: str) -> Message:
    """Return the message that keeps a form: the question where it stands, and the way back to it."""
    text = _("Your form is open\n{title}\nPress Continue to go on with it, here or on another device.")
    back = Action(label=_("Continue"), route="continue", args={"token": token}, look="main")
    return Message(kind="reply.form", preview=_("Your form"), text=text.format(title=title), actions=(back,))


def _shelf(whose: Actor, conversation: str) -> Actor:
    return Actor(platform=whose.platform, workspace=whose.workspace, user=conversation)
