"""The last resort for words our own phrases do not know: the library `dateparser`, held on a short lead."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.programme.when.pieces import Clock, Day, Piece, Standpoint, Zone

_ELSEWHEN = timedelta(days=1, hours=1)


def guess(text: str, strangers: Iterable[str], here: Standpoint) -> tuple[Piece, ...] | None:
    """Give the day and time the library reads in the text, or None unless it accounts for every word.

    A stranger that could be left out without changing the answer was not accounted for. An answer that
    changes with the day it is read on is not taken either: our own phrases know those ("in two weeks").
    """
    found = _parsed(text, here.now, here)
    if found is None or _parsed(text, here.now + _ELSEWHEN, here) != found:
        return None
    for stranger in strangers:
        if not stranger or _parsed(_without(text, stranger), here.now, here) == found:
            return None
    clock = Clock(found.hour, found.minute)
    zone = (Zone((found.tzinfo,)),) if found.tzinfo else ()
    return (Day((found.date(),)), clock, *zone)


def _without(text: str, word: str) -> str:
    place = text.casefold().find(word)
    return text if place < 0 else text[:place] + text[place + len(word) :]


def _parsed(text: str, now: datetime, here: Standpoint) -> datetime | None:
    from dateparser.date import DateDataParser  # noqa: PLC0415  # slow to load, and seldom needed

    settings: dict[str, Any] = {
        "RELATIVE_BASE": now.astimezone(here.zone).replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "MDY" if here.day_first is False else "DMY",
        "RETURN_TIME_AS_PERIOD": True,
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(text)
    return found.date_obj if found.period == "time" else None
