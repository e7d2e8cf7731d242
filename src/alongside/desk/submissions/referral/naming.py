"""Whether a text names somebody who stays behind: by a spelling, by one word of a name, by a number or address of hers. Pure.

It looks for too much rather than too little: a text that is held back is seen on the page, a name that went is gone.
"""

from __future__ import annotations

from collections.abc import Iterable

from alongside.desk.submissions.drafting.forbidding import Forbidden
from alongside.desk.submissions.drafting.spelling import fold
from alongside.desk.submissions.drafting.withholding import Net
from alongside.facts import normal
from alongside.facts.persons import Person

SHORTEST = 3  # letters of a word of a name; shorter ones stand in too many texts
_INFLECTED = 4  # from here on a word may go on: Мона, Монe, Мону; Mona, Mona's
_LONGER = 4  # letters that an ending adds
_ATTACHED = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "لل")  # what Arabic writes onto a word
_CONTACT = 5  # signs of a number or an address that tell it from others


class Names:
    """The names of those who stay, less the words that those who go bear too: a family has one surname."""

    def __init__(self, stay: Iterable[Person], go: Iterable[Person] = ()) -> None:
        stay, shared = list(stay), {word for one in go for text in spellings(one) for word in _words(text)}
        texts = [text for one in stay for text in spellings(one)]
        self._whole = {" ".join(_words(text)) for text in texts} - {""}
        found = {word for text in texts for word in _words(text)}
        self._han = {word for word in found if normal.is_han(word) and len(word) > 1}
        words = {word for word in found - shared if not normal.is_han(word) and len(word) >= SHORTEST}
        self._exact = words | {f"{word}s" for word in words if len(word) < _INFLECTED}
        self._stems = {_stem(word) for word in words if len(word) >= _INFLECTED}
        ways = (_squeezed(way.value) for one in stay for way in one.contact_ways)
        self._contacts = {way for way in ways if len(way) >= _CONTACT}
        self._known: dict[str, bool] = {}  # a text is asked about again and again while facts fall out

    def stand_in(self, text: str) -> bool:
        """Whether one of them, or a way to her, stands in this text."""
        if text not in self._known:
            self._known[text] = self._look(text)
        return self._known[text]

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


class Traces(Net):
    """What leads to those who stay without their name: home, birthplace, papers, organisation, where it happened to them, and UN documents
    in which they stand.

    `told`: parts of places and organisations, folded, that the referral tells of somebody who is named.
    """

    def __init__(self, stay: Iterable[Person], places: Iterable[str], papers: Iterable[str], told: frozenset[str]) -> None:
        made = Forbidden()
        for one in stay:
            for place in (one.address, one.birthplace):
                made.place(place or "", (one.id,), told, home=place == one.address)
            made.papers(one.identity_papers or "", (one.id,))
            if one.organisation and fold(one.organisation) not in told:
                made.words(one.organisation, (one.id,))
        for place in places:
            made.place(place, ("",), told)
        for paper in papers:
            if fold(paper) not in told:
                made.words(paper, ("",))
        super().__init__(made)

    def stand_in(self, text: str) -> bool:
        return bool(self.found_in(text))


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
