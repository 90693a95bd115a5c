"""The plain words of dates and times, and the figures they stand for."""


def _counted(lines: str, start: int = 0) -> dict[str, int]:
    """Number the lines; every word of a line stands for its number."""
    rows = enumerate(lines.strip().splitlines(), start)
    return {word: number for number, line in rows for word in line.split()}


def _in_a_row(words: str, start: int) -> dict[str, int]:
    """Number the words one by one."""
    return {word: number for number, word in enumerate(words.split(), start)}


WEEKDAYS = _counted("""
    monday mon mondays
    tuesday tue tues tuesdays
    wednesday wed weds wednesdays
    thursday thu thur thurs thursdays
    friday fri fridays
    saturday sat saturdays
    sunday sun sundays
""")

MONTHS = _counted(
    """
    january jan
    february feb
    march mar
    april apr
    may
    june jun
    july jul
    august aug
    september sep sept
    october oct
    november nov
    december dec
    """,
    start=1,
)

ONES = _in_a_row(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """,
    start=0,
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
NUMBERS = ONES | TENS

ORDINALS = _in_a_row(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """,
    start=1,
) | {"thirtieth": 30}

LAST = -1
COUNTS = {"a": 1, "an": 1}

DAY_UNITS = {
    "day": 1, "days": 1, "week": 7, "weeks": 7, "wk": 7, "wks": 7, "fortnight": 14, "fortnights": 14,
}  # fmt: skip
MINUTE_UNITS = {
    "minute": 1, "minutes": 1, "min": 1, "mins": 1, "m": 1,
    "hour": 60, "hours": 60, "hr": 60, "hrs": 60, "h": 60,
}  # fmt: skip

# The hours each part of the day runs from and to; a bare "at 8" beside one of them is settled by it.
PARTS = {
    "morning": (5, 12),
    "mornings": (5, 12),
    "morn": (5, 12),
    "am": (0, 12),
    "breakfast": (6, 11),
    "midmorning": (9, 12),
    "lunch": (11, 15),
    "lunchtime": (11, 15),
    "lunchtimes": (11, 15),
    "afternoon": (12, 18),
    "afternoons": (12, 18),
    "aft": (12, 18),
    "pm": (12, 24),
    "midafternoon": (14, 17),
    "teatime": (15, 18),
    "evening": (17, 24),
    "evenings": (17, 24),
    "eve": (17, 24),
    "night": (18, 24),
    "nights": (18, 24),
}

# Names people mistype on a phone, put right when one or two letters are out.
OFTEN_MISTYPED = _in_a_row(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april august september
    october november december today tomorrow yesterday tonight morning afternoon evening fortnight midday
    midnight quarter
    """,
    start=0,
)
OTHER_SPELLINGS = {
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tmrow": "tomorrow",
    "tomo": "tomorrow",
    "tomoro": "tomorrow",
    "tomoz": "tomorrow",
    "tonite": "tonight",
    "qtr": "quarter",
    "wensday": "wednesday",
    "wendsday": "wednesday",
    "nxt": "next",
    "wk": "week",
    "wks": "weeks",
    "pls": "please",
    "u": "you",
    "ur": "your",
    "plz": "please",
    "thx": "thanks",
    "ok": "okay",
    "til": "until",
    "till": "until",
    "thru": "through",
}
