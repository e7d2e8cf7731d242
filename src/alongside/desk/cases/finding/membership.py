"""What the database says a person may open, asked anew in every request (security.md 4, 15).

The cases of all her keyring rows come as one text, with the sums of their epochs and versions, and are compared with those of the last
request: whatever was added, deleted or exchanged, through the desk or in SQL, makes another text (a count would miss an exchange), and
while the cases are the same, epochs and versions only grow, so every change makes another sum. A keyring row has a version for this
alone, which grows with each change of its case and each time it is wrapped anew: the text is read from one index, some two milliseconds
for ten thousand rows, and nothing in it moves when somebody works on a case that is not hers. Her requests must not tell by one query
more that somebody does (security.md 22). A case counts where she holds its newest key, as `holding.hold` has it.

A digest exchanged in SQL, with the keyring left alone, is seen at the next change: it shows an older text of a case that she may open,
and opening the case checks it. It can never show a case that she may not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from alongside.desk.cases import places
from alongside.desk.cases.models import Case
from alongside.desk.people import keyring
from alongside.desk.people.keyring import Wrapped
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.errors import Refused
from alongside.vault.sealed import unseal

_AT_ONCE = 500  # cases a query where ids are listed one by one
_HELD = {
    "sqlite": """group_concat("case")""",
    "postgresql": """string_agg("case"::text, ',' ORDER BY "case", epoch)""",
}
_HERS = 'FROM keyring k JOIN protection_case c ON c.id = k."case" AND c.epoch = k.epoch WHERE k.person_id = %s AND k."case" IS NOT NULL'


def stamp(unlocked: Unlocked) -> bytes:
    """What must stay the same for an index to be right as it is. One query, whoever asks and whatever she holds."""
    what = f'SELECT {_HELD[connection.vendor]}, sum(epoch), sum(version) FROM keyring WHERE person_id = %s AND "case" IS NOT NULL'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(what, [_spelled(unlocked.person.pk)])
        held, *sums = cursor.fetchone()
    return hashlib.sha256(f"{held}{sums}".encode()).digest()


def versions(unlocked: Unlocked) -> dict[UUID, int]:
    """The cases that she holds the newest key of, each with the version of its digest."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.id, c.digest_version {_HERS}", [_spelled(unlocked.person.pk)])
        rows = cursor.fetchall()
    return {case if isinstance(case, UUID) else UUID(case): version for case, version in rows}


def digests(unlocked: Unlocked, wanted: Iterable[UUID], everything: bool) -> Iterator[tuple[UUID, int, bytes | None]]:
    """The digests of these cases, opened; None where one does not open. `everything`: they are all that she holds."""
    if everything:
        known = frozenset(wanted)
        yield from (one for one in _all(unlocked) if one[0] in known)
        return
    cases = list(wanted)
    for start in range(0, len(cases), _AT_ONCE):
        some = cases[start : start + _AT_ONCE]
        rings = keyring.rings(unlocked, some)
        for case, version, blob in Case.objects.filter(pk__in=some).values_list("id", "digest_version", "digest"):
            yield case, version, _opened(unlocked, rings.get(case), case, version, blob)


def _all(unlocked: Unlocked) -> Iterator[tuple[UUID, int, bytes | None]]:
    """Key and digest of each of her cases in one pass, without models: ten thousand rows cost more as objects than in opening."""
    columns = 'k.id, k."case", k.epoch, k.handed, k.blob, c.digest_version, c.digest'
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} {_HERS}", [_spelled(unlocked.person.pk)])
        while rows := cursor.fetchmany(_AT_ONCE):
            for row, held, epoch, handed, blob, version, digest in rows:
                case = held if isinstance(held, UUID) else UUID(held)
                row_id = row if isinstance(row, UUID) else UUID(row)
                key = Wrapped(unlocked.desk, row_id, Purpose.CASE, case, epoch, handed, bytes(blob))
                try:
                    entry = keyring.opened(unlocked, key)
                    place = places.digest(unlocked.desk, case, version, epoch)
                    yield case, version, unseal(entry.key, bytes(digest), place)
                except Refused:
                    yield case, version, None


def _opened(unlocked: Unlocked, ring: Ring | None, case: UUID, version: int, blob: bytes) -> bytes | None:
    if ring is None:
        return None
    try:
        return ring.unseal(blob, places.digest(unlocked.desk, case, version))
    except Refused:
        return None


def _spelled(one: UUID) -> object:
    """An id as the engine stores it."""
    return one if connection.features.has_native_uuid_field else one.hex
