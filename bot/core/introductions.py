"""Introductions: an account on a platform is matched with the person who was invited by e-mail."""

from collections.abc import Mapping

from bot.core.delivery import NO_ADDRESS
from bot.core.events import Introduced
from bot.core.records import Person
from bot.core.turn import Turn

PROFILE = "profile"
"""What the shelf calls the profile that a platform last told of somebody."""


async def introduce(turn: Turn, event: Introduced) -> None:
    """Give whoever has this e-mail the address, and follow their profile where they chose nothing themselves.

    An account that belongs to nobody is left alone; one that is known stays with its person, whatever
    e-mail it has by now.
    """
    person = turn.visitor or await turn.unit.people.with_email(event.email)
    if person is None:
        return
    if turn.visitor is None:
        await turn.unit.people.give_address(person.id, event.actor)
        await turn.unit.outbox.release(person.id, NO_ADDRESS, turn.now)
        await turn.note("introduced", f"person:{person.id}")
    await _follow(turn, event, person.id)


async def _follow(turn: Turn, event: Introduced, person_id: str) -> None:
    """Take over name and zone while they are still what the profile said before, or nothing at all."""
    before = await turn.unit.shelf.get(PROFILE, event.actor) or {}
    now = {"name": event.name, "timezone": event.timezone, "locale": event.locale}
    if before == now:
        return
    await turn.unit.shelf.put(PROFILE, event.actor, now, person_id=person_id)
    person = await turn.unit.people.get(person_id)
    changed = _changed(person, event, before)
    if changed != person:
        await turn.unit.people.put(changed)


def _changed(person: Person, event: Introduced, before: Mapping[str, object]) -> Person:
    changes: dict[str, object] = {}
    if event.timezone and person.timezone in (None, before.get("timezone")):
        changes["timezone"] = event.timezone
    if event.name and person.name in ("", before.get("name")):
        changes["name"] = event.name
    return person.model_copy(update=changes)
