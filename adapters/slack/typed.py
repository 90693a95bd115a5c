"""What somebody typed, as they meant it: Slack writes links, mentions and three characters in its own way."""

import html
import re

_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def typed(text: str) -> str:
    """Return the words as they were typed; mentions of people and channels are left out."""
    return html.unescape(_MARKED.sub(_as_typed, text)).strip()


def _as_typed(found: re.Match[str]) -> str:
    target, label = found[1], found[2]
    if target.startswith(("@", "#", "!")):
        return ""
    return label or target
