"""Which words the pages of cases use: their own catalogue, the labels of codes, fields and dates in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from unicodedata import bidirectional

from alongside.directory import reader
from alongside.facts.events import CourtDate
from alongside.facts.evidence import ContentCredentials, Embedded
from alongside.facts.fact import Fact
from alongside.facts.fields import Table
from alongside.facts.persons import ContactWay, PersonName
from alongside.facts.protection import PlanEntry
from alongside.facts.publicity import Carried, ReferralStep, ToInform
from alongside.facts.submissions import Checked, Copy, Edited
from alongside.facts.when import When
from alongside.language import catalogue, countries, days
from alongside.language.catalogue import END_ISOLATE, ISOLATE, Catalogue

TEXTS = Path(__file__).parent / "texts"
PLAN_TEXTS = Path(__file__).parents[2] / "plan" / "texts"
# Tables within a fact have no kind of their own; under these names their words stand in the catalogue.
ROWS: dict[type[Table], str] = {
    ContentCredentials: "content-credentials", Embedded: "embedded", PersonName: "person-name", ContactWay: "contact-way",
    CourtDate: "court-date", PlanEntry: "plan-entry", Edited: "edited", Checked: "checked", Copy: "copy",
    ToInform: "to-inform", Carried: "carried", ReferralStep: "referral-step",
}  # fmt: skip
SHARED = ("confidential", "remarks", "documents")  # words that all kinds have in common


def cases(lang: str) -> Catalogue:
    """The sentences of the pages of cases."""
    return catalogue.read(TEXTS, lang)


@lru_cache(maxsize=8192)
def label(family: str, code: str, lang: str) -> str:
    """The words for a code, as `role` and `harmed`; families that plans have too stand in the plan's catalogue.

    A code without words (of a later version) is shown as itself, never as an empty place.
    """
    for folder, key in ((TEXTS, f"code.{family}.{code}"), (PLAN_TEXTS, f"{family}.{code}")):
        try:
            return str(catalogue.read(folder, lang).raw(key))
        except KeyError:
            continue
    return code.replace("-", " ").replace("_", " ")


def heading(family: str, code: str, lang: str) -> str:
    """The same words where they stand alone."""
    return capital(label(family, code, lang))


def capital(text: str) -> str:
    """A text that stands alone begins with a capital letter, where the script has one."""
    return text[:1].upper() + text[1:]


def listed(parts: Iterable[str]) -> str:
    """Texts in a row. One in a script of the other direction is isolated, or the day after an Arabic name would jump before it."""
    isolated = (
        f"{ISOLATE}{part}{END_ISOLATE}" if any(bidirectional(sign) in ("R", "AL") for sign in part) else part for part in parts
    )
    return ", ".join(isolated)


def table_name(table: type[Table]) -> str:
    """Under which name the words of a table's fields stand: its kind, or for a table within a fact its own."""
    return table.KIND if issubclass(table, Fact) else ROWS[table]


def field(table: str, name: str, lang: str) -> str:
    """The question for a field of a kind."""
    return str(cases(lang).raw(f"field.{'fact' if name in SHARED else table}.{name}"))


def hint(table: str, name: str, lang: str) -> str:
    """What a layman needs to know to answer; empty where the question says it all."""
    key = f"hint.{'fact' if name in SHARED else table}.{name}"
    return str(cases(lang).raw(key)) if key in cases(lang) else ""


def kind(name: str, lang: str) -> str:
    """One record of a kind, as a noun: "act", "way of contact"."""
    return str(cases(lang).raw(f"kind.{name}"))


def day(text: str, lang: str) -> str:
    """A date as the field knows it (year, month or day), written out."""
    return days.written(text, lang)


def when(one: When | None, lang: str) -> str:
    """A date with its precision in words: "about May 2021", "2 – 5 May 2021", "nobody knows when"; empty where untold."""
    if one is None:
        return ""
    if one.precision == "unknown":
        return cases(lang).say("when.nobody")
    if one.precision == "range":
        first, _, last = one.text.partition("/")
        return cases(lang).say("when.range", {"first": day(first, lang), "last": day(last, lang)})
    if one.about:
        return cases(lang).say("when.about", {"date": day(one.text[:-1], lang)})
    return day(one.text, lang)


@lru_cache(maxsize=2048)
def country(iso3: str, lang: str) -> str:
    """A State's name in a language."""
    row = reader.load().states.get(iso3)
    return countries.name(iso3, row["alpha2"], lang) if row else iso3


@lru_cache(maxsize=2048)
def mechanism(id_: str, lang: str) -> str:
    """A mechanism's name; its id where the directory has lost it, so that an old record still says what it meant."""
    text = reader.load_text(lang).get(id_) or reader.load_text("en").get(id_)
    return str(text["name"]) if text else id_
