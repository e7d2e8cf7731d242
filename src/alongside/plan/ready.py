"""Makes the plan ready for many callers: the server, a file of many lines, the benchmark."""

from __future__ import annotations

import gc

from alongside.directory import reader
from alongside.plan.decide import Planner, planner

# A plan with its sentences is some ten thousand small objects, all of them gone with the answer. Collecting at every 700th, as
# Python does by itself, looks through the young ones a dozen times a plan for rings that do not exist.
BETWEEN_COLLECTIONS = 50_000


def ready() -> Planner:
    """Read the directory and its English words now, and keep them out of the garbage collector's rounds.

    Without this the first caller of the night waits, and every collection walks through the whole directory again.
    """
    made = planner(reader.load())
    reader.load_text("en")
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS, 20, 20)
    return made
