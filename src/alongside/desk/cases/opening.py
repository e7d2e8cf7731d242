"""A case opened: its facts, and what does not fit between its rows, its manifest and its history (security.md 9)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from alongside.desk.cases import history, places
from alongside.desk.cases.holding import Held
from alongside.desk.cases.models import Record
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain
from alongside.facts.problems import BadFact
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused
from alongside.vault.manifest import Manifest, check

F = TypeVar("F", bound=Fact)
# Stands in `damaged` where it is no single record that does not fit.
MANIFEST, HISTORY = "manifest", "history"


@dataclass(frozen=True, slots=True)
class Opened:
    """The facts of a case by id. `damaged` names the records that are missing, rolled back, put in or do not open, and `manifest` or
    `history` where those do not fit: then nothing may leave, because a withdrawal of consent may be what is missing."""

    held: Held = field(repr=False)
    facts: Mapping[str, Fact] = field(repr=False)
    damaged: frozenset[str]
    manifest: Manifest = field(repr=False)

    @property
    def id(self) -> UUID:
        return self.held.id

    @property
    def unlocked(self) -> Unlocked:
        return self.held.unlocked

    @property
    def ring(self) -> Ring:
        return self.held.ring

    @property
    def revision(self) -> int:
        return self.held.case.revision

    def of(self, kind: type[F]) -> list[F]:
        """All facts of one kind, in the order of their ids."""
        return [fact for name, fact in sorted(self.facts.items()) if isinstance(fact, kind)]


def opened(held: Held) -> Opened:
    """Read all of a case, in the transaction that holds its row: rows, manifest and history must be of one moment."""
    facts: dict[str, Fact] = {}
    found: dict[bytes, int] = {}
    damaged: set[str] = set()
    for row in Record.objects.filter(case=held.id):
        try:
            facts[row.id.hex] = fact_of(held, row)
            found[row.id.bytes] = row.revision
        except (Refused, BadFact, ValueError):
            damaged.add(row.id.hex)
    try:
        manifest = Manifest.unsealed(held.ring, held.case.manifest, places.manifest(held.desk, held.id, held.case.revision))
    except Refused:
        return Opened(held, facts, frozenset(damaged | {MANIFEST}), Manifest(held.case.revision, found))
    wrong = check(manifest, found)
    damaged |= {row.hex() for row in (*wrong.missing, *wrong.unexpected, *wrong.rolled_back, *wrong.ahead)}
    for row in wrong.unexpected:
        facts.pop(row.hex(), None)  # put in by somebody who holds an old copy: a removed agreement must not come back
    try:
        history.must_be_whole(held)
    except (Refused, ValueError):
        damaged.add(HISTORY)
    return Opened(held, facts, frozenset(damaged), manifest)


def fact_of(held: Held, row: Record) -> Fact:
    """The fact in a row. A fact under another row's id would be found by neither."""
    fact = from_plain(json.loads(held.ring.unseal(row.blob, places.record(held.desk, row.id, row.revision))))
    if fact.id != row.id.hex or fact.revision != row.revision:
        raise ValueError("a fact under another record's id")
    return fact
