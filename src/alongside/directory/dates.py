"""Dates as the field knows them: a year, a month or a day. A comparison may honestly answer "cannot tell"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a dated statement may mean: `2021-05` is 1 to 31 May 2021. Both ends belong to it."""

    first: date
    last: date
    text: str

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse(text: str) -> Span:
    """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or two of them with a slash: some day between.

    Raises ValueError for anything else, dates that do not exist included.
    """
    if text.count("/") == 1:
        early, late = (parse(part) for part in text.split("/"))
        if late.last < early.first:
            raise ValueError(text)
        return Span(early.first, late.last, text)
    match = _PATTERN.fullmatch(text)
    if not match or not text.isascii():
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    first = date(year, month, day)
    if match[3]:
        last = first
    elif match[2]:
        last = date(year, month, calendar.monthrange(year, month)[1])
    else:
        last = date(year, 12, 31)
    return Span(first, last, text)


def on(day: date) -> Span:
    """The span of one day."""
    return Span(day, day, day.isoformat())


def before(one: Span, other: Span) -> bool | None:
    """Whether `one` lies wholly before `other`; None where the precision of the two does not tell."""
    if one.last < other.first:
        return True
    if one.first >= other.last:
        return False
    return None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter (31 January + 1 month = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except ValueError:  # past year 9999: no limit of any instrument reaches there
        return date.max


def shift(span: Span, *, months: int = 0, days: int = 0) -> Span:
    """The span moved by calendar months, then by days: how a deposit becomes an entry into force."""
    first, last = add_months(span.first, months), add_months(span.last, months)
    room = (date.max - last).days
    step = timedelta(days=min(days, room))
    first, last = first + step, last + step
    text = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Span(first, last, text)
