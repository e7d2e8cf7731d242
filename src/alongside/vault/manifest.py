"""A case's manifest: which rows it has and at which revision. A missing or rolled-back row shows as tampering (security.md 9).

Each sealed value is bound to its own revision, but nothing in it says that a newer one once existed; whoever deletes a withdrawal of
consent in SQL, or puts last week's row back, is caught here. The manifest itself could be put back with all its rows: against that
its revision is compared with one remembered elsewhere (`at_least`: a keyring, the history, another process).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.vault.context import Context
from alongside.vault.encoding import Cursor, prefixed, unsigned
from alongside.vault.epochs import Ring
from alongside.vault.errors import RolledBack, Tampered

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Row ids with their revisions, and the revision of the list itself."""

    revision: int
    rows: Mapping[bytes, int]

    def with_rows(self, changed: Mapping[bytes, int], removed: frozenset[bytes] = frozenset()) -> Manifest:
        """The next manifest after a change. A row that goes back, or one removed that is not there, is a ValueError."""
        if any(revision <= self.rows.get(row, -1) for row, revision in changed.items()) or not removed <= self.rows.keys():
            raise ValueError("a manifest only goes forward")
        kept = {row: revision for row, revision in self.rows.items() if row not in removed}
        return Manifest(self.revision + 1, {**kept, **changed})

    def to_bytes(self) -> bytes:
        """Sorted by id, so that the same rows have one spelling."""
        rows = (prefixed(row) + unsigned(self.rows[row], 8) for row in sorted(self.rows))
        return unsigned(FORMAT, 1) + unsigned(self.revision, 8) + unsigned(len(self.rows), 4) + b"".join(rows)

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """A manifest as it was written."""
        cursor = Cursor(data)
        if cursor.number(1) != FORMAT:
            raise Tampered
        revision, count = cursor.number(8), cursor.number(4)
        manifest = cls(revision, {cursor.field(): cursor.number(8) for _ in range(count)})
        cursor.end()
        if manifest.to_bytes() != data:
            raise Tampered  # out of order, or a row twice
        return manifest

    def sealed(self, ring: Ring, context: Context, *, nonce: bytes | None = None) -> bytes:
        """Sealed for its case; the context must name the manifest's own revision."""
        if context.revision != self.revision:
            raise ValueError("the context names another revision")
        return ring.seal(self.to_bytes(), context, nonce=nonce)

    @classmethod
    def unsealed(cls, ring: Ring, blob: bytes, context: Context, at_least: int = 0) -> Manifest:
        """The manifest of a case. RolledBack if a newer one is remembered."""
        manifest = cls.from_bytes(ring.unseal(blob, context))
        if manifest.revision != context.revision:
            raise Tampered
        if manifest.revision < at_least:
            raise RolledBack
        return manifest


@dataclass(frozen=True, slots=True)
class Findings:
    """What differs between a manifest and the rows that are there."""

    missing: frozenset[bytes]
    unexpected: frozenset[bytes]
    rolled_back: frozenset[bytes]
    ahead: frozenset[bytes]  # newer than the manifest: written past it, since both go in one transaction

    @property
    def clean(self) -> bool:
        """Whether nothing differs."""
        return not (self.missing or self.unexpected or self.rolled_back or self.ahead)

    def must_be_clean(self) -> None:
        """RolledBack if a row is gone or old, Tampered if one is there that should not be."""
        if self.missing or self.rolled_back:
            raise RolledBack
        if not self.clean:
            raise Tampered


def check(manifest: Manifest, found: Mapping[bytes, int]) -> Findings:
    """Compare with the rows found. `found` must hold the revisions under which the rows opened, not only those in a column."""
    listed = manifest.rows
    both = listed.keys() & found.keys()
    return Findings(
        missing=frozenset(listed.keys() - found.keys()),
        unexpected=frozenset(found.keys() - listed.keys()),
        rolled_back=frozenset(row for row in both if found[row] < listed[row]),
        ahead=frozenset(row for row in both if found[row] > listed[row]),
    )
