"""The words of the bot as safe HTML: paragraphs, lines, lists, and *emphasis*. Nothing else is markup."""

import re

from markupsafe import Markup, escape

_EMPHASIS = re.compile(r"\*([^*\n]+)\*")
_BULLET = "• "


def marked_up(text: str, *, plain: bool = False) -> Markup:
    """Return words as HTML; `plain` ones are somebody's own and show as they are, asterisks included."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    return Markup("").join(_paragraph(part, plain=plain) for part in parts)


def _paragraph(part: str, *, plain: bool) -> Markup:
    lines = [line for line in part.split("\n") if line.strip()]
    if all(line.startswith(_BULLET) for line in lines):
        return _list(lines, plain=plain)
    return Markup("<p>{}</p>").format(Markup("<br>").join(_line(line, plain=plain) for line in lines))


def _list(lines: list[str], *, plain: bool) -> Markup:
    items = (Markup("<li>{}</li>").format(_line(line.removeprefix(_BULLET), plain=plain)) for line in lines)
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def _line(line: str, *, plain: bool) -> Markup:
    safe = escape(line)
    return safe if plain else Markup(_EMPHASIS.sub(r"<em>\1</em>", str(safe)))  # noqa: S704  # escaped just above
