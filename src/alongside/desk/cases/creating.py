"""New cases, one or many at a time: what a case consists of on its first day, written in a few statements, all or none.

A case that is made alone and one that comes with a hundred others are the same rows, under the same locks in the same order; a test holds
that. While a transaction lasts, everybody else who writes waits: whoever makes thousands makes them in steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import history, places
from alongside.desk.cases.history import Change, Happening
from alongside.desk.cases.holding import Held, lock_people
from alongside.desk.cases.models import Case, Record
from alongside.desk.cases.summary import to_digest
from alongside.desk.people import keyring
from alongside.desk.people.cards import card_of
from alongside.desk.people.models import Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain, to_plain
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.manifest import Manifest

_AT_ONCE = 500  # rows a statement


@dataclass(frozen=True, slots=True)
class Draft:
    """One case made ready, its rows sealed: all but its history, which must know the newest link of the desk's chain."""

    held: Held
    records: Sequence[Record]
    changes: tuple[Change, ...]


def create(unlocked: Unlocked, cases: Iterable[Sequence[Fact]], now: datetime, members: Iterable[Person] = ()) -> list[UUID]:
    """New cases with these facts, opened by their maker and these members; their ids, in order. NotVouched where a member's key does
    not count; BadFact."""
    with transaction.atomic():
        others = lock_people(unlocked.desk, {person.pk for person in members} - {unlocked.person.pk})
        inside = {unlocked.person.pk: unlocked.card.digest()} | {person.pk: card_of(person).digest() for person in others}
        drafts = [_drafted(unlocked, facts, now, inside) for facts in cases]
        keys = [key for draft in drafts for key in _keys(unlocked, draft, others)]
        Case.objects.bulk_create([draft.held.case for draft in drafts], batch_size=_AT_ONCE)
        Record.objects.bulk_create([row for draft in drafts for row in draft.records], batch_size=_AT_ONCE)
        Keyring.objects.bulk_create(keys, batch_size=_AT_ONCE)
        who = unlocked.person.pk
        history.begin([(draft.held, Happening(0, now, who, "created", 1, draft.changes)) for draft in drafts])
    return [draft.held.id for draft in drafts]


def record(held: Held, fact: Fact) -> Record:
    """The sealed row of a fact."""
    return _record(held, fact, to_plain(fact))


def _record(held: Held, fact: Fact, plain: object) -> Record:
    # BadFact: a fact that contradicts itself would not open again, and look as if somebody had tampered with it.
    from_plain(plain)
    record_id = UUID(fact.id)
    data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    blob = held.ring.seal(data, places.record(held.desk, record_id, fact.revision))
    return Record(id=record_id, desk_id=held.desk, case_id=held.id, revision=fact.revision, blob=blob)


def _drafted(unlocked: Unlocked, facts: Sequence[Fact], now: datetime, inside: dict[UUID, bytes]) -> Draft:
    case_id, ring, desk = uuid4(), Ring.fresh(Purpose.CASE), unlocked.desk
    facts = [replace(fact, revision=1) for fact in facts]
    plain = [to_plain(fact) for fact in facts]
    manifest = Manifest(1, {UUID(fact.id).bytes: 1 for fact in facts})
    case = Case(
        id=case_id,
        desk_id=desk,
        epoch=1,
        revision=1,
        manifest=manifest.sealed(ring, places.manifest(desk, case_id, 1)),
        digest_version=1,
        digest=ring.seal(to_digest(facts, now), places.digest(desk, case_id, 1)),
        past=history.first_past(ring, desk, case_id, inside),
    )
    held = Held(unlocked, case, ring)
    told = list(zip(facts, plain, strict=True))
    changes = tuple(Change(fact.id, fact.KIND, None, one) for fact, one in told)
    return Draft(held, [_record(held, fact, one) for fact, one in told], changes)


def _keys(unlocked: Unlocked, draft: Draft, others: Sequence[Person]) -> list[Keyring]:
    """The case's key in the keyring of everybody inside."""
    case, entry = draft.held.id, draft.held.ring.entries()[0]
    mine = keyring.kept(unlocked, Purpose.CASE, case, entry)
    return [mine, *(keyring.handed(unlocked, person, Purpose.CASE, case, entry) for person in others)]
