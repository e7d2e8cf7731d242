"""What the first page says of the year: that a report is being prepared, and until when."""

from __future__ import annotations

from django.urls import reverse

from alongside.desk.cases import words
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.words import say
from alongside.desk.submissions.year.setting import windows
from alongside.desk.submissions.year.window import Window


def told(unlocked: Unlocked, lang: str) -> list[tuple[str, str]]:
    """The sentence and the page of the year; nothing at other times. A deadline may lie so early that it is told in the year before."""
    today = clock.today()
    return [_told(one, lang) for one in windows(unlocked, today.year, today.year + 1) if one.warns(today)]


def _told(window: Window, lang: str) -> tuple[str, str]:
    address = reverse("year-page", kwargs={"lang": lang, "year": window.year})
    if window.deadline is None:
        return say(lang, "year.warn_unknown", year=window.year), address
    return say(lang, "year.warn", year=window.year, day=words.day(window.deadline.isoformat(), lang)), address
