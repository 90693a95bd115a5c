"""What people do in Teams: each deed is sent to the bot in the shape in which Teams sends it."""

from collections.abc import Sequence

from tests.fakes.teams.client import Client
from tests.fakes.teams.screen import Answer, NotThereError, Seen
from tests.fakes.teams.shapes import Scene
from tests.fakes.teams.troubles import Refusal
from tests.fakes.teams.world import Json, Place, Posted, Team


class Person(Client):
    """Somebody who works with Teams, with their client."""

    # ------------------------------------------------------------ looking

    @property
    def chat(self) -> list[Seen]:
        """The personal chat with the bot, as this person sees it now."""
        return self.sees(self.place)

    @property
    def last(self) -> Seen:
        """The newest message of the bot in the personal chat."""
        said = [seen for seen in self.chat if seen.posted.by == self.world.bot]
        if not said:
            raise NotThereError(f"The bot has said nothing to {self.account.name}.")
        return said[-1]

    def sees(self, place: Place) -> list[Seen]:
        """Return what this person sees in a place."""
        return [Seen(place, one, self.account.key) for one in place.posted if not one.deleted]

    # ------------------------------------------------------------ coming and going

    async def installs(self, *, backwards: bool = False, upgrade: bool = False) -> list[Answer]:
        """Install the app for oneself: two events, which may come in either order."""
        self.account.installed = True
        scene = self._scene(self.place)
        joined = scene.members("membersAdded", [scene.itself, scene.entry(self.account)])
        installed = scene.installation("add-upgrade" if upgrade else "add")
        return await self._do(*((installed, joined) if backwards else (joined, installed)))

    async def uninstalls(self, *, upgrade: bool = False) -> list[Answer]:
        """Remove the app: the last that the bot hears, and from now on it can't write."""
        scene = self._scene(self.place)
        self.account.installed = self.account.met = False
        return await self._do(scene.installation("remove-upgrade" if upgrade else "remove"))

    def blocks(self) -> None:
        """Block the bot: Teams tells it nothing of this."""
        self.place.refusal = Refusal.BLOCKED_BY_USER

    def unblocks(self) -> None:
        self.place.refusal = None

    async def adds_to(self, where: Team | Place, channel: str = "General") -> list[Answer]:
        """Add the app to a team, by way of this channel, or to a group chat."""
        scene = self._scene(_let_in(where, channel, let=True))
        return await self._do(scene.members("membersAdded", [scene.itself]), scene.installation("add"))

    async def removes_from(self, where: Team | Place, channel: str = "General") -> list[Answer]:
        """Remove the app from a team or a group chat."""
        scene = self._scene(_let_in(where, channel, let=False))
        return await self._do(scene.members("membersRemoved", [scene.itself]), scene.installation("remove"))

    async def brings(self, somebody: "Person", into: Team | Place) -> Answer:
        """Let somebody join a team or a group chat that has the app."""
        place = into.channels["General"] if isinstance(into, Team) else into
        place.members.append(somebody.account)
        return await self._one(self._scene(place).members("membersAdded", [Scene.entry(somebody.account)]))

    async def sees_off(self, somebody: "Person", out_of: Team | Place) -> Answer:
        """Let somebody leave a team or a group chat that has the app."""
        place = out_of.channels["General"] if isinstance(out_of, Team) else out_of
        place.members.remove(somebody.account)
        return await self._one(self._scene(place).members("membersRemoved", [Scene.entry(somebody.account)]))

    # ------------------------------------------------------------ talking

    async def types(self, text: str) -> Answer:
        """Type something into the personal chat."""
        if not self.account.installed:
            raise NotThereError(
                f"{self.account.name} hasn't installed the app, so there is no chat to type in."
            )
        return await self._says(self._scene(self.place).message(text), self.place, "")

    async def posts(
        self, place: Place, text: str, *, thread: str = "", mention: bool = True
    ) -> Answer | None:
        """Write in a channel or a group chat; the bot only hears of it when it is mentioned."""
        scene = self._scene(place, thread)
        said = scene.mention(text) if mention else scene.message(text)
        if mention and place.has_app:
            if place.kind == "channel" and not thread:
                said["conversation"]["id"] = f"{place.id};messageid={said['id']}"
            return await self._says(said, place, thread)
        place.posted.append(Posted(said["id"], self.account.key, said, thread))
        return None

    async def edits(self, seen: Seen, text: str) -> Answer:
        """Change what one wrote."""
        seen.posted.activity = self._about(seen).changed(seen.id, text)
        seen.posted.edits += 1
        return await self._one(seen.posted.activity)

    async def deletes(self, seen: Seen) -> Answer:
        """Delete what one wrote."""
        seen.posted.deleted = True
        return await self._one(self._about(seen).deleted(seen.id))

    async def reacts(self, to: Seen, reaction: str = "like", *, taken_back: bool = False) -> Answer:
        """Put a thumb on a message, or take it off again."""
        return await self._one(self._about(to).reacted(to.id, reaction, taken_back=taken_back))

    async def is_typing(self) -> Answer:
        return await self._one(self._scene(self.place).typing())

    async def _says(self, said: Json, place: Place, thread: str) -> Answer:
        place.posted.append(Posted(said["id"], self.account.key, said, thread))
        return await self._one(said)


def _let_in(where: Team | Place, channel: str, *, let: bool) -> Place:
    places: Sequence[Place] = list(where.channels.values()) if isinstance(where, Team) else [where]
    for place in places:
        place.has_app = let
    return where.channels[channel] if isinstance(where, Team) else where
