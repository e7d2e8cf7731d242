"""Check every chain of a desk without any key: `alongside verify` (security.md 13).

It finds accident and clumsy tampering. Somebody with full power over the machine can write all chains anew; that shows only beside a
head that was printed or sent elsewhere before (`against`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from alongside.desk.cases import chain
from alongside.desk.cases.chain import Link
from alongside.desk.cases.history import head_content
from alongside.desk.cases.models import Case, Head, History


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that does not fit. `case` is empty for the desk's own chain. `what`: missing, order, changed, cut, not-listed,
    head-differs, no-case (its rows are gone and nobody destroyed it) or lives (it has a tombstone and is still there)."""

    case: UUID | None
    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, what does not fit, and the head to print or send elsewhere."""

    cases: int
    links: int
    sequence: int
    head: bytes
    faults: tuple[Fault, ...]
    destroyed: int = 0  # of the cases: those that left a tombstone


def verify(desk: UUID, against: Iterable[tuple[int, bytes]] = ()) -> Report:
    """Look at all chains of a desk, one pass over each table. `against`: heads noted earlier, as sequence and hash."""
    faults: list[Fault] = []
    newest: dict[UUID, tuple[int, bytes]] = {}
    heads: dict[int, bytes] = {}
    living = set(Case.objects.filter(desk=desk).values_list("pk", flat=True))
    emptied = History.objects.filter(desk=desk, blob=b"").values_list("case", flat=True).distinct()
    named: dict[UUID, dict[int, bytes]] = {case: {} for case in emptied}
    links_of_desk = _desk_links(desk, newest, heads, named, faults)
    faults += [Fault(None, *one) for one in chain.breaks(desk, "desk", desk.bytes, links_of_desk)]
    faults += [Fault(None, sequence, "head-differs") for sequence, known in against if heads.get(sequence) != known]
    cases = links = destroyed = 0
    listed = set()
    for case, rows in groupby(_case_links(desk), key=lambda row: row[0]):
        seen = [link for _, link in rows]
        cases, links = cases + 1, links + len(seen)
        listed.add(case)
        buried = chain.is_tombstone(desk, case.bytes, seen[-1])
        destroyed += buried
        faults += [Fault(case, *one) for one in chain.breaks(desk, "case", case.bytes, seen, named[case] if buried else None)]
        faults += _ends(case, seen[-1], newest.pop(case, None))
        if buried == (case in living):
            faults.append(Fault(case, seen[-1].sequence, "lives" if buried else "no-case"))
    faults += [Fault(case, sequence, "cut") for case, (sequence, _) in newest.items()]
    faults += [Fault(case, 0, "not-listed") for case in sorted(living - listed)]
    last = max(heads, default=0)
    return Report(cases, links, last, heads.get(last, chain.START), tuple(faults), destroyed)


def _ends(case: UUID, last: Link, named: tuple[int, bytes] | None) -> list[Fault]:
    """Whether a case's chain ends where the desk's chain says."""
    if named is None:
        return [Fault(case, last.sequence, "not-listed")]
    if named[0] > last.sequence:
        return [Fault(case, named[0], "cut")]
    return [] if named == (last.sequence, last.hash) else [Fault(case, last.sequence, "head-differs")]


def _desk_links(
    desk: UUID,
    newest: dict[UUID, tuple[int, bytes]],
    heads: dict[int, bytes],
    named: dict[UUID, dict[int, bytes]],
    faults: list[Fault],
) -> Iterator[Link]:
    """The desk's chain; notes on the way the newest link that it names of each case, all links of those in `named`, all its own hashes,
    and where it names a link of a case twice or leaves one out: then that case was put back, and written on."""
    for head in Head.objects.filter(desk=desk).order_by("sequence").iterator(chunk_size=2000):
        if head.case_sequence != newest.get(head.case, (0, b""))[0] + 1:
            faults.append(Fault(head.case, head.case_sequence, "order"))
        newest[head.case] = (head.case_sequence, head.case_hash)
        heads[head.sequence] = head.hash
        if head.case in named:
            named[head.case][head.case_sequence] = head.case_hash
        yield Link(head.sequence, head.previous, head.hash, head_content(head.case, head.case_sequence, head.case_hash))


def _case_links(desk: UUID) -> Iterator[tuple[UUID, Link]]:
    for row in History.objects.filter(desk=desk).order_by("case", "sequence").iterator(chunk_size=500):
        yield row.case, Link(row.sequence, row.previous, row.hash, row.blob)
