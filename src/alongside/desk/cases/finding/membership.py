"""What the database says a person may open, asked anew in every request (security.md 4, 15).

Each row of her keyring has a mark, a random number, and another one at each change of its case, each time it is wrapped anew, and when it
is turned to another case, epoch or person: that last one the database draws itself, also for who writes in SQL (a count alone would miss
an exchange). So their number and their sum are the same only where nothing changed. Both come from one index, in a millisecond for ten
thousand rows, and nothing in it moves when somebody works on a case that is not hers: her requests must not tell by one query more that
somebody does (security.md 22). A case counts where she holds its newest key, as `holding.hold` has it.

A digest exchanged in SQL, with the keyring left alone, is seen at the next change: it shows an older text of a case that she may open,
and opening the case checks it. It can never show a case that she may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from alongside.desk.cases import places
from alongside.desk.cases.models import Case
from alongside.desk.people import keyring
from alongside.desk.people.columns import MOST_MARK, read_id, spelled
from alongside.desk.people.keyring import Wrapped
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.errors import Refused
from alongside.vault.sealed import unseal

_AT_ONCE = 500  # cases a query where ids are listed one by one
# Masked, so that no number that somebody wrote there in SQL is too large to be summed up.
_STAMP = f"SELECT count(*), sum(mark & {MOST_MARK}) FROM keyring WHERE person_id = %s"  # noqa: S608
_HERS = 'FROM keyring k JOIN protection_case c ON c.id = k."case" AND c.epoch = k.epoch WHERE k.person_id = %s AND k."case" IS NOT NULL'

Digest = tuple[UUID, int, bytes | None]  # case, version, what was sealed; None where it does not open


def stamp(unlocked: Unlocked) -> tuple[int, int]:
    """What must stay the same for an index to be right as it is. One query, whoever asks and whatever she holds."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [spelled(unlocked.person.pk)])
        rows, marks = cursor.fetchone()
    return rows, int(marks or 0)


def versions(unlocked: Unlocked) -> dict[UUID, int]:
    """The cases that she holds the newest key of, each with the version of its digest."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.id, c.digest_version {_HERS}", [spelled(unlocked.person.pk)])
        rows = cursor.fetchall()
    return {read_id(case): version for case, version in rows}


def digests(unlocked: Unlocked, cases: Sequence[UUID]) -> Iterator[Digest]:
    """The digests of some cases, opened; None where one does not open."""
    for start in range(0, len(cases), _AT_ONCE):
        some = cases[start : start + _AT_ONCE]
        rings = keyring.rings(unlocked, some)
        for case, version, blob in Case.objects.filter(pk__in=some).values_list("id", "digest_version", "digest"):
            yield case, version, _opened(unlocked, rings.get(case), case, version, blob)


def everything(unlocked: Unlocked) -> Iterator[Digest]:
    """The digests of all her cases, with their keys in one pass, without models: ten thousand rows cost more as objects than in opening."""
    columns = 'k.id, k."case", k.epoch, k.handed, k.blob, c.digest_version, c.digest'
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} {_HERS}", [spelled(unlocked.person.pk)])
        while rows := cursor.fetchmany(_AT_ONCE):
            for row, held, epoch, handed, blob, version, digest in rows:
                case = read_id(held)
                key = Wrapped(unlocked.desk, read_id(row), Purpose.CASE, case, epoch, handed, bytes(blob))
                try:
                    entry = keyring.opened(unlocked, key)
                    place = places.digest(unlocked.desk, case, version, epoch)
                    yield case, version, unseal(entry.key, bytes(digest), place)
                except (Refused, ValueError):  # a number that no place has: somebody wrote it in SQL
                    yield case, version, None


def _opened(unlocked: Unlocked, ring: Ring | None, case: UUID, version: int, blob: bytes) -> bytes | None:
    if ring is None:
        return None
    try:
        return ring.unseal(blob, places.digest(unlocked.desk, case, version))
    except (Refused, ValueError):
        return None
