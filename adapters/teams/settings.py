"""What the environment says about Microsoft Teams, under the Bot Framework's own names."""

from ipaddress import ip_address
from typing import Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.problems import WrongUse

METADATA: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where the Bot Framework tells with which keys it signs."""

AppType = Literal["SingleTenant", "UserAssignedMSI"]
_TYPES: dict[str, AppType] = {"singletenant": "SingleTenant", "userassignedmsi": "UserAssignedMSI"}


class OpenDoor(WrongUse):
    """Traffic without tokens is let in at a loopback address alone."""


class TeamsSettings(BaseSettings):
    """Every setting of Teams. Secrets never show in a print or a log."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    app_type: AppType = Field(default="SingleTenant", validation_alias="MicrosoftAppType")
    """How the bot shows who it is: with a secret, or as a managed identity of the machine it runs on."""

    app_id: str = Field(default="", validation_alias="MicrosoftAppId")
    """The bot's registration."""

    app_password: SecretStr = Field(default=SecretStr(""), validation_alias="MicrosoftAppPassword")
    """The secret of the registration; a managed identity has none."""

    tenant_id: str = Field(default="", validation_alias="MicrosoftAppTenantId")
    """The one organisation whose people the bot talks with."""

    metadata_url: str = Field(default=METADATA, validation_alias="TURNABOUT_TEAMS_METADATA_URL")
    """Where the signing keys are found; another address than the Bot Framework's is for tests."""

    insecure_local: bool = Field(default=False, validation_alias="TURNABOUT_INSECURE_LOCAL")
    """Lets a bot client on this machine in without a token."""

    @field_validator("app_type", mode="before")
    @classmethod
    def _a_type(cls, value: object) -> AppType:
        known = _TYPES.get(str(value).strip().lower())
        if known is None:
            raise ValueError("must be SingleTenant or UserAssignedMSI")
        return known

    @field_validator("metadata_url")
    @classmethod
    def _a_safe_address(cls, url: str) -> str:
        if not url.startswith("https://") and not is_loopback(url):
            raise ValueError("must begin with https://")
        return url

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = self._missing()
        if missing:
            raise ValueError(f"Teams is set up by half: {' and '.join(missing)} must be set as well")
        return self

    def _missing(self) -> list[str]:
        """Return the names of what else is needed once anything about the bot is set."""
        secret = bool(self.app_password.get_secret_value())
        if not (self.app_id or secret or self.tenant_id):
            return []
        needed = {"MicrosoftAppId": bool(self.app_id), "MicrosoftAppTenantId": bool(self.tenant_id)}
        if self.app_type == "SingleTenant":
            needed["MicrosoftAppPassword"] = secret
        return [name for name, there in needed.items() if not there]

    @property
    def configured(self) -> bool:
        """Whether Teams is to be served at all."""
        return bool(self.app_id) or self.insecure_local

    @property
    def trusts_loopback(self) -> bool:
        """Whether this machine itself may call: a local bot client, or a test with keys of its own."""
        return self.insecure_local or is_loopback(self.metadata_url)

    def check_host(self, host: str) -> None:
        """Refuse to listen for traffic without tokens anywhere but at this machine itself.

        Raises:
            OpenDoor: with the way out of it.

        """
        if self.insecure_local and not _is_loopback_name(host):
            raise OpenDoor(
                "TURNABOUT_INSECURE_LOCAL lets Teams traffic in without a token, so Turnabout can't listen "
                f"at {host}. Use the host 127.0.0.1, or take that setting away."
            )


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this very machine."""
    try:
        return _is_loopback_name(urlsplit(url).hostname or "")
    except ValueError:
        return False


def _is_loopback_name(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
