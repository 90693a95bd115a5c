"""One Slack: its workspaces, the app's settings, and what was handed out to the app."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from bot.core.clock import Clock
from tests.fakes.slack.records import Approval, Call, Grant, Link, Standing, StoredFile, Trigger, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.sights import Json

A_TRIGGER_LASTS = 3.0
"""Seconds in which a modal may be opened after what somebody did."""


@dataclass(slots=True)
class App:
    """The app, as its settings at Slack say. `events` and `commands` of None take every one."""

    id: str = "A0FAKE"
    name: str = "Turnabout"
    client_id: str = "10.20"
    client_secret: str = "client-secret"
    verification: str = "verification-token"
    events: frozenset[str] | None = None
    commands: frozenset[str] | None = None
    messages_tab: bool = True
    home_tab: bool = True


@dataclass(slots=True)
class World:
    """Everything there is, with a clock of its own and names that are never given twice."""

    clock: Clock
    app: App = field(default_factory=App)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    echoes: list[tuple[str, Json]] = field(default_factory=list)
    approvals: dict[str, Approval] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    history_lag: float = 0.0
    base: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def now(self) -> float:
        return self.clock.now().timestamp()

    def fresh(self, letter: str) -> str:
        """Return a new identifier such as `V000012`."""
        return f"{letter}{next(self._numbers):06d}"

    def ts(self) -> str:
        """Return a new time stamp, as messages have; later ones are greater."""
        return f"{int(self.now)}.{next(self._numbers):06d}"

    def stand(self, token: str, standing: Standing) -> None:
        """Let a token stand differently from now on."""
        self.grants[token] = replace(self.grants[token], standing=standing)

    def grant_of(self, workspace: Workspace) -> Grant | None:
        """Return the working bot token for a workspace, its own before that of its organisation."""
        able = [one for one in self.grants.values() if one.standing is Standing.ACTIVE and not one.for_app]
        own = [one for one in able if one.team == workspace.id]
        whole = [one for one in able if not one.team and one.enterprise == workspace.enterprise]
        return next(iter(own + whole), None)

    def trigger(self, user: str, team: str, view: str | None = None) -> str:
        """Hand out leave to open a modal."""
        name = f"{self.fresh('')}.{team}.{self.fresh('x')}"
        self.triggers[name] = Trigger(user, team, self.now, view)
        return name

    def exchange(self, name: str, teams: set[str]) -> Trigger:
        """Take a trigger: it must be one of ours, not used before, and no older than three seconds."""
        trigger = self.triggers.get(name)
        if trigger is None or trigger.team not in teams:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self.now - trigger.issued > A_TRIGGER_LASTS:
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger

    def link(self, link: Link) -> str:
        """Return the address of a new `response_url`."""
        name = self.fresh("link-")
        self.links[name] = link
        return f"{self.base}/respond/{name}"
