"""Persons in the asker's own cases who are much like somebody: her index names few candidate cases, and only those are looked into.

Candidates come from the words and sounds of names in the digests; each is then compared person by person. What is looked into is what she
holds the newest key of, by the rows of this moment, in three queries however many cases she has. Looking leaves no line in the history of
those cases: it shows name, spellings, roles, State and birth, and says where more is the same; the page of the case is the way to the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import places
from alongside.desk.cases.around.likeness import Likeness, Written, likeness, spellings
from alongside.desk.cases.finding.asking import Group
from alongside.desk.cases.finding.index import Index, Row
from alongside.desk.cases.models import Case, Record
from alongside.desk.people import keyring
from alongside.desk.people.unlocked import Unlocked
from alongside.facts import normal, sounds
from alongside.facts.digest import coded
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain
from alongside.facts.problems import BadFact
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused
from alongside.vault.manifest import Manifest

OPENED = 40  # cases that are looked into for one page
A_PERSON = 12  # candidates of one person
SHOWN = 8  # of one person
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of another case, or of the same one, with the reasons."""

    case: UUID
    person: Person
    likeness: Likeness


def candidates(index: Index, persons: Sequence[Person]) -> dict[UUID, Row]:
    """The cases whose digests hold names like these."""
    found: dict[UUID, Row] = {}
    for person in persons:
        words = groups(person)
        if words:
            for row in index.nearest(words, min(2, len(words)), A_PERSON):
                found.setdefault(row.case, row)
    return dict(list(found.items())[:OPENED])


def groups(person: Person) -> list[Group]:
    """Each word of a name as the index has it: by its letters or any of its sounds. One word in two scripts is one word."""
    found: list[tuple[set[str], set[str]]] = []
    for text in spellings(person):
        for word in normal.query(text):
            keys = {key for key in sounds.word_keys(word) if len(key) > 1} if not normal.is_han(word) else set()
            same = next((one for one in found if word in one[0] or keys & one[1]), None)
            if same is None:
                found.append(({word}, keys))
            else:
                same[0].add(word)
                same[1].update(keys)
    return [(*((word,) for word in sorted(words)), *((coded("sound", key),) for key in sorted(keys))) for words, keys in found][
        :MOST_WORDS
    ]


def persons_of(unlocked: Unlocked, cases: Sequence[UUID]) -> dict[UUID, list[Person]]:
    """The persons of some of her cases. A record that does not fit its case's manifest is left out: the page of the case says so."""
    with transaction.atomic():  # of one moment as far as the engine gives one
        rings = keyring.rings(unlocked, cases)
        rows = list(Record.objects.filter(case__in=cases).values_list("id", "case", "revision", "blob"))
        held = {case.pk: case for case in Case.objects.filter(pk__in=cases, desk=unlocked.desk).defer("digest", "past")}
    listed: dict[UUID, Mapping[bytes, int]] = {}
    for id_, case in held.items():
        ring = rings.get(id_)
        if ring is None or ring.newest != case.epoch:
            continue
        try:
            place = places.manifest(unlocked.desk, id_, case.revision)
            listed[id_] = Manifest.unsealed(ring, case.manifest, place).rows
        except Refused:
            continue
    found: dict[UUID, list[Person]] = {case: [] for case in listed}
    for record, case_id, revision, blob in rows:
        if case_id in listed and listed[case_id].get(record.bytes) == revision:
            person = _person(unlocked, rings[case_id], record, revision, blob)
            if person is not None:
                found[case_id].append(person)
    return found


def _person(unlocked: Unlocked, ring: Ring, record: UUID, revision: int, blob: bytes) -> Person | None:
    """The person in a record; None for anything else, which is not read further."""
    try:
        plain = json.loads(ring.unseal(blob, places.record(unlocked.desk, record, revision)))
        if plain.get("kind") != Person.KIND:
            return None
        fact = from_plain(plain)
    except (Refused, BadFact, ValueError):
        return None
    return fact if isinstance(fact, Person) and fact.id == record.hex else None


def best(persons: Iterable[Person], among: Mapping[UUID, Iterable[Person]]) -> dict[str, list[Alike]]:
    """By person who is most like her, best first; herself is not."""
    others = [(case, Written.of(other)) for case, some in among.items() for other in some]
    return {one.id: _best(Written.of(one), others) for one in persons}


def _best(one: Written, others: Iterable[tuple[UUID, Written]]) -> list[Alike]:
    found = [
        Alike(case, other.person, like)
        for case, other in others
        if other.person.id != one.person.id and (like := likeness(one, other)) is not None
    ]
    return sorted(found, key=lambda like: (-like.likeness.score, like.case.hex, like.person.id))[:SHOWN]
