"""Who held a piece of evidence since it arrived: received, described, viewed, copied, exported. Read from the history of the case, which
nobody can shorten or change without its chain showing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.desk.cases.history import Happening
from alongside.facts.evidence import Evidence

RECEIVED, DESCRIBED = "evidence-received", "evidence-described"
_PREFIX = "evidence-"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did with it. `sequence` is the link of the case's history that says so."""

    sequence: int
    when: datetime
    who: UUID
    what: str


def steps(happened: Iterable[Happening], evidence: Evidence) -> Iterator[Step]:
    """The custody of one piece of evidence, oldest first."""
    about = UUID(evidence.id)
    for one in happened:
        changed = next((change for change in one.changes if change.id == evidence.id), None)
        if changed is not None:
            yield Step(one.sequence, one.when, one.who, RECEIVED if changed.before is None else DESCRIBED)
        elif one.about == about and one.what.startswith(_PREFIX):
            yield Step(one.sequence, one.when, one.who, one.what)
