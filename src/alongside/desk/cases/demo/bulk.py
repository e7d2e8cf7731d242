"""Many new cases at once, for demonstrations and measurements alone: what `store.create` writes, in a few statements a batch.

Whoever writes here holds the secrets of all members, so each key goes straight into each keyring; nothing is passed from hand to hand.
That the two ways write the same is a test: such a case opens undamaged, and `verify` finds its history whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import chain, history, places
from alongside.desk.cases.history import Change, Happening
from alongside.desk.cases.models import Case, Head, History, Record
from alongside.desk.cases.summary import to_digest
from alongside.desk.people import keyring
from alongside.desk.people.models import Desk, Keyring
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.plain import to_plain
from alongside.vault.derive import Label, derive
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.manifest import Manifest
from alongside.vault.sealed import seal


@dataclass(frozen=True, slots=True)
class New:
    """One case to be made: its facts, of revision 1; who makes it and when; everybody who may open it, the maker included."""

    facts: Sequence[Fact]
    maker: Unlocked
    when: datetime
    members: Sequence[Unlocked]


@dataclass(slots=True)
class _Rows:
    """Rows to be written together. The desk's chain goes on from its newest link."""

    desk: UUID
    sequence: int
    previous: bytes
    cases: list[Case] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    keys: list[Keyring] = field(default_factory=list)
    links: list[History] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)

    def take(self, new: New) -> None:
        ring, case = Ring.fresh(Purpose.CASE), uuid4()
        plain = [to_plain(fact) for fact in new.facts]
        manifest = Manifest(1, {UUID(fact.id).bytes: 1 for fact in new.facts})
        self.cases.append(
            Case(
                id=case,
                desk_id=self.desk,
                epoch=1,
                revision=1,
                manifest=manifest.sealed(ring, places.manifest(self.desk, case, 1)),
                digest_version=1,
                digest=ring.seal(to_digest(new.facts, new.when), places.digest(self.desk, case, 1)),
                past=history.first_past(ring, self.desk, case, {one.person.pk: one.card.digest() for one in new.members}),
            )
        )
        for fact, told in zip(new.facts, plain, strict=True):
            blob = ring.seal(_json(told), places.record(self.desk, UUID(fact.id), 1))
            self.records.append(Record(id=UUID(fact.id), desk_id=self.desk, case_id=case, revision=1, blob=blob))
        for member in new.members:
            self._key(member, case, ring)
        changes = tuple(Change(fact.id, fact.KIND, None, told) for fact, told in zip(new.facts, plain, strict=True))
        self._link(case, ring, Happening(0, new.when, new.maker.person.pk, "created", 1, changes))

    def _key(self, member: Unlocked, case: UUID, ring: Ring) -> None:
        row, entry = uuid4(), ring.entries()[0]
        place = keyring.context(self.desk, row, Purpose.CASE, case, member.card.epoch)
        blob = entry.wrapped(member.keyring_key, place)
        whose = {"person_id": member.person.pk, "purpose": Purpose.CASE.value, "case": case, "epoch": entry.epoch}
        self.keys.append(Keyring(id=row, desk_id=self.desk, blob=blob, **whose))

    def _link(self, case: UUID, ring: Ring, happening: Happening) -> None:
        key = derive(ring.key(1), Label.CASE_HISTORY)
        blob = seal(key, happening.to_bytes(), places.happening(self.desk, case, 1, 1))
        link = chain.hashed(self.desk, "case", case.bytes, 1, chain.START, blob)
        self.links.append(History(desk_id=self.desk, case=case, sequence=1, previous=chain.START, hash=link, blob=blob))
        self.sequence += 1
        content = history.head_content(case, 1, link)
        of_desk = chain.hashed(self.desk, "desk", self.desk.bytes, self.sequence, self.previous, content)
        self.heads.append(
            Head(
                desk_id=self.desk,
                sequence=self.sequence,
                case=case,
                case_sequence=1,
                case_hash=link,
                previous=self.previous,
                hash=of_desk,
            )
        )
        self.previous = of_desk


def create(desk: UUID, cases: Iterable[New]) -> list[UUID]:
    """Write these cases, all or none. Their ids, in order."""
    with transaction.atomic():
        Desk.objects.select_for_update().filter(pk=desk).values_list("pk").first()
        last = Head.objects.filter(desk=desk).order_by("-sequence").values_list("sequence", "hash").first()
        rows = _Rows(desk, *(last or (0, chain.START)))
        for new in cases:
            rows.take(new)
        written: tuple[tuple[Any, list[Any]], ...] = (
            (Case, rows.cases), (Record, rows.records), (Keyring, rows.keys), (History, rows.links), (Head, rows.heads),
        )  # fmt: skip
        for model, found in written:
            model.objects.bulk_create(found, batch_size=500)
    return [case.pk for case in rows.cases]


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
