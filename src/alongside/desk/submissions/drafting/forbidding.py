"""What of a case may not leave in one document, as words, rows of words, numbers and sounds that the net looks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from alongside.desk.submissions.drafting import digits
from alongside.desk.submissions.drafting.glued import BLANKED, LEAST_IN_LABEL, LEAST_TOGETHER, WORD, as_one
from alongside.desk.submissions.drafting.lookalikes import readings_of
from alongside.desk.submissions.drafting.naming import NAMED, Naming, place_of
from alongside.desk.submissions.drafting.spelling import (
    DOT,
    fleeting,
    fold,
    joined,
    other_article,
    own_parts,
    script_of,
    stem,
    undotted,
)
from alongside.directory import reader
from alongside.facts import sounds
from alongside.facts.events import Detention
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, UnMention
from alongside.facts.persons import Person, PersonName
from alongside.facts.steps import Cooperation, Intervention
from alongside.language import countries

_PARTS = re.compile(r"[,;\n،؛、，；]")
LEAST_LETTERS = 3
HEARD_IN = ("latin", "arabic", "cyrillic")
# Words of names that are nobody's own: articles, "son of", and what groups call themselves.
NOBODYS = frozenset({
    "al", "el", "bin", "ibn", "ben", "bint", "bent", "abu", "umm", "abd", "von", "van", "der", "den", "del", "los", "las", "les", "des",
    "the", "and", "for", "of", "de", "la", "le", "du", "dos", "da", "family", "famille", "familia", "семья", "семьи", "اسره", "عائله",
    "عايله", "بن", "ابن", "بنت", "ابو", "ام", "عبد", "бин", "ибн", "оглы", "кызы", "mr", "mrs", "ms", "dr", "prof", "sheikh", "hajj",
})  # fmt: skip
ALSO_GIVEN = frozenset(
    {"abd", "abu", "ben", "bin", "den", "umm", "van", "бин", "ибн"}
)  # nobody's own, and yet some are called so
# An address of the web, as people say it: without its beginning.
_LINK = re.compile(
    r"(?<![\w@.+-])(?:[a-z][a-z\d+.-]*://)?(?:(?:www|m|mobile)\.)?(?P<rest>(?:[\w-]+\.)+[^\W\d_]{2,}+(?![\w@])(?:/[^\s,;]*)?)"
)
LEAST_HANDLE = 4
NO_HANDLE = frozenset({
    "about", "blog", "channel", "contact", "feed", "home", "index", "index.html", "index.php", "news", "posts", "profile", "profile.php",
    "status", "user", "users", "videos",
})  # fmt: skip
_DIGITS = re.compile(r"\d+")
_AROUND = ".,;:()"
COVERS = ("alias", "former")  # names that no document repeats while there is another

Owners = tuple[str, ...]
K = TypeVar("K")
MOST_WORDS = 12  # of one row; a longer one is looked for in pieces


@dataclass(slots=True)
class Row:
    """Whose row of words ends here, and what follows in longer ones: rows that begin alike are walked once."""

    owners: Owners = ()
    after: dict[str, Row] = field(default_factory=dict)


@dataclass(slots=True)
class Forbidden:
    """`parts`: single words, whatever prefix or ending they have; `exact`: those that have none; `capitals`: parts that count only
    where they begin with a capital letter; `glued`: names without blanks;
    `sequences`: rows of words, word by word; `runs`: stretches of scripts without blanks, dots between their parts; `numbers`: digits;
    `sounds`: names by their sound, by the script of the text in which nothing else would find them; `rows`: in the scripts in which one is
    recorded, the number of a name in `heard` and the place in it by the sound of a word, for names of two words or more; `allowed`: words
    of what is told."""

    parts: dict[str, Owners] = field(default_factory=dict)
    exact: dict[str, Owners] = field(default_factory=dict)
    capitals: set[str] = field(default_factory=set)
    glued: dict[str, Owners] = field(default_factory=dict)
    sequences: Row = field(default_factory=Row)
    runs: dict[str, Owners] = field(default_factory=dict)
    numbers: dict[str, Owners] = field(default_factory=dict)
    sounds: dict[str, list[tuple[tuple[frozenset[str], ...], Owners]]] = field(default_factory=dict)
    rows: dict[str, dict[str, set[tuple[int, int]]]] = field(default_factory=dict)
    heard: list[Owners] = field(default_factory=list)
    allowed: frozenset[str] = frozenset()
    allowed_runs: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts or self.sequences.after or self.runs or self.numbers)

    def words(self, text: str, owners: Owners) -> None:
        """A text that may not stand anywhere as it is, and the numbers in it."""
        self.written(text, owners)
        self.called(digits.undated(fold(text)), owners)

    def written(self, text: str, owners: Owners) -> None:
        folded = fold(text)
        runs = [DOT.join(undotted(run.strip(_AROUND))) for run in folded.split() if script_of(run) == "other"]
        for run in (*runs, DOT.join(runs)):
            self.run(run, owners)
        row = tuple(stem(word) for run in folded.split() if script_of(run) != "other" for word in WORD.findall(run))
        if len(row) == 1:
            self.part(row[0], owners, least=2)
            self.capital(row[0], owners)
        else:
            self.sequence(row, owners)

    def sequence(self, row: Sequence[str], owners: Owners) -> None:
        """Words that stand side by side. Of ten thousand, each word of a text would be compared with as many."""
        for end in (*range(MOST_WORDS, len(row), MOST_WORDS), len(row)) if row else ():
            at = self.sequences
            for word in row[max(0, end - MOST_WORDS) : end]:
                at = at.after.setdefault(word, Row())
            at.owners = _both(at.owners, owners)

    def called(self, folded: str, owners: Owners) -> None:
        """The numbers in a folded text, however they are grouped elsewhere."""
        for number in digits.recorded(folded):
            _add(self.numbers, number, owners)

    def contact(self, text: str, owners: Owners) -> None:
        """A way of contact, in which digits that look like a date are none."""
        self.written(text, owners)
        self.called(fold(text), owners)
        for link in _LINK.finditer(fold(text)):
            if link["rest"] != link[0] or "/" in link[0]:
                self.written(link["rest"], owners)
            named = link["rest"].rstrip("/").rpartition("/")[2].partition("?")[0] if "/" in link["rest"] else ""
            if len(named) >= LEAST_HANDLE and named not in NO_HANDLE:
                self.written(named, owners)

    def part(self, word: str, owners: Owners, least: int = LEAST_LETTERS) -> None:
        if len(word) >= least and word not in NOBODYS and word not in self.allowed:
            _add(self.parts, word, owners)
            self.capitals.discard(word)

    def capital(self, word: str, owners: Owners) -> None:
        """A word that is nobody's own, but all that was recorded of a name: it is looked for where it has a capital letter."""
        if word in ALSO_GIVEN and word not in self.allowed:
            _add(self.parts, word, owners)

    def run(self, run: str, owners: Owners, *, part: bool = False) -> None:
        """A single sign is in a thousand words; what is a part of an allowed name is no sign of anybody."""
        if len(run.replace(DOT, "")) >= 2 and not (part and run in self.allowed_runs):
            _add(self.runs, run, owners)

    def cover(self, name: PersonName, owners: Owners, shown: frozenset[str]) -> None:
        """A cover name or an earlier one of somebody who is named, and its words that are none of those she is named by. `shown`: their
        sounds. Words of a cover name are chosen, and say something else without a capital letter: "Night Owl" takes no night out."""
        self.name(name, owners, parts=False)
        before = {*self.parts, *self.exact}
        self.name(name, owners, parts=True, shown=shown)
        if name.kind != "former":
            self.capitals |= {*self.parts, *self.exact} - before

    def name(self, name: PersonName, owners: Owners, *, parts: bool, shown: frozenset[str] = frozenset()) -> None:
        """A name in all its spellings, and by its sound in the scripts in which nobody recorded one."""
        spellings = tuple(form for spelling in (name.text, *name.transliterations) for form in readings_of(spelling))
        for spelling in spellings:
            self.words(spelling, owners)
            self._as_one(fold(spelling), owners)
            if parts:
                self._parts(fold(spelling), owners)
        unheard = [script for script in HEARD_IN if script not in {script_of(spelling) for spelling in spellings}]
        heard = next((found for spelling in spellings if (found := sounds.heard(spelling))), ())
        heard = tuple(word for word in heard if not word & shown)
        for script in unheard if parts and heard else ():
            self.sounds.setdefault(script, []).append((heard, owners))
        for spelling in dict.fromkeys(spellings) if parts else ():
            self.row(spelling, owners)

    def _as_one(self, folded: str, owners: Owners) -> None:
        """A folded name with nothing between its words, as handles, addresses and hashtags have it."""
        for form in _glued(folded):
            if form not in self.allowed and len(form) >= LEAST_IN_LABEL:
                _add(self.glued, form, owners)
                self.part(form, owners, least=LEAST_TOGETHER)

    def _parts(self, folded: str, owners: Owners) -> None:
        """Each word of a folded name, in the forms in which it may stand alone, and two that are too short for that in the other order."""
        runs = [run for run in BLANKED.sub(" ", folded).split() if script_of(run) == "other"]
        others = [part for run in runs for part in undotted(run.strip(_AROUND))]
        for part in others:
            self.run(part, owners, part=True)
        for part in own_parts(others[0]) if len(others) == 1 else ():
            self.run(part, owners, part=True)
        words = [word for word in WORD.findall(folded) if script_of(word) != "other"]
        for word in words:
            if word not in NOBODYS:
                self.part(stem(word), owners)
                whole = (word,) if len(word) >= LEAST_LETTERS and stem(word) not in self.allowed else ()
                for form in (*whole, *fleeting(word), *other_article(word)) if word not in self.allowed else ():
                    _add(self.exact, form, owners)
                    self.capitals.discard(form)
        for _, _, together in joined(words):
            for form in together:
                self.part(stem(form), owners)
        if len(words) == 2 and all(len(stem(word)) < LEAST_LETTERS for word in words):
            self.sequence((stem(words[1]), stem(words[0])), owners)

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
                    self.sequence(pair, owners)
            if home:
                self.street(row, owners)
                for run in fold(segment).split():
                    for piece in _DIGITS.split(run) if script_of(run) == "other" else ():
                        self.run(piece if len(piece) >= LEAST_LETTERS else "", owners)

    def street(self, row: list[str], owners: Owners) -> None:
        """The words of a home without its number, and the number behind and before them: "Harbour Street" and "Harbour Street 12"."""
        words = tuple(word for word in row if not word[0].isdigit())
        numbers = tuple(word for word in row if word[0].isdigit())
        if numbers and len(words) > 1:
            for form in (words, words + numbers, numbers + words):
                self.sequence(form, owners)

    def reference(self, text: str, owners: Owners, told: frozenset[str]) -> None:
        """A UN document or letter: as it is written, and without its first letters where no told one ends alike. Its digits are no
        number: those of "UA EGY 12/2026" would take every December of 2026 out."""
        self.written(text, owners)
        row = WORD.findall(fold(text))[1:]
        ends = [WORD.findall(other)[-len(row) :] for other in told]
        # Where words are not parted by blanks, what is left are abbreviations that stand in every ruling.
        if (
            len(row) > 1
            and row not in ends
            and any(map(str.isalpha, row))
            and not any(script_of(word) == "other" for word in row)
        ):
            self.written(" ".join(row), owners)

    def papers(self, text: str, owners: Owners) -> None:
        """What is written of identity papers: as a whole, and each number in it."""
        self.words(text, owners)
        for word in WORD.findall(fold(text)):
            if len(word) >= 5 and any(sign.isdigit() for sign in word):
                self.words(word, owners)


def forbidden(naming: Naming) -> Forbidden:
    """What may not leave in a document on these terms."""
    told = [text for one in naming.persons.values() if naming.named(one.id) for text in spellings(one)]
    names = [fold(form) for text in told for form in readings_of(text)]
    made = Forbidden(
        allowed=frozenset(form for text in names for form in _forms(text)),
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
                made.reference(paper, naming.concerned(fact) or naming.main or (fact.id,), same)
    return made


def _glued(folded: str) -> Iterator[str]:
    words = [word for word in WORD.findall(folded) if script_of(word) != "other"]
    return as_one(words, [word for word in words if word not in NOBODYS])


def _forms(folded: str) -> Iterator[str]:
    """The words of a folded name that may be told, in every form in which the net would look them up."""
    yield from _glued(folded)
    words = WORD.findall(folded)
    for word in (*words, *(form for _, _, together in joined(words) for form in together)):
        yield from (word, stem(word), *fleeting(word), *other_article(word))


def _person(made: Forbidden, one: Person, naming: Naming, told: frozenset[str]) -> None:
    """What of one person may not leave, by how much of her is told."""
    owners, level = (one.id,), naming.level(one.id)
    if level == NAMED:
        _named(made, one, naming)
        return
    for name in one.names:
        made.name(name, owners, parts=not is_body(one))
    for way in one.contact_ways:
        made.contact(way.value, owners)
    for place in (one.address, one.birthplace):
        if place:
            made.place(place, owners, told, home=place == one.address)
    if one.identity_papers:
        made.papers(one.identity_papers, owners)
    if one.organisation and fold(one.organisation) not in told:
        made.words(one.organisation, owners)


def _named(made: Forbidden, one: Person, naming: Naming) -> None:
    """What of somebody who is named may not leave: her other names, and ways to her that are not safe."""
    heard = frozenset(key for text in spellings(one) for key in sounds.keys(text))
    for name in one.names:
        if name not in shown_names(one):
            if is_body(one):
                made.name(name, (one.id,), parts=False)
            else:
                made.cover(name, (one.id,), heard)
    for way in one.contact_ways:
        if not way.safe and not naming.needs_no_consent(one.id):
            made.contact(way.value, (one.id,))


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
    """The UN documents, letters and court files that a fact names: whoever looks them up reads who is in them."""
    match fact:
        case Detention():
            return (fact.court_case,) if fact.court_case else ()
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


def is_body(one: Person) -> bool:
    """An organisation or a community, whose name is made of ordinary words."""
    return one.counting_unit in ("organisation", "community")


def is_state(text: str) -> bool:
    return countries.find(text, reader.load().states) is not None


def _add(table: dict[K, Owners], key: K, owners: Owners) -> None:
    table[key] = _both(table.get(key, ()), owners)


def _both(some: Owners, others: Owners) -> Owners:
    return tuple(dict.fromkeys((*some, *others)))
