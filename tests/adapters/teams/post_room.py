"""Where letters leave for Teams: the platform over a small house, and an organisation on the other side."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.platform import Teams
from adapters.teams.settings import TeamsSettings
from bot.core.delivery import Delivery, Letter, Outcome
from bot.core.entropy import SeededEntropy
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.messages import Document, Message
from bot.core.records import Membership, Person, Role
from tests.dialogs.house import House, open_house
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.world import TENANT, Place

WORDS = "You meet on Tuesday 23 February at 15:00."
NOTE = Message(kind="service.reminder", preview="About your meeting", text=WORDS)
ENTRY = Document(
    name="conversation.ics", media_type="text/calendar", text="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
)
WITH_ENTRY = NOTE.model_copy(update={"document": ENTRY})


@dataclass
class PostRoom:
    """Everything that a letter passes, and verbs to send one."""

    house: House
    world: FakeTeams
    teams: Teams
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def address(self, key: str) -> Actor:
        account = self.world.people[key].account
        return Actor(platform="teams", workspace=account.tenant, user=account.object_id)

    def delivery(self, to: Actor, message: Message = NOTE, *, channel: bool = False) -> Delivery:
        number = next(self._numbers)
        letter = Letter(
            key=f"letter-{number}",
            channel=f"teams:{to.user}" if channel else None,
            person_id=None if channel else to.user,
            message=message,
            not_before=self.house.clock.now(),
        )
        return Delivery(id=number, lease="held", letter=letter, to=to, attempts=1, maybe_sent=False)

    async def send(self, key: str, message: Message = NOTE) -> Outcome:
        """Send a letter to a person."""
        return await self.teams.messenger.send(self.delivery(self.address(key), message))

    async def post(self, channel: str, message: Message = NOTE) -> Outcome:
        """Send a letter to a channel."""
        to = Actor(platform="teams", user=channel)
        return await self.teams.messenger.send(self.delivery(to, message, channel=True))

    async def invite(self, key: str, email: str = "") -> None:
        """Let somebody take part whose address is not known yet."""
        person = Person(id=key, name=key.title(), email=email or f"{key}@x.example")
        async with self.house.changing() as unit:
            await unit.people.add(person)
            membership = Membership(id=key, cohort_id="spring", person_id=key, role=Role.COORDINATOR)
            await unit.memberships.add(membership)

    async def address_of(self, key: str) -> bool:
        """Tell whether the house knows by now who this account belongs to."""
        async with self.house.store.reading() as unit:
            person = await unit.people.at(self.address(key))
        return person is not None and person.id == key

    def calls(self, name: str) -> int:
        return sum(call.name == name for call in self.world.calls)


@asynccontextmanager
async def open_post_room(folder: Path, *, public_url: str = "https://bot.example") -> AsyncIterator[PostRoom]:
    """Open everything, with the bot listening."""
    async with open_house(folder) as house, FakeTeams(clock=house.clock) as world:
        house.store._clock = house.clock  # what runs out does so by the time of the house
        entropy = SeededEntropy("post")
        ground = Ground(house.store, house.door.handle, house.clock, entropy, public_url)
        teams = Teams(settings_for(world), ground, fetch=world.tokens.fetch)
        app = web.Application()
        app.add_routes(teams.routes())
        async with TestServer(app, host="127.0.0.1") as server:
            world.bot_url = str(server.make_url("/api/messages"))
            await teams.start()
            yield PostRoom(house, world, teams)
            await teams.stop()


def settings_for(world: FakeTeams, **more: str) -> TeamsSettings:
    """Return the settings of a bot in this Teams."""
    given = {
        "MicrosoftAppId": world.app_id,
        "MicrosoftAppPassword": "not so secret",
        "MicrosoftAppTenantId": TENANT,
        "TURNABOUT_TEAMS_METADATA_URL": world.metadata_url,
    }
    return TeamsSettings.model_validate(given | more)


def posted(place: Place) -> int:
    """Return how many messages stand in a place."""
    return sum(not one.deleted for one in place.posted)
