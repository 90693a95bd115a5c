"""The shape of what Teams sends, as much of it as is read; anything else in it is left alone."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A part of an activity. What does not fit is named by its place, never repeated."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Account(Shape):
    """A person or the bot."""

    id: str = ""
    name: str | None = None
    object_id: str | None = Field(default=None, alias="aadObjectId")


class Conversation(Shape):
    """A chat or a channel, perhaps with a thread behind a semicolon."""

    id: str = Field(min_length=1)
    kind: str | None = Field(default=None, alias="conversationType")
    tenant: str | None = Field(default=None, alias="tenantId")
    is_group: bool | None = Field(default=None, alias="isGroup")


class Entity(Shape):
    """What is known about the client, among other things."""

    type: str = ""
    timezone: str | None = None
    locale: str | None = None


class Tenant(Shape):
    """An organisation."""

    id: str | None = None


class Team(Shape):
    """A team, by what the service calls it."""

    id: str | None = None


class ChannelData(Shape):
    """What Teams adds to every activity."""

    tenant: Tenant | None = None
    team: Team | None = None
    product: str | None = Field(default=None, alias="productContext")


class Activity(Shape):
    """One thing that happened."""

    type: str = Field(min_length=1)
    id: str | None = None
    timestamp: datetime | None = None
    channel: str = Field(alias="channelId", min_length=1)
    service_url: str = Field(alias="serviceUrl", min_length=1)
    conversation: Conversation
    sender: Account = Field(default=Account(), alias="from")
    recipient: Account = Account()
    text: str | None = None
    value: Any = Field(default=None, repr=False)
    name: str | None = None
    action: str | None = None
    reply_to: str | None = Field(default=None, alias="replyToId")
    locale: str | None = None
    timezone: str | None = Field(default=None, alias="localTimezone")
    channel_data: ChannelData | None = Field(default=None, alias="channelData")
    entities: tuple[Entity, ...] | None = None
    added: tuple[Account, ...] | None = Field(default=None, alias="membersAdded")
    removed: tuple[Account, ...] | None = Field(default=None, alias="membersRemoved")

    @property
    def client(self) -> Entity:
        """What the client says about itself."""
        return next((one for one in self.entities or () if one.type == "clientInfo"), Entity())
