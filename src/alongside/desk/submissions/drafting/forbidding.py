"""What of a case may not leave in one document, as words, rows of words, numbers and sounds that the net looks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from alongside.desk.submissions.drafting.naming import NAMED, Naming, place_of
from alongside.desk.submissions.drafting.spelling import digits_of, fold, script_of, stem
from alongside.directory import reader
from alongside.facts import normal, sounds
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, UnMention
from alongside.facts.persons import Person, PersonName
from alongside.facts.steps import Cooperation, Intervention
from alongside.language import countries

WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[,;\n،؛、，；]")
LEAST_LETTERS, LEAST_DIGITS = 3, 6
HEARD_IN = ("latin", "arabic", "cyrillic")
# Words of names that are nobody's own: articles, "son of", and what groups call themselves.
NOBODYS = frozenset({
    "al", "el", "bin", "ibn", "ben", "bint", "bent", "abu", "umm", "abd", "von", "van", "der", "den", "del", "los", "las", "les", "des",
    "the", "and", "for", "of", "de", "la", "le", "du", "dos", "da", "family", "famille", "familia", "семья", "семьи", "اسره", "عائله",
    "عايله", "بن", "ابن", "بنت", "ابو", "ام", "عبد", "бин", "ибн", "оглы", "кызы", "mr", "mrs", "ms", "dr", "prof", "sheikh", "hajj",
})  # fmt: skip
COVERS = ("alias", "former")  # names that no document repeats while there is another

Owners = tuple[str, ...]
K = TypeVar("K")


@dataclass(slots=True)
class Forbidden:
    """`parts`: single words; `sequences`: rows of words by their first; `runs`: stretches of scripts without blanks; `numbers`: digits;
    `sounds`: names by their sound, by the script of the text in which nothing else would find them; `rows`: in the scripts
    in which one is recorded, the number of a name in `heard` and the place in it by the sound of a word, for names of two words or more;
    `allowed`: words of what is told."""

    parts: dict[str, Owners] = field(default_factory=dict)
    sequences: dict[str, dict[tuple[str, ...], Owners]] = field(default_factory=dict)
    runs: dict[str, Owners] = field(default_factory=dict)
    numbers: dict[str, Owners] = field(default_factory=dict)
    sounds: dict[str, list[tuple[tuple[frozenset[str], ...], Owners]]] = field(default_factory=dict)
    rows: dict[str, dict[str, set[tuple[int, int]]]] = field(default_factory=dict)
    heard: list[Owners] = field(default_factory=list)
    allowed: frozenset[str] = frozenset()
    allowed_runs: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts or self.sequences or self.runs or self.numbers)

    def words(self, text: str, owners: Owners) -> None:
        """A text that may not stand anywhere as it is."""
        folded = fold(text)
        for run in folded.split():
            if script_of(run) == "other":
                self.run(run.strip(".,;:()"), owners)
        row = tuple(stem(word) for word in WORD.findall(folded) if script_of(word) != "other")
        if len(row) == 1:
            self.part(row[0], owners, least=2)
        elif row:
            _add(self.sequences.setdefault(row[0], {}), row, owners)
        digits = digits_of(folded)
        if len(digits) >= LEAST_DIGITS:
            _add(self.numbers, digits.lstrip("0") or digits, owners)

    def part(self, word: str, owners: Owners, least: int = LEAST_LETTERS) -> None:
        if len(word) >= least and word not in NOBODYS and word not in self.allowed:
            _add(self.parts, word, owners)

    def run(self, run: str, owners: Owners, *, part: bool = False) -> None:
        """A single sign is in a thousand words; what is a part of an allowed name is no sign of anybody."""
        if len(run) >= 2 and not (part and run in self.allowed_runs):
            _add(self.runs, run, owners)

    def name(self, name: PersonName, owners: Owners, *, parts: bool) -> None:
        """A name in all its spellings, and by its sound in the scripts in which nobody recorded one."""
        spellings = (name.text, *name.transliterations)
        for spelling in spellings:
            self.words(spelling, owners)
            folded = fold(spelling)
            for word in folded.split() if parts else ():
                if script_of(word) == "other":
                    self.run(word, owners, part=True)
                    self.run(word[1:] if normal.is_han(word) and len(word) > 2 else "", owners, part=True)
            for word in WORD.findall(folded) if parts else ():
                if script_of(word) != "other" and word not in NOBODYS:
                    self.part(stem(word), owners)
        unheard = [script for script in HEARD_IN if script not in {script_of(spelling) for spelling in spellings}]
        heard = next((found for spelling in spellings if (found := sounds.heard(spelling))), ())
        for script in unheard if parts and heard else ():
            self.sounds.setdefault(script, []).append((heard, owners))
        for spelling in dict.fromkeys(spellings) if parts else ():
            self.row(spelling, owners)

    def row(self, spelling: str, owners: Owners) -> None:
        """A name by the sound of its words, for other spellings of it in its own script: Leila Mohammed for Layla Muhammad."""
        script, heard = script_of(fold(spelling)), sounds.heard(fold(spelling))
        if script in HEARD_IN and len(heard) > 1:
            for place, keys in enumerate(heard):
                for key in keys:
                    self.rows.setdefault(script, {}).setdefault(key, set()).add((len(self.heard), place))
            self.heard.append(owners)

    def place(self, text: str, owners: Owners, told: frozenset[str], *, home: bool = False) -> None:
        """An address or a place: each of its parts between commas that is not told elsewhere. A State's name leads to nobody.

        Of a home only the town may be told elsewhere: who was taken from it would be found by the street that the arrest tells.
        """
        for segment in segments(text):
            if is_state(segment) or (fold(segment) in told and not (home and len(WORD.findall(segment)) > 1)):
                continue
            self.words(segment, owners)
            row = [stem(word) for word in WORD.findall(fold(segment))]
            for pair in pairwise(row):
                if any(any(sign.isdigit() for sign in word) for word in pair):
                    _add(self.sequences.setdefault(pair[0], {}), pair, owners)

    def papers(self, text: str, owners: Owners) -> None:
        """What is written of identity papers: as a whole, and each number in it."""
        self.words(text, owners)
        for word in WORD.findall(fold(text)):
            if len(word) >= 5 and any(sign.isdigit() for sign in word):
                self.words(word, owners)


def forbidden(naming: Naming) -> Forbidden:
    """What may not leave in a document on these terms."""
    names = [fold(text) for one in naming.persons.values() if naming.named(one.id) for text in spellings(one)]
    made = Forbidden(
        allowed=frozenset(form for text in names for word in WORD.findall(text) for form in (word, stem(word))),
        allowed_runs="\n".join(names),
    )
    same = _told_texts(naming)
    for one in naming.persons.values():
        _person(made, one, naming, same)
    for fact in naming.facts.values():
        place = place_of(fact)
        if place and not naming.tells_place(fact):
            made.place(place, naming.concerned(fact) or naming.main or (fact.id,), same)
        for paper in papers_of(fact):
            if not naming.tells_place(fact) and fold(paper) not in same:
                made.words(paper, naming.concerned(fact) or naming.main or (fact.id,))
    return made


def _person(made: Forbidden, one: Person, naming: Naming, told: frozenset[str]) -> None:
    """What of one person may not leave, by how much of her is told."""
    owners, level = (one.id,), naming.level(one.id)
    if level == NAMED:
        for name in one.names:
            if name not in shown_names(one):
                made.name(name, owners, parts=False)
        for way in one.contact_ways:
            if not way.safe and not naming.needs_no_consent(one.id):
                made.words(way.value, owners)
        return
    for name in one.names:
        made.name(name, owners, parts=one.counting_unit not in ("organisation", "community"))
    for way in one.contact_ways:
        made.words(way.value, owners)
    for place in (one.address, one.birthplace):
        if place:
            made.place(place, owners, told, home=place == one.address)
    if one.identity_papers:
        made.papers(one.identity_papers, owners)
    if one.organisation and fold(one.organisation) not in told:
        made.words(one.organisation, owners)


def _told_texts(naming: Naming) -> frozenset[str]:
    """Organisations, parts of places and UN documents that the document may tell, each as a whole: a word in one of them allows nothing,
    or an account of a place would let out the names in it."""
    told = [one.organisation for one in naming.persons.values() if naming.named(one.id) and one.organisation]
    for fact in naming.facts.values():
        if naming.tells_place(fact):
            told += [*segments(place_of(fact) or ""), *papers_of(fact)]
    return frozenset(fold(text) for text in told)


def segments(text: str) -> list[str]:
    """The parts of an address or a place between commas."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def papers_of(fact: Fact) -> tuple[str, ...]:
    """The UN documents and letters that a fact names: whoever looks them up reads who is in them."""
    match fact:
        case Cooperation():
            return fact.un_documents
        case Intervention() | Letter():
            return (fact.reference,) if fact.reference else ()
        case UnMention():
            return (fact.symbol,)
    return ()


def spellings(one: Person) -> Iterable[str]:
    """The names of a person that a document may give, in all their spellings."""
    for name in shown_names(one):
        yield from (name.text, *name.transliterations)


def shown_names(one: Person) -> tuple[PersonName, ...]:
    """The names that a document may give: a cover name and an earlier one only where there is no other."""
    return tuple(name for name in one.names if name.kind not in COVERS) or one.names


def is_state(text: str) -> bool:
    return countries.find(text, reader.load().states) is not None


def _add(table: dict[K, Owners], key: K, owners: Owners) -> None:
    table[key] = tuple(dict.fromkeys((*table.get(key, ()), *owners)))
