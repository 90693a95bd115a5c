"""The ground rules of a pair or trio as they are kept: every version sealed, with who accepted which."""

import json
from collections.abc import Collection, Sequence

from bot.core.circle import Story
from bot.core.messages import Action, Message
from bot.core.records import Acknowledgement, Note
from bot.core.turn import Refusal, Turn
from bot.core.vault import pair_circle
from bot.core.words import _
from dialogs.sealed_notes import with_words, words_of
from dialogs.welcome import LIMITS, LIMITS_VERSION, acknowledge

RULES = "ground_rules"


class PairRuleBook:
    """Keeps the rules of one pair or trio, sealed for its members, with who accepted which version."""

    def __init__(self, turn: Turn, relationship_id: str, read: int) -> None:
        self._turn = turn
        self._relationship_id = relationship_id
        self._read = read

    async def wait(self) -> None:
        """Leave everything as it is."""
        self._turn.reply(_reply(_("Take your time. Nothing was noted; say rules when you are ready.")))

    async def accept(self, version: int) -> None:
        turn = self._turn
        story, latest, accepted = await self._as_read()
        before = who_accepted(accepted, version)
        await acknowledge(turn, LIMITS, LIMITS_VERSION)
        if turn.person.id in before:
            turn.reply(_reply(_("Thank you. You had accepted these rules, and nothing has changed.")))
            return
        await acknowledge(turn, RULES, version, relationship_id=self._relationship_id)
        if latest is None or not before | {turn.person.id} >= {one.id for one in story.circle.people}:
            turn.reply(_reply(_("Thank you, noted. I'll tell you all once everyone has accepted.")))
            return
        await self._settle(story, latest)

    async def _settle(self, story: Story, latest: Note) -> None:
        """Everybody has accepted: from today these rules stand."""
        turn = self._turn
        await turn.unit.notes.put(latest.model_copy(update={"state": "agreed"}))
        today = story.circle.today(turn.now)
        agreed = story.circle.relationship.model_copy(update={"rules_accepted_on": today})
        await turn.unit.relationships.put(agreed)
        await turn.tell_all(story.circle, rules_agreed("service.rules-agreed"), but=turn.person.id)
        turn.reply(rules_agreed("reply.rules"))

    async def propose(self, rules: Sequence[str]) -> None:
        turn = self._turn
        story, latest, accepted = await self._as_read()
        version = 1 + max([latest.version if latest else 0, *(one.version for one in accepted)])
        note = Note(
            id=turn.new_id(),
            kind=RULES,
            author_id=turn.person.id,
            relationship_id=self._relationship_id,
            circle=pair_circle(self._relationship_id),
            body=b"",
            state="proposed",
            version=version,
            written_at=turn.now,
        )
        await turn.unit.notes.add(await with_words(turn, note, json.dumps(list(rules))))
        await acknowledge(turn, LIMITS, LIMITS_VERSION)
        await acknowledge(turn, RULES, version, relationship_id=self._relationship_id)
        await turn.tell_all(story.circle, to_agree(turn.person.name, note), but=turn.person.id)
        turn.reply(_reply(_("Thank you. I have asked the others to read them and to accept or change them.")))

    async def _as_read(self) -> tuple[Story, Note | None, list[Acknowledgement]]:
        """Return how things stand, unless they changed since the visitor began to read."""
        story = await self._turn.my_story(self._relationship_id)
        latest = await latest_rules(self._turn, story)
        if (latest.version if latest else 0) != self._read:
            raise Refusal(
                _("The rules have changed since you opened them. Say rules to see them as they are.")
            )
        return story, latest, await _acceptances(self._turn, self._relationship_id)


async def latest_rules(turn: Turn, story: Story) -> Note | None:
    """Return the last version of a relationship's rules, accepted by all or not."""
    notes = await turn.unit.notes.of_relationship(story.circle.relationship.id)
    return max((one for one in notes if one.kind == RULES), key=lambda one: one.version, default=None)


async def rules_wait_for_me(turn: Turn, story: Story) -> bool:
    """Tell whether there are no rules yet, or a version that the visitor has not accepted."""
    latest = await latest_rules(turn, story)
    accepted = await _acceptances(turn, story.circle.relationship.id)
    return latest is None or turn.person.id not in who_accepted(accepted, latest.version)


def who_accepted(accepted: Collection[Acknowledgement], version: int) -> frozenset[str]:
    return frozenset(one.person_id for one in accepted if one.version == version)


async def _acceptances(turn: Turn, relationship_id: str) -> list[Acknowledgement]:
    found = await turn.unit.acknowledgements.of_relationship(relationship_id)
    return [one for one in found if one.what == RULES]


async def rules_in(turn: Turn, note: Note) -> tuple[str, ...]:
    """Return the lines of one version, for a member of the relationship; none once its writer was erased."""
    words = await words_of(turn, note, note.circle)
    return tuple(json.loads(words)) if words else ()


def to_agree(name: str, note: Note) -> Message:
    """Return the invitation to read and accept new rules; it holds none of their words."""
    text = _("{name} has written down ground rules for you. Accept them, or suggest a change.")
    here = {"relationship": note.relationship_id or ""}
    return Message(
        kind="service.rules",
        preview=_("Ground rules to agree"),
        text=text.format(name=name),
        actions=(Action(label=_("Read and agree"), route="rules", args=here, look="main"),),
    )


def rules_agreed(kind: str) -> Message:
    text = _("Everyone has accepted your ground rules. You can look at them or change them: say rules.")
    return Message(kind=kind, preview=_("Ground rules agreed"), text=text)


def _reply(text: str) -> Message:
    return Message(kind="reply.rules", preview=_("Your ground rules"), text=text)
