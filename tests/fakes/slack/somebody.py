"""Somebody in a workspace, and the way from them to the app."""

from tests.fakes.slack import carrier
from tests.fakes.slack.carrier import Answer, Carrier, Parcel
from tests.fakes.slack.payloads import Payloads, envelope
from tests.fakes.slack.records import Channel, Profile, Workspace
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World


class Somebody:
    """One person in one workspace: what happens to them goes to the app."""

    def __init__(self, world: World, way: Carrier, workspace: Workspace, profile: Profile) -> None:
        self._world = world
        self._way = way
        self.workspace = workspace
        self.profile = profile
        self._payloads = Payloads(world, workspace, profile)

    @property
    def id(self) -> str:
        return self.profile.id

    async def causes(self, name: str, event: Json) -> Answer:
        """Let the app hear of an event, if it listens to events of this name."""
        listens = self._world.app.events
        if listens is not None and name not in listens:
            return Answer(0, "", why="not_subscribed")
        parcel = carrier.event(envelope(self._world, self.workspace, event))
        return self._mistake(name, await self._send(parcel))

    async def _send(self, parcel: Parcel) -> Answer:
        if self._world.grant_of(self.workspace) is None:
            raise CannotDoError(f"the app is not installed in {self.workspace.id}")
        return await self._way.carry(parcel)

    def _mistake(self, what: str, answer: Answer) -> Answer:
        """Note it down if the app did not take something."""
        if not answer.fine:
            self._world.mistakes.append(f"{what}: {answer.why} {answer.status}")
        return answer

    def _room(self, name: str) -> Channel:
        if not name or name == f"D{self.id}":
            return self.workspace.direct(self.id)
        room = self.workspace.channels.get(name)
        if room is None or self.id not in room.members:
            raise CannotDoError(f"{self.id} is not in {name}")
        return room
