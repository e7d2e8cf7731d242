"""The index of one login: SQLite's FTS5 in this process's memory, and the rows of its lists. It knows what it was given, no more.

- The tokenizer is `ascii`: words arrive folded by `facts.normal`, so that every sign above ASCII belongs to its word; `unicode61` would
  cut a Devanagari name at its vowels. A term is one token, so the index keeps no positions (`detail=none`) and no text (`content=''`).
- Debian 12's SQLite cannot delete from such a table. A changed case gets a new slot and the old one is dead: no result ever holds it. A
  case that is *taken away* is not left dead: its words go with the whole index, which is built anew (`registry`).
- Facets and filters are sets of slots, each one number with a bit a slot: a count among ten thousand is one AND.
"""

from __future__ import annotations

import heapq
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from alongside.desk.cases.finding.asking import Asked, Group
from alongside.desk.cases.summary import Indexed, NotASummary, Summary, days, indexed
from alongside.facts import normal

CHANGED, DUE, NAME = "changed", "due", "name"
ORDERS = (CHANGED, DUE, NAME)
PAGE = 30
_INSERT = "INSERT INTO words(rowid, text) SELECT ? + key, value FROM json_each(?)"
_TOGETHER = 1000
_AT_ONCE = 8 << 20  # bytes of words that FTS5 gathers before it writes a segment: half the time of the default
_NO_LETTER = re.compile(r"[^0-9A-Za-z_\x80-\U0010ffff]")  # what the tokenizer would cut at
_NEVER = "9999"  # after every day
_ONE = ord("1")
_SET = re.compile("1")
_FEW = 200  # so many slots are sorted sooner than ten thousand are gone through in their order
_SPARE = 200  # dead slots that cost less than building anew


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `by_sound`: only the sound of a name fits. `slot`: another one whenever the case has changed."""

    case: UUID
    head: bytes  # the first line of its digest
    by_sound: bool = False
    slot: int = 0

    @property
    def summary(self) -> Summary | None:
        """What it says; None where the digest does not open. The case itself may."""
        try:
            return Summary.from_bytes(self.head + b"\n\n")
        except NotASummary:
            return None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an answer: how many cases there are by letters and by sound, and, where asked for, per facet the codes among them."""

    rows: tuple[Row, ...]
    total: int
    by_sound: int
    page: int
    counts: Mapping[str, Mapping[str, int]]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


class Index:
    """What one login can find. Not safe for threads: `registry` lets one in at a time."""

    def __init__(self) -> None:
        self.versions: dict[UUID, int] = {}  # what was applied, unreadable ones included
        self._slots: dict[UUID, int] = {}
        self._cases: list[UUID] = []
        self._heads: list[bytes] = []
        self._due: defaultdict[str, list[int]] = defaultdict(list)  # what is due, as digests spell it: the slots that have it
        self._due_read = 0  # of so many slots; the calendar reads on when it is asked, a login does not wait for it
        self._keys: dict[str, list[str]] = {order: [] for order in ORDERS}
        self._orders: dict[str, list[int]] = {}
        self._alive = 0
        self.made: dict[Hashable, str] = {}  # what was made of rows; here, so that it goes with the index
        self._closed: dict[UUID, int] = {}  # cases whose digest does not open
        self._facets: dict[str, dict[str, int]] = {}  # facet, code: the slots that have it
        self._words = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._words.execute(
            "CREATE VIRTUAL TABLE words USING fts5(text, tokenize=\"ascii tokenchars '_'\", content='', columnsize=0, detail=none)"
        )
        self._words.execute("INSERT INTO words(words, rank) VALUES ('hashsize', ?)", (_AT_ONCE,))

    def __len__(self) -> int:
        return len(self._slots)

    def close(self) -> None:
        self._words.close()

    @property
    def worn(self) -> bool:
        """Whether so many slots are dead that it is better built anew."""
        return len(self._cases) - len(self._slots) > max(_SPARE, len(self._slots) // 5)

    def apply(self, digests: Iterable[tuple[UUID, int, bytes | None]]) -> None:
        """Take in cases that are new or changed: id, version, the opened digest; None where it does not open."""
        coded: defaultdict[str, list[int]] = defaultdict(list)
        self._words.execute("BEGIN")
        try:
            self._write(self._texts(digests, coded))
        except BaseException:
            self._words.execute("ROLLBACK")
            raise
        self._words.execute("COMMIT")
        for word, slots in coded.items():
            what, _, code = word.partition("_")
            codes = self._facets.setdefault(what, {})
            codes[code] = codes.get(code, 0) | _bits(slots, len(self._cases))
        self._alive = _bits(self._slots.values(), len(self._cases))
        self._orders.clear()

    def _write(self, texts: Iterator[str]) -> None:
        """Put texts in, each under the next slot. Many of them are written by a second thread, a thousand in one statement: SQLite does
        that without Python's lock, while the next digests are opened here."""
        with ThreadPoolExecutor(1, "words of an index") as writer:
            writing: Future[sqlite3.Cursor] | None = None
            while some := list(islice(texts, _TOGETHER)):
                told = (len(self._cases) - len(some), json.dumps(some, ensure_ascii=False))
                if writing is None and len(some) < _TOGETHER:
                    self._words.execute(_INSERT, told)
                    return
                if writing is not None:
                    writing.result()
                writing = writer.submit(self._words.execute, _INSERT, told)
            if writing is not None:
                writing.result()

    def _texts(self, digests: Iterable[tuple[UUID, int, bytes | None]], coded: defaultdict[str, list[int]]) -> Iterator[str]:
        for case, version, digest in digests:
            if digest is None and case in self._closed:
                continue
            slot = len(self._cases)
            told = _told(digest)
            self._cases.append(case)
            self._heads.append(told.head)
            self._keys[CHANGED].append(told.changed)
            self._keys[DUE].append(told.due or _NEVER)
            self._keys[NAME].append(told.shown)
            self.versions[case], self._slots[case] = version, slot
            self._closed.pop(case, None)
            if not told.head:
                self.versions[case] = self._closed[case] = -1  # tried again whenever anything changed: the key may come
            for word in told.codes:
                coded[word].append(slot)
            yield told.text

    def find(
        self,
        asked: Asked | None = None,
        narrowed: Mapping[str, Collection[str]] | None = None,
        order: str = CHANGED,
        page: int = 1,
        *,
        counted: bool = True,
    ) -> Found:
        """One page of the cases that answer: those whose letters fit first, then those where a name sounds alike."""
        order = order if order in ORDERS else CHANGED
        letters, heard = self._alive, 0
        if asked is not None and not asked.empty:
            letters &= self._matching(asked.by_letters)
            heard = self._matching(asked.by_sound) & self._alive & ~letters if asked.by_sound else 0
        filters = {what: self._having(what, codes) for what, codes in (narrowed or {}).items() if codes}
        kept = self._alive
        for slots in filters.values():
            kept &= slots
        counts = self._counts(letters | heard, filters) if counted else {}
        letters, heard = letters & kept, heard & kept
        by_letters, by_sound = letters.bit_count(), heard.bit_count()
        total = by_letters + by_sound
        page = min(max(1, page), max(1, -(-total // PAGE)))
        first, last = (page - 1) * PAGE, page * PAGE
        slots = self._sorted(letters, order, first, last)
        sounding = self._sorted(heard, order, max(0, first - by_letters), max(0, last - by_letters)) if heard else []
        rows = [self._row(slot) for slot in slots] + [self._row(slot, by_sound=True) for slot in sounding]
        return Found(tuple(rows), total, by_sound, page, counts)

    def summary_of(self, case: UUID) -> Summary | None:
        """The row of one case; None where it is not hers or does not open."""
        slot = self._slots.get(case)
        return None if slot is None else self._row(slot).summary

    def due(self, until: date) -> list[Row]:
        """The cases in which something is to be done by a day, the most pressing first."""
        keys, last = self._keys[DUE], until.isoformat()
        slots = [slot for slot in self._slots.values() if keys[slot] <= last]
        return [self._row(slot) for slot in sorted(slots, key=lambda slot: (keys[slot], slot))]

    def days(self, first: str, last: str) -> list[tuple[str, Row]]:
        """What is due from one day to another, each as its digest spells it, in order. A month without a day comes before its days."""
        return [(one, self._row(slot)) for one in self._between(first, last) for slot in self._due[one] if self._lives(slot)]

    def due_days(self, first: str, last: str) -> list[str]:
        """The same without the cases, each once: many have something on one day."""
        return [one for one in self._between(first, last) if any(map(self._lives, self._due[one]))]

    def _between(self, first: str, last: str) -> list[str]:
        for slot in range(self._due_read, len(self._heads)):
            for one in days(self._heads[slot]):
                self._due[one].append(slot)
        self._due_read = len(self._heads)
        return sorted(one for one in self._due if first <= one.partition(" ")[0] <= last)

    def _lives(self, slot: int) -> bool:
        return self._slots.get(self._cases[slot]) == slot

    def nearest(self, words: Sequence[Group], enough: int, most: int) -> list[Row]:
        """The cases that have at least `enough` of these words, those with the rarest first."""
        sets = [self._matching([word]) & self._alive for word in words]
        several = 0 if enough > 1 else self._union(sets)
        if enough > 1:
            once = 0
            for slots in sets:
                several |= once & slots
                once |= slots
        flags = [(f"{slots:b}".zfill(len(self._cases))[::-1], 1 / slots.bit_count()) for slots in sets if slots]
        found = [at.start() for at in _SET.finditer(f"{several:b}".zfill(len(self._cases))[::-1])]
        weighed = ((sum(weight for bits, weight in flags if bits[slot] == "1"), slot) for slot in found)
        return [self._row(slot) for _, slot in heapq.nlargest(most, weighed)]

    def namesakes(self, most: int) -> list[list[Row]]:
        """Cases whose rows are called by the same letters, in whatever order and accents; the newest first. Where a row has no name but
        a title, two of the same title are no two of one person: those are left out."""
        groups: defaultdict[str, list[int]] = defaultdict(list)
        names = self._keys[NAME]
        for slot in self._slots.values():
            if names[slot]:
                groups[names[slot]].append(slot)
        folded: defaultdict[str, list[int]] = defaultdict(list)
        for name, slots in groups.items():
            folded[" ".join(sorted(normal.raw_words(name)))] += slots
        several = [slots for key, slots in folded.items() if len(slots) > 1 and " " in key]
        changed = self._keys[CHANGED]
        several.sort(key=lambda slots: max(changed[slot] for slot in slots), reverse=True)
        found = ([self._row(slot) for slot in slots] for slots in several)
        named = ([row for row in rows if (one := row.summary) and one.name] for rows in found)
        return list(islice((rows for rows in named if len(rows) > 1), most))

    def rows(self, having: bytes = b"") -> list[Row]:
        """All cases, the newest first; `having`: only those whose first line holds these bytes, so that few are read for a short list."""
        return [self._row(slot) for slot in self._order(CHANGED) if not having or having in self._heads[slot]]

    def unreadable(self) -> list[UUID]:
        """Cases whose digest does not open: never silently absent."""
        return list(self._closed)

    def _row(self, slot: int, *, by_sound: bool = False) -> Row:
        return Row(self._cases[slot], self._heads[slot], by_sound, slot)

    def _matching(self, groups: Iterable[Group]) -> int:
        # One row and not one a slot: between two rows Python lets other threads in, ten thousand times for a common word.
        (found,) = self._words.execute(
            "SELECT group_concat(rowid) FROM words WHERE words MATCH ?", (expression(groups),)
        ).fetchone()
        return _bits(json.loads(f"[{found or ''}]"), len(self._cases))

    def _having(self, what: str, codes: Collection[str]) -> int:
        slots, known = 0, self._facets.get(what, {})
        for code in codes:
            slots |= known.get(code, 0)
        return slots

    def _counts(self, matching: int, filters: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """Per facet the codes among what matches and is kept by the *other* facets: what another choice there would give."""
        counts: dict[str, dict[str, int]] = {}
        for what, codes in self._facets.items():
            slots = matching
            for other, kept in filters.items():
                slots = slots if other == what else slots & kept
            counts[what] = {code: count for code, having in codes.items() if (count := (having & slots).bit_count())}
        return counts

    def _sorted(self, slots: int, order: str, first: int, last: int) -> list[int]:
        """The slots from `first` to `last` of a set, in an order."""
        flags = f"{slots:b}".zfill(len(self._cases))[::-1]
        if slots.bit_count() < _FEW:
            return self._in_order((found.start() for found in _SET.finditer(flags)), order)[first:last]
        ordered = self._order(order)
        if slots == self._alive:
            return ordered[first:last]
        found: list[int] = []
        for slot in ordered:
            if flags[slot] == "1":
                found.append(slot)
                if len(found) >= last:
                    break
        return found[first:]

    def _order(self, order: str) -> list[int]:
        """All living slots in an order; kept until something changes. What has no name or day comes last."""
        if order not in self._orders:
            self._orders[order] = self._in_order(self._slots.values(), order)
        return self._orders[order]

    def _in_order(self, slots: Iterable[int], order: str) -> list[int]:
        keys = self._keys[order]
        if order == NAME:
            slots = list(slots)
            keys = {
                slot: normal.fold(keys[slot]) or "\U0010ffff" for slot in slots
            }  # not for each case that is indexed: few ask for it
        newest = order == CHANGED
        return sorted(
            sorted(slots, reverse=newest), key=keys.__getitem__, reverse=newest
        )  # whose keys are the same stay as they stand


def expression(groups: Iterable[Group]) -> str:
    """The groups as FTS5 spells them. Each term stands in quotation marks, so that AND and NEAR are words, and holds letters alone."""
    return " AND ".join("(" + " OR ".join(" AND ".join(map(_quoted, one)) for one in group) + ")" for group in groups)


def _quoted(term: str) -> str:
    letters = _NO_LETTER.sub("", term)
    return f'"{letters}"*' if term.endswith("*") and letters else f'"{letters}"'


def _told(digest: bytes | None) -> Indexed:
    """What a digest says; nothing where it cannot be read."""
    try:
        return indexed(digest) if digest is not None else _NOTHING
    except NotASummary:
        return _NOTHING


_NOTHING = Indexed(b"", "", "", "", [], "")


def _bits(slots: Iterable[int], size: int) -> int:
    """A set of slots as one number. Spelled in binary: that is one assignment a slot."""
    flags = bytearray(b"0" * (size + 1))
    for slot in slots:
        flags[size - slot] = _ONE
    return int(flags, 2)
