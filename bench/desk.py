"""The desk that is measured: three members who are all in ten thousand invented cases, on SQLite, made anew for each run.

Some cases are whole, as `alongside demo` makes them; the others are what lists and search read of a case, its digest and its keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from alongside.desk.cases.demo.desk import Login
    from alongside.desk.people.unlocked import Unlocked

CASES = int(os.environ.get("ALONGSIDE_BENCH_CASES", "10000"))  # fewer for a quick look; the targets are for ten thousand
MANY = 10 * CASES
WHOLE = min(500, CASES // 2)
DISTINCT = 1000  # different digests; more tell nothing new and take minutes
COMMON, RARE = "invented", "Zyxwarana"  # a word of every case, and a name of one


@dataclass(frozen=True, slots=True)
class Made:
    """A desk in a folder, its members with what they log in with, and how many whole cases a second were made."""

    data: Path
    logins: Sequence[Login]
    rate: float

    @property
    def people(self) -> list[Unlocked]:
        return [login.unlocked for login in self.logins]


def now() -> datetime:
    return datetime.now(UTC)


def start(data: Path) -> None:
    """Django, pointed at a new folder. Once a process."""
    data.mkdir(parents=True, exist_ok=True)
    os.environ["ALONGSIDE_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
    os.environ.pop("ALONGSIDE_DATABASE", None)
    import django

    django.setup()


def make(data: Path) -> Made:
    """Members and cases. The cheapest passphrases: what Argon2id costs is known, and not what is measured here."""
    from time import perf_counter

    from alongside.desk.cases.demo import desk
    from alongside.desk.web import database
    from alongside.vault.passphrases import CHEAPEST

    database.prepare()
    logins = desk.members(now(), CHEAPEST)
    people = [login.unlocked for login in logins]
    _bare(people, CASES - WHOLE, 2)
    begun = perf_counter()
    desk.fill(people, WHOLE, 1, now(), everybody=True)
    return Made(data, logins, WHOLE / (perf_counter() - begun))


def facts(name: str) -> list[Any]:
    """A case with one victim and two acts."""
    from alongside.facts.events import Act
    from alongside.facts.persons import Person, PersonName
    from alongside.facts.when import When

    her = Person(id=uuid4().hex, revision=1, names=(PersonName(text=name),), roles=("harmed",))
    acts = [
        Act(id=uuid4().hex, revision=1, code=code, victims=(her.id,), date=When("2026-11-20"))
        for code in ("threats", "travel-ban")
    ]
    return [her, *acts]


@contextmanager
def many_small(folder: Path) -> Iterator[Unlocked]:
    """Another desk of one member: a hundred thousand cases that are nothing but digests of 1 KiB, which is all that an index reads."""
    from alongside.desk.people import founding
    from alongside.desk.web import database, engines
    from alongside.vault.passphrases import CHEAPEST
    from tests.desk.database import pointed

    folder.mkdir()
    with pointed(engines.sqlite(folder), folder / "keys"):
        database.prepare()
        alice, _ = founding.found("Bench", "Alice", "alice", "en", now(), CHEAPEST)
        _bare([alice], MANY, 1)
        yield alice


def _bare(people: Sequence[Unlocked], count: int, kib: int) -> None:
    """Cases that are digests of about so many KiB, and the keys to them."""
    from django.db import transaction

    from alongside.desk.cases import places
    from alongside.desk.cases.models import Case
    from alongside.desk.people import keyring
    from alongside.desk.people.models import Keyring
    from alongside.vault.epochs import Purpose, Ring

    digests, desk_id = _told(kib), people[0].desk
    for first in range(0, count, 2000):
        cases, keys = [], []
        for number in range(first, min(first + 2000, count)):
            case, ring = uuid4(), Ring.fresh(Purpose.CASE)
            digest = ring.seal(digests[number % len(digests)], places.digest(desk_id, case, 1))
            cases.append(
                Case(id=case, desk_id=desk_id, epoch=1, revision=1, manifest=b"", past=b"", digest_version=1, digest=digest)
            )
            for one in people:
                row = uuid4()
                blob = ring.entries()[0].wrapped(
                    one.keyring_key, keyring.context(desk_id, row, Purpose.CASE, case, one.card.epoch)
                )
                keys.append(
                    Keyring(id=row, desk_id=desk_id, person_id=one.person.pk, purpose="case", case=case, epoch=1, blob=blob)
                )
        with transaction.atomic():
            Case.objects.bulk_create(cases, batch_size=500)
            Keyring.objects.bulk_create(keys, batch_size=500)


def _told(kib: int) -> list[bytes]:
    """Digests of invented cases, the median of so many KiB: a case of 2 KiB has twice the persons, acts and papers of a demonstration."""
    from alongside.desk.cases.demo.stories import stories
    from alongside.desk.cases.summary import to_digest

    told = stories(kib, now().date())
    cases = ([fact for _ in range(kib) for fact in next(told)] for _ in range(DISTINCT))
    return [_cut(to_digest(facts, now()), 1024 if kib == 1 else 4096) for facts in cases]


def _cut(digest: bytes, most: int) -> bytes:
    """A digest that fits its bucket: the last words fall off."""
    while len(digest) >= most:
        digest = digest[: digest.rindex(b" ")]
    return digest
