"""The last net: from every text that a person wrote, what may not leave is taken out before it stands in a document.

Rules decide before this which facts are used. But an account in prose names whom it likes, so names in every recorded spelling, their
parts, ways of contact, addresses, papers, organisations and places that may not be told are looked for in the text itself: without
case, accents, vowel signs and invisible characters, with Arabic prefixes, Russian endings and possessives, by the letters, and by the
sound: one word where the text is in another script than any recorded spelling, two neighbouring words in any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from alongside.desk.submissions.drafting.forbidding import WORD, Forbidden, Owners, forbidden
from alongside.desk.submissions.drafting.naming import Naming
from alongside.desk.submissions.drafting.spelling import UNSEEN, digits_of, fold, readings, script_of
from alongside.facts import normal, sounds
from alongside.language.catalogue import END_ISOLATE, ISOLATE

_JOINS_LETTERS = "\u200c\u200d"  # Persian and Indic scripts are written with them
_NUMBER = re.compile(r"\d(?:[\s().\-/]{0,3}\d){5,}")
_APOSTROPHES = "'’‘ʼ`´"
# Consonants of two neighbouring words together that are enough to be taken for another spelling of a name in the same script, with a
# capital letter and without, as in Arabic.
LEAST_ROW, LEAST_SMALL = 3, 5
BETWEEN = frozenset({
    "al", "el", "bin", "ibn", "ben", "bint", "bent", "abu", "umm", "um", "von", "van", "der", "den", "de", "del", "la", "du", "da", "dos",
    "بن", "ابن", "بنت", "ابو", "ام", "бин", "ибн",
})  # fmt: skip
Hit = tuple[int, int, Owners]
_BLANKS = str.maketrans(dict.fromkeys(_APOSTROPHES, " "))
# Consonants of a single word that are enough to be taken for a name by their sound. Fewer in what is masked, where the officer sees the
# mark, than in what she typed, where "Crime" must not hold an appeal because of a Karim; and never fewer in Arabic, whose words have three.
LEAST_MASKED, LEAST_TYPED = 3, 4


def clean(text: str, *, isolates: bool = False) -> str:
    """A text as it may stand in a document: composed, without control characters, direction overrides and invisible signs.

    An override shows a text in another order than it is read by the machine that looks for names. `isolates`: those that the
    catalogue put around values stay, if they are closed.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text if text.isascii() else UNSEEN.sub("", text)
    kept = "\n\t" + _JOINS_LETTERS + (ISOLATE + END_ISOLATE if isolates and _closed(text) else "")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign in kept or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))


def _closed(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == ISOLATE) - (sign == END_ISOLATE)
        if depth < 0:
            return False
    return depth == 0


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    """One character as search compares it; several for a ligature, none for a vowel sign."""
    return fold(sign)


class _Folded:
    """A folded text that knows where each of its characters stands in the original."""

    _at: Sequence[int]

    def __init__(self, text: str, *, apostrophes: str) -> None:
        self.original = text
        plain = text if apostrophes == " " or not any(sign in text for sign in _APOSTROPHES) else ""
        if plain.isascii() and plain:  # most of an English account: each character is its own fold
            self.text, self._at = plain.lower().translate(_BLANKS), range(len(plain))
            return
        folded = [apostrophes if sign in _APOSTROPHES else _folded(sign) for sign in text]
        self.text = "".join(folded)
        self._at = [place for place, sign in enumerate(folded) for _ in sign]

    def span(self, first: int, after: int) -> tuple[int, int]:
        """The place in the original of a stretch of the folded text, with the vowel signs that follow it."""
        end = self._at[after - 1] + 1
        while end < len(self.original) and unicodedata.combining(self.original[end]):
            end += 1
        return self._at[first], end


class Net:
    """What of one case may not leave in one document, ready to be looked for."""

    def __init__(self, naming: Naming | Forbidden) -> None:
        """From how much of whom may be told; or from what was gathered otherwise, where no draft is written."""
        self._forbidden = naming if isinstance(naming, Forbidden) else forbidden(naming)
        self._known: dict[tuple[str, int], tuple[Hit, ...]] = {}
        self._rows: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def withheld(self, text: str, mark: str) -> str:
        """The text with a mark in the place of everything that may not leave."""
        text = clean(text)
        parts: list[str] = []
        after = 0
        for first, end, _ in self._hits(text, LEAST_MASKED):
            if first >= after:
                between = text[after:first]
                # One mark for a name of three words: their number tells something too.
                if not parts or between.strip(" \u00a0-,"):
                    parts += [between, mark]
            after = max(after, end)
        return "".join([*parts, text[after:]])

    def found_in(self, text: str) -> tuple[str, ...]:
        """The persons of whom something that may not leave stands in a text, by id."""
        found = {person for _, _, persons in self._hits(clean(text), LEAST_TYPED) for person in persons}
        return tuple(sorted(found))

    def _hits(self, text: str, least: int) -> tuple[Hit, ...]:
        """(begin, end, persons) of each hit, in order. Remembered: one account stands in several fields."""
        key = text, least
        if key not in self._known:
            self._known[key] = tuple(sorted(self._look(text, least))) if self._forbidden else ()
        return self._known[key]

    def _look(self, text: str, least: int) -> set[Hit]:
        found: set[Hit] = set()
        # "O'Brien" is one word, "d'Ahmed" and "Hassan's" are two.
        for apostrophes in ("", " ") if any(sign in text for sign in _APOSTROPHES) else ("",):
            folded = _Folded(text, apostrophes=apostrophes)
            found |= self._words(folded, least) | self._runs(folded) | self._numbers(folded)
            found |= self._spelled_otherwise(folded)
        return found

    def _words(self, folded: _Folded, least: int) -> set[Hit]:
        found: set[Hit] = set()
        words = [(match.group(), match.start(), match.end()) for match in WORD.finditer(folded.text)]
        heard = self._heard(folded, words)
        for number, (word, begin, end) in enumerate(words):
            if persons := self._part(word):
                found.add((*folded.span(begin, end), persons))
            for spelled in readings(word):
                for sequence, persons in self._forbidden.sequences.get(spelled, {}).items():
                    row = words[number + 1 : number + len(sequence)]
                    if len(row) + 1 == len(sequence) and all(
                        wanted in readings(one[0]) for one, wanted in zip(row, sequence[1:], strict=True)
                    ):
                        found.add((*folded.span(begin, row[-1][2]), persons))
            if heard:
                found |= self._by_sound(folded, words, heard, number, least)
        return found

    def _part(self, word: str) -> Owners:
        """Whose name a word is a part of. The longest reading decides: "Ivanov" is no form of "Ivan" where Ivanov may be told."""
        for spelled in readings(word):
            if spelled in self._forbidden.allowed:
                return ()
            if spelled in self._forbidden.parts:
                return self._forbidden.parts[spelled]
        return ()

    def _heard(self, folded: _Folded, words: list[tuple[str, int, int]]) -> dict[int, frozenset[str]]:
        """The sound of each word that may be a name in another script: capital letters where the script has them."""
        if not self._forbidden.sounds:
            return {}
        heard: dict[int, frozenset[str]] = {}
        wanted = frozenset(self._forbidden.sounds)
        for number, (word, begin, end) in enumerate(words):
            if script_of(word) not in wanted or len(word) > normal.LONGEST_WORD:
                continue
            first = folded.original[folded.span(begin, end)[0]]
            if first.isupper() or script_of(word) == "arabic":
                keys = sounds.word_keys(normal.without_article(word))
                if keys:
                    heard[number] = keys
        return heard

    def _by_sound(
        self, folded: _Folded, words: list[tuple[str, int, int]], heard: dict[int, frozenset[str]], number: int, least: int
    ) -> set[Hit]:
        """Two neighbouring words that sound like two of a name, or one that has enough consonants."""
        keys = heard.get(number)
        if not keys:
            return set()
        word, begin, end = words[number]
        found: set[Hit] = set()
        script = script_of(word)
        enough = LEAST_TYPED if script == "arabic" else least
        following = next((place for place in range(number + 1, min(number + 3, len(words))) if place in heard), None)
        for name, persons in self._forbidden.sounds[script]:
            for place, part in enumerate(name):
                same = keys & part
                if not same:
                    continue
                if any(len(key) >= enough for key in same) and word not in self._forbidden.allowed:
                    found.add((*folded.span(begin, end), persons))
                if following is not None and any(heard[following] & other for other in name[place + 1 :]):
                    found.add((*folded.span(begin, words[following][2]), persons))
        return found

    def _spelled_otherwise(self, folded: _Folded) -> set[Hit]:
        """Two neighbouring words that sound like two of a name which is recorded in their script, in either order; a "bin",
        a "de" or an initial may stand between them. Words of what may be told are taken for what they say."""
        found: set[Hit] = set()
        first, before = 0, self._like("")  # where the word before begins, and what it sounds like
        for match in WORD.finditer(folded.text) if self._forbidden.rows else ():
            word, begin, end = match.group(), match.start(), match.end()
            like = self._like(word)
            if not like and before and (word in BETWEEN or (len(word) == 1 and self._capital(folded, begin))):
                continue
            if like and before:
                least = LEAST_ROW if self._capital(folded, first) and self._capital(folded, begin) else LEAST_SMALL
                if persons := self._same_name(before, like, least):
                    found.add((*folded.span(first, end), persons))
            first, before = begin, like
        return found

    @staticmethod
    def _capital(folded: _Folded, begin: int) -> bool:
        return folded.original[folded.span(begin, begin + 1)[0]].isupper()

    def _like(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The names that a word sounds like a part of, with the place in them and how many consonants say so. Kept for this document."""
        if word not in self._rows:
            rows = self._forbidden.rows.get(script_of(word), {})
            listens = rows and len(word) <= normal.LONGEST_WORD and word not in self._forbidden.allowed
            keys = sounds.word_keys(normal.without_article(word)) if listens else ()
            self._rows[word] = tuple((name, place, len(key)) for key in keys for name, place in rows.get(key, ()))
        return self._rows[word]

    def _same_name(self, one: tuple[tuple[int, int, int], ...], other: tuple[tuple[int, int, int], ...], least: int) -> Owners:
        """Whose name two words are two different parts of."""
        return tuple(dict.fromkeys(
            owner
            for name, place, length in one for also, there, more in other
            if name == also and place != there and length + more >= least
            for owner in self._forbidden.heard[name]
        ))  # fmt: skip

    def _runs(self, folded: _Folded) -> set[Hit]:
        """Chinese, where nothing says where a word ends."""
        found: set[Hit] = set()
        for run, persons in self._forbidden.runs.items():
            begin = folded.text.find(run)
            while begin >= 0:
                found.add((*folded.span(begin, begin + len(run)), persons))
                begin = folded.text.find(run, begin + 1)
        return found

    def _numbers(self, folded: _Folded) -> set[Hit]:
        """A number of six digits or more, however it is grouped, with or without the code of the country."""
        found: set[Hit] = set()
        if self._forbidden.numbers:
            for match in _NUMBER.finditer(folded.text):
                digits = digits_of(match.group())
                for number, persons in self._forbidden.numbers.items():
                    if number in digits or (digits.lstrip("0") or digits) in number or digits[-8:] == number[-8:]:
                        found.add((*folded.span(match.start(), match.end()), persons))
        return found
