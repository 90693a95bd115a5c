"""What a people file may be written in, and what is said about one that cannot be read."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.programme.people_file import Field, PeopleFileError, PeopleReport, Sheet, check_people, read_people
from bot.programme.people_file.sheet import tidy

HEADER = "email,name,role"
ANN = "ann@trust.example,Ann Lee,mentee"


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def cells_of(sheet: Sheet) -> list[dict[str, str]]:
    return [{field.value: cell for field, cell in row.cells.items()} for row in sheet.rows]


def refusal(data: bytes, filename: str = "people.csv") -> str:
    with pytest.raises(PeopleFileError) as refused:
        read_people(data, filename)
    return str(refused.value)


ANN_READ = [{"email": "ann@trust.example", "name": "Ann Lee", "role": "mentee"}]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{ANN}\n",
        f"{HEADER}\r\n{ANN}\r\n",
        f"{HEADER}\r{ANN}",
        f"\ufeff{HEADER}\n{ANN}",
        f"{HEADER}\n{ANN}".replace(",", ";"),
        f"\ufeff{HEADER}\r\n{ANN}".replace(",", ";"),
        '"email","name","role"\n"ann@trust.example","Ann Lee","mentee"',
        f"{HEADER}\n  ann@trust.example , Ann Lee ,\u00a0mentee\u200b",
        f'{HEADER}\nann@trust.example, "Ann Lee", mentee',
        f"\n\n{HEADER}\n,,\n{ANN}\n\n",
        f"{HEADER},,\n{ANN},,",
        "Name;ROLE;E-mail\nAnn Lee;mentee;ann@trust.example",
    ],
)
def test_a_csv_file_is_read_however_a_spreadsheet_wrote_it(text: str) -> None:
    assert cells_of(read_people(text.encode(), "people.csv")) == ANN_READ


def test_the_delimiter_is_the_one_that_names_more_columns() -> None:
    sheet = read_people(b'email;name;role\nann@trust.example;"Lee; Ann, Dr";mentee', "people.csv")
    assert sheet.rows[0].cells[Field.NAME] == "Lee; Ann, Dr"


def test_row_numbers_are_those_of_a_spreadsheet_with_blank_lines_and_lines_in_quotation_marks() -> None:
    text = f'{HEADER}\n\nann@trust.example,"Ann\nLee",mentee\n,,\n{ANN}'
    assert [row.number for row in read_people(text.encode(), "people.csv").rows] == [3, 5]


def test_a_blank_line_above_the_header_counts_too() -> None:
    assert read_people(f"\n{HEADER}\n{ANN}".encode(), "people.csv").header_row == 2


def test_a_header_alone_is_a_file_without_people() -> None:
    report = check_people(read_people(HEADER.encode(), "people.csv"))
    assert (report.people, report.problems) == ((), ())


def test_a_workbook_gives_dates_as_days_and_numbers_as_people_write_them() -> None:
    sheet = read_people(
        workbook(
            ["email", "name", "role", "training date", "relationship", "site", "seniority"],
            ["ann@trust.example", "Ann Lee", "mentee", date(2026, 12, 17), 7, 4.0, 2.5],
            ["bob@trust.example", "Bob Ray", "mentor", datetime(2026, 12, 18), "R7", None, True],  # noqa: DTZ001 - a spreadsheet has no zones
        ),
        "people.xlsx",
    )
    assert [row.cells.get(Field.TRAINING_DONE_ON) for row in sheet.rows] == ["2026-12-17", "2026-12-18"]
    assert [row.cells.get(Field.RELATIONSHIP) for row in sheet.rows] == ["7", "R7"]
    assert [row.cells.get(Field.SITE) for row in sheet.rows] == ["4", None]
    assert sheet.rows[0].cells[Field.SENIORITY] == "2.5"


def test_hidden_rows_of_a_workbook_are_read_and_blank_ones_still_count() -> None:
    book = Workbook()
    book.worksheets[0].append(["email", "name", "role"])
    book.worksheets[0].append(["ann@trust.example", "Ann Lee", "mentee"])
    book.worksheets[0].append([])
    book.worksheets[0].append(["bob@trust.example", "Bob Ray", "mentor"])
    book.worksheets[0].row_dimensions[2].hidden = True
    assert [row.number for row in read_people(saved(book), "people.xlsx").rows] == [2, 4]


def test_only_the_first_sheet_of_a_workbook_is_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["email", "name", "role"])
    book.create_sheet("Notes").append(["nothing of this", "is", "read"])
    assert read_people(saved(book), "people.xlsx").rows == ()


def test_a_workbook_is_known_by_its_content_whatever_its_name() -> None:
    data = workbook(["email", "name", "role"], ["ann@trust.example", "Ann Lee", "mentee"])
    assert cells_of(read_people(data, "people.csv")) == ANN_READ


def test_a_workbook_that_claims_to_be_smaller_than_it_is_loses_no_row() -> None:
    data = repacked(
        workbook(["email", "name", "role"], ["ann@trust.example", "Ann Lee", "mentee"]),
        b'"A1:C2"',
        b'"A1:A1"',
    )
    assert cells_of(read_people(data, "people.xlsx")) == ANN_READ


def test_a_whole_number_has_no_decimal_point_however_the_workbook_keeps_it() -> None:
    data = repacked(workbook(["email", "relationship"], ["ann@trust.example", 7]), b"<v>7</v>", b"<v>7.0</v>")
    assert read_people(data, "people.xlsx").rows[0].cells[Field.RELATIONSHIP] == "7"


def test_a_formula_in_a_column_that_is_read_is_a_problem_and_elsewhere_is_not() -> None:
    sheet = read_people(
        workbook(
            ["email", "name", "role", "shoe size"],
            ["ann@trust.example", '="Ann"&" Lee"', "mentee", "=6*7"],
        ),
        "people.xlsx",
    )
    assert [(problem.row, problem.column) for problem in check_people(sheet).problems] == [(2, "name")]


def test_an_error_shown_in_a_cell_is_a_problem_of_that_cell() -> None:
    sheet = read_people(
        workbook(["email", "name", "role"], ["ann@trust.example", "#N/A", "mentee"]), "p.xlsx"
    )
    assert [(problem.row, problem.column) for problem in check_people(sheet).problems] == [(2, "name")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n ,, \n\n", "empty"),
        (f"{HEADER}\nann@trust.example,J\xfcrgen,mentee".encode("latin-1"), "not UTF-8"),
        (f"{HEADER}\n{ANN}".encode("utf-16"), "not UTF-8"),
        (f"{HEADER}\n{ANN}".encode("utf-16-le"), "not text"),
        (ANN.encode(), "first row names no column"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8"),
        (b"%PDF-1.7 email", "first row names no column"),
        (f'{HEADER}\nann@trust.example,"Ann Lee,mentee\n'.encode(), "Row 2"),
        (f'{HEADER}\n{ANN}\nbob@trust.example,"Bob"by,mentor'.encode(), "Row 3"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (b"email,name\n" + b"a" * (5 * 1024 * 1024), "larger than 5 MB"),
        (f"{HEADER}\n".encode() + b"x,y,z\n" * 5_001, "more than 5,000 rows"),
        (HEADER.encode() + b",x" * 200, "more than 200 columns"),
        (HEADER.encode() + b"x" * 200_000, "Row 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    message = refusal(data)
    assert message.startswith("people.csv: ")
    assert words in message
    assert message.endswith(".")


def repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """Write a workbook again with some bytes of its parts replaced."""
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return packed.getvalue()


def zipped(**parts: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


PEOPLE = workbook(["email", "name", "role"], ["ann@trust.example", "Ann Lee", "mentee"])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(readme=b"hello"), "not an Excel workbook"),
        (zipped(bomb=bytes(51 * 1024 * 1024)), "unpacks to more than 50 MB"),
        (repacked(PEOPLE, b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet"), "damaged"),
        (repacked(PEOPLE, b'<row r="2"', b'<row r="99999999999"'), "damaged"),
        (repacked(PEOPLE, b"</sheetData>", b""), "damaged"),
        (PEOPLE[:-30], "damaged"),
        (workbook(["email"], [None] * 300 + ["far out"]), "wider than 200 columns"),
    ],
)
def test_a_workbook_that_is_damaged_or_swells_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    assert words in refusal(data, "people.xlsx")


def test_five_thousand_rows_are_the_most() -> None:
    rows = "".join(f"p{n}@trust.example,Person {n},mentor\n" for n in range(5_000))
    report = check_people(read_people(f"{HEADER}\n{rows}".encode(), "people.csv"))
    assert (len(report.people), report.problems) == (5_000, ())


EXCEL_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)
TABLES = st.lists(st.lists(EXCEL_TEXT, min_size=4, max_size=4), max_size=6)
COLUMNS = ["email", "name", "role", "department"]


def expected(table: list[list[str]]) -> list[dict[str, str]]:
    kept = ({column: tidy(cell) for column, cell in zip(COLUMNS, row, strict=True)} for row in table)
    return [{column: cell for column, cell in row.items() if cell} for row in kept if any(row.values())]


@settings(deadline=None, max_examples=80)
@given(
    table=TABLES,
    delimiter=st.sampled_from(",;"),
    mark=st.sampled_from(["", "\ufeff"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_written_as_csv_reads_back_the_same(
    table: list[list[str]], delimiter: str, mark: str, quoting: int, line_end: str
) -> None:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end)
    writer.writerow(COLUMNS)
    writer.writerows(table)
    assert cells_of(read_people((mark + out.getvalue()).encode(), "people.csv")) == expected(table)


@settings(deadline=None, max_examples=25)
@given(TABLES)
def test_any_table_written_as_a_workbook_reads_back_the_same(table: list[list[str]]) -> None:
    book = Workbook()
    for number, row in enumerate([COLUMNS, *table], start=1):
        for place, text in enumerate(row, start=1):
            cell = book.worksheets[0].cell(number, place, text)
            cell.data_type = "s"
    assert cells_of(read_people(saved(book), "people.xlsx")) == expected(table)


PIECES = st.sampled_from(
    [
        b"email",
        b"name",
        b"role",
        b",",
        b";",
        b"\n",
        b"\r",
        b'"',
        b"\0",
        b"\xff",
        b"=1",
        b"mentor",
        b"R1",
        b"PK\x03\x04",
    ]
)


def outcome(data: bytes, filename: str) -> PeopleReport | str:
    """Return what became of a file: its report, or the sentence that refuses it."""
    try:
        return check_people(read_people(data, filename))
    except PeopleFileError as refused:
        return str(refused)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=30).map(b"".join)))
def test_any_bytes_give_a_report_or_a_sentence(data: bytes) -> None:
    came = outcome(data, "people.csv")
    assert came.endswith(".") if isinstance(came, str) else list(came.problems) == sorted(came.problems)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_gives_a_report_or_a_sentence(data: st.DataObject) -> None:
    broken = bytearray(PEOPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    came = outcome(bytes(broken), "people.xlsx")
    assert came.endswith(".") if isinstance(came, str) else came.sheet.columns
