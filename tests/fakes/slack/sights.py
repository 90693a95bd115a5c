"""What a person looks at: a message, a form, a Home tab."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Self

from tests.fakes.slack import reading

Json = dict[str, Any]


@dataclass(slots=True)
class Post:
    """One message, as it stands now; `remembered` keeps it as it stands at this moment."""

    ts: str
    channel: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None
    bot_id: str | None = None
    edited: bool = False
    visible_from: float = 0.0

    @property
    def words(self) -> str:
        """Everything that one reads in it: the blocks, or the text where there are none."""
        return reading.words(self.blocks) if self.blocks else reading.unescaped(self.text)

    @property
    def buttons(self) -> list[str]:
        return reading.buttons(self.blocks)

    @property
    def pings(self) -> list[str]:
        """Whom it calls by a mention: people, channels, everybody."""
        return reading.pings(self.text, self.blocks)

    @property
    def links(self) -> list[str]:
        """Where it can lead somebody, bare addresses included."""
        return reading.links("" if self.blocks else self.text, self.blocks)

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    def remembered(self) -> Self:
        """Return it as it is now, as a device shows it that has not heard of a change."""
        return deepcopy(self)


@dataclass(slots=True)
class View:
    """A modal or a Home tab that somebody has before them."""

    id: str
    user: str
    team: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    typed: dict[tuple[str, str], Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    @property
    def title(self) -> str:
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def words(self) -> str:
        return reading.words(self.blocks)

    @property
    def buttons(self) -> list[str]:
        return reading.buttons(self.blocks)

    @property
    def labels(self) -> list[str]:
        """What is asked: the labels of the inputs, from top to bottom."""
        return [reading.unescaped(block["label"]["text"]) for block in reading.inputs(self.blocks)]

    @property
    def links(self) -> list[str]:
        return reading.links("", self.blocks)

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        return str(self.body.get("private_metadata") or "")

    def remembered(self) -> Self:
        """Return it as it is now, as a second device shows it."""
        return deepcopy(self)
