"""Numbers of a workbook as the text that a person sees in her spreadsheet: days as days, months as months, telephone numbers in full."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

# Formats that every workbook has without naming them: those of days, of months, and of hours.
_DAYS = frozenset({14, 15, 16, 22, *range(27, 37), *range(50, 59)})
_MONTHS = frozenset({17})
_HOURS = frozenset({18, 19, 20, 21, 45, 46, 47})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_FIRST_1900, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  a spreadsheet knows no zones
_LEAP_THAT_WAS_NONE = 60  # spreadsheets count a 29 February 1900
_WHOLE = 10**15


def precision(number: int, code: str | None) -> str:
    """What a number format shows: `day`, `month`, `year`, `hours`, or nothing of a date."""
    if code is None:
        return "day" if number in _DAYS else "month" if number in _MONTHS else "hours" if number in _HOURS else ""
    first = _QUOTED.sub("", code.partition(";")[0]).casefold()
    if "general" in first:
        return ""
    if "d" in first:
        return "day"
    if "y" in first or "e" in first.replace("e+", "").replace("e-", ""):
        return "month" if "m" in first else "year"
    return "hours" if any(sign in first for sign in "hs") else "month" if "m" in first else ""


def number_text(text: str, shows: str = "", *, since_1904: bool = False) -> str:
    """A number cell in words. What is no number stays as it is."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number) or abs(number) >= _WHOLE * 10**6:
        return text
    if shows and number >= 0:
        try:
            return _date_text(number, shows, since_1904)
        except OverflowError:
            return text
    if number.is_integer() and abs(number) < _WHOLE:
        return str(int(number))
    plain = format(Decimal(format(number, ".15g")), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _date_text(number: float, shows: str, since_1904: bool) -> str:
    if since_1904:
        moment = _FIRST_1904 + timedelta(days=number)
    else:
        moment = _FIRST_1900 + timedelta(days=number + (1 if number < _LEAP_THAT_WAS_NONE else 0))
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if shows == "hours" and number < 1:
        return f"{moment:%H:%M}"
    day = date(moment.year, moment.month, moment.day).isoformat()
    if shows in ("month", "year"):
        return day[:7] if shows == "month" else day[:4]
    return day if (moment.hour, moment.minute) == (0, 0) else f"{day} {moment:%H:%M}"
