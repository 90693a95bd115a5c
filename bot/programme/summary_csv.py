"""The summary as a table: one row for each relationship and programme month that has begun."""

import csv
from io import StringIO

from bot.programme.summary import Summary
from bot.programme.summary_words import one_line

COLUMNS = ("relationship", "month", "from", "to", "held", "status")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(summary: Summary) -> str:
    """Return the table with a header row and a line feed at the end of every line; dates are ISO words."""
    file = StringIO(newline="")
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    for standing in summary.standings:
        code = formula_safe(standing.code)
        for row in standing.cadence.rows:
            days = row.first.isoformat(), row.last.isoformat()
            rows.writerow((code, row.month, *days, row.held, row.status.value))
    return file.getvalue()


def formula_safe(text: str) -> str:
    """Return a text as one line that a spreadsheet shows and never works out.

    An apostrophe goes before the sign of a formula, as spreadsheets have it.
    """
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line
