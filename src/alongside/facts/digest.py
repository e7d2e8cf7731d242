"""The short searchable text of a case: names in every script and by their sound, places, States, acts, dates, codes. No prose.

Plain words with a blank between, most telling first, each once. Words are as `normal` leaves them; coded words carry what they are and
an underscore, so that no name meets a code: `state_egy`, `act_travel_ban`, `date_2021_05`, `sound_hsn`. An index that takes the underscore
for a letter (FTS5: `unicode61 tokenchars '_'`) finds them exactly. It is sealed like the case and opened into a login's memory only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.facts import normal, sounds
from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Event, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person
from alongside.facts.protection import RiskAssessment
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When

LARGEST = 8192  # bytes
_CENTRAL = frozenset({"harmed", "cooperated", "relative"})
_WIDEST = 24  # months of a range that are listed one by one; beyond, its years


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: words that must all be there, and per word of a name the keys of which one suffices."""

    words: tuple[str, ...]
    sounds: tuple[frozenset[str], ...]


def digest(facts: Iterable[Fact], *, largest: int = LARGEST) -> str:
    """The digest of a case, at most `largest` bytes of UTF-8: what is least telling falls off the end, never half a word."""
    kept: dict[str, None] = {}
    size = -1
    for word in _words(sorted(facts, key=lambda fact: fact.id)):
        width = len(word.encode()) + 1
        if word in kept:
            continue
        if size + width > largest:
            break
        kept[word] = None
        size += width
    return " ".join(kept)


def query(text: str) -> Query:
    """What to look for in digests. A date is looked for as a date, a name by its letters or, apart, by its sound."""
    try:
        typed = When(text.strip())
    except (ValueError, OverflowError):
        typed = None
    if typed is not None and typed.precision in ("day", "month", "year"):
        return Query((coded("date", typed.text),), ())
    heard = tuple(frozenset(coded("sound", key) for key in word) for word in sounds.heard(text))
    return Query(normal.query(text), heard)


def coded(what: str, code: str) -> str:
    """A code as one word of the digest."""
    return f"{what}_{code}".replace("-", "_").casefold()


def file_word(sha256: str) -> str:
    """A file as one word of the digest, so that the same file is found again among the cases of whoever asks. No code: no list is narrowed
    by it."""
    return f"sha256{sha256[:32]}"


def _words(facts: list[Fact]) -> Iterator[str]:
    """The words of a case, the most telling first."""
    persons = [fact for fact in facts if isinstance(fact, Person)]
    central = [person for person in persons if _CENTRAL & set(person.roles)]
    yield from _names(central)
    for fact in facts:
        yield from _codes(fact)
    yield from (file_word(fact.sha256) for fact in facts if isinstance(fact, Evidence))
    yield from _names([person for person in persons if person not in central])
    for person in (*central, *persons):
        yield from _sounds(person)
    for fact in facts:
        yield from _places(fact)
    for fact in facts:
        yield from _dates(fact)


def _spellings(person: Person) -> Iterator[str]:
    for name in person.names:
        yield name.text
        yield from name.transliterations
    if person.organisation:
        yield person.organisation


def _names(persons: Iterable[Person]) -> Iterator[str]:
    for person in persons:
        for text in _spellings(person):
            yield from normal.words(text)


def _sounds(person: Person) -> Iterator[str]:
    for text in _spellings(person):
        for key in sorted(sounds.keys(text)):
            yield coded("sound", key)


# What lists are narrowed by: the word that a code carries, and the fields that hold it.
FACETS: dict[type[Fact], dict[str, tuple[str, ...]]] = {
    Event: {"state": ("state_responsible", "territory", "foreign_state"), "urgency": ("urgency",), "monitoring": ("monitoring",),
            "perpetrator": ("perpetrator",), "needs": ("needs",)},
    Act: {"act": ("code",), "state": ("country",)},
    Person: {"state": ("nationality", "present_country"), "group": ("categories",), "role": ("roles",), "unit": ("counting_unit",)},
    Cooperation: {"body": ("body",), "form": ("form",)},
    Intervention: {"mechanism": ("mechanism",), "party": ("party_kind",), "procedure": ("procedure",)},
    RiskAssessment: {"risk": ("level",)},
    Consent: {"consent": ("purpose", "answer")},
    Involvement: {"perpetrator": ("type",)},
    DomesticStep: {"remedy": ("remedy",)},
    Letter: {"mechanism": ("mandates",), "letter": ("code",)},
    StatusEvent: {"status": ("code",)},
}  # fmt: skip


def _codes(fact: Fact) -> Iterator[str]:
    """The codes of a fact that lists are narrowed by."""
    for what, names in FACETS.get(type(fact), {}).items():
        for name in names:
            value = getattr(fact, name)
            for code in (value,) if isinstance(value, str) else value or ():
                yield coded(what, code)
    if isinstance(fact, Detention) and fact.held and fact.released is None:
        yield coded("held", "yes")


def _places(fact: Fact) -> Iterator[str]:
    """Places, titles and names of bodies: short words that people remember a case by."""
    match fact:
        case Event():
            texts = (fact.title, fact.place)
        case Act() | Detention():
            texts = (fact.place, fact.authority if isinstance(fact, Detention) else None)
        case Intervention():
            texts = (fact.party, fact.reference)
        case Person():
            texts = (fact.occupation, fact.birthplace)
        case Cooperation():
            texts = (fact.which, None)
        case Letter():
            texts = (fact.reference, None)
        case UnMention():
            texts = (fact.symbol, None)
        case _:
            texts = (None, None)
    for text in texts:
        yield from normal.words(text or "")


def _dates(fact: Fact) -> Iterator[str]:
    """The years, months and days of what happened, so that "2021", "2021-05" and the day all find it."""
    match fact:
        case Act():
            whens = (fact.date, fact.until)
        case Event():
            whens = (fact.began, fact.ended)
        case Detention():
            whens = (fact.since, fact.released)
        case Cooperation() | Intervention() | Letter() | StatusEvent():
            whens = (fact.date, None)
        case _:
            whens = (None, None)
    for when in whens:
        span = when.span if when else None
        if when and span:
            yield from dict.fromkeys(coded("date", text) for text in _days(span.first, span.last, when.precision))


def _days(first: datetime.date, last: datetime.date, precision: str) -> Iterator[str]:
    if precision == "day":
        yield first.isoformat()
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if precision != "year" and months <= _WIDEST:
        for number in range(months):
            year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
            yield f"{year:04}-{month + 1:02}"
    for year in range(first.year, last.year + 1):
        yield f"{year:04}"
