"""What is remembered about people's calendars: their feed's address, and where the service itself is found.

A feed is found by the hash of its token alone, so what the database holds opens no feed.
"""

import base64
from hashlib import sha256

from bot.core.entropy import Entropy
from bot.core.events import Actor
from bot.core.ports import Unit

HOUSE = "turnabout"
FEED = "feed"
FEED_OF = "feed-of"
SERVICE = "service"

TOKEN_BITS = 256
MARK = 12
"""Letters of a token's hash by which a button tells one feed from the next."""


def own(name: str) -> Actor:
    """Return whose shelf something of the house lies on: a person's, or a token's."""
    return Actor(platform=HOUSE, user=name)


def fresh_token(entropy: Entropy) -> str:
    """Return a token that nobody can guess, in letters that an address may hold."""
    chance = entropy.bits(TOKEN_BITS).to_bytes(TOKEN_BITS // 8)
    return base64.urlsafe_b64encode(chance).rstrip(b"=").decode()


def mark_of(token: str | None) -> str:
    """Return what tells one token from another and gives neither away; empty for none."""
    return _hash(token)[:MARK] if token else ""


async def feed_token(unit: Unit, person_id: str) -> str | None:
    """Return the token of somebody's feed, if they have one."""
    kept = await unit.shelf.get(FEED_OF, own(person_id))
    return str(kept["token"]) if kept else None


async def whose_feed(unit: Unit, token: str) -> str | None:
    """Return whose feed this token opens."""
    kept = await unit.shelf.get(FEED, own(_hash(token)))
    return str(kept["person"]) if kept else None


async def give_feed(unit: Unit, person_id: str, token: str) -> None:
    """Give somebody a feed; the one they had opens no more."""
    await take_feed(unit, person_id)
    await unit.shelf.put(FEED_OF, own(person_id), {"token": token}, person_id=person_id)
    await unit.shelf.put(FEED, own(_hash(token)), {"person": person_id}, person_id=person_id)


async def take_feed(unit: Unit, person_id: str) -> bool:
    """Take somebody's feed away; False when they have none."""
    token = await feed_token(unit, person_id)
    if token is None:
        return False
    await unit.shelf.drop(FEED, own(_hash(token)))
    return await unit.shelf.drop(FEED_OF, own(person_id))


async def remember_service(unit: Unit, url: str) -> None:
    """Remember that there is a service, and the address under which it is found from outside, if any."""
    await unit.shelf.put(SERVICE, own(""), {"url": url})


async def is_served(unit: Unit) -> bool:
    """Say whether a service runs over this data: a rehearsal has none, so nothing fetches calendars there."""
    return await unit.shelf.get(SERVICE, own("")) is not None


async def service_url(unit: Unit) -> str:
    """Return the address under which the service is found from outside, or nothing."""
    kept = await unit.shelf.get(SERVICE, own(""))
    return str(kept["url"]) if kept else ""


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
