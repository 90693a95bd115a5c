"""A post that could not reach its channel: coordinators are told privately, with what they can do."""

from bot.core.courier import UNDELIVERED
from bot.core.messages import Message
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.summaries import coordinators

routes = Routes()


@routes.timer(UNDELIVERED)
async def undelivered(turn: Turn, payload: dict[str, str]) -> None:
    """Tell every coordinator of the cohort; the adapter says what helps on its platform."""
    cohort = await turn.unit.cohorts.get(payload["cohort"])
    advice = payload["advice"] or _("Please look at the channel in the cohort's settings.")
    message = Message(
        kind="summary.undelivered",
        preview=_("A post could not be delivered"),
        text=_("I couldn't post the summary of {cohort} in its channel. {advice}").format(
            cohort=cohort.name, advice=advice
        ),
    )
    for person in await coordinators(turn, cohort):
        await turn.tell(person, message, cohort=cohort)
