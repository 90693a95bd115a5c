"""The vault: AES-GCM with a data key of each owner.

A sealed text is a version byte, a nonce and the ciphertext. Owner, circle and place are bound to it,
so words copied into another row, or shown to another circle by changing a column, don't open.
"""

import hmac
import json
import os
from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.core.vault import BrokenSeal, Erased, NotForYou, Sealed, Viewer, private_circle
from storage.keystore import KeyStore

VERSION = b"\x01"
HOUSE = "house"
"""The owner of what belongs to nobody: letters to channels, and fingerprints."""

_NONCE = slice(1, 13)
_TEXT = slice(13, None)


class KeyedVault:
    """Seals and opens with keys out of a key store."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store
        self._house = b""

    async def unlock(self) -> None:
        """Fetch the house's own key. Raises `KeyProblem` when the master keys don't fit this database."""
        self._house = await self._store.secret(HOUSE) or b""

    async def seal(self, owner: str, circle: str, text: str, *, place: str = "") -> Sealed:
        key = await self._store.to_seal(owner)
        data = b"" if key is None else _encrypt(key, text, _bound(owner, circle, place))
        return Sealed(owner, circle, data, place)

    async def open(self, sealed: Sealed, viewer: Viewer) -> str | Erased:
        if not viewer.may_open(sealed):
            raise NotForYou
        key = await self._store.to_open(sealed.owner) if sealed.data else None
        if key is None:
            return Erased()
        return _decrypt(key, sealed.data, _bound(sealed.owner, sealed.circle, sealed.place))

    async def hide(self, owner: str, text: str, place: str) -> bytes:
        """Seal something of the house's own records that only its owner's key opens."""
        return (await self.seal(owner, private_circle(owner), text, place=place)).data

    async def reveal(self, owner: str, data: bytes, place: str) -> str | None:
        """Open what `hide` sealed; None when it was erased."""
        text = await self.open(Sealed(owner, private_circle(owner), data, place), Viewer(owner))
        return None if isinstance(text, Erased) else text

    async def fetch(self, owners: Iterable[str]) -> None:
        """Have the keys of many owners at hand before opening one after another."""
        await self._store.fetch(owners)

    def fingerprint(self, purpose: str, text: str) -> str:
        """Return a keyed hash, the same for the same text, that tells nothing without the key."""
        return hmac.new(self._house, f"{purpose}:{text}".encode(), sha256).hexdigest()


def _bound(owner: str, circle: str, place: str) -> bytes:
    return json.dumps([owner, circle, place]).encode()


def _encrypt(key: AESGCM, text: str, bound: bytes) -> bytes:
    nonce = os.urandom(12)
    return VERSION + nonce + key.encrypt(nonce, text.encode(), bound)


def _decrypt(key: AESGCM, data: bytes, bound: bytes) -> str:
    if data[:1] != VERSION:
        raise BrokenSeal
    try:
        return key.decrypt(data[_NONCE], data[_TEXT], bound).decode()
    except (InvalidTag, ValueError):
        raise BrokenSeal from None
