"""The guide for whoever sets Slack up says what the code does."""

from pathlib import Path

import pytest

from adapters.slack.install import INSTALL
from adapters.slack.outcomes import ADVICE
from adapters.slack.scopes import SCOPES
from adapters.slack.settings import SlackSettings

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "slack.md").read_text("utf-8")


@pytest.mark.parametrize("scope", SCOPES)
def test_every_right_stands_there_with_its_reason(scope: str) -> None:
    assert f"| `{scope}` | {SCOPES[scope]} |" in GUIDE


@pytest.mark.parametrize("advice", sorted(set(ADVICE.values())))
def test_every_piece_of_advice_stands_there(advice: str) -> None:
    assert f"| {advice} |" in GUIDE


@pytest.mark.parametrize("name", sorted(set(SlackSettings.model_fields) - {"api_url"}))
def test_every_setting_stands_there(name: str) -> None:
    assert f"SLACK_{name.upper()}" in GUIDE


def test_the_address_to_install_from_stands_there() -> None:
    assert INSTALL in GUIDE
