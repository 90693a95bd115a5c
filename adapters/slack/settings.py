"""What the environment says about Slack."""

from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SLACK: Final = "https://slack.com/api/"
"""Where Slack's own web API is; another address is for tests and for government clouds."""

_TOKENS: Final = {"bot_token": "xoxb-", "app_token": "xapp-"}
"""What the tokens begin with, by which one is told from the other."""


class SlackSettings(BaseSettings):
    """Every setting of Slack. Secrets never show in a print or a log."""

    model_config = SettingsConfigDict(env_prefix="SLACK_", env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    """The bot's token for one workspace, `xoxb-…`."""

    signing_secret: SecretStr = SecretStr("")
    """What Slack signs its requests with; not needed in Socket Mode."""

    client_id: str = ""
    """With the secret below it turns on installation by link, for many workspaces."""

    client_secret: SecretStr = SecretStr("")

    app_token: SecretStr = SecretStr("")
    """The app's own token, `xapp-…`: turns on Socket Mode, for trying without a public address."""

    api_url: str = SLACK
    """Where the web API is."""

    workspaces: Annotated[tuple[str, ...], NoDecode] = ()
    """The only workspaces and organisations, by id, that may install by link; all may when it is empty."""

    @field_validator("workspaces", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("bot_token", "app_token")
    @classmethod
    def _the_right_token(cls, token: SecretStr, info: ValidationInfo) -> SecretStr:
        begins = _TOKENS[str(info.field_name)]
        if token.get_secret_value() and not token.get_secret_value().startswith(begins):
            raise ValueError(f"must begin with {begins}")
        return token

    @field_validator("api_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        parts = urlsplit(url)
        is_here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
        if not (parts.scheme == "https" or is_here):
            raise ValueError("must begin with https://")
        return f"{url.rstrip('/')}/"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = self._missing()
        if missing:
            raise ValueError(f"Slack is set up by half: {' and '.join(missing)} must be set as well")
        return self

    def _missing(self) -> list[str]:
        """Return the names of what else is needed once anything about Slack is set."""
        if not any((self.bot_token, self.signing_secret, self.client_id, self.client_secret, self.app_token)):
            return []
        by_link = bool(self.client_id or self.client_secret)
        needed = {
            "SLACK_CLIENT_ID": bool(self.client_id) or not by_link,
            "SLACK_CLIENT_SECRET": bool(self.client_secret) or not by_link,
            "SLACK_BOT_TOKEN": bool(self.bot_token) or by_link,
            "SLACK_SIGNING_SECRET": bool(self.signing_secret or self.app_token),
        }
        return [name for name, there in needed.items() if not there]

    @property
    def configured(self) -> bool:
        """Whether Slack is to be served at all."""
        return bool(self.bot_token or self.client_id)

    @property
    def by_link(self) -> bool:
        """Whether workspaces may install the bot by themselves."""
        return bool(self.client_id)

    @property
    def takes_requests(self) -> bool:
        """Whether Slack calls us over HTTP."""
        return bool(self.signing_secret)

    @property
    def by_socket(self) -> bool:
        """Whether we call Slack and listen on a socket."""
        return bool(self.app_token)
