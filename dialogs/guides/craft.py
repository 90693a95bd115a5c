"""The words that go with every guide: how to agree, to look back, to ask and to give feedback."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from dialogs.guides.guide import Line, Strict, Title


class LookBack(Strict):
    """The steps of a reflection. Each guide's own question comes before the words of a step."""

    open: Line
    what: Line
    so_what: Line
    now_what: Line


class Craft(Strict):
    """What every pair is given, whichever guide they use."""

    ground_rules: Annotated[tuple[Line, ...], Field(min_length=6, max_length=6)]
    limits: Annotated[tuple[Line, ...], Field(min_length=6)]
    before_meeting: tuple[Line, ...]
    story_choices: tuple[Title, ...]
    probes: tuple[Title, ...]
    feedback_steps: tuple[Line, ...]
    look_back: LookBack


@cache
def craft() -> Craft:
    """Read the words once.

    The six ground rules are where every pair starts; they may add their own. The limits of confidence
    are shown before the first reflection and again with the guides to meetings 5, 9 and 15.
    """
    text = files("dialogs.guides").joinpath("craft.toml").read_text("utf-8")
    return Craft.model_validate(tomllib.loads(text))
