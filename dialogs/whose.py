"""Whom a typed line is about: the pair or trio somebody named, else the only one, else it is asked."""

from collections.abc import Mapping, Sequence

from bot.core.circle import Story
from bot.core.messages import Action, Message
from bot.core.records import Person
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.typed import words_of
from dialogs.meetings import names_of

LONGEST_LABEL = 75


def those_named(stories: Sequence[Story], text: str, reader: Person) -> tuple[Story, ...]:
    """Return the stories with somebody whom the text calls by their first name; all when there is none."""
    words = set(words_of(text))
    named = tuple(
        story
        for story in stories
        if any(words & set(words_of(other.name)[:1]) for other in story.circle.others(reader.id))
    )
    return named or tuple(stories)


def one_or_whom(turn: Turn, stories: Sequence[Story], route: str, carried: Mapping[str, str]) -> Story | None:
    """Return the only story, or ask whom it is about: each button leads to the route with what is carried."""
    if not stories:
        raise Refusal(_("You are in no pair or trio at the moment, so there is nothing to do that for."))
    if len(stories) == 1:
        return stories[0]
    actions = tuple(
        Action(
            label=_("With {names}").format(names=names_of(story.circle.others(turn.person.id)))[
                :LONGEST_LABEL
            ],
            route=route,
            args={**carried, "relationship": story.circle.relationship.id},
        )
        for story in stories
    )
    turn.reply(
        Message(kind="reply.which", preview=_("Which one?"), text=_("Who is it with?"), actions=actions)
    )
    return None
