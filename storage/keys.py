"""Master keys: they wrap the data keys, and nothing else.

The newest wraps, all of them unwrap, so a new one can be put in front before the oldest goes.
"""

import os
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from storage.engine import Address
from storage.keyfile import KEY_BYTES, keys_beside
from storage.problems import KeyProblem

NO_KEY = "There is no master key. Set TURNABOUT_KEYS; `turnabout keys new` makes one."
MISSING = "The master key that this database was sealed with is missing. Add it to TURNABOUT_KEYS."
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
            raise KeyProblem(NO_KEY)
        return cls(keys)

    @classmethod
    def read(cls, url: str, given: Sequence[SecretStr]) -> Self:
        """Read the keys that the environment gives, or else those beside an embedded database.

        Raises `KeyProblem`, and `StorageProblem` when the address has no file.
        """
        if given:
            return cls.parse(key.get_secret_value() for key in given)
        address = Address.parse(url)
        if not address.embedded:
            raise KeyProblem(NO_KEY)
        return cls.parse(keys_beside(address.file))

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
        raise KeyProblem(MISSING)


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    except (NotBase64, ValueError):
        return b""
