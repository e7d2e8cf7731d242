"""What leaves the desk as figures says nothing of the few: small counts are hidden, and enough beside them that none can be worked out.
Pure.

The rule looks at the counts alone, never at their codes or order. So whoever knows the rule, all that is shown and the sum of all cannot
tell a hidden small count from the larger ones that are hidden with it: exchanged, they would have been hidden alike. Where there is
nothing larger to hide it among, and the sum would give the counts away, the whole table is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5  # a smaller count is hidden


def shown(counts: Mapping[str, int]) -> dict[str, int | None] | None:
    """The counts with None for what is hidden; None alone where the whole table is."""
    told = {code: count for code, count in counts.items() if count > 0}
    small = {code for code, count in told.items() if count < LEAST}
    if not small:
        return dict(told)
    larger = [count for count in told.values() if count >= LEAST]
    if larger:
        second = min(larger)
        hidden = small | {code for code, count in told.items() if count == second}  # all that tie: a choice among them would tell
        return {code: None if code in hidden else count for code, count in told.items()}
    if len(told) == 1 or set(told.values()) == {1}:
        return None  # the sum of all, which another table may tell, would say each of them
    return dict.fromkeys(told)


def total(count: int) -> int | None:
    """The number of all cases; None where it is itself a small count."""
    return count if count >= LEAST else None
