"""What a list of a later day (`standing`) makes of a backup that was just put back: whatever had gone by then goes again.

In the transaction that restores, before anybody can open anything, and without any key. What a list cannot replay is what lies sealed: a
withdrawal of consent. So each case that was worked on after the backup is marked, and its ledger says yes to nothing until one of its
members has asked everybody again (`cases.retention.behind`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from alongside.desk.backup.standing import PIECE, Standing, Tombstone, hidden, newest_links
from alongside.desk.cases import chain, destroying
from alongside.desk.cases.evidence import files
from alongside.desk.cases.models import Case, Head, History, SealedFile
from alongside.desk.cases.retention import behind
from alongside.desk.people import leaving
from alongside.desk.people.models import Keyring, Person
from alongside.vault.epochs import Purpose


class WrongList(ValueError):
    """The list is of another desk or another past, or one of its lines is forged: nothing of it is believed."""


class OlderList(ValueError):
    """The list was written before the backup was."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What went again, and what did not although the list has it gone: people without whom no administrator would be left, memberships
    without which nobody could open the case. `behind`: cases that were worked on after the backup."""

    made: str
    cases: int
    files: int
    members: int
    people: int
    behind: int
    kept_people: int
    kept_members: int


def replay(desk: UUID, told: Standing, returned: files.Returning) -> Replayed:
    """Let go what had gone. WrongList, OlderList: then the transaction must not be confirmed."""
    _must_follow(desk, told)
    known = newest_links(desk)
    cases = list(Case.objects.filter(desk=desk).order_by("pk").values_list("pk", flat=True))
    if any(told.cases.get(hidden(desk, case), known.get(case, 0)) < known.get(case, 0) for case in cases):
        raise WrongList  # a case that knows less than the backup does
    buried = [case for case in cases if _is_gone(desk, case, told, known.get(case, 0))]
    stored = set(SealedFile.objects.filter(case__in=buried).values_list("pk", flat=True))
    destroying.take_away(desk, buried)
    lost = [row for row in files.listed(desk) if hidden(desk, row) not in told.files]
    SealedFile.objects.filter(pk__in=lost).delete()
    returned.drop(stored | set(lost))
    people, kept_people = _end_people(desk, told)
    members, kept_members = _end_members(desk, told)
    left = [case for case in cases if case not in set(buried)]
    marked = [case for case in left if told.cases.get(hidden(desk, case), known.get(case, 0) + 1) > known.get(case, 0)]
    behind.mark(marked)
    return Replayed(told.made, len(buried), len(stored) + len(lost), members, people, len(marked), kept_people, kept_members)


def _must_follow(desk: UUID, told: Standing) -> None:
    """All that the backup knows of the desk's chain must stand in the list, in the same places."""
    if told.desk != desk:
        raise WrongList
    heads = [bytes(one)[:PIECE] for one in Head.objects.filter(desk=desk).order_by("sequence").values_list("hash", flat=True)]
    begun = b"".join(heads)
    if len(begun) > len(told.heads):
        raise OlderList if begun.startswith(told.heads) else WrongList
    if not told.heads.startswith(begun):
        raise WrongList


def _is_gone(desk: UUID, case: UUID, told: Standing, known: int) -> bool:
    """Whether the list has a tombstone of this case, which must be what it says it is, and named by the desk's chain."""
    stone = told.gone.get(hidden(desk, case))
    if stone is None:
        return False
    if hidden(desk, case) in told.cases or not _genuine(desk, case, stone, told) or stone.sequence <= known:
        raise WrongList
    last = History.objects.filter(case=case).order_by("-sequence").values_list("hash", flat=True).first()
    if stone.sequence == known + 1 and last is not None and stone.previous != bytes(last):
        raise WrongList
    return True


def _genuine(desk: UUID, case: UUID, stone: Tombstone, told: Standing) -> bool:
    own = chain.hashed(desk, "case", case.bytes, stone.sequence, stone.previous, chain.TOMBSTONE)
    content = chain.head_content(case, stone.sequence, stone.hash)
    head = chain.hashed(desk, "desk", desk.bytes, stone.head, stone.head_previous, content)
    at = (stone.head - 1) * PIECE
    before = told.heads[at - PIECE : at] if at else chain.START[:PIECE]
    return (
        own == stone.hash
        and stone.head > 0
        and told.heads[at : at + PIECE] == head[:PIECE]
        and before == stone.head_previous[:PIECE]
    )


def _end_people(desk: UUID, told: Standing) -> tuple[int, int]:
    """Accounts that had ended; but some administrator must be left, or nobody could ever look at this desk."""
    active = list(Person.objects.filter(desk=desk, active=True).order_by("pk"))
    ended = [one for one in active if hidden(desk, one.pk) not in told.people]
    stay = [one for one in active if one not in ended]
    kept: Sequence[Person] = ()
    if not any("administrator" in one.roles.split() for one in stay):
        kept = [one for one in ended if "administrator" in one.roles.split()]
    for one in ended:
        if one not in kept:
            leaving.end_again(one)
    return len(ended) - len(kept), len(kept)


def _end_members(desk: UUID, told: Standing) -> tuple[int, int]:
    """Members who had been taken out. The last holder of a case keeps her keys: without them it would be destroyed, and what is in this
    backup she could read on its day."""
    rows = Keyring.objects.filter(desk=desk, purpose=Purpose.CASE, person__active=True)
    holders: dict[UUID, set[UUID]] = {}
    for person, case in rows.values_list("person", "case"):
        holders.setdefault(case, set()).add(person)
    ended = kept = 0
    for case, people in holders.items():
        out = {one for one in people if hidden(desk, one, case) not in told.members}
        if out == people:
            kept += len(out)
        else:
            ended += len(out)
            Keyring.objects.filter(case=case, person__in=out).delete()
    return ended, kept
