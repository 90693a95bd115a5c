"""Where the bot is installed: each workspace or organisation with its token, sealed on the shelf."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from adapters.slack.shapes import is_true, part, text
from bot.core.events import Actor
from bot.core.ports import Store

KIND = "installation"
PLATFORM = "slack"


class Installation(BaseModel):
    """Leave to work in one workspace, or in a whole organisation.

    `workspace` is what people's addresses there carry: the id of the team, or of the organisation where the
    bot is installed in all of it.
    """

    model_config = ConfigDict(frozen=True)

    workspace: str = Field(min_length=1)
    name: str = ""
    token: str = Field(min_length=1, repr=False)
    team: str = ""
    enterprise: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is for every workspace of an organisation."""
        return bool(self.enterprise) and self.workspace == self.enterprise

    @property
    def ids(self) -> frozenset[str]:
        """The ids by which a list of allowed workspaces may name it."""
        return frozenset({self.workspace, self.team, self.enterprise} - {""})

    @classmethod
    def granted(cls, told: Mapping[str, Any]) -> Self:
        """Read what an administrator granted. Raises `ValueError` when it is nothing to work with."""
        team, enterprise = text(told, "team", "id"), text(told, "enterprise", "id")
        is_whole = is_true(told, "is_enterprise_install")
        return cls(
            workspace=enterprise if is_whole else team,
            name=text(told, "enterprise" if is_whole else "team", "name"),
            token=text(told, "access_token"),
            team="" if is_whole else team,
            enterprise=enterprise,
        )

    @classmethod
    def told(cls, answer: object, token: str) -> Self:
        """Read whose token it is from the answer to `auth.test`. Raises `ValueError` when it doesn't tell."""
        about = part(answer)
        team, enterprise = text(about, "team_id"), text(about, "enterprise_id")
        is_whole = is_true(about, "is_enterprise_install")
        return cls(
            workspace=enterprise if is_whole else team,
            name=text(about, "team"),
            token=token,
            team="" if is_whole else team,
            enterprise=enterprise,
        )


class Installations:
    """Keeps installations, and remembers those that were asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Installation] = {}

    async def of(self, workspace: str) -> Installation | None:
        """Return the installation in a workspace, if there is one."""
        known = self._known.get(workspace)
        if known is not None or not workspace:
            return known
        async with self._store.reading() as unit:
            kept = await unit.shelf.get(KIND, place(workspace))
        return self._remember(Installation.model_validate(kept)) if kept else None

    async def every(self) -> list[Installation]:
        """Return all of them, by workspace."""
        async with self._store.reading() as unit:
            kept = await unit.shelf.every(KIND, PLATFORM)
        return [self._remember(Installation.model_validate(one)) for __, one in kept]

    async def keep(self, installation: Installation) -> None:
        """Keep one, in the place of any before in the same workspace."""
        async with self._store.unit() as unit:
            await unit.shelf.put(KIND, place(installation.workspace), installation.model_dump(mode="json"))
            await unit.commit()
        self._remember(installation)

    async def drop(self, workspace: str) -> None:
        """Forget the token of a workspace for good."""
        self._known.pop(workspace, None)
        async with self._store.unit() as unit:
            await unit.shelf.drop(KIND, place(workspace))
            await unit.commit()

    def look_again(self, workspace: str) -> None:
        """Ask the shelf next time: somebody else may have a newer token."""
        self._known.pop(workspace, None)

    def _remember(self, installation: Installation) -> Installation:
        self._known[installation.workspace] = installation
        return installation


def place(workspace: str) -> Actor:
    """Return where things about a whole workspace lie on the shelf."""
    return Actor(platform=PLATFORM, workspace=workspace, user="")
