"""What the doctor finds: everything at once, in sentences, and nothing changed."""

import json

import pytest

from tests.cli.conftest import Run


def test_without_a_platform_it_says_where_to_begin(started: Run) -> None:
    ran = started("doctor")

    assert ran.status == 1
    assert "fine  The database opens and is up to date." in ran.out
    assert "MEND  No platform is set up: see docs/slack.md and docs/teams.md." in ran.out
    assert "1 of 6 checks need mending." in ran.err


def test_without_a_database_the_rest_is_looked_at_all_the_same(turnabout: Run) -> None:
    ran = turnabout("doctor", "--json")

    findings = json.loads(ran.out)
    assert ran.status == 1
    assert [one["fine"] for one in findings] == [False, True, False]
    assert "There is no database" in findings[0]["finding"]


def test_traffic_without_tokens_is_a_finding(started: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNABOUT_INSECURE_LOCAL", "1")

    ran = started("doctor")

    assert ran.status == 1
    assert "TURNABOUT_PUBLIC_URL is not set" in ran.out
    assert "for trying on this machine only" in ran.out
