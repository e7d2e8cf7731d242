"""Every word that a page can ask for exists; dates and ages read as a person would write them."""

import re
from datetime import date
from pathlib import Path

import pytest

from alongside.desk.guide import words
from alongside.desk.web import errors
from alongside.directory import dates, vocabulary
from alongside.language import catalogue

DESK = Path(words.__file__).parents[1]
TEMPLATES = sorted(DESK.glob("*/templates/**/*.html"))
WHY = (
    "in-force", "not-party", "before-entry", "after-exit", "entry-unknown", "contested", "mandate-unseen", "list-unknown",
    "low-confidence", "probably-not", "not-in-force",
)  # fmt: skip
# Keys that a template puts together from a code.
BUILT = {
    "error.": [f"{status}.{part}" for status in errors.KNOWN for part in ("title", "text")],
    "country.why.": WHY,
    "country.status.": ("party", "signed", "none", "unknown"),
    "risk.part.": ("threats", "vulnerabilities", "capacities", "threshold"),
}


def test_every_sentence_that_a_template_says_is_in_the_catalogue() -> None:
    english = words.guide("en")
    asked = {key for path in TEMPLATES for key in re.findall(r'{%-? (?:say|lines) "([a-z_.0-9]+)"[ %]', path.read_text("utf-8"))}
    assert len(asked) > 100
    for key in asked:
        assert key in english, key


def test_every_sentence_built_from_a_code_is_in_the_catalogue() -> None:
    for start, ends in BUILT.items():
        for end in ends:
            assert start + end in words.guide("en")


def test_no_sentence_stands_in_a_template() -> None:
    for path in TEMPLATES:
        text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|{#.*?#}", " ", path.read_text("utf-8"), flags=re.S)
        assert not re.search(r"[A-Za-z]{2,}", text), (path.name, re.findall(r"[A-Za-z]{2,}", text)[:5])


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("act", vocabulary.ACTS),
        ("kind", vocabulary.KINDS),
        ("category", vocabulary.CATEGORIES),
        ("provides", vocabulary.PROVISIONS),
        ("route", vocabulary.ROUTE_STATUSES),
        ("horizon", vocabulary.HORIZONS),
        ("confidence", vocabulary.CONFIDENCES),
        ("discloses", vocabulary.DISCLOSURES),
        ("unnamed", vocabulary.UNNAMED),
        ("access", vocabulary.ACCESS_ROUTES),
        ("channel", vocabulary.CHANNEL_TYPES),
    ],
)
def test_every_code_on_a_page_has_words(family: str, codes: tuple[str, ...]) -> None:
    plan = catalogue.read(words.PLAN_TEXTS, "en")
    for code in codes:
        assert f"{family}.{code}" in plan


def test_every_treaty_and_group_has_words() -> None:
    from alongside.directory import reader

    plan = catalogue.read(words.PLAN_TEXTS, "en")
    for code in reader.load().codes:
        assert f"standing.{code}" in plan


def test_a_code_without_words_is_shown_as_itself() -> None:
    assert words.label("act", "never-heard-of", "en") == "never heard of"


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("2024-03-05", "en", "5 March 2024"),
        ("2024-03", "en", "March 2024"),
        ("2024", "en", "2024"),
        ("2024-03-05", "fr", "5 mars 2024"),
        ("2024-03", "zh", "2024年3月"),
        ("page circa 2013-2014", "en", "page circa 2013-2014"),
        ("2024-13", "en", "2024-13"),
        ("", "en", ""),
    ],
)
def test_dates_are_written_out(text: str, lang: str, shown: str) -> None:
    assert words.day(text, lang) == shown


def test_ages_count_from_the_last_day_a_date_may_mean() -> None:
    today = date(2026, 11, 22)
    assert words.age(dates.parse("2026-05"), today, "en") == "6 months ago"
    assert words.age(dates.parse("2023"), today, "en") == "3 years ago"
    assert words.age(dates.parse("2026"), today, "en") is None
