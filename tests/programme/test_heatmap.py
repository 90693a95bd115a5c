import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from struct import iter_unpack, unpack
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.cadence import Answer, History, Interaction, Said, Threshold
from bot.programme.heatmap import LONGEST, alternative_text, heatmap
from bot.programme.heatmap_layout import lay_out
from bot.programme.heatmap_lettering import showable, width_of, wrapped
from bot.programme.months import Pause
from bot.programme.summary import Summary, summarise

START = date(2027, 1, 4)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def pair(number: int) -> History:
    """Meet on every fourteenth day, some pairs less often; every seventh is paused, every ninth ends."""
    evenings = [
        datetime.combine(START + timedelta(days=14 * step + number % 7), time(18), UTC)
        for step in range(0, 10, 1 + number % 4)
    ]
    return History(
        f"R{number:02}",
        "mentee",
        ("mentor",),
        START,
        tuple(
            Interaction(str(at), at.date(), (Answer("mentee", at, Said.HELD, frozenset({"mentor"})),))
            for at in evenings
        ),
        pauses=(Pause(date(2027, 6, 1), None),) if number % 7 == 6 else (),
        ended=date(2027, 4, 10) if number % 9 == 8 else None,
    )


def of(*histories: History, threshold: Threshold | None = None, cohort: str = "Spring 2027") -> Summary:
    zone = ZoneInfo("Europe/London")
    return summarise(cohort, histories, threshold or Threshold(), date(2027, 6, 9), zone)


def cohort_of(size: int) -> Summary:
    return of(*(pair(number) for number in range(1, size + 1)))


def chunks(png: bytes) -> list[bytes]:
    """Return the names of the chunks of a PNG, each checked against its sum."""
    assert png.startswith(SIGNATURE)
    names, at = [], len(SIGNATURE)
    while at < len(png):
        (length,) = unpack(">I", png[at : at + 4])
        body = png[at + 4 : at + 8 + length]
        assert unpack(">I", png[at + 8 + length : at + 12 + length]) == (crc32(body),)
        names.append(body[:4])
        at += 12 + length
    return names


def size_of(png: bytes) -> tuple[int, int]:
    width, height = next(iter_unpack(">II", png[16:24]))
    return width, height


def test_a_heatmap_is_a_whole_png_that_tells_nothing_of_its_making() -> None:
    png = heatmap(cohort_of(2)).png
    names = chunks(png)
    assert (names[0], names[-1]) == (b"IHDR", b"IEND")
    assert not {b"tIME", b"tEXt", b"iTXt", b"zTXt"} & set(names)


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert heatmap(cohort_of(9)).png == heatmap(cohort_of(9)).png


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import sys, runpy; from hashlib import sha256; module = runpy.run_path(sys.argv[1]);"
        "print(sha256(module['heatmap'](module['cohort_of'](9)).png).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__))], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == sha256(heatmap(cohort_of(9)).png).hexdigest()


@pytest.mark.parametrize("size", [1, 35])
def test_a_heatmap_of_one_panel_is_narrow_enough_for_a_phone(size: int) -> None:
    width, _ = size_of(heatmap(cohort_of(size)).png)
    assert width < 1000


def test_an_empty_cohort_has_a_heatmap_with_a_kind_sentence() -> None:
    picture = heatmap(of())
    assert chunks(picture.png)
    assert picture.alternative == (
        "Heatmap of Spring 2027 as of 9 June 2027. "
        "No pair or trio has been set up yet. The figures begin with the first one."
    )


@pytest.mark.parametrize(
    "title",
    ["برنامج الإرشاد", "Spring 🎉 2027", "日本", "$x_1^2$ \\frac", "two\nlines\t\0", "W" * 300, "word " * 80],
)
def test_a_title_of_any_letters_and_length_is_drawn_without_complaint(title: str) -> None:
    assert chunks(heatmap(cohort_of(1), title).png)


def test_a_title_changes_the_picture() -> None:
    assert heatmap(cohort_of(1), "Autumn").png != heatmap(cohort_of(1)).png


def test_a_long_title_makes_the_picture_taller_and_not_wider() -> None:
    short, long = size_of(heatmap(cohort_of(1)).png), size_of(heatmap(cohort_of(1), "word " * 60).png)
    assert long[0] == short[0]
    assert long[1] > short[1]


def test_every_status_looks_different() -> None:
    base = replace(pair(4), interactions=(), pauses=(), ended=None)
    others = [
        replace(base, interactions=pair(4).interactions),
        replace(base, pauses=(Pause(date(2027, 6, 9), None),)),
        replace(base, ended=date(2027, 6, 8)),
    ]
    pictures = {heatmap(of(one)).png for one in [base, *others]}
    assert len(pictures) == 4


@pytest.mark.parametrize("threshold", [Threshold(1, 1), Threshold(18, 4), Threshold(36, 12)])
def test_other_thresholds_are_drawn(threshold: Threshold) -> None:
    assert chunks(heatmap(of(pair(1), pair(2), threshold=threshold)).png)


@given(st.integers(0, 700), st.integers(1, 36), st.floats(0.5, 2))
@settings(max_examples=60, deadline=None)
def test_every_relationship_has_one_place_in_a_panel_of_at_most_forty(
    relationships: int, months: int, labels: float
) -> None:
    layout = lay_out(relationships, months, labels)
    places = [row for panel in layout.panels for row in range(panel.first, panel.until)]
    assert places == list(range(relationships))
    assert max(panel.until - panel.first for panel in layout.panels) <= 40


@given(st.integers(1, 700), st.integers(1, 36))
@settings(max_examples=60, deadline=None)
def test_panels_do_not_overlap(relationships: int, months: int) -> None:
    layout = lay_out(relationships, months, 1.0)
    corners = [(panel.x, panel.y) for panel in layout.panels]
    assert len(set(corners)) == len(corners)
    assert all(x < layout.width and y < layout.height for x, y in corners)


def test_a_hundred_and_twenty_relationships_stand_in_three_panels_side_by_side() -> None:
    layout = lay_out(120, 8, 0.9)
    assert [panel.until - panel.first for panel in layout.panels] == [40, 40, 40]
    assert {panel.y for panel in layout.panels} == {0}


@given(st.text(max_size=80), st.floats(0.5, 5))
@settings(max_examples=60, deadline=None)
def test_wrapped_lines_are_no_wider_than_asked_and_lose_no_letter(text: str, width: float) -> None:
    shown = showable(text)
    lines = wrapped(shown, width, 16, "bold")
    assert "".join("".join(lines).split()) == "".join(shown.split())
    assert all(width_of(line, 16, "bold") <= width for line in lines if len(line) > 1)


def test_the_text_alternative_says_what_the_picture_shows() -> None:
    assert alternative_text(of(pair(1), pair(8))) == (
        "Heatmap of Spring 2027 as of 9 June 2027. Pairs and trios: 1 active, 0 paused, 1 ended. "
        "Interactions: 12 held, 16 expected by now. Two empty months in a row: none. Paused: none. "
        "Ended: R08. Month 6: 1 under way. Month 5: 1 none. Month 4: 1 part, 1 ended. "
        "Month 3: 1 met, 1 part. Month 2: 1 met, 1 part. Month 1: 2 met."
    )


@pytest.mark.parametrize("size", [1, 35, 120, 300])
def test_the_text_alternative_is_at_most_a_thousand_characters(size: int) -> None:
    histories = [
        replace(pair(number), code=f"{pair(number).code:x>20}", interactions=()) for number in range(1, size)
    ]
    text = alternative_text(of(*histories, threshold=Threshold(36), cohort="long name " * 50))
    assert len(text) <= LONGEST


def test_a_long_list_of_codes_ends_in_how_many_more_there_are() -> None:
    text = alternative_text(
        of(*(replace(pair(number), interactions=()) for number in (1, 2, 3, 4, 5, 9, 10, 11, 12)))
    )
    assert "Two empty months in a row: R01, R02, R03, R04, R05, R09, R10, R11 and 1 more." in text
