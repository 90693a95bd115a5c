"""Ground rules: written down by one, accepted by all, in versions. They gate reflecting and sharing only."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue, field_validator, model_validator

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Choices, Form, Option, Text, YesNo
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Turn
from dialogs.free_text import NO_PATIENTS
from dialogs.guides import craft
from dialogs.meetings import choose_relationship
from dialogs.rule_book import PairRuleBook, latest_rules, rules_in
from dialogs.welcome import Limits, limits_text, notice_comes_first

routes = Routes()

RENEWED_AT = frozenset({5, 9, 15})
"""The guides that ask the pair to look at its rules, and at the limits of trust, once more."""

MOST_OF_YOUR_OWN = 5


class StandingRules(Form):
    """Do these rules suit you?"""

    short_title = "Ground rules"

    answer: Annotated[
        Literal["accept", "change"],
        Choice("Yes, I accept them", "I'd like to change something", label="Your answer"),
    ]


class GroundRules(Form):
    """Which rules shall hold between you?

    Untick what doesn't suit you. Whatever you add is read by the others in your pair or trio.
    """

    keep: Annotated[tuple[str, ...], Choices(label="To start from", at_least=0)]
    own: Annotated[
        str | None,
        NO_PATIENTS,
        Text(
            label="Rules of your own",
            hint="Up to five, one to a line. No names, and nothing about patients.",
            max_length=800,
            multiline=True,
        ),
    ] = None

    @field_validator("own")
    @classmethod
    def _few(cls, own: str | None) -> str | None:
        if len(lines_of(own)) > MOST_OF_YOUR_OWN:
            raise ValueError("Please keep it to five rules of your own, one to a line.")
        return own

    @model_validator(mode="after")
    def _at_least_one(self) -> "GroundRules":
        if not self.keep and not lines_of(self.own):
            raise ValueError("Please keep at least one rule, or write one.")
        return self


class Agreement(Form):
    """Shall I put these to the others?"""

    short_title = "Ground rules"

    agreed: Annotated[bool, YesNo(yes="Yes, I accept them", no="Change them")]


class Page(BaseModel):
    """What the talk begins with: whose rules, their last version (0: none yet) and lines, and the limits."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    version: int = 0
    rules: tuple[str, ...] = ()
    limits: str


class RuleBook(Protocol):
    """Where rules are written and accepted."""

    async def wait(self) -> None: ...
    async def accept(self, version: int) -> None: ...
    async def propose(self, rules: Sequence[str]) -> None: ...


async def agree_rules(ask: Ask, page: Page, *, book: RuleBook) -> None:
    """Read the limits of trust, then accept the rules as they stand or write them anew."""
    limits = await ask(Limits, page.limits)
    if not limits.known:
        await book.wait()
        return
    if page.rules:
        standing = await ask(StandingRules, show=bullets(page.rules))
        if standing.answer == "accept":
            await book.accept(page.version)
            return
    rules = await _written(ask, page)
    await book.propose(rules)


async def _written(ask: Ask, page: Page) -> tuple[str, ...]:
    """Ask until the writer accepts what they wrote."""
    ours = craft().ground_rules
    options = [Option(str(number), rule) for number, rule in enumerate(ours)]
    kept = [option.value for option in options if option.label in (page.rules or ours)]
    own = "\n".join(rule for rule in page.rules if rule not in ours)
    attempt = 1
    while True:
        told = await ask(
            GroundRules,
            key=f"ground_rules-{attempt}",
            choices={"keep": options},
            defaults={"keep": kept, "own": own},
        )
        rules = tuple(ours[int(number)] for number in told.keep) + lines_of(told.own)
        answer = await ask(Agreement, key=f"agreement-{attempt}", show=bullets(rules))
        if answer.agreed:
            return rules
        kept, own = list(told.keep), told.own or ""
        attempt += 1


def lines_of(text: str | None) -> tuple[str, ...]:
    """Return the lines of a text that hold something."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def bullets(rules: Sequence[str]) -> str:
    return "\n".join(f"• {rule}" for rule in rules)


def rules_due(number: int) -> bool:
    """Tell whether a guide is one at which rules and limits are looked at again: 5, 9 and 15."""
    return number in RENEWED_AT


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    page = Page.model_validate(inputs["page"])
    return {"book": PairRuleBook(turn, page.relationship, page.version)}


rules_talk = Talk(agree_rules, _ports, about=("page",))


@routes.press("rules")
@routes.command("rules")
async def rules(turn: Turn, args: dict[str, str]) -> None:
    """Open the ground rules: to write the first, to accept what stands, or to change it."""
    story = await choose_relationship(turn, "rules", args)
    if story is None or await notice_comes_first(turn):
        return
    latest = await latest_rules(turn, story)
    page = Page(
        relationship=story.circle.relationship.id,
        version=latest.version if latest else 0,
        rules=await rules_in(turn, latest) if latest else (),
        limits=limits_text(),
    )
    await open_talk(turn, rules_talk, page=page)
