"""The app package for Microsoft Teams: a zip with the manifest and both icons, ready to upload."""

import json
import re
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from bot.core.problems import WrongUse

HERE = Path(__file__).parent
ICONS = ("color.png", "outline.png")

_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ADDRESS = re.compile(rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})+)(?::\d{{1,5}})?/?", re.IGNORECASE)

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the same package has the same bytes on every day."""


class NotABot(WrongUse):
    """The identifier of the bot is none."""


class NoHost(WrongUse):
    """The address of the service is not one that Teams could call."""


def package(url: str, app_id: str) -> bytes:
    """Return the package of the bot with this identifier, served at this address.

    Raises:
        NotABot: when the identifier is none.
        NoHost: when Teams could not call the address.

    """
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("manifest.json", _BEGINNING), manifest(url, app_id))
        for icon in ICONS:
            archive.writestr(ZipInfo(icon, _BEGINNING), (HERE / icon).read_bytes())
    return packed.getvalue()


def manifest(url: str, app_id: str) -> str:
    """Return the manifest as JSON, filled in. Raises what `package` raises."""
    address, host = _address(url)
    filled = (HERE / "manifest.json").read_text(encoding="utf-8")
    for mark, value in (("@URL@", address), ("@HOST@", host), ("@APP_ID@", _identifier(app_id))):
        filled = filled.replace(mark, value)
    return json.dumps(json.loads(filled), indent=2, ensure_ascii=False) + "\n"


def _identifier(app_id: str) -> str:
    try:
        return str(UUID(app_id))
    except ValueError:
        raise NotABot(
            "MicrosoftAppId must be an identifier such as 00000000-0000-0000-0000-000000000000."
        ) from None


def _address(url: str) -> tuple[str, str]:
    """Return the address without a slash behind it, and the host in it."""
    found = _ADDRESS.fullmatch(url)
    if found is None:
        raise NoHost("The address must begin with https:// and name your host, with nothing behind it.")
    return url.rstrip("/").lower(), found["host"].lower()
