"""The last net: from every text that a person wrote, what may not leave is taken out before it stands in a document.

Rules decide before this which facts are used. But an account in prose names whom it likes, so names in every recorded spelling, their
parts, ways of contact, addresses, papers, organisations and places that may not be told are looked for in the text itself: without
case, accents, vowel signs and invisible characters, with Arabic prefixes, Russian endings and possessives, by the letters, and by the
sound: one word where the text is in another script than any recorded spelling, two neighbouring words in any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, product

from alongside.desk.submissions.drafting import digits
from alongside.desk.submissions.drafting.forbidding import NOBODYS, Forbidden, Owners, forbidden
from alongside.desk.submissions.drafting.glued import LEAST_ANYWHERE, LEAST_IN_LABEL, LEAST_TOGETHER, WORD, labels, pieces
from alongside.desk.submissions.drafting.lookalikes import readings_of
from alongside.desk.submissions.drafting.naming import Naming
from alongside.desk.submissions.drafting.spelling import (
    APOSTROPHES,
    ARTICLES,
    UNSEEN,
    dotted,
    fold,
    joined,
    one_of,
    readings,
    script_of,
)
from alongside.desk.submissions.drafting.writable import TURNING, writable
from alongside.facts import normal, sounds
from alongside.language.catalogue import END_ISOLATE, ISOLATE

_JOINS_LETTERS = "\u200c\u200d"  # Persian and Indic scripts are written with them
# What nobody sees between two letters or digits: it may have parted two words, as it may one. A letter that grows together with the one
# before (of Hangul) is no second word.
_CUT = re.compile(
    f"(?:{TURNING.pattern}|{UNSEEN.pattern}|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200c-\u200f\u2066-\u2069])++"
    "(?=[^\\W_\u1100-\u11ff])"
)
# Consonants of two neighbouring words together that are enough to be taken for another spelling of a name in the same script, with a
# capital letter and without, as in Arabic.
LEAST_ROW, LEAST_SMALL = 3, 5
BETWEEN = frozenset({
    "al", "el", "bin", "ibn", "ben", "bint", "bent", "abu", "umm", "um", "von", "van", "der", "den", "de", "del", "la", "du", "da", "dos",
    "بن", "ابن", "بنت", "ابو", "ام", "бин", "ибн",
})  # fmt: skip
Hit = tuple[int, int, Owners]
Word = tuple[str, int, int]  # a folded word, where it begins and ends
_BLANKS = str.maketrans(dict.fromkeys(APOSTROPHES, " "))
# Consonants of a single word that are enough to be taken for a name by their sound. Fewer in what is masked, where the officer sees the
# mark, than in what she typed, where "Crime" must not hold an appeal because of a Karim; and never fewer in Arabic, whose words have three.
LEAST_MASKED, LEAST_TYPED = 3, 4


def clean(text: str, *, isolates: bool = False) -> str:
    """A text as it may stand in a document: composed, without control characters, direction overrides and invisible signs.

    An override shows a text in another order than it is read by the machine that looks for names. `isolates`: those that the
    catalogue put around values stay, if they are closed.
    """
    text = writable(text)
    text = text if text.isascii() else UNSEEN.sub("", text)
    if not text.isprintable():
        kept = "\n\t" + _JOINS_LETTERS + (ISOLATE + END_ISOLATE if isolates and _closed(text) else "")
        text = "".join(sign for sign in text if sign in kept or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", text)


def _cuts(text: str) -> frozenset[int]:
    """The places in a cleaned text before which something stood that nobody sees: "Amal" and "Hassan" may have been two words."""
    if text.isascii() and text.isprintable():
        return frozenset()
    ends = [found.end() for found in _CUT.finditer(text)]
    return frozenset(accumulate(len(clean(text[begin:end])) for begin, end in pairwise((0, *ends))))


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

    def __init__(self, text: str, *, apostrophes: str, cuts: frozenset[int]) -> None:
        self.original = text
        plain = text if apostrophes == " " or not any(sign in text for sign in APOSTROPHES) else ""
        if plain.isascii() and plain and not cuts:  # most of an English account: each character is its own fold
            self.text, self._at = plain.lower().translate(_BLANKS), range(len(plain))
            return
        folded = [apostrophes if sign in APOSTROPHES else _folded(sign) for sign in text]
        for place in cuts:
            folded[place] = " " + folded[place]
        self.text = "".join(folded)
        self._at = [place for place, sign in enumerate(folded) for _ in sign]

    def written(self, first: int, after: int) -> str:
        """The sign of the original from which each character of a stretch of the folded text comes."""
        return "".join([self.original[place] for place in self._at[first:after]])

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
        self._known: dict[tuple[str, frozenset[int], int], tuple[Hit, ...]] = {}
        self._rows: dict[str, tuple[tuple[int, int, int], ...]] = {}
        self._sounds: dict[str, frozenset[str]] = {}
        self._heads: dict[str, list[str]] = {}  # what is looked for within words, by its first letters
        for form in {*self._forbidden.parts, *self._forbidden.exact, *self._forbidden.glued}:
            self._heads.setdefault(form[:LEAST_IN_LABEL], []).append(form)
        self._runs_as = {run: (re.compile(dotted(run)), persons) for run, persons in self._forbidden.runs.items()}

    def withheld(self, text: str, mark: str) -> str:
        """The text with a mark in the place of everything that may not leave."""
        cuts, text = _cuts(text), clean(text)
        parts: list[str] = []
        after = 0
        for first, end, _ in self._hits(text, cuts, LEAST_MASKED):
            if first >= after:
                between = text[after:first]
                # One mark for a name of three words: their number tells something too.
                if not parts or between.strip(" \u00a0-,"):
                    parts += [between, mark]
            after = max(after, end)
        return "".join([*parts, text[after:]])

    def found_in(self, text: str) -> tuple[str, ...]:
        """The persons of whom something that may not leave stands in a text, by id."""
        found = {person for _, _, persons in self._hits(clean(text), _cuts(text), LEAST_TYPED) for person in persons}
        return tuple(sorted(found))

    def _hits(self, text: str, cuts: frozenset[int], least: int) -> tuple[Hit, ...]:
        """(begin, end, persons) of each hit, in order. Remembered: one account stands in several fields."""
        key = text, cuts, least
        if key not in self._known:
            self._known[key] = tuple(sorted(self._look(*key))) if self._forbidden else ()
        return self._known[key]

    def _look(self, text: str, cuts: frozenset[int], least: int) -> set[Hit]:
        found: set[Hit] = set()
        # "O'Brien" is one word, "d'Ahmed" and "Hassan's" are two; and so with what nobody sees.
        for written, apostrophes, at in product(
            readings_of(text),
            ("", " ") if any(sign in text for sign in APOSTROPHES) else ("",),
            (frozenset[int](), cuts) if cuts else (cuts,),
        ):
            folded = _Folded(written, apostrophes=apostrophes, cuts=at)
            words = [(match.group(), match.start(), match.end()) for match in WORD.finditer(folded.text)]
            finer = [piece for word in words for piece in self._finer(folded, word)]
            for row in (words, finer) if finer != words else (words,):
                found |= self._words(folded, row, least) | self._spelled_otherwise(folded, row)
            found |= self._within(folded, words) | self._runs(folded) | self._numbers(folded)
        return found

    def _finer(self, folded: _Folded, word: Word) -> list[Word]:
        """The words within one that is not told itself: "FreeAmal", "Hassan2"."""
        letters, begin, end = word
        cuts = pieces(letters, folded.written(begin, end)) if letters not in self._forbidden.allowed else ()
        return [(letters[first:after], begin + first, begin + after) for first, after in cuts] or [word]

    def _words(self, folded: _Folded, words: list[Word], least: int) -> set[Hit]:
        found: set[Hit] = set()
        heard = self._heard(folded, words)
        for number, (word, begin, end) in enumerate(words):
            small = self._small(folded, begin)
            if persons := self._part(word, small):
                found.add((*folded.span(begin, end), persons))
            elif (one := one_of(word)) and word not in self._forbidden.allowed and (persons := self._part(one, small)):
                found.add((*folded.span(begin, end - 1), persons))
            found |= {(*folded.span(begin, after), persons) for after, persons in self._rows_at(words, number)}
            if heard:
                found |= self._by_sound(folded, words, heard, number, least)
        return found | self._together(folded, words)

    def _rows_at(self, words: list[Word], number: int) -> Iterator[tuple[int, Owners]]:
        """Where each row of words ends that begins with this one, and whose it is."""
        waiting = [(self._forbidden.sequences, number)]
        while waiting:
            at, place = waiting.pop()
            for spelled in readings(words[place][0]) if at.after and place < len(words) else ():
                if (further := at.after.get(spelled)) is not None:
                    waiting.append((further, place + 1))
                    if further.owners:
                        yield words[place][2], further.owners

    def _within(self, folded: _Folded, words: list[Word]) -> set[Hit]:
        """Words that hold a name as one without blanks, and words of a handle, an address or a hashtag that hold any part of one."""
        found: set[Hit] = set()
        marked = labels(folded.text)
        label = next(marked, None)
        for word, begin, end in words if self._heads else ():
            while label is not None and label[1] <= begin:
                label = next(marked, None)
            least = LEAST_IN_LABEL if label is not None and label[0] <= begin else LEAST_ANYWHERE
            places = range(len(word) - LEAST_IN_LABEL + 1) if len(word) >= least else ()
            held = {
                form for place in places for form in self._heads.get(word[place : place + LEAST_IN_LABEL], ())
                if len(form) >= least and word.startswith(form, place)
            }  # fmt: skip
            found |= {(*folded.span(begin, end), persons) for form in held if (persons := self._holds(word, form, least))}
        return found

    def _holds(self, word: str, form: str, least: int) -> Owners:
        """Whose a part of a word is, unless it belongs to a longer one that is told."""
        told = self._forbidden
        for other in told.allowed:
            if form in other:
                word = word.replace(other, " ")
        if form not in word:
            return ()
        # A short name as one is also a part of words that name nobody: of Na Li "nationality".
        alone = len(form) >= LEAST_TOGETHER or word.strip("0123456789") == form
        glued = told.glued.get(form, ()) if alone else ()
        return glued if least == LEAST_ANYWHERE else (*glued, *told.parts.get(form, ()), *told.exact.get(form, ()))

    def _together(self, folded: _Folded, words: list[Word]) -> set[Hit]:
        """Words that are recorded as one: عبد الرحمن where عبدالرحمن is. The article of a word that goes by itself stays."""
        return {
            (*folded.span(words[first][1], words[last][2]), persons)
            for first, last, spelled in joined([word for word, _, _ in words])
            if words[first][0] not in ARTICLES or not self._part(words[last][0])
            for word in spelled if (persons := self._part(word))
        }  # fmt: skip

    def _part(self, word: str, small: bool = False) -> Owners:
        """Whose name a word is a part of. The longest reading decides: "Ivanov" is no form of "Ivan" where Ivanov may be told. `small`: it
        has no capital letter, where its script has them."""
        told = self._forbidden
        if small and word in NOBODYS:
            return ()
        for spelled in readings(word):
            if spelled in told.allowed:
                return ()
            if spelled in told.parts and not (small and spelled in told.capitals):
                return told.parts[spelled]
        return () if small and word in told.capitals else told.exact.get(word, ())

    def _heard(self, folded: _Folded, words: list[Word]) -> dict[int, frozenset[str]]:
        """The sound of each word that may be a name in another script: capital letters where the script has them."""
        if not self._forbidden.sounds:
            return {}
        heard: dict[int, frozenset[str]] = {}
        wanted = frozenset(self._forbidden.sounds)
        for number, (word, begin, end) in enumerate(words):
            if script_of(word) not in wanted or len(word) > normal.LONGEST_WORD:
                continue
            first = folded.original[folded.span(begin, end)[0]]
            if (first.isupper() or script_of(word) == "arabic") and (keys := self._keys(word)):
                heard[number] = keys
        return heard

    def _keys(self, word: str) -> frozenset[str]:
        """The sound of a word. Kept for this document, and no longer: accounts say the same words again and again."""
        if word not in self._sounds:
            self._sounds[word] = sounds.word_keys(normal.without_article(word))
        return self._sounds[word]

    def _by_sound(
        self, folded: _Folded, words: list[Word], heard: dict[int, frozenset[str]], number: int, least: int
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

    def _spelled_otherwise(self, folded: _Folded, words: list[Word]) -> set[Hit]:
        """Two neighbouring words that sound like two of a name which is recorded in their script, in either order; a "bin",
        a "de" or an initial may stand between them. Words of what may be told are taken for what they say."""
        found: set[Hit] = set()
        first, before = 0, self._like("")  # where the word before begins, and what it sounds like
        for word, begin, end in words if self._forbidden.rows else ():
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

    @staticmethod
    def _small(folded: _Folded, begin: int) -> bool:
        return folded.original[folded.span(begin, begin + 1)[0]].islower()

    def _like(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The names that a word sounds like a part of, with the place in them and how many consonants say so. Kept for this document."""
        if word not in self._rows:
            rows = self._forbidden.rows.get(script_of(word), {})
            listens = rows and len(word) <= normal.LONGEST_WORD and word not in self._forbidden.allowed
            keys = self._keys(word) if listens else ()
            self._rows[word] = tuple((name, place, len(key)) for key in keys for name, place in rows.get(key, ()))
        return self._rows[word]

    def _same_name(self, one: tuple[tuple[int, int, int], ...], other: tuple[tuple[int, int, int], ...], least: int) -> Owners:
        """Whose name two words are two different parts of."""
        others: dict[int, list[tuple[int, int]]] = {}  # by name: a case may hold hundreds of one family
        for name, place, length in other:
            others.setdefault(name, []).append((place, length))
        return tuple(dict.fromkeys(
            owner
            for name, place, length in one for there, more in others.get(name, ())
            if place != there and length + more >= least
            for owner in self._forbidden.heard[name]
        ))  # fmt: skip

    def _runs(self, folded: _Folded) -> set[Hit]:
        """Chinese, where nothing says where a word ends."""
        return {
            (*folded.span(found.start(), found.end()), persons)
            for run, (pattern, persons) in self._runs_as.items() if run[0] in folded.text
            for found in pattern.finditer(folded.text)
        }  # fmt: skip

    def _numbers(self, folded: _Folded) -> set[Hit]:
        """A number of six digits or more, however it is grouped, with or without the code of the country."""
        numbers = self._forbidden.numbers
        found = digits.stretches(folded.text, numbers) if numbers else ()
        return {
            (*folded.span(begin, end), tuple(dict.fromkeys(owner for number in each for owner in numbers[number])))
            for begin, end, each in found
        }
