"""Erasures that must not come undone: after a crash between data and keys, or after a restore."""

from sqlalchemy import select

from storage.access import Access, one_of_these
from storage.columns import table
from storage.keystore import KeyStore
from storage.people import SqlPeople
from storage.tables import PersonRow

_PERSON = table(PersonRow)
_MARKED = select(_PERSON.c.id).where(_PERSON.c.erased_at.is_not(None))
_BACK = (
    select(_PERSON.c.id)
    .where(one_of_these(_PERSON.c.id), _PERSON.c.erased_at.is_(None))
    .order_by(_PERSON.c.id)
)


async def replay_erasures(access: Access, keys: KeyStore) -> int:
    """Erase whoever the ledger or the data know as erased and the other doesn't; return how many that were.

    Restored data bring people back whom the ledger remembers; a restored key store brings back keys of
    people whom the data remember.
    """
    ledger = await keys.ledger()
    back = (await access.connection.scalars(_BACK, {"these": list(ledger)})).all()
    marked = (await access.connection.scalars(_MARKED)).all()
    for person_id in back:
        await SqlPeople(access).erase(person_id, ledger[person_id])
    await access.connection.commit()
    unlisted = [person_id for person_id in marked if person_id not in ledger]
    for person_id in (*back, *unlisted):
        await keys.erase(person_id)
    return len(back) + len(unlisted)
