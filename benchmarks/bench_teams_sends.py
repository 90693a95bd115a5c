"""How many tokens and connections a thousand letters to Teams need, with the chats opened for them."""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from measuring import title, verdict

from bot.core.delivery import Delivery, Sent, Throttled
from tests.adapters.teams.post_room import PostRoom, open_post_room

PEOPLE = 200
LETTERS = 5
"""Letters to each of them: a thousand in all."""

TOGETHER = 50
"""Letters that a courier takes in hand at once."""

A_SECOND = timedelta(seconds=1)


async def everything_sent(room: PostRoom, letters: list[Delivery]) -> float:
    """Send letters as a courier does, in rounds, until none has to wait; return the seconds it took."""
    began = perf_counter()
    while letters:
        taken, letters = letters[:TOGETHER], letters[TOGETHER:]
        outcomes = await asyncio.gather(*(room.teams.messenger.send(one) for one in taken))
        assert all(isinstance(outcome, Sent | Throttled) for outcome in outcomes), outcomes
        letters += [
            one for one, outcome in zip(taken, outcomes, strict=True) if isinstance(outcome, Throttled)
        ]
        room.house.clock.jump(room.house.clock.now() + A_SECOND)
    return perf_counter() - began


async def sends(room: PostRoom) -> None:
    everybody = [f"person{number}" for number in range(PEOPLE)]
    for key in everybody:
        room.world.people[key].account.installed = True
    await room.world.people[everybody[0]].installs()
    await room.teams.settled()
    letters = [room.delivery(room.address(key)) for _ in range(LETTERS) for key in everybody]
    seconds = await everything_sent(room, letters)
    assert sum(len(room.world.chat_of(key)) for key in everybody[1:]) == LETTERS * (PEOPLE - 1)
    print(f"  {len(letters)} letters in {seconds:.1f} s, beside a Teams on the same machine")
    verdict("tokens fetched", float(room.world.tokens.fetched), 1)
    verdict("connections", float(room.world.connections), 9)


async def main() -> None:
    title("A thousand letters to two hundred people in Teams")
    with TemporaryDirectory() as folder:
        async with open_post_room(Path(folder)) as room:
            await sends(room)


if __name__ == "__main__":
    asyncio.run(main())
