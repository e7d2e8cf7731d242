"""Plans a second in one process: decided, decided and shown as codes, decided and shown in English sentences."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from alongside.directory import reader
from alongside.plan import present, reading
from alongside.plan.ready import ready
from bench.figures import Figure, per_second
from bench.situations import situations

BLOCKS, SECONDS = 9, 0.7


def measure() -> list[Figure]:
    """Reading a situation is part of each: it is part of each answer, too."""
    directory = reader.load()
    today = datetime.now(UTC).date()
    plans = ready()  # as the server does
    told = situations()

    def over(show: Callable[[Any], object]) -> Callable[[], int]:
        def work() -> int:
            for raw in told:
                show(plans.plan(reading.read(raw, directory, today)))
            return len(told)

        return work

    ways = {
        "plans_per_second": (over(lambda plan: plan), 400),
        "plans_per_second_code_tables": (over(lambda plan: present.plan_dict(plan, directory)), None),
        "plans_per_second_sentences": (over(lambda plan: present.plan_dict(plan, directory, "en")), 100),
    }
    for work, _ in ways.values():
        work()  # fills the caches, as the first minute of a server does
    gc.collect()
    return [Figure(name, per_second(work, BLOCKS, SECONDS), at_least=least) for name, (work, least) in ways.items()]
