"""What the environment may say about Slack, and what is refused in a sentence."""

import pytest

from adapters.slack.settings import SLACK, SlackSettings
from bot.settings import SettingsProblem, read

BY_TOKEN = {"BOT_TOKEN": "xoxb-1-2", "SIGNING_SECRET": "s3cret"}
BY_LINK = {"CLIENT_ID": "1.2", "CLIENT_SECRET": "s", "SIGNING_SECRET": "s3cret"}
BY_SOCKET = {"BOT_TOKEN": "xoxb-1-2", "APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))
    for name in (
        "BOT_TOKEN",
        "SIGNING_SECRET",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "APP_TOKEN",
        "API_URL",
        "WORKSPACES",
    ):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> SlackSettings:
    for name, value in given.items():
        monkeypatch.setenv(f"SLACK_{name}", value)
    return read(SlackSettings)


def test_without_any_setting_slack_is_not_served() -> None:
    assert not read(SlackSettings).configured


@pytest.mark.parametrize("given", [BY_TOKEN, BY_LINK, BY_SOCKET, BY_TOKEN | BY_LINK])
def test_there_are_three_ways_to_set_slack_up(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    found = settings(monkeypatch, given)
    assert found.configured
    assert found.by_link == ("CLIENT_ID" in given)
    assert found.by_socket == ("APP_TOKEN" in given)
    assert found.takes_requests == ("SIGNING_SECRET" in given)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
        ({"APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"CLIENT_ID": "1.2", "SIGNING_SECRET": "s"}, "SLACK_CLIENT_SECRET"),
        ({"CLIENT_SECRET": "s", "SIGNING_SECRET": "s"}, "SLACK_CLIENT_ID"),
        ({"CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET"),
    ],
)
def test_what_is_set_by_half_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], missing: str
) -> None:
    with pytest.raises(SettingsProblem) as problem:
        settings(monkeypatch, given)
    assert str(problem.value) == f"Slack is set up by half: {missing} must be set as well."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BOT_TOKEN", "xapp-1", "SLACK_BOT_TOKEN: must begin with xoxb-."),
        ("APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN: must begin with xapp-."),
        ("API_URL", "http://slack.example/api/", "SLACK_API_URL: must begin with https://."),
        ("API_URL", "ftp://127.0.0.1/", "SLACK_API_URL: must begin with https://."),
    ],
)
def test_a_wrong_value_is_refused_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsProblem) as problem:
        settings(monkeypatch, BY_TOKEN | {name: value})
    assert str(problem.value) == sentence


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = repr(settings(monkeypatch, BY_TOKEN | BY_LINK | {"APP_TOKEN": "xapp-hush"}))
    assert not any(secret in shown for secret in ("xoxb-1-2", "s3cret", "xapp-hush"))


def test_the_web_api_is_slacks_own_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(SlackSettings).api_url == SLACK
    assert settings(monkeypatch, {"API_URL": "http://127.0.0.1:1/api"}).api_url == "http://127.0.0.1:1/api/"


def test_workspaces_are_named_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, {"WORKSPACES": "T1, E2,"}).workspaces == ("T1", "E2")
