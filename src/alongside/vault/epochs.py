"""Keys by epoch, for one purpose: the newest writes, each epoch reads its own values, a dropped one reads nothing (security.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from alongside.vault.context import Context
from alongside.vault.encoding import prefixed, unsigned
from alongside.vault.errors import Tampered, WrongKey
from alongside.vault.sealed import KEY_BYTES, check_key, epoch_of, new_key, seal, unseal


class Purpose(StrEnum):
    """What a ring is for. Written into each wrapped entry: a case's key never opens as the desk's."""

    CASE = "case"
    DESK = "desk"
    IDENTITY = "identity"
    BACKUP = "backup"
    WATCH = "watch"


@lru_cache(maxsize=256)
def _claim(purpose: Purpose, epoch: int) -> bytes:
    """What stands in front of a key."""
    return prefixed(purpose.value.encode()) + unsigned(epoch, 4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a ring, as it lies in a person's keyring."""

    purpose: Purpose
    epoch: int
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_key(self.key)
        unsigned(self.epoch, 4)

    def to_bytes(self) -> bytes:
        """Purpose, epoch and key: what is wrapped, or handed to another member."""
        return _claim(self.purpose, self.epoch) + self.key

    @classmethod
    def from_bytes(cls, data: bytes, purpose: Purpose, epoch: int) -> Entry:
        """The entry, if it is of the purpose and epoch that the row claims. Sliced, not read by a Cursor: a list opens ten thousand."""
        claim = _claim(purpose, epoch)
        if len(data) != len(claim) + KEY_BYTES or not data.startswith(claim):
            raise Tampered
        return cls(purpose, epoch, data[len(claim) :])

    def wrapped(self, under: bytes, context: Context, *, nonce: bytes | None = None) -> bytes:
        """This entry under a person's key. The context is that of her row; its epoch is that of her key."""
        return seal(under, self.to_bytes(), context, nonce=nonce)

    @classmethod
    def unwrapped(cls, under: bytes, blob: bytes, context: Context, purpose: Purpose, epoch: int) -> Entry:
        """An entry of a keyring."""
        return cls.from_bytes(unseal(under, blob, context), purpose, epoch)


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of one purpose that a person holds now. Immutable: a changed ring is a new ring."""

    purpose: Purpose
    keys: Mapping[int, bytes] = field(repr=False)
    dropped: frozenset[int] = frozenset()

    @classmethod
    def of(cls, purpose: Purpose, entries: Iterable[Entry], dropped: Iterable[int] = ()) -> Ring:
        """A ring from its entries. Entries of dropped epochs, as an older backup may bring them, are left out."""
        gone = frozenset(dropped)
        keys: dict[int, bytes] = {}
        for entry in entries:
            if entry.purpose is not purpose or keys.get(entry.epoch, entry.key) != entry.key:
                raise Tampered
            if entry.epoch not in gone:
                keys[entry.epoch] = entry.key
        return cls(purpose, MappingProxyType(keys), gone)

    @classmethod
    def fresh(cls, purpose: Purpose) -> Ring:
        """A first key, of epoch 1."""
        return cls.of(purpose, [Entry(purpose, 1, new_key())])

    @property
    def newest(self) -> int:
        """The epoch under which new values are written. WrongKey if the newest known epoch has been dropped."""
        newest = max(self.keys, default=0)
        if newest <= max(self.dropped, default=-1):
            raise WrongKey
        return newest

    def key(self, epoch: int) -> bytes:
        """The key of an epoch; WrongKey if it was dropped or never held."""
        if epoch not in self.keys:
            raise WrongKey
        return self.keys[epoch]

    def entries(self) -> tuple[Entry, ...]:
        """All keys held, oldest first."""
        return tuple(Entry(self.purpose, epoch, self.keys[epoch]) for epoch in sorted(self.keys))

    def advanced(self, key: bytes = b"") -> Ring:
        """With one more epoch. `key` is for tests; else it is drawn."""
        entry = Entry(self.purpose, self.newest + 1, key or new_key())
        return Ring.of(self.purpose, [*self.entries(), entry], self.dropped)

    def without(self, epoch: int) -> Ring:
        """With an older epoch dropped, once nothing is sealed under it any more. The newest cannot be dropped: ValueError."""
        if epoch >= self.newest:
            raise ValueError("the newest epoch is in use")
        return Ring.of(self.purpose, self.entries(), self.dropped | {epoch})

    def seal(self, plaintext: bytes, context: Context, *, nonce: bytes | None = None) -> bytes:
        """A value under the newest key; the epoch of the context is set here."""
        return seal(self.key(self.newest), plaintext, context.at(self.newest), nonce=nonce)

    def unseal(self, blob: bytes, context: Context) -> bytes:
        """A value under whichever epoch it names, if that is still held."""
        epoch = epoch_of(blob)
        return unseal(self.key(epoch), blob, context.at(epoch))

    def is_current(self, blob: bytes) -> bool:
        """Whether a value already is under the newest key: the re-sealing job asks, and can be resumed anywhere."""
        return epoch_of(blob) == self.newest

    def resealed(self, blob: bytes, context: Context, *, nonce: bytes | None = None) -> bytes:
        """The same value for the same place and revision, under the newest key."""
        return self.seal(self.unseal(blob, context), context, nonce=nonce)
