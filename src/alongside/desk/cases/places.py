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


def file_key(desk: UUID, file: UUID) -> Context:
    """The key of one sealed file."""
    return Context(desk.bytes, "sealed_file", file.bytes, "key", 1, 0)


def file_content(desk: UUID, file: UUID) -> Context:
    """The bytes of one sealed file. Of no epoch: when a case gets a new key, the file's own key is wrapped anew and its bytes stay."""
    return Context(desk.bytes, "sealed_file", file.bytes, "content", 1, 0)
