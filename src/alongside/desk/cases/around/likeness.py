"""How much two persons are alike, and why, in codes that a page puts into words. It never says that they are one: a person decides that.

Only a name can begin a likeness: two strangers share a State and a year of birth. What else agrees or contradicts moves it up or down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.facts import normal, sounds
from alongside.facts.persons import Person
from alongside.facts.when import When

ENOUGH = 30
# What agrees, and how much it weighs; then what contradicts. In the order in which a page says them.
WEIGHTS = {
    "same-letters": 60,
    "part-of-name": 45,
    "sounds-alike": 40,
    "one-word": 20,  # with a State or a birth beside it; alone, every Amal would be like every other
    "one-word-sounds": 15,
    "same-contact": 50,
    "same-birthday": 30,
    "same-birth-year": 15,
    "same-state": 10,
    "same-birthplace": 15,
    "same-organisation": 15,
    "other-birth": -35,
    "other-sex": -25,
}
AGAINST = frozenset(code for code, weight in WEIGHTS.items() if weight < 0)
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two persons are alike, strongest reason first, and what speaks against it."""

    reasons: tuple[str, ...]

    @property
    def score(self) -> int:
        return sum(WEIGHTS[code] for code in self.reasons)


def likeness(one: Written, other: Written) -> Likeness | None:
    """None where the names are not alike, or too much speaks against it."""
    name = _names(one, other)
    if not name:
        return None
    found = {name, *_birth(one.person.born, other.person.born), *_rest(one.person, other.person)}
    made = Likeness(tuple(code for code in WEIGHTS if code in found))
    return made if made.score >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody with her names taken apart: once, because each is compared with many."""

    person: Person
    names: tuple[_Name, ...]

    @classmethod
    def of(cls, person: Person) -> Written:
        return cls(person, tuple(_Name.of(text) for text in spellings(person)))


def spellings(person: Person) -> tuple[str, ...]:
    """Every way in which somebody is written; a body without a name of its own goes by that of its organisation."""
    written = [text for name in person.names for text in (name.text, *name.transliterations)]
    return tuple(dict.fromkeys(written or ([person.organisation] if person.organisation else [])))


def _names(one: Written, other: Written) -> str:
    """The strongest way in which any two spellings of the two agree."""
    found = {code for mine in one.names for yours in other.names if (code := mine.like(yours))}
    return next((code for code in WEIGHTS if code in found), "")


@dataclass(frozen=True, slots=True)
class _Name:
    """One spelling: its words in any order, and what each sounds like."""

    words: Words
    heard: tuple[Words, ...]

    @classmethod
    def of(cls, text: str) -> _Name:
        return cls(
            frozenset(normal.without_article(run) for run in normal.raw_words(text)),
            tuple(frozenset(key for key in keys if len(key) > 1) for keys in sounds.heard(text)),
        )

    def like(self, other: _Name) -> str:
        shared = self.words & other.words
        fewer = min(len(self.words), len(other.words))
        if self.words and self.words == other.words:
            return "same-letters"
        if shared and len(shared) == fewer:
            return "part-of-name" if len(shared) > 1 else "one-word"
        return self._sounds(other)

    def _sounds(self, other: _Name) -> str:
        """Whether each word of the shorter name sounds like another one of the longer."""
        short, long = sorted((self.heard, other.heard), key=len)
        waiting = list(long)
        for word in short:
            found = next((at for at, one in enumerate(waiting) if word & one), None)
            if found is None:
                return ""
            del waiting[found]
        return "" if not short else "sounds-alike" if len(short) > 1 else "one-word-sounds"


def _birth(one: When | None, other: When | None) -> Iterable[str]:
    """Both are known and may be the same day, or cannot be."""
    first, second = (one.span if one else None), (other.span if other else None)
    if one is None or other is None or first is None or second is None:
        return ()
    if one.precision == other.precision == "day" and first == second:
        return ("same-birthday",)
    if first.first > second.last or second.first > first.last:
        return ("other-birth",)
    return ("same-birth-year",)


def _rest(one: Person, other: Person) -> Iterable[str]:
    if _states(one) & _states(other):
        yield "same-state"
    if _folded(one.birthplace) and _folded(one.birthplace) == _folded(other.birthplace):
        yield "same-birthplace"
    if one.names and other.names and _folded(one.organisation) and _folded(one.organisation) == _folded(other.organisation):
        yield "same-organisation"
    if one.sex and other.sex and one.sex != other.sex:
        yield "other-sex"
    if _ways(one) & _ways(other):
        yield "same-contact"


def _states(one: Person) -> frozenset[str]:
    return frozenset((*(one.nationality or ()), *((one.present_country,) if one.present_country else ())))


def _ways(one: Person) -> frozenset[str]:
    """Ways of contact by their letters and digits, so that blanks and dashes of a number make no difference."""
    folded = ("".join(sign for sign in normal.fold(way.value) if sign.isalnum()) for way in one.contact_ways)
    return frozenset(text for text in folded if len(text) > 5)


def _folded(text: str | None) -> str:
    return " ".join(normal.raw_words(text)) if text else ""
