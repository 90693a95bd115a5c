"""Every word of a form can be said in another language."""

import subprocess
import sys
from typing import Annotated, Literal

from bot.core.forms import Choice, Form, Text, describe, heading
from bot.core.words import _


class Weather(Form):
    """How is the weather?

    A glance out of the
    window is enough.
    """

    sky: Annotated[Literal["blue", "grey"], Choice("Blue", "Grey", label="The sky", hint="Look up.")]
    more: Annotated[str, Text()]


SHOUTED = """
import gettext
gettext.NullTranslations.gettext = lambda self, text: text.upper()
from tests.core.test_words import Weather, describe, heading
print(heading(Weather).title, heading(Weather).text, heading(Weather).short_title, sep="|")
for field in describe(Weather):
    print(field.label, field.hint, *(option.label for option in field.options), sep="|")
"""


def test_every_part_of_a_form_is_looked_up_in_the_catalogue() -> None:
    """A catalogue that shouts is put in the place of ours, in a Python of its own."""
    said = subprocess.run([sys.executable, "-c", SHOUTED], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [
        "HOW IS THE WEATHER?|A GLANCE OUT OF THE WINDOW IS ENOUGH.|HOW IS THE WEATHER?",
        "THE SKY|LOOK UP.|BLUE|GREY",
        "HOW IS THE WEATHER?|",
    ]


def test_without_a_catalogue_the_words_stand_as_they_were_written() -> None:
    assert heading(Weather).title == "How is the weather?"
    assert [field.label for field in describe(Weather)] == ["The sky", "How is the weather?"]


def test_nothing_stays_nothing_in_every_language() -> None:
    assert _("") == ""
