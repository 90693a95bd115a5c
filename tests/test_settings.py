"""What the environment says: documented, checked in one sentence, and secret where it is."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot.settings import Settings, SettingsProblem, read_settings

DOCUMENTED = (Path(__file__).parent.parent / "docs" / "settings.md").read_text("utf-8")
NAMES = {name: f"TURNABOUT_{name.upper()}" for name in Settings.model_fields}
OF_PLATFORMS = {
    *(f"SLACK_{name.upper()}" for name in SlackSettings.model_fields),
    *(str(field.validation_alias) for field in TeamsSettings.model_fields.values()),
}
SECRET = "quokka-battery-staple"  # not one


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to start in, and none of the variables."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", NAMES.values())
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in DOCUMENTED


@pytest.mark.parametrize(
    ("name", "value"),
    [(NAMES[name], field.default) for name, field in Settings.model_fields.items() if field.default],
)
def test_every_default_is_documented(name: str, value: object) -> None:
    assert f"| `{name}` | `{value}` |" in DOCUMENTED


def test_nothing_is_documented_that_is_no_setting() -> None:
    rows = [line.split("|")[1] for line in DOCUMENTED.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in row.split("`")[1::2]}
    assert documented == set(NAMES.values()) | OF_PLATFORMS


def test_with_nothing_set_everything_has_its_default() -> None:
    assert read_settings() == Settings.model_construct()


def test_a_file_called_env_is_read_and_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TURNABOUT_PORT=4000\nTURNABOUT_LOG=debug\nSOMETHING_ELSE=x\n")
    monkeypatch.setenv("TURNABOUT_LOG", "ERROR")
    read = read_settings()
    assert (read.port, read.log) == (4000, "error")


def test_keys_come_newest_first_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNABOUT_KEYS", " new , old ,")
    assert [key.get_secret_value() for key in read_settings().keys] == ["new", "old"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://x", "must begin with sqlite+aiosqlite:/// or postgresql+psycopg://."),
        ("PORT", "0", "input should be greater than or equal to 1."),
        ("PORT", "many", "input should be a valid integer, unable to parse string as an integer."),
        ("TIMEZONE", "Mars/Olympus", "must be a time zone such as Europe/London."),
        ("HOLIDAYS", "NARNIA", "must be a country or region such as GB-ENG, or empty."),
        ("LOG", "loud", "must be debug, info, warning or error."),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"TURNABOUT_{name}", value)
    with pytest.raises(SettingsProblem) as caught:
        read_settings()
    assert str(caught.value) == f"TURNABOUT_{name}: {sentence}"
    assert caught.value.status == 2


@pytest.mark.parametrize("name", ["DATABASE_URL", "PORT", "TIMEZONE", "HOLIDAYS", "LOG"])
def test_a_refusal_repeats_no_value(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"TURNABOUT_{name}", SECRET)
    with pytest.raises(SettingsProblem) as caught:
        read_settings()
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_no_secret_shows_in_a_print_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password of a database stood in the print of its address."""
    monkeypatch.setenv("TURNABOUT_KEYS", SECRET)
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", f"postgresql+psycopg://bot:{SECRET}@db.example/bot")
    for shown in (repr(read_settings()), str(read_settings()), f"{read_settings()}"):
        assert SECRET not in shown


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_no_level_of_logging_falls_over(level: str) -> None:
    try:
        assert Settings(log=level).log in {"debug", "info", "warning", "error"}
    except ValueError as problem:
        assert "must be debug, info, warning or error" in str(problem)  # noqa: PT017  # either will do
