"""Which words a page uses: the guide's own catalogue, the labels of codes, dates and ages in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from alongside.directory.dates import Span
from alongside.directory.vocabulary import LANGUAGES
from alongside.language import catalogue, days
from alongside.language.catalogue import Catalogue

__all__ = ["DEFAULT", "LANGUAGES", "age", "day", "guide", "heading", "label", "of_path", "preferred"]

DEFAULT = "en"
GUIDE_TEXTS = Path(__file__).parent / "texts"
PLAN_TEXTS = Path(__file__).parents[2] / "plan" / "texts"


def guide(lang: str) -> Catalogue:
    """The sentences of the public pages."""
    return catalogue.read(GUIDE_TEXTS, lang)


@lru_cache(maxsize=8192)
def label(family: str, code: str, lang: str) -> str:
    """The words for a code, as `act` and `travel-ban`. A code without words is shown as itself, never as an empty place."""
    try:
        return str(catalogue.read(PLAN_TEXTS, lang).raw(f"{family}.{code}"))
    except KeyError:
        return code.replace("-", " ").replace("_", " ")


def heading(family: str, code: str, lang: str) -> str:
    """The same words where they stand alone: with a capital letter, where the script has one."""
    text = label(family, code, lang)
    return text[:1].upper() + text[1:]


def of_path(path: str, accepted: str) -> str:
    """The language that a path stands in; else the one the browser asks for."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in LANGUAGES else preferred(accepted)


def preferred(accepted: str) -> str:
    """The best of our languages for an Accept-Language header. Anything unreadable in it is passed over."""
    best, weight = DEFAULT, 0.0
    for part in accepted[:500].split(","):
        tag, _, quality = part.partition(";q=")
        code = tag.strip().lower().partition("-")[0]
        try:
            value = float(quality) if quality else 1.0
        except ValueError:
            continue
        if code in LANGUAGES and weight < value <= 1:
            best, weight = code, value
    return best


def day(text: str, lang: str) -> str:
    """A date as the field knows it (year, month or day), written out."""
    return days.written(text, lang)


def age(since: Span, today: date, lang: str) -> str | None:
    """How long ago, in words: "8 months ago". Counted from the last day that the date may mean; None while that lies ahead."""
    from babel.dates import format_timedelta

    if since.last > today:
        return None
    return format_timedelta(since.last - today, granularity="day", add_direction=True, locale=lang)
