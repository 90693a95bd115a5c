"""The Slack manifest: what Slack takes, what our code answers to, and nothing that is not used."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from adapters.slack.decode import NOTICES, SHORTCUTS
from adapters.slack.http import PATH
from adapters.slack.install import BACK
from adapters.slack.scopes import SCOPES
from manifest.slack import HOST, filled
from tests.manifest.plain_yaml import read
from tests.manifest.slack_rules import MANIFEST

URL = "https://turnabout.trust.example"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = read(filled(URL))
    return found


def test_slack_takes_it(manifest: dict[str, Any]) -> None:
    assert [problem.message for problem in Draft202012Validator(MANIFEST).iter_errors(manifest)] == []


def test_the_rules_refuse_what_slack_refuses(manifest: dict[str, Any]) -> None:
    for name, value in (
        ("features", {"bot_user": {}}),
        ("made_up", 1),
        ("display_information", {"name": "x" * 36}),
    ):
        assert not Draft202012Validator(MANIFEST).is_valid(manifest | {name: value})


def test_the_address_of_the_service_stands_everywhere_it_belongs(manifest: dict[str, Any]) -> None:
    settings, features = manifest["settings"], manifest["features"]
    assert settings["event_subscriptions"]["request_url"] == f"{URL}{PATH}"
    assert settings["interactivity"]["request_url"] == f"{URL}{PATH}"
    assert [one["url"] for one in features["slash_commands"]] == [f"{URL}{PATH}"]
    assert manifest["oauth_config"]["redirect_urls"] == [f"{URL}{BACK}"]
    assert HOST not in filled(URL)


def test_it_asks_for_the_rights_that_the_code_uses_and_gives_a_reason_for(manifest: dict[str, Any]) -> None:
    assert manifest["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert all(SCOPES.values())


def test_it_listens_to_events_that_somebody_looks_after_and_to_typed_words(manifest: dict[str, Any]) -> None:
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert events - {"message.im"} <= NOTICES
    assert "message.im" in events
    assert not any(
        event.startswith(("message.channels", "message.groups", "app_mention")) for event in events
    )


def test_its_shortcuts_are_those_that_are_understood(manifest: dict[str, Any]) -> None:
    assert {one["callback_id"] for one in manifest["features"]["shortcuts"]} == set(SHORTCUTS)


def test_people_can_write_to_the_bot_and_have_a_home_tab(manifest: dict[str, Any]) -> None:
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_what_cannot_be_switched_off_again_is_not_switched_on(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["token_rotation_enabled"] is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb:\n  c: true\n", {"a": 1, "b": {"c": True}}),
        ("a:\n  - x\n  - y z\n", {"a": ["x", "y z"]}),
        ("a:\n  - b: 1\n    c: no way\n  - b: 2\n", {"a": [{"b": 1, "c": "no way"}, {"b": 2}]}),
        ('a: "#fff"\n# a remark\nb: >-\n  one\n  two\n', {"a": "#fff", "b": "one two"}),
        ("a: https://x.example/y\n", {"a": "https://x.example/y"}),
    ],
)
def test_plain_yaml_is_read_as_it_is_meant(text: str, expected: object) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text", ["a: [1]\n", "a: &x 1\n", "a: 1\na: 2\n", "  a: 1\nb: 2\n", "a: x\n  b: 1\n", "a:\n"]
)
def test_what_is_not_plain_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"plain|twice|left|below"):
        read(text)
