"""App manifests from the command line: filled, whole, and refused for an address nobody could call."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import Run

HOST = "https://turnabout.trust.example"


def test_the_manifest_of_slack_carries_the_address(turnabout: Run, tmp_path: Path) -> None:
    ran = turnabout("manifest", "slack", "--url", f"{HOST}/", "-o", "slack.yaml")

    assert ran.status == 0
    assert f"request_url: {HOST}/slack/events" in (tmp_path / "slack.yaml").read_text("utf-8")


def test_the_package_of_teams_names_the_bot(
    turnabout: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = "5d1f3a52-0000-4000-8000-00000000b07a"
    for name, value in (("Id", app), ("Password", "a-secret"), ("TenantId", "a-tenant")):
        monkeypatch.setenv(f"MicrosoftApp{name}", value)

    ran = turnabout("manifest", "teams", "--url", HOST, "-o", "teams.zip")

    assert ran.status == 0
    with ZipFile(tmp_path / "teams.zip") as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert app in package.read("manifest.json").decode()


def test_a_package_that_names_no_bot_yet_says_so(turnabout: Run, tmp_path: Path) -> None:
    ran = turnabout("manifest", "teams", "--url", HOST, "-o", "teams.zip")

    assert (ran.status, (tmp_path / "teams.zip").exists()) == (0, True)
    assert "MicrosoftAppId is not set" in ran.err


@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("url", ["http://turnabout.trust.example", "https://", "turnabout"])
def test_an_address_that_no_platform_could_call_is_refused(
    turnabout: Run, tmp_path: Path, platform: str, url: str
) -> None:
    ran = turnabout("manifest", platform, "--url", url, "-o", "out")

    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert not (tmp_path / "out").exists()
