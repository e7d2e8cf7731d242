"""Ten thousand rows as cases: read, looked at, imported with a second member, undone. Each step confirmed on the disk before the next."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from bench import desk
from bench.figures import Figure

if TYPE_CHECKING:
    from alongside.desk.people.unlocked import Unlocked

HEADINGS = (
    "person.name (0903)", "person.sex (0915)", "person.born (0911)", "event.state_responsible", "event.place (0112)", "act.code (2109)",
    "act.date (2111)", "act.place (2112)", "act.description", "case.note",
)  # fmt: skip


def measure(people: Sequence[Unlocked]) -> list[Figure]:
    """On a desk that stands, with the first of these people as the one who imports."""
    from alongside.desk.cases.importing import keeping, working
    from alongside.desk.cases.importing.reading import read
    from alongside.desk.cases.importing.suggesting import suggested

    alice, bob = people[:2]
    data = _table(desk.CASES)
    begun = perf_counter()
    table = read(data)
    one = keeping.begin(alice, table, desk.now(), suggested(table.headings))
    read_seconds = perf_counter() - begun
    _, would = working.outcome(alice, one)
    looked_seconds = perf_counter() - begun - read_seconds
    assert len(would.cases) == desk.CASES and not would.faults
    begun = perf_counter()
    working.start(alice, one.id, [bob.person], desk.now())
    done = working.run(alice, one.id)
    imported_seconds = perf_counter() - begun
    assert done.done == desk.CASES
    begun = perf_counter()
    working.undo(alice, one.id, desk.now())
    assert working.run(alice, one.id).gone == desk.CASES
    return [
        Figure("import_rows", desk.CASES),
        Figure("import_read_seconds", read_seconds),
        Figure("import_preview_seconds", looked_seconds),
        Figure("import_seconds", imported_seconds, at_most=60),
        Figure("import_undo_seconds", perf_counter() - begun),
    ]


def _table(rows: int) -> bytes:
    """A CSV file of invented people, each with two acts."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    for number in range(rows):
        day = f"2024-05-{number % 28 + 1:02}"
        told = (
            f"Amal Example {number}",
            "female",
            str(1950 + number % 50),
            "Egypt",
            f"Harbour {number}",
            "threats; surveillance",
            day,
        )
        writer.writerow([*told, f"Street {number}", f"They came at night and asked for her, {number}.", f"Old file {number}"])
    return file.getvalue().encode()
