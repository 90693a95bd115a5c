"""Somebody with a Slack in their hand: what they do goes to the app, what comes back changes what they see.

await ada.types("book tuesday 3")
await ada.presses(slack.dm_of("U1")[-1], "That works")
await ada.submits(slack.view_of("U1"), {"When?": "Tuesday 3pm"})
"""

from typing import Any

from tests.fakes.slack.carrier import Answer
from tests.fakes.slack.pressing import Pressing
from tests.fakes.slack.records import Json
from tests.fakes.slack.speaking import Speaking


class Person(Pressing, Speaking):
    """What one person does in one workspace."""

    async def joins(self) -> Answer:
        """Arrive in the workspace."""
        return await self.causes("team_join", {"type": "team_join", "user": self._described()})

    async def changes(self, **profile: Any) -> Answer:
        """Change one's profile, such as `tz="Asia/Tokyo"`."""
        for name, value in profile.items():
            setattr(self.profile, name, value)
        return await self.causes("user_change", {"type": "user_change", "user": self._described()})

    async def leaves(self) -> Answer:
        """Have one's account deactivated."""
        return await self.changes(deleted=True)

    async def joins_channel(self, name: str, inviter: str = "") -> Answer:
        self.workspace.channels[name].members.add(self.id)
        told = {"type": "member_joined_channel", "user": self.id, "channel": name, "channel_type": name[:1]}
        told |= {"team": self.workspace.id, "event_ts": self._world.ts()}
        return await self.causes("member_joined_channel", told | ({"inviter": inviter} if inviter else {}))

    def _described(self) -> Json:
        return self._payloads.described()
