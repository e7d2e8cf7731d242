"""Where each sealed value of a case belongs: the contexts of its records, manifest, digest and history."""

from __future__ import annotations

from uuid import UUID

from alongside.vault.context import Context

# The epoch of a context is set by the ring that seals or opens (vault.epochs.Ring).


def record(desk: UUID, record_id: UUID, revision: int) -> Context:
    """One fact."""
    return Context(desk.bytes, "record", record_id.bytes, "fact", revision, 0)


def manifest(desk: UUID, case: UUID, revision: int) -> Context:
    """The list of a case's records."""
    return Context(desk.bytes, "protection_case", case.bytes, "manifest", revision, 0)


def digest(desk: UUID, case: UUID, version: int, epoch: int = 0) -> Context:
    """What lists and search need of a case. `epoch` for who opens it with a bare key."""
    return Context(desk.bytes, "protection_case", case.bytes, "digest", version, epoch)


def past(desk: UUID, case: UUID, epoch: int) -> Context:
    """The history keys of the epochs before this one."""
    return Context(desk.bytes, "protection_case", case.bytes, "past", epoch, 0)


def happening(desk: UUID, case: UUID, sequence: int, epoch: int) -> Context:
    """One link of the history."""
    return Context(desk.bytes, "history", case.bytes, "happening", sequence, epoch)
