"""What the Bot Connector does when it is asked: write, change and delete, and tell who and what is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.teams.troubles import Refusal, RefusedError
from tests.fakes.teams.world import Account, Json, Place, Posted, Team, World

MOST_IN_A_MESSAGE = 100 * 1024
"""Bytes above which the service refuses a message."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, decoded: which call, in which conversation or team, about which activity or member."""

    name: str
    conversation: str
    item: str
    query: dict[str, str]
    body: Json
    size: int


Carry = Callable[[Asked], Any]


class Service:
    """Carries out what the bot asks for, or refuses it as Teams does."""

    def __init__(self, world: World) -> None:
        self._world = world

    # ------------------------------------------------------------ what the bot writes

    def create(self, asked: Asked) -> Json:
        channel = _inside(asked.body, "channelData", "channel", "id")
        if asked.body.get("isGroup") and channel:
            place = self._world.place(channel).open_to_the_bot()
            first = self._post(place, asked.body.get("activity") or {}, asked.size, "")
            return {"id": f"{place.id};messageid={first.id}", "activityId": first.id}
        place = self._world.chat(self._only_member(asked.body)).open_to_the_bot()
        if not asked.body.get("activity"):
            return {"id": place.id}
        first = self._post(place, asked.body["activity"], asked.size, "")
        return {"id": place.id, "activityId": first.id}

    def _only_member(self, body: Json) -> Account:
        """Return whom a new chat is to be with: reachable by `29:` name where the bot met them.

        An Entra object id is enough only where the app is installed for that person.
        """
        members = body.get("members") or []
        tenant = _inside(body, "channelData", "tenant", "id") or body.get("tenantId")
        if len(members) != 1 or not tenant:
            raise RefusedError(Refusal.BAD_ARGUMENT)
        name = members[0].get("id", "")
        who = self._world.whoever(name)
        if who is None or who.tenant != tenant:
            raise RefusedError(Refusal.NOT_INSTALLED)
        who.met = who.met or (name == who.mri and self._share_a_team(who))
        if not who.installed and not who.met:
            raise RefusedError(Refusal.NOT_INSTALLED)
        return who

    def _share_a_team(self, who: Account) -> bool:
        return any(place.has_app and who in place.members for place in self._world.places.values())

    def send(self, asked: Asked) -> Json:
        place = self._world.place(asked.conversation).open_to_the_bot()
        if asked.body.get("type") == "typing":
            place.typing += 1
            return {"id": self._world.message_id()}
        thread = asked.conversation.partition(";messageid=")[2]
        return {"id": self._post(place, asked.body, asked.size, thread).id}

    def _post(self, place: Place, activity: Json, size: int, thread: str) -> Posted:
        self._check(activity, size)
        posted = Posted(self._world.message_id(), self._world.bot, activity, thread)
        place.posted.append(posted)
        return posted

    def _check(self, activity: Json, size: int) -> None:
        if size > MOST_IN_A_MESSAGE:
            raise RefusedError(Refusal.TOO_BIG)
        if activity.get("type") != "message" or not (activity.get("text") or activity.get("attachments")):
            raise RefusedError(Refusal.BAD_SYNTAX)
        self._world.check(activity)

    def update(self, asked: Asked) -> Json:
        posted = self._own(asked)
        self._check(asked.body, asked.size)
        posted.activity = asked.body
        posted.edits += 1
        posted.views.clear()
        return {"id": posted.id}

    def delete(self, asked: Asked) -> None:
        self._own(asked).deleted = True

    def _own(self, asked: Asked) -> Posted:
        posted = self._world.place(asked.conversation).open_to_the_bot().find(asked.item)
        if posted.by != self._world.bot:
            raise RefusedError(Refusal.NOT_ENOUGH_PERMISSIONS)
        return posted

    # ------------------------------------------------------------ what the bot asks

    def members(self, asked: Asked) -> list[Json]:
        return [one.as_member() for one in self._roster(asked)]

    def pages(self, asked: Asked) -> Json:
        everybody = self.members(asked)
        size = min(int(asked.query.get("pageSize", self._world.page)), self._world.page)
        begin = int(asked.query.get("continuationToken", "0"))
        page: Json = {"members": everybody[begin : begin + size]}
        if begin + size < len(everybody):
            page["continuationToken"] = str(begin + size)
        return page

    def member(self, asked: Asked) -> Json:
        found = self._world.whoever(asked.item, self._roster(asked))
        if found is None:
            raise RefusedError(Refusal.NO_MEMBER)
        return found.as_member()

    def _roster(self, asked: Asked) -> list[Account]:
        return self._world.place(asked.conversation).open_to_the_bot().members

    def team(self, asked: Asked) -> Json:
        team = self._team(asked)
        return {
            "id": team.id,
            "name": team.name,
            "aadGroupId": team.group_id,
            "type": "standard",
            "channelCount": len(team.channels),
            "memberCount": len(team.members),
        }

    def channels(self, asked: Asked) -> Json:
        team = self._team(asked)
        general = {"id": team.id, "name": None}
        others = [{"id": one.id, "name": one.name} for one in team.channels.values() if one.id != team.id]
        return {"conversations": [general, *others]}

    def _team(self, asked: Asked) -> Team:
        team = self._world.place(asked.conversation).open_to_the_bot().team
        if team is None:
            raise RefusedError(Refusal.NO_CONVERSATION)
        return team


def _inside(body: Json, *names: str) -> Any:
    """Return what lies at the end of this path, or nothing."""
    found: Any = body
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found
