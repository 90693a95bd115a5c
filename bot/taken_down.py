"""What somebody at the page told the bot, taken down for the truth of a rehearsal.

Simulated people keep their own ledger. Whoever is held has no memory but what was pressed for them, so
what they said is what they did.
"""

from collections.abc import Mapping

from adapters.rehearsal.cast.ledger import Circle, Ledger
from bot.core.ports import Unit
from bot.core.records import Attestation, Interaction, Person
from bot.programme.cadence import Answer, Said
from bot.programme.months import Pause


class TakenDown:
    """Brings a ledger up to date with what one person said, each word of it once."""

    def __init__(self, ledger: Ledger, circles: Mapping[str, Circle]) -> None:
        self._ledger = ledger
        self._circles = circles
        self._known: set[str] = set()

    async def bring_up(self, unit: Unit, email: str) -> None:
        """Take down what this person has answered, and the breaks and endings of everyone."""
        person = await unit.people.with_email(email)
        if person is None:
            return
        mine = [one for one, circle in self._circles.items() if email in circle.members]
        interactions = {one.id: one for one in await unit.interactions.of(mine)}
        for attestation in await unit.attestations.of(mine):
            if attestation.person_id == person.id and attestation.id not in self._known:
                self._known.add(attestation.id)
                named = {one.id: one for one in await unit.people.some(attestation.present)}
                self._answer(interactions[attestation.interaction_id], attestation, person, named)
        await self._rests(unit)

    def _answer(
        self, interaction: Interaction, said: Attestation, person: Person, named: Mapping[str, Person]
    ) -> None:
        circle = self._circles[interaction.relationship_id]
        held = said.said is Said.HELD
        present = frozenset({person.email, *(one.email for one in named.values())} if held else ())
        occasion = self._ledger.occasions.get(interaction.id)
        if occasion is None:
            occasion = self._ledger.occasion(interaction.id, circle, interaction.on, interaction.at)
        if said.said is not Said.WITHOUT_ME:
            occasion.present = tuple(one for one in circle.members if one in present)
        occasion.kind = interaction.type
        self._ledger.answered(interaction.id, Answer(person.email, said.at, said.said, present))

    async def _rests(self, unit: Unit) -> None:
        relationships = list(self._circles)
        for code in {circle.code for circle in self._circles.values()}:
            self._ledger.pauses.pop(code, None)
        for pause in await unit.pauses.of(relationships):
            code = self._circles[pause.relationship_id].code
            self._ledger.pauses.setdefault(code, []).append(Pause(pause.first, pause.until))
        for relationship_id in relationships:
            ended = (await unit.relationships.get(relationship_id)).ended
            if ended is not None:
                self._ledger.ended[self._circles[relationship_id].code] = ended
