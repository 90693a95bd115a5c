"""The files beside an embedded database: its master keys, and its key store."""

import os
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from storage.problems import KeyProblem

KEY_BYTES = 32


def key_store_file(database: Path) -> Path:
    """Where the wrapped data keys lie: never in the database itself."""
    return database.with_suffix(".keys.db")


def master_key_file(database: Path) -> Path:
    """Where the master keys lie, unless the environment has them."""
    return database.with_suffix(".keys")


def keys_beside(database: Path) -> list[str]:
    """Return the master keys in the file beside a database: one a line, newest first.

    The file is made, for its owner's eyes only, with a new database. It is not made again for an old
    one: a new key would open nothing. Raises `KeyProblem`.
    """
    path = master_key_file(database)
    if not path.exists() and key_store_file(database).exists():
        raise KeyProblem(f"The master key file {path.name} is missing. Put it back beside the database.")
    try:
        with suppress(FileExistsError):
            _write_new(path, new_key())
        return path.read_text("ascii").split()
    except (OSError, UnicodeError) as problem:
        raise KeyProblem(f"The master key file {path.name} can't be read or made.") from problem


def new_key() -> str:
    """Return a fresh master key as text, of the operating system's randomness."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def put_in_front(database: Path) -> None:
    """Make a new master key, the newest of those beside a database. Raises `KeyProblem`."""
    keys = [new_key(), *keys_beside(database)]
    _draft(master_key_file(database), keys).replace(master_key_file(database))


def _write_new(path: Path, key: str) -> None:
    """Put a whole file where there was none: of two starts at once the first wins and both read one key."""
    draft = _draft(path, [key])
    try:
        os.link(draft, path)
    finally:
        draft.unlink()


def _draft(path: Path, keys: list[str]) -> Path:
    """Write keys to a new file beside `path`, for its owner's eyes only; it has reached the disk."""
    handle, draft = mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{key}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    return Path(draft)
