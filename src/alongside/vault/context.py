"""Where a value belongs. Its bytes are authenticated with the value, so a value cannot be moved, swapped or rolled back.

Somebody who can write to the database, but holds no key, can still copy one sealed value over another. With the desk, table, row,
kind, revision and epoch in the associated data, the copy does not open (security.md 9).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

from alongside.vault.encoding import prefixed

FORMAT = 1
_FORMAT, _NUMBERS = bytes([FORMAT]), struct.Struct(">QI").pack


@dataclass(frozen=True, slots=True)
class Context:
    """The place of one value. Ids are the random bytes themselves, not a spelling of them: a spelling has variants."""

    desk: bytes
    table: str
    row: bytes
    kind: str
    revision: int
    epoch: int
    _spelled: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Spelled once: opening ten thousand values asks for it thrice each. What has no bytes is a programmer's mistake, refused here."""
        object.__setattr__(self, "_spelled", self._spell())

    def at(self, epoch: int) -> Context:
        """The same place under another epoch of the key."""
        return self if epoch == self.epoch else replace(self, epoch=epoch)

    def canonical(self) -> bytes:
        """The one spelling of this context: format version, four fields behind their lengths, revision, epoch. Injective."""
        return self._spelled

    def _spell(self) -> bytes:
        fields = prefixed(self.desk, self.table.encode(), self.row, self.kind.encode())
        try:
            return _FORMAT + fields + _NUMBERS(self.revision, self.epoch)
        except struct.error:
            raise ValueError("a revision or an epoch that does not fit") from None

    def associated(self, use: str, *public: bytes) -> bytes:
        """What is authenticated beside a value: which format of the vault it is, its public header, and this place.

        `use` keeps formats apart that share a key: a sealed value never opens as a chunk of a file.
        """
        return prefixed(use.encode(), *public, self.canonical())
