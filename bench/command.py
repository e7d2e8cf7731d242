"""`alongside plan` from cold: a new process each time, as a person at a terminal starts it."""

from __future__ import annotations

import subprocess

from bench.figures import Figure, p50, timed
from tests.serving import command

RUNS = 7
ASKED = ("plan", "--state", "EGY", "--act", "travel-ban", "--format", "json")


def measure() -> list[Figure]:
    def once() -> None:
        subprocess.run([str(command()), *ASKED], stdin=subprocess.DEVNULL, capture_output=True, check=True)

    once()  # the files come into the page cache; a disk is not what is measured
    return [Figure("cold_plan_seconds", p50([timed(once) for _ in range(RUNS)]) / 1000, at_most=0.6)]
