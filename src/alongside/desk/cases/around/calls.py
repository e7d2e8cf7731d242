"""What a case says at its head because somebody is waited for outside of it: a desk to be told, a referral taken back, a review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alongside.desk.cases.shown import Said
from alongside.facts import publicity
from alongside.facts.fact import Fact
from alongside.facts.publicity import Referral


def calls(said: Said, facts: Iterable[Fact], now: datetime) -> list[tuple[str, str]]:
    """The route of each page on which to go on, with its sentence."""
    case = list(facts)
    found = [("referral-case", said.say("around.calls.untold"))] if publicity.untold(case) else []
    back = [one for one in case if isinstance(one, Referral) and one.way == "in" and one.withdrawn]
    found += [
        ("referral-case", said.say("around.calls.taken_back", desk=one.desk_name or said.say("export.another_desk")))
        for one in back
    ]
    loud = publicity.newest(case)
    if loud is not None and loud.waits and datetime.fromisoformat(loud.review_at) <= now:
        found.append(("publicity-case", said.say("around.calls.review")))
    return found
