"""Dates of the field (a year, a month, a day, some day between two) written out in a language, through CLDR."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

# Day before month: the order that readers of English outside one country expect.
LOCALES = {"en": "en_GB"}


@lru_cache(maxsize=4096)
def written(text: str, language: str) -> str:
    """`2026-05-31` as "31 May 2026", `2026-05` as "May 2026". Text that is no date is returned as it is."""
    if text.count("/") == 1:
        return " – ".join(written(part, language) for part in text.split("/"))
    from babel.dates import format_date, format_skeleton

    parts = text.split("-")
    try:
        first = date(*(int(part) for part in parts), *(1,) * (3 - len(parts)))
    except (TypeError, ValueError):
        return text
    locale = LOCALES.get(language, language)
    if len(parts) == 3:
        return format_date(first, "long", locale=locale)
    return format_skeleton("yMMMM" if len(parts) == 2 else "y", first, locale=locale)
