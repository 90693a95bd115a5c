"""Files that are there whole or not at all: written beside their place first, then moved into it."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.core.problems import Problem


class CannotWrite(Problem):
    """A file or folder can't be written."""


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "there is no room left for this user",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.EACCES: "it is not yours to write to",
    errno.EPERM: "it is not yours to write to",
    errno.EROFS: "the disk can only be read",
    errno.EISDIR: "a folder of that name is there",
    errno.EEXIST: "something of that name is there already",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.ENOENT: "its folder is not there",
    errno.ENAMETOOLONG: "the name is too long",
}


def folder_to_write(folder: Path) -> None:
    """Make a folder where there is none, and see that it can be written to. Raises `CannotWrite`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = _draft_of(folder / "turnabout")
        draft.write_bytes(b"")
        draft.unlink()
    except OSError as problem:
        raise _refusal(folder, problem) from None


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that nobody ever finds half of it. Raises `CannotWrite`.

    What is no file, such as a terminal or a pipe, is written to as it is.
    """
    if not file.exists() or file.is_file():
        target = file.resolve()
        write_together(target.parent, {target.name: data})
        return
    try:
        file.write_bytes(data)
    except OSError as problem:
        raise _refusal(file, problem) from None


def write_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, and move none into its place before all are on the disk.

    Files of other names stay as they are. Raises `CannotWrite`, and leaves no draft behind.
    """
    drafts = {_draft_of(folder / name): folder / name for name in files}
    current = folder
    try:
        for draft, current in drafts.items():
            if current.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder")
            _write_through(draft, files[current.name])
        for draft, current in drafts.items():
            draft.replace(current)
    except OSError as problem:
        raise _refusal(current, problem) from None
    finally:
        for draft in drafts:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _draft_of(file: Path) -> Path:
    return file.with_name(f".{file.name[:200]}.{os.getpid()}")


def _write_through(file: Path, data: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _refusal(place: Path, problem: OSError) -> CannotWrite:
    reason = _REASONS.get(problem.errno or 0, "the system does not let it be written")
    return CannotWrite(f"{place} can't be written: {reason}.")
