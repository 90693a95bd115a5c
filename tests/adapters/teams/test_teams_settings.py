"""The settings of Teams: complete or refused in one sentence, and never open to the world without tokens."""

import pytest

from adapters.teams.settings import METADATA, OpenDoor, TeamsSettings, is_loopback
from bot.settings import SettingsProblem, read

COMPLETE = {
    "MicrosoftAppType": "SingleTenant",
    "MicrosoftAppId": "an-app",
    "MicrosoftAppPassword": "a secret",
    "MicrosoftAppTenantId": "a-tenant",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory) -> None:
    for name in (*COMPLETE, "TURNABOUT_TEAMS_METADATA_URL", "TURNABOUT_INSECURE_LOCAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(str(tmp_path))


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_without_a_word_about_it_teams_is_not_served() -> None:
    settings = read(TeamsSettings)
    assert not settings.configured
    assert settings.metadata_url == METADATA


def test_the_names_are_those_of_the_bot_framework(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **COMPLETE)
    settings = read(TeamsSettings)
    assert settings.configured
    assert (settings.app_type, settings.app_id, settings.tenant_id) == ("SingleTenant", "an-app", "a-tenant")
    assert settings.app_password.get_secret_value() == "a secret"


def test_a_secret_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **COMPLETE)
    assert "a secret" not in f"{read(TeamsSettings)!r} {read(TeamsSettings)}"


@pytest.mark.parametrize("missing", ["MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId"])
def test_what_is_set_by_half_is_refused_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    given(monkeypatch, **{name: value for name, value in COMPLETE.items() if name != missing})
    with pytest.raises(SettingsProblem) as refused:
        read(TeamsSettings)
    assert str(refused.value) == f"Teams is set up by half: {missing} must be set as well."


def test_a_managed_identity_needs_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, MicrosoftAppType="userassignedmsi", MicrosoftAppId="a", MicrosoftAppTenantId="t")
    assert read(TeamsSettings).app_type == "UserAssignedMSI"


def test_a_bot_for_many_organisations_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **COMPLETE | {"MicrosoftAppType": "MultiTenant"})
    with pytest.raises(SettingsProblem, match="MicrosoftAppType: must be SingleTenant or UserAssignedMSI"):
        read(TeamsSettings)


def test_keys_are_fetched_over_a_safe_line_or_from_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **COMPLETE, TURNABOUT_TEAMS_METADATA_URL="http://127.0.0.1:5000/keys")
    assert read(TeamsSettings).trusts_loopback
    given(monkeypatch, TURNABOUT_TEAMS_METADATA_URL="http://keys.example/keys")
    with pytest.raises(SettingsProblem, match="must begin with https://"):
        read(TeamsSettings)


def test_a_bot_in_earnest_believes_nothing_from_its_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **COMPLETE)
    assert not read(TeamsSettings).trusts_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_traffic_without_tokens_is_let_in_on_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    given(monkeypatch, TURNABOUT_INSECURE_LOCAL="1")
    settings = read(TeamsSettings)
    assert settings.configured
    settings.check_host(host)


EVERYWHERE = "0.0.0.0"  # noqa: S104  # the address that must be refused
ELSEWHERE = (EVERYWHERE, "::", "192.168.1.4", "turnabout.example", "127.0.0.1.example", "")


@pytest.mark.parametrize("host", ELSEWHERE)
def test_traffic_without_tokens_is_let_in_nowhere_else(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    given(monkeypatch, TURNABOUT_INSECURE_LOCAL="1")
    with pytest.raises(OpenDoor, match="TURNABOUT_INSECURE_LOCAL lets Teams traffic in without a token"):
        read(TeamsSettings).check_host(host)


def test_with_tokens_any_host_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **COMPLETE)
    read(TeamsSettings).check_host(EVERYWHERE)


@pytest.mark.parametrize(
    ("url", "leads_here"),
    [
        ("http://127.0.0.1:80/", True),
        ("http://[::1]:80/x", True),
        ("http://localhost/", True),
        ("http://localhost.example/", False),
        ("http://127.0.0.1@elsewhere.example/", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_an_address_of_this_machine_is_loopback(url: str, *, leads_here: bool) -> None:
    assert is_loopback(url) is leads_here
