"""The switchboard: every letter leaves by the platform it is addressed to."""

from bot.core.delivery import Delivery, Failed, Messenger, Outcome, Sent, Throttled, Uncertain

NOT_SET_UP = "this platform is not set up"
PATIENCE = 600.0
"""Seconds after which a letter asks again whether its platform is set up by now; no try is counted."""


class Switchboard:
    """The `Messenger` of a house with several platforms, which are plugged in once the house stands."""

    def __init__(self) -> None:
        self._lines: dict[str, Messenger] = {}

    def plug(self, platform: str, messenger: Messenger) -> None:
        self._lines[platform] = messenger

    async def send(self, delivery: Delivery) -> Outcome:
        line = self._line(delivery)
        return await line.send(delivery) if line else Throttled(seconds=PATIENCE, everywhere=False)

    async def find(self, delivery: Delivery) -> Sent | Failed | Uncertain:
        line = self._line(delivery)
        return await line.find(delivery) if line else Failed(reason=NOT_SET_UP)

    def _line(self, delivery: Delivery) -> Messenger | None:
        return self._lines.get(delivery.to.platform) if delivery.to else None
