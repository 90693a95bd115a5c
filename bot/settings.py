"""What the environment says, checked once at the start. A `.env` file is read too."""

from typing import Annotated, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.problems import WrongUse
from bot.programme.bank_holidays import known as known_holidays
from bot.programme.zones import is_zone


class SettingsProblem(WrongUse):
    """The settings can't be used as they are."""


class Settings(BaseSettings):
    """Every setting of the service. Secrets never show in a print or a log."""

    model_config = SettingsConfigDict(env_prefix="TURNABOUT_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite+aiosqlite:///turnabout.db", repr=False)
    """Where the data lives; PostgreSQL as `postgresql+psycopg://…`. It may hold a password."""

    keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Master keys, newest first, with commas between them; made beside an embedded database when absent."""

    host: str = "127.0.0.1"
    """The address to listen on."""

    port: int = Field(default=3978, ge=1, le=65535)
    """The port to listen on."""

    public_url: str = ""
    """The https address that Slack and Teams call, and under which people find their calendar."""

    timezone: str = "Europe/London"
    """The zone of a cohort whose file names none."""

    holidays: str = "GB-ENG"
    """The bank holidays of a cohort whose file names none."""

    log: str = "info"
    """How much is logged: debug, info, warning or error."""

    @field_validator("keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("database_url")
    @classmethod
    def _a_database_we_speak(cls, url: str) -> str:
        if not url.startswith(("sqlite+aiosqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+psycopg://")
        return url

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("must be an address that begins with https://")
        return url.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _a_zone(cls, name: str) -> str:
        if not is_zone(name):
            raise ValueError("must be a time zone such as Europe/London")
        return name

    @field_validator("holidays")
    @classmethod
    def _a_country(cls, code: str) -> str:
        if not known_holidays(code):
            raise ValueError("must be a country or region such as GB-ENG, or empty")
        return code

    @field_validator("log")
    @classmethod
    def _a_level(cls, level: str) -> str:
        if level.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("must be debug, info, warning or error")
        return level.lower()


S = TypeVar("S", bound=BaseSettings)


def read_settings() -> Settings:
    """Read the settings of the house. Raises `SettingsProblem`."""
    return read(Settings)


def read(settings: type[S]) -> S:
    """Read settings, or say in one sentence which of them is wrong; no value is repeated.

    Raises `SettingsProblem`.
    """
    try:
        return settings()
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ").rstrip(".")
        if not first["loc"]:
            raise SettingsProblem(f"{reason}.") from None
        raise SettingsProblem(
            f"{_variable(settings, str(first['loc'][0]))}: {reason[:1].lower()}{reason[1:]}."
        ) from None


def _variable(settings: type[BaseSettings], field: str) -> str:
    """Return the name of the environment variable that a field is read from."""
    if field in settings.model_fields:
        return f"{settings.model_config.get('env_prefix', '')}{field}".upper()
    return field  # a field with a name of its own is known by that name
