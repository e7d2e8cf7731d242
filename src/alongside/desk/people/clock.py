"""The clock of the desk. Views ask it once and pass on what it said; no service asks it, so that a test can name the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in UTC: members of one desk sit in several zones, and a day must be the same for all of them."""
    return now().date()
