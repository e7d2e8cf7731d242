"""What people type for a date, as the text that `facts.when` reads. Only where one reading is possible; else the field asks again.

Read: digits of any script; 2024, 2024-05, 2024-5-3, 2024/5/3, 3.5.2024, 5/2024; 3 May 2024, May 3, 2024, ٣ مايو ٢٠٢٤, 2024年5月3日, with
the names of months in the six languages; "about", "c." or ~ before it; two of them with a slash or a dash between. Never guessed:
3/5/2024, which is May to some and March to others, and years of two digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache

from alongside.facts.when import NOBODY_KNOWS, When
from alongside.language.countries import fold

# Arabic has three sets of names for the months, by region.
LOCALES = ("ar", "ar_SY", "ar_IQ", "ar_DZ", "ar_MA", "ar_TN", "en", "es", "fr", "ru")
ABOUT = (
    "about",
    "around",
    "circa",
    "ca",
    "c",
    "approximately",
    "approx",
    "environ",
    "vers",
    "hacia",
    "около",
    "примерно",
    "حوالي",
    "نحو",
    "大约",
    "约",
)
_LITTLE = frozenset({"of", "de", "del", "the", "le", "el", "г", "года", "год", "th", "st", "nd", "rd", "er"})
_YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_WORDS = re.compile(r"\d+|[^\W\d_]+(?:[’'][^\W\d_]+)?")


class Ambiguous(ValueError):
    """A day that reads in two ways."""


def read(typed: str) -> str:
    """The date as `When` writes it. Raises Ambiguous, or ValueError for what is no date."""
    text = _plain(typed)
    if text.upper() == NOBODY_KNOWS:
        return NOBODY_KNOWS
    with_about = _about(text)
    if with_about is not None:
        return When(_one(with_about) + "~").text
    try:
        return When(text).text
    except ValueError:
        pass
    for between in (" - ", "–", "—", "/"):
        first, found, last = text.partition(between)
        if found and first.strip() and last.strip() and between not in last:
            try:
                return When(f"{_one(first)}/{_one(last)}").text
            except Ambiguous:
                raise
            except ValueError:
                continue
    return When(_one(text)).text


def read_day(typed: str) -> str:
    """One known day. Raises Ambiguous or ValueError."""
    text = _one(_plain(typed))
    if When(text).precision != "day":
        raise ValueError(typed)
    return text


def _plain(typed: str) -> str:
    """The text with ASCII digits, without marks of direction and doubled blanks."""
    signs = (str(value) if (value := unicodedata.decimal(sign, None)) is not None else sign for sign in typed)
    kept = "".join(sign for sign in signs if unicodedata.category(sign) != "Cf")
    return " ".join(kept.replace("\N{NON-BREAKING HYPHEN}", "-").replace("／", "/").split())


def _about(text: str) -> str | None:
    """What stands beside "about"; None where it is not said."""
    if text.startswith("~") or text.endswith("~"):
        return text.strip("~ ")
    word = re.match(r"([^\W\d_]+)\.?\s*(?=\d)", text)
    if word and fold(word[1]) in _about_words():
        return text[word.end() :]
    first, _, rest = text.partition(" ")
    return rest if rest and fold(first.strip(".")) in _about_words() else None


@cache
def _about_words() -> frozenset[str]:
    return frozenset(fold(word) for word in ABOUT)


def _one(text: str) -> str:
    """One date without precision marks."""
    text = text.strip().strip(".,")
    if re.fullmatch(r"\d{4}年?", text):
        return text[:4]
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(found[1], found[2], found[3])
    if found := _MONTH_YEAR.fullmatch(text):
        return _written(found[2], found[1], None)
    if found := _DAY_FIRST.fullmatch(text):
        return _day_first(found[1], found[2], found[3], found[4])
    return _in_words(text)


def _day_first(one: str, between: str, other: str, year: str) -> str:
    """3.5.2024 is the third of May everywhere; with a slash or hyphen only if one of the two can be no month."""
    if between != "." and int(one) != int(other):
        if int(one) <= 12 and int(other) <= 12:
            raise Ambiguous(f"{_written(year, other, one)} {_written(year, one, other)}")
        if int(other) > 12:
            one, other = other, one
    return _written(year, other, one)


def _in_words(text: str) -> str:
    """A date with the name of its month, day before or after it."""
    found = [word for word in _WORDS.findall(text) if fold(word) not in _LITTLE]
    joined = _two_word_months(found)
    month = [number for word in joined if (number := _months().get(fold(word)))]
    numbers = [word for word in joined if word.isdecimal()]
    if len(month) != 1 or len(joined) != 1 + len(numbers) or len(numbers) not in (1, 2):
        raise ValueError(text)
    years = [number for number in numbers if len(number) == 4]
    rest = [number for number in numbers if len(number) < 3]
    if len(years) != 1 or len(rest) != len(numbers) - 1:
        raise ValueError(text)
    return _written(years[0], str(month[0]), rest[0] if rest else None)


def _two_word_months(found: list[str]) -> list[str]:
    """ "كانون الثاني" is one month."""
    joined: list[str] = []
    for word in found:
        if joined and fold(f"{joined[-1]} {word}") in _months():
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    return joined


def _written(year: str, month: str, day: str | None) -> str:
    text = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return When(text).text


@cache
def _months() -> dict[str, int]:
    """The months by their folded names in the six languages; a name that means two months somewhere is none."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = defaultdict(set)
    for locale in LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, locale).items():
                    found[fold(name)].add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and not name.isdecimal()}
