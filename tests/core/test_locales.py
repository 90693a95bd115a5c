"""How 03/02 is read, by language and place."""

from zoneinfo import ZoneInfo

import pytest

from bot.core.locales import order_of

LONDON, NEW_YORK, MANILA = (ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Asia/Manila"))


@pytest.mark.parametrize(
    "locale", ["", "en", "en-GB", "en-IE", "en-AU", "en-IN", "fr-FR", "cy", "de_DE", "-"]
)
def test_the_day_comes_first_in_most_of_the_world(locale: str) -> None:
    assert order_of(locale, LONDON) is True


@pytest.mark.parametrize(
    "locale", ["en-PH", "fil-PH", "en_PH", "es-PR", "ja-JP", "ko", "zh-Hans-CN", "hu-HU"]
)
def test_the_month_comes_first_where_people_write_it_so(locale: str) -> None:
    assert order_of(locale, LONDON) is False


@pytest.mark.parametrize("here", [NEW_YORK, MANILA, ZoneInfo("Pacific/Guam")])
def test_american_english_is_believed_on_an_american_clock(here: ZoneInfo) -> None:
    assert order_of("en-US", here) is False


@pytest.mark.parametrize("here", [LONDON, ZoneInfo("Pacific/Auckland"), ZoneInfo("Asia/Kolkata")])
def test_american_english_elsewhere_leaves_it_open(here: ZoneInfo) -> None:
    assert order_of("en-US", here) is None


def test_canadians_write_it_both_ways() -> None:
    assert order_of("en-CA", ZoneInfo("America/Toronto")) is None
