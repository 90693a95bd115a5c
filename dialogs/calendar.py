"""My calendar: an address by which one's own calendar shows one's meetings, made, renewed and taken away."""

from typing import Literal

from bot.core.calendars import feed_token, fresh_token, give_feed, mark_of, service_url, take_feed
from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _

routes = Routes()


@routes.press("my-calendar")
@routes.command("my calendar")
async def my_calendar(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # it is about the visitor
    """Show the visitor's calendar address, or what one is for."""
    url, token = await service_url(turn.unit), await feed_token(turn.unit, turn.person.id)
    if not url:
        text = _("A calendar address needs the service's own address, and none is set up here.")
        turn.reply(_card(text, _free_times()))
    elif token is None:
        turn.reply(_offer())
    else:
        turn.reply(_address(url, token))


@routes.press("calendar.new")
async def new_address(turn: Turn, args: dict[str, str]) -> None:
    """Make an address in the place of the one the card showed; pressed again, it shows what there is now."""
    url, token = await service_url(turn.unit), await feed_token(turn.unit, turn.person.id)
    if not url:
        await my_calendar(turn, args)
        return
    if token is None or mark_of(token) == args["instead"]:
        token = fresh_token(turn.entropy)
        await give_feed(turn.unit, turn.person.id, token)
        await turn.note("made a calendar address", f"person:{turn.person.id}")
    turn.reply(_address(url, token))


@routes.press("calendar.away")
async def take_address_away(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Take the address away: from now on it opens nothing."""
    if await take_feed(turn.unit, turn.person.id):
        await turn.note("took a calendar address away", f"person:{turn.person.id}")
    text = _("That address opens nothing any more. You can remove it from your calendar.")
    turn.reply(_card(text, _make(_("Give me a calendar address"), None)))


def _offer() -> Message:
    text = _(
        "With a calendar address of your own, your calendar shows your meetings by itself and keeps up with "
        "every change. It shows times alone, and no names. Whoever has the address can read it, so keep it "
        "to yourself."
    )
    return _card(text, _make(_("Give me a calendar address"), None, look="main"), _free_times())


def _address(url: str, token: str) -> Message:
    text = _(
        "This is your calendar address:\n{address}\nAdd it to your calendar as one from the web. Keep it to "
        "yourself; if somebody else has seen it, make a new one and the old one opens nothing."
    )
    return _card(
        text.format(address=f"{url}/calendar/{token}.ics"),
        _make(_("Make a new address"), token),
        Action(label=_("Take it away"), route="calendar.away", look="careful"),
        _free_times(),
    )


def _free_times() -> Action:
    """Return the button for the other way round: the bot looks at somebody's calendar."""
    return Action(label=_("Let me look at yours"), route="free-times")


def _make(label: str, instead: str | None, look: Literal["plain", "main"] = "plain") -> Action:
    return Action(label=label, route="calendar.new", args={"instead": mark_of(instead)}, look=look)


def _card(text: str, *actions: Action) -> Message:
    return Message(kind="reply.calendar", preview=_("Your calendar"), text=text, actions=actions)
