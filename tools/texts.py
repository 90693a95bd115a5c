"""Everything the bot says on one page, gathered from the source: `python -m tools.texts`."""

import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.core.fields import Choice, Choices, Mark, YesNo
from bot.core.forms import Form, heading
from tools.literals import Part, literals

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "everything-the-bot-says.md"

INTRODUCTION = """\
# Everything the bot says

Every text of the bot, gathered from its source by `make texts`. Words in {braces} are filled in: a name, a
day, a number. A *preview* is all that a lock screen shows. The kind of a message decides its hours: a
`reply` answers at once, a `service` message is about a meeting that was agreed, a `nudge` is what the bot
starts by itself, and a `summary` goes to coordinators."""

CONVERSATIONS = {
    "Beginning": "starting welcome visibility preferences rules rule_book gate",
    "Finding a time": "ladder booking offering suggesting proposing asking agreeing settling calling_off "
    "polling ticking polls poll_course rhythm standing standing_course seats naming assistants history "
    "meetings plan breaks",
    "Around a meeting": "around invitations guide_card prompt_sets stories mentors_care passing attendance "
    "unplanned whereabouts",
    "Looking back": "looking_back reflecting reflection_log free_text pages notes note_in_hand leaf "
    "commitments",
    "Help, quiet and leaving": "support hands quiet leaving",
    "The programme and one's data": "commands programme home my_data own_data retention housekeeping",
    "For coordinators": "summaries care coordinating coordinating_actions coordinating_time "
    "coordinating_words undelivered",
}
UNDERNEATH = {
    "Forms": "bot/core/forms.py bot/core/reading.py bot/core/talking.py bot/core/door.py bot/core/turn.py",
    "Summaries": "bot/programme/summary_words.py bot/programme/summary_text.py "
    "bot/programme/summary_channel.py bot/programme/attention.py bot/programme/cohort_readiness.py "
    "bot/programme/saying.py",
}


def page() -> str:
    """Return the whole page, conversation after conversation."""
    return "\n".join((INTRODUCTION, *_conversations(), *_guides(), *_underneath())) + "\n"


def texts() -> Iterator[tuple[str, Part, str]]:
    """Yield every text with the place it comes from and what it is for."""
    for file in files():
        for one in literals(file):
            if one.part is Part.FORM:
                yield from ((_name(file), Part.TEXT, text) for text in form_texts(_form(file, one.text)))
            elif one.part is not Part.KIND:
                yield _name(file), one.part, one.text
    for file in guides():
        yield from ((_name(file), Part.TEXT, text) for text in _strings(_toml(file)))


def files() -> list[Path]:
    """Return every file of ours with words for people: the conversations, and what lies underneath them."""
    beneath = [ROOT / name for names in UNDERNEATH.values() for name in names.split()]
    said = (file for file in (ROOT / "dialogs").glob("*.py") if file.stem != "lint")
    return [*sorted(said), *beneath]


def guides() -> list[Path]:
    return sorted((ROOT / "dialogs" / "guides").glob("*.toml"))


def form_texts(form: type[Form]) -> Iterator[str]:
    """Yield title, text, labels, hints and options of a form, as they are read from top to bottom."""
    head = heading(form)
    yield from (part for part in (head.title, head.text) if part)
    for mark in _marks(form):
        yield from (part for part in (mark.label, mark.hint, *_options(mark)) if part)


def _conversations() -> Iterator[str]:
    """Yield the conversations under their headings; a file that has no heading yet comes at the end."""
    placed = {name for names in CONVERSATIONS.values() for name in names.split()}
    others = " ".join(
        file.stem for file in files() if file.parent.name == "dialogs" and file.stem not in placed
    )
    for title, names in {**CONVERSATIONS, "Elsewhere": others}.items():
        sections = [_section(ROOT / "dialogs" / f"{name}.py") for name in names.split()]
        said = [line for section in sections for line in section]
        yield from (f"\n## {title}", *said) if said else ()


def _underneath() -> Iterator[str]:
    for title, names in UNDERNEATH.items():
        yield f"\n## {title}"
        for name in names.split():
            yield from _section(ROOT / name)


def _section(file: Path) -> list[str]:
    """Return what one file says, line by line; nothing when it says nothing."""
    lines = [line for one in literals(file) for line in _lines(file, one.part, one.text)]
    return [f"\n### {_title(file)}\n", *lines] if lines else []


def _lines(file: Path, part: Part, text: str) -> Iterator[str]:
    match part:
        case Part.FORM:
            yield from _form_lines(_form(file, text))
        case Part.KIND:
            yield f"- a message of the kind `{text}`"
        case Part.PREVIEW:
            yield f"- *preview:* {text}"
        case Part.TEXT:
            yield f"- {_one_line(text)}"


def _form_lines(form: type[Form]) -> Iterator[str]:
    head = heading(form)
    yield f"- **{head.title}**" + (f" {_one_line(head.text)}" if head.text else "")
    for mark in _marks(form):
        label = mark.label or head.title
        hint = f" ({mark.hint})" if mark.hint else ""
        options = f": {' · '.join(_options(mark))}" if _options(mark) else ""
        yield f"  - {label}{hint}{options}"


def _marks(form: type[Form]) -> Iterator[Mark]:
    for info in form.model_fields.values():
        yield from (one for one in info.metadata if isinstance(one, Mark))


def _options(mark: Mark) -> tuple[str, ...]:
    match mark:
        case Choice(labels=labels) | Choices(labels=labels):
            return labels
        case YesNo(yes=yes, no=no):
            return (yes, no)
    return ()


def _form(file: Path, name: str) -> type[Form]:
    form: type[Form] = getattr(import_module(_name(file)), name)
    return form


def _guides() -> Iterator[str]:
    yield "\n## The guides"
    for file in guides():
        content = _toml(file)
        number = f"{content['number']}. " if "number" in content else ""
        yield f"\n### {number}{content.get('title', 'What goes with every guide')}\n"
        yield from (f"- {text}" for text in _strings({**content, "title": ""}))


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _strings(value: object) -> Iterator[str]:
    """Yield every text of several words in a file of data."""
    match value:
        case str() if " " in value:
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def _title(file: Path) -> str:
    """Return what a file says of itself, without the full stop."""
    first = (sys.modules.get(_name(file)) or import_module(_name(file))).__doc__ or file.stem
    return first.strip().splitlines()[0].removesuffix(".")


def _name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def _one_line(text: str) -> str:
    return " / ".join(line for line in text.splitlines() if line)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
