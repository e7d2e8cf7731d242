"""What is done when somebody has just logged in: keys taken over, jobs that need a key resumed. Rooms above add theirs.

Each step is on its own: one that fails is logged by its name and tried again at the next login; nobody is kept out by it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from alongside.desk.people import keyring
from alongside.desk.people.unlocked import Unlocked

Step = Callable[[Unlocked, datetime], object]
logger = logging.getLogger("alongside.desk.people")


def take_over(unlocked: Unlocked, now: datetime) -> None:
    """What others passed to her goes under her own key."""
    keyring.take_over(unlocked)


STEPS: list[Step] = [take_over]


def at_unlock(step: Step) -> Step:
    """Have a function called at each finished login, once. Called by `AppConfig.ready` of the room that owns it."""
    if step not in STEPS:
        STEPS.append(step)
    return step


def run(unlocked: Unlocked, now: datetime) -> None:
    """All steps, each after the other whatever became of the one before."""
    for step in STEPS:
        try:
            step(unlocked, now)
        except Exception:  # of any room: passed on, it would keep her out of her desk although her words are right
            logger.exception("a step of unlocking failed and will be tried at the next login")
