"""The answers that a field offers: codes by their words, States, mechanisms, the case's own records and the desk's members by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from alongside.desk.cases import words
from alongside.desk.cases.forms import layout
from alongside.desk.cases.forms.naming import SPECIAL, name_of, recipient_name
from alongside.directory import reader
from alongside.directory.vocabulary import KINDS as MECHANISM_KINDS
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts import consent
from alongside.facts.fact import Fact
from alongside.facts.fields import Code, Table
from alongside.language.countries import fold
from alongside.plan import risk

Pairs = tuple[tuple[str, str], ...]
Headed = tuple[tuple[str, Pairs], ...]  # answers under their headings; "" has none
NOBODY = "-"  # an answer: none of these. Nothing ticked is not


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a record: the case's facts, and the desk's members by the hex of their ids."""

    facts: Mapping[str, Fact]
    lang: str
    members: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **params: object) -> str:
        return words.cases(self.lang).say(key, params or None)


def of_code(code: Code, lang: str) -> Headed:
    """The codes of a list, under headings where it is long."""
    family = layout.family(code)
    headed = layout.headings(family)
    if not headed:
        return (("", tuple((one, words.heading(family, one, lang)) for one in code.accepted)),)
    say = words.cases(lang).say
    return tuple(
        (say(f"heading.{name}"), tuple((one, words.heading(family, one, lang)) for one in members))
        for name, members in headed.items()
    )


@lru_cache(maxsize=len(LANGUAGES))
def states(lang: str) -> Headed:
    """Every State and territory, by name."""
    pairs = ((iso3, words.country(iso3, lang)) for iso3 in reader.load().states)
    return (("", tuple(sorted(pairs, key=lambda pair: fold(pair[1])))),)


@lru_cache(maxsize=len(LANGUAGES))
def mechanisms(lang: str) -> Headed:
    """Every mechanism of the directory by name, under its kind."""
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in MECHANISM_KINDS}
    for one in reader.load().mechanisms.values():
        found[one.kind].append((one.id, words.mechanism(one.id, lang)))
    headed = ((kind, tuple(sorted(pairs, key=lambda pair: fold(pair[1])))) for kind, pairs in found.items() if pairs)
    return tuple((words.heading("kind", kind, lang), pairs) for kind, pairs in headed)


def recipients(around: Around) -> Headed:
    """Whom a consent can name: everybody by class first, then the persons of the case, then each mechanism."""
    lang, facts = around.lang, around.facts
    special = tuple((one, recipient_name(one, facts, lang)) for one in SPECIAL)
    classes = tuple((one, recipient_name(one, facts, lang)) for one in consent.CLASSES)
    persons = records(around, ["person"])
    return (
        (around.say("heading.public"), special),
        (around.say("heading.classes"), classes),
        *(((around.say("heading.persons"), persons),) if persons else ()),
        *mechanisms(lang),
    )


def risk_items(lang: str) -> Headed:
    """What the self-assessment asks, in its order."""
    parts = (("threats", risk.THREATS), ("vulnerabilities", risk.VULNERABILITIES), ("capacities", risk.CAPACITIES))
    say = words.cases(lang).say
    return tuple(
        (say(f"heading.{name}"), tuple((code, words.label("risk", code, lang)) for code in items)) for name, items in parts
    )


def against(lang: str) -> Headed:
    """What a measure can be taken against: threats and weak points."""
    return risk_items(lang)[:2]


def risk_reasons(lang: str) -> Headed:
    return (("", tuple((code, words.label("risk_reason", code, lang)) for code in risk.REASONS)),)


def records(around: Around, kinds: Iterable[str], but: str = "") -> Pairs:
    """The case's records of these kinds by name; `but` is the record itself."""
    found = []
    for kind in kinds:
        if kind == "member":
            found += sorted(around.members.items(), key=lambda pair: fold(pair[1]))
            continue
        named = [
            (one.id, name_of(one, around.facts, around.lang))
            for one in around.facts.values()
            if kind == one.KIND and one.id != but
        ]
        found += sorted(named, key=lambda pair: (fold(pair[1]), pair[0]))
    return tuple(found)


def linked(around: Around, table: type[Table], name: str, but: str, held: Iterable[str]) -> Headed:
    """The records that a field may lead to, under their kinds where there are several; what it leads to already and the case no
    longer has stays, said as such: taking it away unseen would change the record."""
    kinds = layout.links(table, name)
    headed = [(kind, records(around, [kind], but)) for kind in kinds]
    known = {value for _, pairs in headed for value, _ in pairs}
    lost = tuple((value, around.say("form.gone")) for value in held if value not in known)
    shown = [(around.say(f"kinds.{kind}") if len(kinds) > 1 else "", pairs) for kind, pairs in headed if pairs]
    return (*shown, *((("", lost),) if lost else ()))
