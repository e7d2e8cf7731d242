"""Which period a report covers, and where that is known from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

FIRST_REPORT, LAST_YEAR = 2010, 2199
BEGIN, END, WARN = (5, 1), (4, 30), (3, 1)  # month and day: the pattern since the report of 2021, and when people should begin
EARLY = timedelta(weeks=6)  # before a deadline that lies early
KNOWN, PATTERN, SET = "known", "pattern", "set"


@dataclass(frozen=True, slots=True)
class Report:
    """One report that has appeared, as the directory tells it. `last` None: nobody found its period."""

    year: int
    symbol: str
    last: date | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The period of one year's report. `source`: read (`known`), set by a member (`set`), worked out from the years around (`pattern`)."""

    year: int
    first: date
    last: date
    source: str
    deadline: date | None = None

    def warns(self, today: date) -> bool:
        """Whether it is time: from March, or six weeks before an early deadline, until the deadline; where nobody knows it until the end
        of the window."""
        begin = date(self.year, *WARN)
        if self.deadline is not None:
            begin = min(begin, self.deadline - EARLY)
        return begin <= today <= (self.deadline or self.last)


def year_of(today: date) -> int:
    """The report that is being prepared on a day, as long as nobody wrote anything else down."""
    return today.year + (today >= date(today.year, *BEGIN))


def window(year: int, reports: Iterable[Mapping[str, Any]], chosen: tuple[date, date, date | None] | None = None) -> Window:
    """The window of a year: as a member set it, else as the directory knows it, else by the pattern."""
    if chosen is not None:
        return Window(year, chosen[0], chosen[1], SET, chosen[2])
    told = next((one for one in reports if one["year"] == year and one.get("period_from") and one.get("period_to")), None)
    if told is not None:
        sure = told.get("period_confidence") == "high"
        return Window(
            year, date.fromisoformat(told["period_from"]), date.fromisoformat(told["period_to"]), KNOWN if sure else PATTERN
        )
    return Window(year, date(year - 1, *BEGIN), date(year, *END), PATTERN)


def closes(one: Window, after: Window) -> date:
    """The last day on which what is sent is for this report and not for the one `after` it: until its deadline, which may lie in the next
    window, and before that until the next window begins."""
    return max(one.last, one.deadline or one.last, after.first - timedelta(days=1))


def earlier(year: int, reports: Iterable[Mapping[str, Any]]) -> tuple[Report, ...]:
    """The reports before a year's, the newest first."""
    found = [
        Report(
            one["year"],
            one["symbol"],
            date.fromisoformat(one["period_to"]) if one.get("period_to") else None,
            one.get("symbol_confidence") == "high",
        )
        for one in reports
        if one["year"] < year and one.get("symbol")
    ]
    return tuple(sorted(found, key=lambda one: -one.year))


def cited(symbol: str, reports: Iterable[Report]) -> Report | None:
    """The report that a symbol means, however somebody spaced it, its corrections and additions included."""
    text = "".join(symbol.split()).upper()
    return next((one for one in reports if text == one.symbol or text.startswith(f"{one.symbol}/")), None)


def day_after(one: Report) -> date:
    """From when on something is new since a report. Where its period is not known, the end of April of its year."""
    return (one.last or date(one.year, *END)) + timedelta(days=1)
