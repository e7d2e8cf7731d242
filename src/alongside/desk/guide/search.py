"""Filters and topic search over the directory. The question comes by POST and is forgotten with the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from alongside.desk.guide import answers, entries, words
from alongside.desk.guide.entries import Entry
from alongside.desk.guide.form import Question, choices
from alongside.directory import reader
from alongside.directory.dates import Span
from alongside.directory.vocabulary import ACTS, CATEGORIES, KINDS, ROUTE_STATUSES
from alongside.language import countries
from alongside.language.countries import fold

LONGEST_TEXT = 200
FAMILIES = {"kind": KINDS, "act": ACTS, "category": CATEGORIES, "status": ROUTE_STATUSES}
FIELDS = ("text", "state", "language", *FAMILIES)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for, as read from a form. `faults`: sentences by field; a faulty field filters nothing."""

    text: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.text or self.picked)


def read(form: Mapping[str, str], lang: str) -> Wish:
    """The wish in a form. A value that is no answer gets a sentence and stays in its field."""
    say = words.guide(lang).say
    typed = {name: answers.clean(form.get(name, "")).strip() for name in FIELDS}
    picked, faults = {}, {}
    for name, accepted in FAMILIES.items():
        if typed[name] in accepted:
            picked[name] = typed[name]
        elif typed[name]:
            faults[name] = say("directory.fault.choice", {"value": typed[name][:60]})
    if typed["state"]:
        states = reader.load().states
        iso3 = countries.find(typed["state"][:100], states)
        if iso3:
            picked["state"] = iso3
        else:
            faults["state"] = say("directory.fault.state", {"value": typed["state"][:60]})
    if typed["language"] in working_languages():
        picked["language"] = typed["language"]
    elif typed["language"]:
        faults["language"] = say("directory.fault.choice", {"value": typed["language"][:60]})
    text = typed["text"]
    if len(text) > LONGEST_TEXT:
        faults["text"] = say("directory.fault.long", {"most": LONGEST_TEXT})
        text = ""
    return Wish(text, picked, typed, faults)


def find(wish: Wish, lang: str, today: Span) -> tuple[Entry, ...]:
    """The entries that answer a wish, in the directory's order."""
    every_word = fold(wish.text).split()
    return tuple(
        one
        for one in entries.everything(lang)
        if _fits(one, wish.picked, today) and all(word in _haystack(one.id, lang) for word in every_word)
    )


def _fits(one: Entry, picked: Mapping[str, str], today: Span) -> bool:
    facts = one.facts
    if picked.get("kind", facts.kind) != facts.kind or picked.get("status", facts.status) != facts.status:
        return False
    if "act" in picked and not {"any", picked["act"]} & set(facts.scope.acts):
        return False
    if "category" in picked and picked["category"] not in (*facts.categories, *facts.prefers, *facts.scope.categories):
        return False
    if "language" in picked and picked["language"] not in facts.languages:
        return False
    # Unknown is not no: a route that nobody could confirm for this State stays in the list.
    return "state" not in picked or entries.looks_at(facts, picked["state"], today) is not False


@lru_cache(maxsize=4096)
def _haystack(id_: str, lang: str) -> str:
    """What the topic search reads of an entry, folded: name, operator, what it does, kind and acts, in English as well."""
    parts = []
    for tongue in dict.fromkeys((lang, "en")):
        one = entries.entry(id_, tongue)
        if one is None:
            continue
        parts += [one.text["name"], one.text["operator"], one.text["does"], words.label("kind", one.facts.kind, tongue)]
        parts += [words.label("act", act, tongue) for act in one.facts.scope.acts if act != "any"]
        parts += [words.label("provides", code, tongue) for code in one.facts.provides]
    return fold(" ".join(parts))


@lru_cache(maxsize=1)
def working_languages() -> frozenset[str]:
    """The languages in which at least one mechanism can be written to."""
    return frozenset(code for facts in reader.load().mechanisms.values() for code in facts.languages)


def questions(wish: Wish, lang: str) -> list[Question]:
    """The form's fields with what was typed and what was wrong."""
    say = words.guide(lang).say

    def select(name: str, pairs: list[tuple[str, str]]) -> Question:
        typed = wish.typed.get(name, "")
        known = {value for value, _ in pairs}
        # What cannot be understood stays in its field, beside its sentence.
        odd = [(typed, typed)] if typed and typed not in known and name in wish.faults else []
        chosen = wish.picked.get(name, typed)
        every = [("", say("directory.any")), *odd, *pairs]
        fault = wish.faults.get(name, "")
        return Question(
            name, say(f"directory.ask.{name}"), "select", choices(every, [chosen]), fault=fault, hint=_hint(name, lang)
        )

    def by_label(name: str) -> list[tuple[str, str]]:
        return [(code, words.heading(_family(name), code, lang)) for code in FAMILIES[name]]

    spoken = sorted(((code, entries.language_name(code, lang)) for code in working_languages()), key=lambda pair: fold(pair[1]))
    text = Question("text", say("directory.ask.text"), "search", value=wish.typed.get("text", ""),
                    fault=wish.faults.get("text", ""), hint=say("directory.hint.text"))  # fmt: skip
    return [
        text,
        select("act", by_label("act")),
        select("state", list(entries.country_choices(lang))),
        select("kind", by_label("kind")),
        select("category", by_label("category")),
        select("language", spoken),
        select("status", by_label("status")),
    ]


def _family(name: str) -> str:
    return "route" if name == "status" else name


def _hint(name: str, lang: str) -> str:
    key = f"directory.hint.{name}"
    catalogue = words.guide(lang)
    return catalogue.say(key) if key in catalogue else ""
