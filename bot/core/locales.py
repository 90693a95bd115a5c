"""How somebody reads 03/02: from the language that their platform says they use."""

from zoneinfo import ZoneInfo

from bot.core.events import Due, Ignored, Ordered
from bot.core.introductions import PROFILE
from bot.core.turn import Turn

_MONTH_FIRST_PLACES = frozenset({"AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "US", "VI"})
_MONTH_FIRST_LANGUAGES = frozenset({"hu", "ja", "ko", "zh"})
_BOTH_ORDERS = frozenset({"en-CA"})
_NEVER_CHOSEN = "en-US"
"""What a platform says of everybody who left its language as it was, wherever they live."""

_AMERICAN_CLOCKS = ("America/", "US/", "Asia/Manila", "Pacific/Guam", "Pacific/Honolulu", "Pacific/Pago_Pago")


async def day_first(turn: Turn, here: ZoneInfo) -> bool | None:
    """Return whether whoever did this reads 03/02 as the third of February; None when it may be either.

    Without a profile the day comes first.
    """
    if isinstance(turn.event, Due | Ignored | Ordered):
        return True
    profile = await turn.unit.shelf.get(PROFILE, turn.event.actor) or {}
    return order_of(str(profile.get("locale") or ""), here)


def order_of(locale: str, here: ZoneInfo) -> bool | None:
    """Return whether the day comes before the month in a locale such as `en-GB`, where clocks are `here`.

    American English on a clock that is not American may be nobody's choice, so there the order is open.
    """
    language, *parts = locale.replace("_", "-").split("-")
    place = parts[-1].upper() if parts else ""
    name = f"{language.lower()}-{place}"
    if name in _BOTH_ORDERS or (name == _NEVER_CHOSEN and not here.key.startswith(_AMERICAN_CLOCKS)):
        return None
    return place not in _MONTH_FIRST_PLACES and language.lower() not in _MONTH_FIRST_LANGUAGES
