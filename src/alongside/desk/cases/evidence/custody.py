"""Who held a piece of evidence since it arrived: received, described, viewed, copied, exported. Read from the history of the case, which
nobody can shorten or change without its chain showing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.desk.cases.history import Change, Happening
from alongside.facts.evidence import Evidence

RECEIVED, DESCRIBED, CLEANED = "evidence-received", "evidence-described", "evidence-cleaned"
MADE, REDACTED = "evidence-made", "evidence-redacted"  # of a copy with parts blacked out, and of its original
_PREFIX = "evidence-"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did with it. `sequence` is the link of the case's history that says so."""

    sequence: int
    when: datetime
    who: UUID
    what: str


# What only an attempt to clean a file writes; whoever describes it changes something else.
_OF_CLEANING = frozenset({
    "revision", "type", "embedded", "credentials", "content_credentials", "cleaning", "cleaning_note",
    "cleaned_file", "cleaned_sha256", "cleaned_size", "cleaned_type",
})  # fmt: skip


def _what(change: Change) -> str:
    if change.before is None:
        return MADE if (change.after or {}).get("copy_of") else RECEIVED
    before, after = change.before, change.after or {}
    differ = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return CLEANED if differ <= _OF_CLEANING else DESCRIBED


def steps(happened: Iterable[Happening], evidence: Evidence) -> Iterator[Step]:
    """The custody of one piece of evidence, oldest first."""
    about = UUID(evidence.id)
    for one in happened:
        changed = next((change for change in one.changes if change.id == evidence.id), None)
        if changed is not None and changed.after is None:
            continue  # removed: the next link says so, and why
        if changed is not None:
            yield Step(one.sequence, one.when, one.who, _what(changed))
        elif one.about == about and one.what.startswith(_PREFIX):
            yield Step(one.sequence, one.when, one.who, one.what)
