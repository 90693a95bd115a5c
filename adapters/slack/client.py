"""The way out to Slack: the `Messenger` port."""

from slack_sdk.errors import SlackApiError

from adapters.slack.posting import post
from adapters.slack.web import Webs, refusal_of
from bot.core.delivery import Delivery, Failed, Outcome, Sent, Uncertain


class SlackMessenger:
    """Sends letters, each once."""

    def __init__(self, webs: Webs) -> None:
        self._webs = webs

    async def send(self, delivery: Delivery) -> Outcome:
        to = delivery.to
        web = await self._webs.of(to.workspace) if to else None
        if to is None or web is None:
            return Failed(reason="not installed there")
        try:
            spot = await post(web, to.user, delivery.letter.message)
        except SlackApiError as error:
            return Failed(reason=refusal_of(error))
        return Sent(name=f"{spot.channel}/{spot.ts}")

    async def find(self, delivery: Delivery) -> Uncertain:
        return Uncertain(reason=f"letter {delivery.id} was not looked for")
