"""What somebody did in Teams, as the event it is for the house. Whatever means nothing is `Ignored`."""

from collections.abc import Mapping
from typing import Any

from adapters.teams.answers import values
from adapters.teams.buttons import Verb
from adapters.teams.inbound import Inbound
from bot.core.events import Answered, Departed, Event, Ignored, Joined, Pressed, Said, Turned

OPEN = "open"
"""The verb of the button that shows a long form in a window of its own."""

TURNS = frozenset({"back", "skip", "later", "resume"})
LONGEST_WORD = 300
"""Characters of a token, a route or anything else that a button of ours carries."""

_INVOKES = frozenset({"adaptiveCard/action", "task/fetch", "task/submit"})


def event_in(inbound: Inbound) -> Event:
    """Return what an activity means."""
    if not inbound.object_id or not inbound.tenant:
        return _ignored(inbound, "by nobody")
    match inbound.kind:
        case "message" if inbound.data is not None:
            return _pressed(inbound, inbound.data)
        case "message":
            return _typed(inbound)
        case "invoke" if inbound.invoke in _INVOKES and inbound.data is not None:
            return _pressed(inbound, inbound.data)
        case "installationUpdate" | "conversationUpdate" if inbound.is_personal:
            return _came_or_went(inbound)
    return _ignored(inbound, inbound.kind)


def comes(inbound: Inbound) -> bool:
    """Tell whether the bot itself was added, to whatever place."""
    return inbound.added or (inbound.kind == "installationUpdate" and inbound.action.startswith("add"))


def goes(inbound: Inbound) -> bool:
    """Tell whether the bot itself was taken away."""
    return inbound.removed or (inbound.kind == "installationUpdate" and inbound.action.startswith("remove"))


def _came_or_went(inbound: Inbound) -> Event:
    if goes(inbound):
        return Departed(key=inbound.key, actor=inbound.actor)
    if comes(inbound):
        return Joined(key=inbound.key, actor=inbound.actor)
    return _ignored(inbound, inbound.kind)


def _typed(inbound: Inbound) -> Event:
    if not inbound.is_personal:
        return _ignored(inbound, "typed where others read")
    if not inbound.text:
        return _ignored(inbound, "nothing typed")
    return Said(key=inbound.key, actor=inbound.actor, text=inbound.text)


def _pressed(inbound: Inbound, data: Mapping[str, Any]) -> Event:
    match data:
        case {"verb": Verb.PRESS, "r": str(route), "a": dict(args)} if _are_words(route, *args.values()):
            carried = {str(name): value for name, value in args.items()}
            return Pressed(key=inbound.key, actor=inbound.actor, route=route, args=carried)
        case {"verb": Verb.ANSWER, "t": str(token)} if _are_words(token):
            return Answered(key=inbound.key, actor=inbound.actor, token=token, values=values(data))
        case {"verb": Verb.TURN, "t": str(token), "to": str(to)} if _are_words(token) and to in TURNS:
            return Turned(key=inbound.key, actor=inbound.actor, token=token, to=to)
        case {"verb": verb, "t": str(token)} if verb == OPEN and _are_words(token):
            return Turned(key=inbound.key, actor=inbound.actor, token=token, to="resume")
    return _ignored(inbound, "not one of our buttons")


def _are_words(*words: object) -> bool:
    return all(isinstance(one, str) and len(one) <= LONGEST_WORD and one.isprintable() for one in words)


def _ignored(inbound: Inbound, reason: str) -> Ignored:
    return Ignored(key=inbound.key, reason=reason[:LONGEST_WORD])
