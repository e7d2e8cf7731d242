"""A figure with its target, and how times are summed up: medians, because other programs of the machine disturb every mean."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `at_least` and `at_most` are targets; a figure with neither is for information."""

    name: str
    value: float | None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ok(self) -> bool | None:
        """Whether the target is met; None without a target, or where this system cannot measure it."""
        if self.value is None or (self.at_least is None and self.at_most is None):
            return None
        return (self.at_least is None or self.value >= self.at_least) and (self.at_most is None or self.value <= self.at_most)

    def table(self) -> dict[str, float | str | bool | None]:
        """The figure as it is printed."""
        target = f"at least {self.at_least:g}" if self.at_least is not None else None
        target = f"at most {self.at_most:g}" if self.at_most is not None else target
        value = None if self.value is None else round(self.value, 3 if self.value < 10 else 1)
        return {"value": value, "target": target, "ok": self.ok}


def per_second(work: Callable[[], int], blocks: int, seconds: float) -> float:
    """How many a second `work` does (it says how many it did): the median of blocks of about `seconds` each."""
    rates = []
    for _ in range(blocks):
        done, start = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - start) < seconds:
            done += work()
        rates.append(done / elapsed)
    return statistics.median(rates)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p50(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]
