"""The guide to a meeting: to use, to swap for another, or to leave for a plan of one's own."""

from collections.abc import Mapping, Sequence

from bot.core.circle import PLANNED, Circle, Story
from bot.core.messages import Action, Message
from bot.core.records import Interaction, Person
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from dialogs.commitments import before_meeting
from dialogs.guide_order import done_before, guide_for
from dialogs.guides import Guide, Prompt, PromptSet, Who, guide, swaps
from dialogs.meetings import about, choose_relationship, find
from dialogs.prompt_sets import chosen_set
from dialogs.rules import rules_due
from dialogs.stories import mentor_lines, private_actions
from dialogs.welcome import limits_text

routes = Routes()

FIRST = 1

WHO_ASKS = {
    Who.MENTOR: _("The mentor asks:"),
    Who.MENTEE: _("The mentee asks:"),
    Who.BOTH: _("Each of you:"),
    Who.WATCH: _("Watch:"),
}


@routes.press("guide")
@routes.command("guide")
async def show(turn: Turn, args: dict[str, str]) -> None:
    """Show the guide to one meeting, or to the next; whoever looks first settles it for all of them."""
    story = await choose_relationship(turn, "guide", args)
    if story is None:
        return
    interaction = _meant(turn, story, args)
    number = guide_for(story, interaction, story.circle.today(turn.now))
    if interaction is not None and interaction.guide is None and _is_ahead(interaction):
        interaction = interaction.model_copy(update={"guide": number})
        await turn.unit.interactions.put(interaction)
    words = await chosen_set(turn, story)
    card = guide_message(story.circle, turn.person, guide(number), words, interaction)
    meant = await before_meeting(turn, story.circle.relationship.id)
    turn.reply(card if meant is None else card.model_copy(update={"actions": (*card.actions, meant)}))


def _meant(turn: Turn, story: Story, args: Mapping[str, str]) -> Interaction | None:
    """Return the meeting a button is about, or the next one that is planned."""
    if "interaction" in args:
        return find(story, args["interaction"])
    return next(iter(story.planned(story.circle.today(turn.now))), None)


def _is_ahead(interaction: Interaction) -> bool:
    return interaction.state in PLANNED


def guide_message(
    circle: Circle, to: Person, card: Guide, words: PromptSet, interaction: Interaction | None
) -> Message:
    """Return the card for one of them; it differs between sides by what a mentor alone is asked."""
    is_mentor = to.id != circle.mentee.id
    prompts = card.prompts(words, terms(circle.cohort).words.groups)
    parts = [
        f"{card.title} · {card.duration}",
        card.purpose,
        card.opening,
        "\n".join([_("Two or three of these are plenty:"), *(_asked(prompt) for prompt in prompts)]),
        _list(_("To go deeper:"), card.probes),
        _list(_("A story can have these steps:"), card.story_steps) if is_mentor else "",
        _("For the three of you: {note}").format(note=card.trio) if circle.is_trio else "",
        "\n".join(card.safety),
        f"{_('Trust has its limits:')}\n{limits_text()}" if _terms_are_due(card.number) else "",
        _("What may be noted afterwards: {record}").format(record=card.record),
        *(mentor_lines(card.number) if is_mentor else ()),
    ]
    return Message(
        kind="reply.guide",
        preview=_("Your guide for the next meeting"),
        text="\n\n".join(part for part in parts if part),
        actions=_actions(circle, to, card, interaction),
    )


def _terms_are_due(number: int) -> bool:
    """Tell whether a guide is about the terms between them: the first, and those that renew them."""
    return number == FIRST or rules_due(number)


def _asked(prompt: Prompt) -> str:
    return f"• {WHO_ASKS[prompt.who]} {prompt.text}"


def _list(head: str, lines: Sequence[str]) -> str:
    return "\n".join([head, *(f"• {line}" for line in lines)]) if lines else ""


def _actions(circle: Circle, to: Person, card: Guide, interaction: Interaction | None) -> tuple[Action, ...]:
    here = {"relationship": circle.relationship.id}
    words = Action(label=_("Other words"), route="guide.set", args=here)
    rules = [Action(label=_("Ground rules"), route="rules", args=here)] if _terms_are_due(card.number) else []
    if interaction is None or not _is_ahead(interaction):
        return (Action(label=_("Suggest a time"), route="book", args=here, look="main"), words, *rules)
    mine = about(interaction)
    private = private_actions(card.number, interaction, is_mentor=to.id != circle.mentee.id)
    return (
        Action(label=_("Use this"), route="guide.use", args=mine, look="main"),
        Action(label=_("Swap it"), route="guide.swap", args=mine),
        Action(label=_("Our own plan"), route="guide.own", args=mine),
        words,
        *private,
        *rules,
    )


@routes.press("guide.use")
async def use(turn: Turn, args: dict[str, str]) -> None:
    """Take the guide as it is."""
    story, interaction = await _planned(turn, args)
    number = guide_for(story, interaction, story.circle.today(turn.now))
    await _take(turn, interaction, number, "given")
    turn.reply(_short(_("Good. Leave out whatever doesn't suit you on the day.")))


@routes.press("guide.own")
async def own(turn: Turn, args: dict[str, str]) -> None:
    """Leave the guide for a plan of their own: it stands in for the guide, so nothing is held up."""
    story, interaction = await _planned(turn, args)
    number = guide_for(story, interaction, story.circle.today(turn.now))
    await _take(turn, interaction, number, "own")
    turn.reply(_short(_("Good. Your own plan counts just the same, and nobody asks what it is.")))


@routes.press("guide.swap")
async def swap(turn: Turn, args: dict[str, str]) -> None:
    """Offer the guides that may stand in for this one, or take the one that was picked."""
    story, interaction = await _planned(turn, args)
    open_ones = swaps(done_before(story, interaction, story.circle.today(turn.now)))
    picked = int(args["guide"]) if args.get("guide", "").isdecimal() else 0
    if picked in open_ones:
        await _take(turn, interaction, picked, "adapted")
        await show(turn, about(interaction))
        return
    if not open_ones:
        raise Refusal(_("There is nothing to swap it for yet: more guides open once you know each other."))
    actions = tuple(
        Action(
            label=guide(number).title, route="guide.swap", args={**about(interaction), "guide": str(number)}
        )
        for number in open_ones
    )
    turn.reply(_short(_("Which one would you like?"), *actions))


async def _planned(turn: Turn, args: Mapping[str, str]) -> tuple[Story, Interaction]:
    """Return the visitor's own meeting, as long as its guide can still be chosen."""
    story = await turn.my_story(args["relationship"])
    interaction = find(story, args["interaction"])
    if not _is_ahead(interaction):
        raise Refusal(_("That meeting is off, so there is no guide to choose for it."))
    return story, interaction


async def _take(turn: Turn, interaction: Interaction, number: int, used: str) -> None:
    taken = interaction.model_copy(update={"guide": number, "guide_used": used})
    await turn.unit.interactions.put(taken)


def _short(text: str, *actions: Action) -> Message:
    return Message(kind="reply.guide", preview=_("About your guide"), text=text, actions=actions)
