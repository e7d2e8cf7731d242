"""What the first page says of the year: from March on that a report is being prepared, and until when."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from alongside.desk.cases import words
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.words import say
from alongside.desk.submissions.year.setting import window_of
from alongside.desk.submissions.year.window import WARN


def told(unlocked: Unlocked, lang: str) -> list[tuple[str, str]]:
    """The sentence and the page of the year; nothing at other times, and then nothing is asked of the database."""
    today = clock.today()
    if today < date(today.year, *WARN):
        return []
    window, _ = window_of(unlocked, today.year)
    if not window.warns(today):
        return []
    address = reverse("year-page", kwargs={"lang": lang, "year": window.year})
    if window.deadline is None:
        return [(say(lang, "year.warn_unknown", year=window.year), address)]
    return [(say(lang, "year.warn", year=window.year, day=words.day(window.deadline.isoformat(), lang)), address)]
