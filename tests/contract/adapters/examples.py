"""Messages, questions and answers of every shape, words that mean harm among them."""

from collections.abc import Sequence
from datetime import date, time
from importlib import import_module
from pkgutil import walk_packages
from typing import Annotated, Literal

from hypothesis import strategies as st

import dialogs
from bot.core.dialogs import Question
from bot.core.fields import (
    Choice,
    Choices,
    Date,
    Field,
    Kind,
    Limit,
    Mark,
    Number,
    Option,
    Shown,
    Text,
    Time,
    YesNo,
)
from bot.core.forms import Form, describe, heading, question_name
from bot.core.messages import KINDS, PREVIEW_LIMIT, Action, Message
from bot.core.reading import as_shown

FRAGMENTS = (
    "Amara", "Seán O'Neill", "a plain sentence.", "Next: Tuesday", "• a point", "> quoted", "# big", "1. one",
    "<!channel>", "<!here>", "<@U012AB3CD>", "<#C012AB3CD>", "@here", "@channel", "<at>everyone</at>",
    "*bold*", "**bold**", "_lean_", "~gone~", "`code`", "```fence```", "\\", "&", "&amp;", "<", ">",
    "<b>bold</b>", "https://evil.example/?a=1&b=2", "evil.example", "who@trust.example",
    "[link](https://evil.example)", "<https://evil.example|safe>", "{{TIME(2027-01-01T00:00:00Z)}}",
    "${binding}", '{"r":"help"}', ":wave:", "שלום עולם", "مرحبا بالعالم 12", "\u202egnirts", "\u2066",
    "👩🏽\u200d🔬", "🇬🇧", "Z̷͕̈a̶͚̽l̴͓̈g̸̱̈o̵̯̊", "日本語の文章", "\x07", "\u200b", "\t",
    "wordwithoutend" * 30,
)  # fmt: skip

LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp"))


def hostile(longest: int, *, lines: bool = True) -> st.SearchStrategy[str]:
    """Words of at most so many characters, never blank, on one line or several."""
    gaps = st.sampled_from([" ", " ", "\n", "\n\n", "  "] if lines else [" "])
    parts = st.lists(st.tuples(st.sampled_from(FRAGMENTS) | st.text(LETTERS, max_size=20), gaps), min_size=1)
    joined = parts.map(lambda found: "".join(part + gap for part, gap in found))
    return joined.map(lambda text: text[:longest].strip()).filter(_is_said)


def long_text() -> st.SearchStrategy[str]:
    """Texts beyond what one block or card takes."""
    return st.tuples(hostile(900), st.integers(2, 9), st.sampled_from(["\n\n", "\n", " "])).map(
        lambda told: told[2].join([told[0]] * told[1])
    )


def _is_said(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


# ---- messages


def actions() -> st.SearchStrategy[Action]:
    return st.builds(
        Action,
        label=hostile(75, lines=False),
        route=st.sampled_from(["book", "proposal.accept", "help", "care.close.sure"]),
        args=st.dictionaries(
            st.sampled_from(["relationship", "interaction", "at"]), hostile(60, lines=False), max_size=3
        ),
        look=st.sampled_from(["plain", "main", "careful"]),
    )


def messages() -> st.SearchStrategy[Message]:
    return st.builds(
        Message,
        kind=st.sampled_from([f"{kind}.example" for kind in KINDS]),
        preview=hostile(PREVIEW_LIMIT, lines=False),
        text=hostile(400) | long_text(),
        actions=st.lists(actions(), max_size=30).map(tuple),
    )


# ---- forms and questions


class EveryField(Form):
    """What would you like to say about everything that can be asked?

    Whatever a form of tomorrow may hold stands here today.
    """

    short_title = "Everything"

    one: Annotated[Literal["a", "b", "c"], Choice("Letter A", "Letter B", "Letter C", label="One of three")]
    perhaps: Annotated[str | None, Choice(label="One of a list", hint="It opens when it is long")] = None
    few: Annotated[tuple[str, ...], Choices(label="At most two of a list", at_least=0, at_most=2)]
    many: Annotated[tuple[str, ...], Choices(label="Some of a list")]
    line: Annotated[str, Text(label="One line", max_length=80)]
    story: Annotated[str | None, Text(label="Several lines", multiline=True)] = None
    day: Annotated[date, Date(label="A day", minimum=date(2027, 1, 1), maximum=date(2027, 12, 31))]
    hour: Annotated[time | None, Time(label="An hour", minimum=time(9), maximum=time(17))] = None
    number: Annotated[int | None, Number(label="A number", minimum=-3, maximum=12)] = None
    sure: Annotated[bool, YesNo(label="Yes or no")] = True


def every_form() -> list[type[Form]]:
    """Return every form of every dialog, by name."""
    for module in walk_packages(dialogs.__path__, "dialogs."):
        import_module(module.name)
    found = {form for form in _below(Form) if form.__module__.startswith("dialogs.")}
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


def _below(form: type[Form]) -> set[type[Form]]:
    return {one for child in form.__subclasses__() for one in {child, *_below(child)}}


@st.composite
def questions(draw: st.DrawFn, form: type[Form]) -> Question:
    """Any asking of a form: lists, defaults, complaints and something to show, as a dialog may bring them."""
    lists = {name: draw(options()) for name in _without_list(form)}
    described = describe(form, choices=lists)
    defaults = {
        one.name: draw(values(one)) for one in described if one.default is None and draw(st.booleans())
    }
    fields = describe(form, choices=lists, defaults=defaults)
    head = heading(form)
    complained = draw(st.sets(st.sampled_from([one.name for one in fields])) if fields else st.just(set()))
    return Question(
        dialog="example",
        key=question_name(form),
        title=head.title,
        short_title=head.short_title,
        text=draw(st.just(head.text) | hostile(600) | long_text()),
        show=draw(st.just("") | hostile(600) | long_text()),
        fields=fields,
        errors={name: draw(hostile(120, lines=False)) for name in sorted(complained)},
        back=draw(st.booleans()),
        skip=draw(st.booleans()),
        later=draw(st.booleans()),
        help=draw(st.booleans()),
        token=f"01a3c2bc09007f6199928cf5b57c6ca1:{draw(st.integers(0, 20))}:{question_name(form)}",
    )


def plain_question(form: type[Form]) -> Question:
    """The same form asked without anything of its own, each list with the one name it needs."""
    lists = {
        name: [Option("R01", "Amara and Brendan"), Option("R02", "Edwin")] for name in _without_list(form)
    }
    head = heading(form)
    return Question(
        dialog="example",
        key=question_name(form),
        title=head.title,
        short_title=head.short_title,
        text=head.text,
        fields=describe(form, choices=lists),
        back=False,
        skip=False,
        token=f"01a3c2bc09007f6199928cf5b57c6ca1:0:{question_name(form)}",
    )


def options() -> st.SearchStrategy[list[Option]]:
    """A list as it comes with an asking: any number up to what fits, with labels of any kind."""
    values = hostile(100, lines=False).map(lambda text: text.replace(",", "").strip()).filter(_is_said)
    return st.lists(
        st.builds(Option, value=values, label=hostile(90, lines=False)),
        min_size=1,
        max_size=30,
        unique_by=lambda option: option.value,
    )


def _without_list(form: type[Form]) -> list[str]:
    """Return the fields whose list comes with the asking."""
    return [
        name
        for name, info in form.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, Mark) and mark.kind.has_list and not getattr(mark, "labels", ())
    ]


# ---- answers


def answers(question: Question) -> st.SearchStrategy[dict[str, Shown]]:
    """Everything a person could legally put into the fields of a question."""
    return st.fixed_dictionaries({one.name: values(one) for one in question.fields})


def values(field: Field) -> st.SearchStrategy[Shown]:
    """Any legal value of a field, as text; None as well where it may stay empty."""
    legal = _legal(field)
    return legal if field.required else st.none() | legal


def _legal(field: Field) -> st.SearchStrategy[Shown]:
    low, high = field.minimum, field.maximum
    match field.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return st.sampled_from(field.values)
        case Kind.CHOICES:
            return _several(field.values, low, high)
        case Kind.TEXT:
            return (
                hostile(min(field.max_length or 200, 200), lines=field.multiline).map(_typed).filter(_is_said)
            )
        case Kind.NUMBER:
            return st.integers(_or(low, -999), _or(high, 999)).map(as_shown)
        case Kind.DATE:
            return st.dates(_or(low, date(2026, 1, 1)), _or(high, date(2030, 12, 31))).map(as_shown)
        case Kind.TIME:
            return st.times(_or(low, time.min), _or(high, time(23, 59))).map(as_shown)


def _several(values: Sequence[str], low: object, high: object) -> st.SearchStrategy[Shown]:
    fewest = low if isinstance(low, int) else 0
    most = high if isinstance(high, int) else len(values)
    chosen = st.sets(st.sampled_from(values), min_size=max(fewest, 1), max_size=most)
    return chosen.map(lambda found: tuple(one for one in values if one in found))


def _typed(text: str) -> str:
    """Leave out what no keyboard brings into a field."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable()).strip()


def _or(limit: Limit | None, otherwise: Limit) -> Limit:
    return otherwise if limit is None else limit
