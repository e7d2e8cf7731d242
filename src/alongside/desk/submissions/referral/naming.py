"""Whether a text names somebody who stays behind, or leads to her. Pure.

Two nets, one over the other: that of drafts, by the same code, and one that takes words for names sooner, because what is held back here is
a field and not a word. Both look for too much rather than too little: a text that is held back is seen on the page, a name that went is
gone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from alongside.desk.submissions.drafting.forbidding import papers_of
from alongside.desk.submissions.drafting.naming import LEFT_OUT, NAMED, Naming, Terms
from alongside.desk.submissions.drafting.withholding import Net
from alongside.facts import normal
from alongside.facts.consent import Recipient
from alongside.facts.events import Detention
from alongside.facts.fact import Fact
from alongside.facts.persons import Person

SHORTEST = 3  # letters of a word of a name; shorter ones stand in too many texts
_INFLECTED = 4  # from here on a word may go on: Мона, Монe, Мону; Mona, Mona's
_LONGER = 4  # letters that an ending adds
_ATTACHED = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "لل")  # what Arabic writes onto a word
_CONTACT = 5  # signs of a number or an address that tell it from others
_MARK = "\0"  # stands in no text that the net gives back, but where something was taken out


class Names:
    """The names of those who stay and the ways to them, less the words that those who go bear too: a family has one surname."""

    def __init__(self, stay: Iterable[Person], go: Iterable[Person] = ()) -> None:
        stay, go = list(stay), list(go)
        shared = {word for one in go for text in spellings(one) for word in _words(text)}
        texts = [text for one in stay for text in spellings(one)]
        self._whole = {" ".join(_words(text)) for text in texts} - {""}
        found = {word for text in texts for word in _words(text)}
        self._han = {word for word in found if normal.is_han(word) and len(word) > 1}
        words = {word for word in found - shared if not normal.is_han(word) and len(word) >= SHORTEST}
        self._exact = words | {f"{word}s" for word in words if len(word) < _INFLECTED}
        self._stems = {_stem(word) for word in words if len(word) >= _INFLECTED}
        ways = (_squeezed(way.value) for one in stay for way in one.contact_ways)
        self._contacts = {way for way in ways if len(way) >= _CONTACT}
        bare = (replace(one, address=None, birthplace=None, identity_papers=None, organisation=None) for one in stay)
        self._net = _AsDrafts(bare, go)
        self._known: dict[tuple[str, bool], bool] = {}  # a text is asked about again and again while facts fall out

    def stand_in(self, text: str, *, typed: bool = False) -> bool:
        """Whether one of them, or a way to her, stands in this text. `typed`: somebody writes it to leave now, and has to be told which
        of her words do; there, one word that only sounds a little like a name is none, as in drafts."""
        if (text, typed) not in self._known:
            self._known[text, typed] = self._look(text) or self._net.stand_in(text, typed=typed)
        return self._known[text, typed]

    def _look(self, text: str) -> bool:
        words = _words(text)
        line = f" {' '.join(words)} "
        if any(f" {whole} " in line for whole in self._whole):
            return True
        if any(self._is_hers(word) for word in set(words)):
            return True
        squeezed = _squeezed(text) if self._contacts else ""
        return any(way in squeezed for way in self._contacts)

    def _is_hers(self, word: str) -> bool:
        """Whether a word is one of a name of theirs, also with an ending or with what is written onto its front."""
        if normal.is_han(word):
            return any(name in word for name in self._han)
        bare = [word, *(word[len(before) :] for before in _ATTACHED if word.startswith(before))]
        if not self._exact.isdisjoint(bare):
            return True
        return any(word[:end] in self._stems for end in range(max(SHORTEST, len(word) - _LONGER - 1), len(word) + 1))


class Traces:
    """All that leads to those who stay: their names and numbers, homes, birthplaces, papers and organisations, where it happened to them,
    and UN documents in which they stand; as a draft would withhold it that tells all of those who go by name, and nothing of those."""

    def __init__(self, facts: Iterable[Fact], stay: Iterable[Person], go: Iterable[Person]) -> None:
        self._net = _AsDrafts(stay, go, (one for one in facts if not isinstance(one, Person)))

    def stand_in(self, text: str, *, typed: bool = False) -> bool:
        return self._net.stand_in(text, typed=typed)


class _AsDrafts(Net):
    """The net of drafts over a case of which some go by name and others do not."""

    def __init__(self, stay: Iterable[Person], go: Iterable[Person], facts: Iterable[Fact] = ()) -> None:
        super().__init__(_Told(tuple(stay), tuple(go), tuple(facts)))

    def stand_in(self, text: str, *, typed: bool) -> bool:
        return bool(self.found_in(text)) if typed else _MARK in self.withheld(text, _MARK)


class _Told(Naming):
    """What a referral tells of whom, in the terms of drafts."""

    def __init__(self, stay: tuple[Person, ...], go: tuple[Person, ...], facts: tuple[Fact, ...]) -> None:
        shown = [_shown(one) for one in go]
        homes = [home for one in go for home in _homes(one)]
        # The ledger has been asked by then, so no day and no recipient is needed: without `levels` below, nobody would be told of.
        terms = Terms(Recipient(""), datetime.date.min, closed=True)
        super().__init__((*stay, *shown, *homes, *facts), terms)
        self.levels = {one.id: LEFT_OUT for one in stay} | {one.id: NAMED for one in go}

    def tells_place(self, fact: Fact) -> bool:
        """Where something happened to somebody who is named is told, as is a document in which she stands. A place of which nobody said
        whom it concerns is one of those for whom the case is; a document may be about anybody."""
        concerned = self.concerned(fact) or (() if papers_of(fact) else self.main)
        if fact.confidential:
            return False
        return any(self.named(one) for one in concerned) if concerned else LEFT_OUT not in self.levels.values()


def _shown(one: Person) -> Person:
    """Somebody who goes by name as the net sees her: her cover names and ways of contact go with her, so they give nobody away."""
    return replace(one, names=tuple(replace(name, kind=None) for name in one.names), contact_ways=())


def _homes(one: Person) -> Iterator[Fact]:
    """Where she lives and was born as places that are told: both are hers to tell."""
    for number, place in enumerate((one.address, one.birthplace)):
        if place:
            yield Detention(id=f"{one.id}-{number}", revision=1, person=one.id, place=place)


def spellings(person: Person) -> list[str]:
    """Every way in which the name of a person is written."""
    return [text for name in person.names for text in (name.text, *name.transliterations)]


def _squeezed(text: str) -> str:
    """Letters and digits alone: a number is written with spaces, hyphens or brackets."""
    return "".join(sign for sign in normal.fold(text) if sign.isalnum())


def _words(text: str) -> list[str]:
    return [normal.without_article(word) for word in normal.raw_words(text)]


def _stem(name: str) -> str:
    """What stays of a word of a name when it is declined: Мона, Мону, Моной."""
    return name[:-1] if "а" <= name[-1] <= "я" else name
