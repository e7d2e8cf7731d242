"""What is known about one State: treaties, declarations, memberships and groups, each with dates, confidence and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alongside.desk.guide import entries
from alongside.desk.guide.entries import Entry
from alongside.directory import dates, reader
from alongside.directory.mechanism import Source
from alongside.directory.standing import Answer, Code, Period

FRESH_DAYS = 90  # a State can leave or join between two readings of a list


@dataclass(frozen=True, slots=True)
class Row:
    """One treaty, declaration, membership or group for this State today."""

    code: Code
    answer: Answer
    periods: tuple[Period, ...]
    source: Source | None
    stale: bool
    routes: list[Entry]


def rows(iso3: str, today: date, lang: str) -> dict[str, list[Row]]:
    """Rows under `accepted`, `unclear`, `not_accepted`, `member` and `groups`, in the order of the codes."""
    found: dict[str, list[Row]] = {name: [] for name in ("accepted", "unclear", "not_accepted", "member", "groups")}
    for row in _all(iso3, today, lang):
        place = _place(row)
        if place:
            found[place].append(row)
    return found


def _place(row: Row) -> str | None:
    holds, kind = row.answer.holds, row.code.kind
    if kind in ("treaty", "declaration"):
        return {True: "accepted", None: "unclear", False: "not_accepted"}[holds]
    if holds is False or (holds is None and not row.periods):
        # Lists that nobody keeps in full (missions, conflict areas) would say "unknown" about nearly every State.
        return None
    return "member" if kind == "membership" else "groups"


def _all(iso3: str, today: date, lang: str) -> Iterator[Row]:
    directory, day = reader.load(), dates.on(today)
    for code in directory.codes.values():
        answer = directory.standing(code.code, iso3, day)
        stale = code.as_of is None or (today - code.as_of.last).days > FRESH_DAYS
        periods = directory.periods(code.code, iso3)
        yield Row(code, answer, periods, directory.sources.get(answer.source), stale, _routes(code.code, lang))


def _routes(code: str, lang: str) -> list[Entry]:
    """The mechanisms whose competence rests on this code."""
    mechanisms = reader.load().mechanisms.values()
    return entries.named((facts.id for facts in mechanisms if code in facts.at_risk_in.codes), lang)


def only_here(iso3: str, lang: str) -> list[Entry]:
    """Mechanisms that name this State themselves, national ones above all."""
    mechanisms = reader.load().mechanisms.values()
    return entries.named((facts.id for facts in mechanisms if iso3 in facts.at_risk_in.states), lang)


def everywhere() -> int:
    """How many mechanisms look at every State."""
    return sum(facts.at_risk_in.rule == "all" and not facts.at_risk_in.outside for facts in reader.load().mechanisms.values())
