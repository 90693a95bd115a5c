"""Master keys: they wrap the data keys, and nothing else.

The newest wraps, all of them unwrap, so a new one can be put in front before the oldest goes.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.problems import KeyProblem

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key; `id` is a short fingerprint that says nothing about it."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise KeyProblem("A master key is 32 bytes in base64; `turnabout keys new` makes one.")

    @property
    def id(self) -> str:
        return sha256(b"turnabout master key" + self.secret).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key that only the master key of this id unwraps."""

    master_id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """The master keys, newest first."""

    masters: tuple[MasterKey, ...]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Self:
        """Read keys as `TURNABOUT_KEYS` has them. Raises `KeyProblem`, which never repeats one."""
        keys = tuple(MasterKey(_decoded(text)) for text in texts)
        if not keys:
            raise KeyProblem("There is no master key. Set TURNABOUT_KEYS; `turnabout keys new` makes one.")
        return cls(keys)

    def wrap(self, secret: bytes, owner: str) -> Wrapped:
        """Wrap a data key with the newest master key, for this owner and no other."""
        newest = self.masters[0]
        nonce = os.urandom(_NONCE_BYTES)
        return Wrapped(newest.id, nonce + AESGCM(newest.secret).encrypt(nonce, secret, owner.encode()))

    def unwrap(self, wrapped: Wrapped, owner: str) -> bytes:
        """Return a data key. Raises `KeyProblem` when no master key fits."""
        for master in self.masters:
            if master.id == wrapped.master_id:
                nonce, sealed = wrapped.data[:_NONCE_BYTES], wrapped.data[_NONCE_BYTES:]
                with suppress(InvalidTag):
                    return AESGCM(master.secret).decrypt(nonce, sealed, owner.encode())
                raise KeyProblem("A data key was damaged. Restore the latest backup of the key store.")
        raise KeyProblem("The master key that this database was sealed with is missing from TURNABOUT_KEYS.")


def new_key() -> str:
    """Return a fresh master key as text."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def keys_beside(database: Path) -> Keys:
    """Return the keys in the file beside an embedded database: one a line, newest first.

    The file is made, for its owner's eyes only, with a new database. It is not made again for an old
    one: a new key would open nothing.
    """
    path = key_file(database)
    if not path.exists() and key_store_file(database).exists():
        raise KeyProblem(f"The master key file {path.name} is missing. Put it back beside the database.")
    try:
        with suppress(FileExistsError):
            _write_new(path, new_key())
        return Keys.parse(path.read_text("ascii").split())
    except (OSError, UnicodeError) as problem:
        raise KeyProblem(f"The master key file {path.name} can't be read or made.") from problem


def key_file(database: Path) -> Path:
    """Where the master keys of an embedded database lie, unless the environment has them."""
    return database.with_suffix(".key")


def key_store_file(database: Path) -> Path:
    """Where the wrapped data keys of an embedded database lie: never in the database itself."""
    return database.with_suffix(".keys.db")


def _write_new(path: Path, text: str) -> None:
    """Put a whole file where there was none: of two starts at once the first wins and both read one key."""
    draft = path.with_suffix(f".key-{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    except (NotBase64, ValueError):
        return b""
