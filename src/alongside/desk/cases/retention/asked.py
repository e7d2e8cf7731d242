"""The sentences by which a case says that somebody asks for its end: on its own page, and on that of its keeping."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alongside.desk.cases.retention import rules
from alongside.desk.cases.shown import Said
from alongside.facts.fact import Fact


def asked_for(said: Said, facts: Iterable[Fact], now: datetime) -> list[tuple[str, str]]:
    """The route of each page on which to decide, with its sentence."""
    return [
        (f"cases-{one.ending}", said.say(f"keeping.asks_{one.ending}", name=said.colleague(one.asked_by)))
        for one in rules.requests(facts, now)
    ]
