"""What holds for every file of the house."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400
"""Lines; a file with more is two files."""

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|tmp|root|home)/\w")
OPEN_ENDS = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
BARE_EXCUSES = re.compile(r"#\s*noqa(?!: [A-Z]+\d+)|#\s*type:\s*ignore(?!\[)")


FOLDERS = (
    "adapters",
    "benchmarks",
    "bot",
    "dialogs",
    "docs",
    "examples",
    "manifest",
    "storage",
    "tests",
    "tools",
)


def ours(*endings: str) -> dict[str, str]:
    """Return the files that belong to the project with their text, by name."""
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    return {
        str(file.relative_to(ROOT)): file.read_text("utf-8")
        for file in files
        if file.is_file() and file.name.endswith(endings) and file != Path(__file__).resolve()
    }


def test_no_module_is_so_long_that_it_should_be_two() -> None:
    code = {name: text for name, text in ours(".py").items() if not name.startswith("tests/")}
    assert len(code) > 100
    assert {name for name, text in code.items() if len(text.splitlines()) > LONGEST} == set()


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    files = ours(".py", ".md", ".toml", "Makefile", ".csv")
    assert {name for name, text in files.items() if MACHINE_PATHS.search(text)} == set()


def test_nothing_is_left_open() -> None:
    assert {name for name, text in ours(".py").items() if OPEN_ENDS.search(text)} == set()


def test_every_exception_to_a_rule_names_the_rule() -> None:
    assert {name for name, text in ours(".py").items() if BARE_EXCUSES.search(text)} == set()
