"""What is done when somebody has logged in, as far as it concerns keys of people and of the desk.

Each step stands on its own: one that cannot be done now is done at the next unlock, by her or by a colleague.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from alongside.desk.people import asking, escrows, keyring, leaving, pinning, recovery, rekeying
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Refused

_log = logging.getLogger("alongside.desk.people")


def run(unlocked: Unlocked, now: datetime) -> None:
    """Take over what others passed to her, pin what she has seen, keep her copy with the custodians, and finish what others began.

    Refused is no failure of the program: a row that does not open, or a card that does not count, is shown on the pages.
    """
    steps: tuple[Callable[[], object], ...] = (
        lambda: recovery.drop_stale_desk_keys(unlocked),
        lambda: keyring.take_over(unlocked),
        lambda: pinning.remember(unlocked),
        lambda: escrows.renew(unlocked),
        lambda: leaving.sweep(unlocked),
        lambda: rekeying.advance_desk(unlocked, now) or rekeying.pass_on(unlocked),
        lambda: leaving.retire(unlocked),
        lambda: asking.drop_old(unlocked, now.date()),
        lambda: pinning.remember(unlocked),
    )
    for step in steps:
        for name in ("circle", "desk_ring", "pins"):
            unlocked.__dict__.pop(name, None)
        try:
            step()
        except Refused as refusal:
            _log.warning("a step after unlocking was refused: %s", type(refusal).__name__)
