"""Files that are there whole or not at all."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.whole_files import CannotWrite, folder_to_write, write_together, write_whole


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_file_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", b"words")

    assert content(tmp_path) == {"new": b"words"}


def test_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"long and old words")

    write_whole(tmp_path / "old", b"words")

    assert content(tmp_path) == {"old": b"words"}


def test_a_link_still_leads_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")

    write_whole(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_what_is_no_file_is_written_to_and_stays_what_it_is() -> None:
    write_whole(Path("/dev/null"), b"words")

    assert Path("/dev/null").is_char_device()


def test_a_disk_that_fills_up_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    (tmp_path / "diary").write_bytes(b"old")

    with small_disk(1000), pytest.raises(CannotWrite, match="larger than is allowed here"):
        write_whole(tmp_path / "diary", bytes(2000))

    assert content(tmp_path) == {"diary": b"old"}


def test_of_files_that_belong_together_all_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"old")

    with small_disk(1000), pytest.raises(CannotWrite):
        write_together(tmp_path, {"first": b"new", "second": bytes(2000)})

    assert content(tmp_path) == {"first": b"old"}


def test_a_folder_in_the_way_stops_all_of_them(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()

    with pytest.raises(CannotWrite, match="a folder of that name is there"):
        write_together(tmp_path, {"first": b"new", "second": b"new"})

    assert [file.name for file in tmp_path.iterdir()] == ["second"]


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    folder_to_write(tmp_path / "one" / "two")

    assert content(tmp_path / "one" / "two") == {}


def test_a_file_is_no_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CannotWrite, match="something of that name is there already"):
        folder_to_write(tmp_path / "file")
