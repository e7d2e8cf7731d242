"""Counting: how many cases carry each code, and how many days answers took. Pure.

A case counts once under each code that it carries: once a year and State, but under several acts, bodies and outcomes.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from alongside.desk.cases.around.came import Counted, counted
from alongside.desk.cases.retention.counted import Statistic

YEAR, STATE, ACT, TARGET, BODY, OUTCOME = "year", "state", "act", "target", "body", "outcome"
NAMES = (YEAR, STATE, ACT, TARGET, BODY, OUTCOME)
WHOLE = (YEAR, STATE)  # each case has one code of these, or none told: they add up to all cases
UNTOLD = ""
_OPEN, _END = b'"figures":"', b'"'


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took: the median in days, of how many, and in how many cases."""

    median: float | None
    count: int
    cases: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts by name and code, and how many cases there are. `uncounted`: digests of an earlier version, told of no figures."""

    cases: int
    counts: dict[str, dict[str, int]]
    receipts: Took
    answers: Took
    uncounted: int = 0


def read(heads: Iterable[bytes]) -> tuple[list[Counted], int]:
    """The rows of digests, from their first lines, and how many tell none. A quotation mark that somebody typed is escaped there, so
    that nothing typed is taken for the row; and the row holds codes and figures alone."""
    found, untold = [], 0
    for head in heads:
        _, _, rest = head.partition(_OPEN)
        one = counted(rest.partition(_END)[0].decode("utf-8", "replace")) if rest else None
        if one is None:
            untold += 1
        else:
            found.append(one)
    return found, untold


def narrowed(rows: Iterable[Counted], year: str = "", state: str = "", act: str = "") -> list[Counted]:
    """Those of one year, State or act."""
    return [
        one
        for one in rows
        if (not year or str(one.row.year or UNTOLD) == year)
        and (not state or one.row.state == state)
        and (not act or act in one.row.acts)
    ]


def figures(rows: Sequence[Counted], uncounted: int = 0) -> Figures:
    """The figures of some cases."""
    counts = {name: dict(Counter(code for one in rows for code in codes(one.row))) for name, codes in _CODES.items()}
    return Figures(
        len(rows),
        counts,
        _took([one.receipts for one in rows]),
        _took([one.answers for one in rows]),
        uncounted,
    )


def _took(told: Iterable[Sequence[int]]) -> Took:
    """By case."""
    having = [one for one in told if one]
    days = [day for one in having for day in one]
    return Took(statistics.median(days) if days else None, len(days), len(having))


_CODES: dict[str, Callable[[Statistic], Iterable[str]]] = {
    YEAR: lambda row: (str(row.year) if row.year else UNTOLD,),
    STATE: lambda row: (row.state or UNTOLD,),
    ACT: lambda row: row.acts,
    TARGET: lambda row: row.targets,
    BODY: lambda row: row.bodies,
    OUTCOME: lambda row: (f"{family}:{code}" for family, code in row.outcomes),
}
