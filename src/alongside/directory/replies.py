"""How long a State is given to answer: days by mechanism, as far as a source says so.

A term that its instrument gives in months stands here as the most days that so many months can have (six: 184, three: 92), so that
nothing is called overdue before it is.
"""

from __future__ import annotations

from functools import lru_cache

from alongside.directory import reader

URGENT, LETTER, COMPLAINT = "urgent", "letter", "complaint"  # the last: a complaint that was registered and sent to the State
SPECIAL_PROCEDURE, GENERAL = "un-special-procedure", "un-sp-general"


@lru_cache(maxsize=512)
def days(mechanism: str, kind: str) -> int | None:
    """The days that a State is given for its answer to a letter of this kind; None: no source says it.

    Special procedures share one manual: where nothing is known of one of them, what is known of all counts.
    """
    known = reader.load().mechanisms
    one = known.get(mechanism)
    if one is None:
        return None
    own = dict(one.replies_within)
    if not own and one.kind == SPECIAL_PROCEDURE and GENERAL in known:
        own = dict(known[GENERAL].replies_within)
    return own.get(kind)
