"""When something happened, as exactly as anybody knows: a day, a month, a year, about, between, or "nobody knows".

Written as in the Extended Date/Time Format (ISO 8601-2): `2021-05-03`, `2021-05`, `2021`, `2021-05~` (about), `2021-05/2021-07`
(some day between), `XXXX` (asked, and nobody knows). A field that holds no When at all was never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from alongside.directory import dates
from alongside.directory.dates import Span

NOBODY_KNOWS = "XXXX"
YEARS = range(1800, 2201)  # what the date of a person's case can be; the plan reads the same
PRECISIONS = ("day", "month", "year", "about", "range", "unknown")
# HURIDOCS micro-thesaurus 48, types of dates (fields 2111_1, 2121_1, 911_1 ...); a known day has none.
HURIDOCS_TYPES = {"about": "010000000000", "range": "010000000000", "month": "020000000000", "year": "030000000000"}
_BY_LENGTH = {10: "day", 7: "month", 4: "year"}


@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision. Raises ValueError for a text that is none, days that do not exist included."""

    text: str

    def __post_init__(self) -> None:
        span = self._span()
        if span is not None and (span.first.year not in YEARS or span.last.year not in YEARS):
            raise ValueError(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def about(self) -> bool:
        return self.text.endswith("~")

    @property
    def precision(self) -> str:
        """One of PRECISIONS."""
        if self.text == NOBODY_KNOWS:
            return "unknown"
        if "/" in self.text:
            return "range"
        return "about" if self.about else _BY_LENGTH[len(self.text)]

    @property
    def huridocs_type(self) -> str | None:
        """The code of HURIDOCS's type of date; None for a known day and for no date."""
        return HURIDOCS_TYPES.get(self.precision)

    @property
    def span(self) -> Span | None:
        """The days that may be meant; None where nobody knows. "About" reaches one unit to each side: a week, a month, a year.

        An "about 3 May" taken for 3 May would close a route by a day that nobody vouches for.
        """
        span = self._span()
        if span is None or not self.about:
            return span
        text = self.text[:-1]
        if len(text) == 10:
            first, last = span.first - timedelta(days=7), span.last + timedelta(days=7)
            return Span(first, last, f"{first}/{last}")
        months = 1 if len(text) == 7 else 12
        first, after = dates.add_months(span.first, -months), dates.add_months(span.first, 2 * months)
        last = after - timedelta(days=1)
        width = len(text)
        return Span(first, last, f"{first.isoformat()[:width]}/{last.isoformat()[:width]}")

    def _span(self) -> Span | None:
        if self.text == NOBODY_KNOWS:
            return None
        if self.about and "/" in self.text:
            raise ValueError(self.text)  # about which end?
        return dates.parse(self.text.removesuffix("~"))


def earliest(one: When | None) -> date:
    """For putting in order: the first day that may be meant; what has no date comes first."""
    span = one.span if one else None
    return span.first if span else date.min


def latest(one: When | None) -> date:
    """For putting in order: the last day that may be meant; what has no date comes first."""
    span = one.span if one else None
    return span.last if span else date.min
