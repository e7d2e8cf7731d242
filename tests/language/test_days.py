"""Dates written out: a year, a month, a day, some day between two; anything else as it is."""

import pytest

from alongside.directory.vocabulary import LANGUAGES
from alongside.language.days import written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026", "2026"),
        ("2026-05", "May 2026"),
        ("2026-05-31", "31 May 2026"),
        ("2026-01-01/2026-02", "1 January 2026 – February 2026"),
        ("soon", "soon"),
        ("2026-02-30", "2026-02-30"),
        ("1-2-3-4", "1-2-3-4"),
        ("", ""),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(text: str, said: str) -> None:
    assert written(text, "en") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_writes_its_own_dates(language: str) -> None:
    for text in ("2026", "2026-05", "2026-05-31"):
        assert written(text, language).strip()
    assert (written("2026-05", language) == "May 2026") == (language == "en")
