"""What stands behind the pages of cases, without HTTP: digests, the index of a login, new cases. And then the pages themselves."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench import desk, desk_server, evidence, following, importing
from bench.desk import Made
from bench.figures import Figure, p50, timed

if TYPE_CHECKING:
    from alongside.desk.people.unlocked import Unlocked

EIGHT = 8
RUNS = 3
CREATED = 160


def measure() -> list[Figure]:
    with _folder() as folder:
        desk.start(folder / "data")
        made = desk.make(folder / "data")
        figures = [Figure("demo_cases_per_second", made.rate), *_digests(made)]
        figures.append(Figure("unlock_and_index_seconds", _indexed(made.people[0]), at_most=3))
        figures += desk_server.measure(made, folder / "log")
        figures += evidence.measure(made, folder)
        figures += following.measure(made.people[0])
        figures += _created(made)
        figures += importing.measure(made.people)
        with desk.many_small(folder / "many") as alice:
            figures.append(Figure("unlock_and_index_100000_seconds", _indexed(alice, 1), at_most=15))
        return figures


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        yield Path(folder)


def _digests(made: Made) -> list[Figure]:
    """How much there is to index: opened, as the index reads it."""
    from alongside.desk.cases.finding import membership

    sizes = [len(digest) for *_, digest in membership.everything(made.people[0]) if digest]
    return [Figure("cases", len(sizes)), Figure("digest_median_bytes", statistics.median(sizes))]


def _indexed(unlocked: Unlocked, runs: int = RUNS) -> float:
    """From nothing to the first answer: keyring opened, digests opened, all words in the index."""
    from alongside.desk.cases.finding.registry import Registry

    def once() -> None:
        with Registry(sweep=3600).index(unlocked) as index:
            assert index.find().total >= 1

    return p50([timed(once) for _ in range(runs)]) / 1000


def _created(made: Made) -> list[Figure]:
    """New cases with one victim, two acts, two members and their history: each one confirmed on the disk before the next."""
    from django.db import connection

    from alongside.desk.cases import store

    maker, second = made.people[:2]

    def some(count: int) -> None:
        try:
            for _ in range(count):
                store.create(maker, desk.facts("Amal Example"), desk.now(), [second.person])
        finally:
            connection.close()

    some(5)
    begun = perf_counter()
    some(CREATED)
    one = CREATED / (perf_counter() - begun)
    begun = perf_counter()
    with ThreadPoolExecutor(EIGHT) as writers:
        list(writers.map(some, [CREATED // EIGHT] * EIGHT))
    eight = CREATED / (perf_counter() - begun)
    return [
        Figure("create_case_per_second_1_writer", one, at_least=50),
        Figure("create_case_per_second_8_writers", eight),
    ]
