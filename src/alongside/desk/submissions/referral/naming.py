"""Whether a text names somebody who stays behind: by a spelling, by one word of a name, by a number or address of hers. Pure.

It looks for too much rather than too little: a text that is held back is seen on the page, a name that went is gone.
"""

from __future__ import annotations

from collections.abc import Iterable

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
        self._words = {word for word in found - shared if not normal.is_han(word) and len(word) >= SHORTEST}
        ways = (_squeezed(way.value) for one in stay for way in one.contact_ways)
        self._contacts = {way for way in ways if len(way) >= _CONTACT}

    def stand_in(self, text: str) -> bool:
        """Whether one of them, or a way to her, stands in this text."""
        words = _words(text)
        line = f" {' '.join(words)} "
        if any(f" {whole} " in line for whole in self._whole):
            return True
        runs = [word for word in words if normal.is_han(word)]
        if any(name in run for name in self._han for run in runs):
            return True
        if any(_is_of(word, name) for name in self._words for word in words):
            return True
        squeezed = _squeezed(text) if self._contacts else ""
        return any(way in squeezed for way in self._contacts)


def spellings(person: Person) -> list[str]:
    """Every way in which the name of a person is written."""
    return [text for name in person.names for text in (name.text, *name.transliterations)]


def _squeezed(text: str) -> str:
    """Letters and digits alone: a number is written with spaces, hyphens or brackets."""
    return "".join(sign for sign in normal.fold(text) if sign.isalnum())


def _words(text: str) -> list[str]:
    return [normal.without_article(word) for word in normal.raw_words(text)]


def _is_of(word: str, name: str) -> bool:
    """Whether a word is this word of a name, also with an ending or with what is written onto its front."""
    if word == name or word in (f"{before}{name}" for before in _ATTACHED):
        return True
    if len(name) < _INFLECTED:
        return word == f"{name}s"
    stem = name[:-1] if "а" <= name[-1] <= "я" else name
    return word.startswith(stem) and len(word) <= len(name) + _LONGER
