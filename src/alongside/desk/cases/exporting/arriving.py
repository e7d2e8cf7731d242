"""A package arrives: opened piece by piece while it comes, its files sealed anew as they do; kept only once the signature was found right.

Until then nothing of it belongs to anybody: broken off anywhere, what lies in the store opens for nobody and is swept away. Taken in, all
cases, files and keys come in one transaction, under new random ids. Facts stay bytes until the signature was found right, and again until
they are taken in: what JSON makes of them is many times as large, so one process reads those of one package at a time.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import creating, history
from alongside.desk.cases.around import feeds
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import Arrived, Arriving
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.exporting import gathering, package, partners, plain
from alongside.desk.cases.exporting.package import NotAPackage, Told
from alongside.desk.cases.exporting.plain import renamed
from alongside.desk.cases.exporting.unpacking import Opening
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import TakenPackage
from alongside.desk.cases.retention import behind
from alongside.desk.people import cards
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import FILE, Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.plain import KINDS, from_plain
from alongside.facts.problems import BadFact
from alongside.facts.publicity import PublicityDecision, Referral
from alongside.facts.retention import EndRequest
from alongside.facts.submissions import Approval, Draft, Submission
from alongside.vault.errors import Refused
from alongside.vault.persons import Card

Plain = dict[str, Any]
# Facts of 64 MiB are some hundred megabytes while they are read, and far more where somebody means harm: one package at a time.
_PLACE, SECONDS_TO_WAIT = threading.BoundedSemaphore(1), 30.0

# Kinds that mean something on the desk where they were made, and nothing here.
STAYS = frozenset(one.KIND for one in (EndRequest, Draft, Approval, Submission, PublicityDecision, Referral))


class TakenBefore(Exception):
    """This desk has taken it in already: when, and who."""

    def __init__(self, day: str, who: UUID) -> None:
        super().__init__()
        self.day, self.who = day, who


@dataclass(slots=True)
class Came:
    """One case as it came: its facts as they are stored, and its files by the name that the facts give them."""

    facts: list[bytes] = field(default_factory=list, repr=False)
    files: dict[str, Arrived] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole package, its signature right; or a whole file of plain facts, of which nobody says anything (`told` None). `size` is that
    of the file."""

    told: Told | None
    digest: str
    size: int
    cases: Sequence[Came] = field(repr=False)


class Incoming:
    """A package on its way in, with the manners of `files.Arriving`: add and finish, or discard. Unfit where it is none for her."""

    unfinished = False  # as far as anybody has to be told: whoever sent it sends it again

    def __init__(self, unlocked: Unlocked) -> None:
        self.id = uuid4()
        self._unlocked = unlocked
        self._opening = Opening(unlocked.secret, unlocked.card, self._believes)
        self._told: Told | None = None
        self._cases: list[Came] = []
        self._name = ""
        self._arriving: list[Arriving] = []
        self._size, self._start, self._lines = 0, b"", bytearray()
        self._file: Arriving | None = None

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if len(self._start) < len(plain.OPENING):  # what kind of file it is, its first bytes say
            piece, self._start = self._start + piece, (self._start + piece)[: len(plain.OPENING)]
            if len(self._start) < len(plain.OPENING):
                return
        if self._start == plain.OPENING:
            self._lines += piece
            if len(self._lines) > plain.MOST_BYTES:
                self._lines.clear()
                raise Unfit("too_long")
            return
        self._take(self._opening.add(piece))

    def finish(self) -> Whole:
        """All of it is there and signed. Unfit where it is not, or where its facts are none; also while another one is read ("busy")."""
        if self._start == plain.OPENING:
            with _in_turn():
                return self._read_lines()
        if len(self._start) < len(plain.OPENING):
            self._take(self._opening.add(self._start))
        self._take(self._opening.finish())
        told = self._told
        assert told is not None  # noqa: S101  a package without a beginning does not end
        with _in_turn():
            for case in self._cases:
                _must_fit(case)
        return Whole(told, self._opening.digest.hex(), self._size, self._cases)

    def discard(self) -> None:
        """Take away the files of it that nobody kept."""
        for one in self._arriving:
            one.discard()

    def _read_lines(self) -> Whole:
        data = bytes(self._lines)
        try:
            cases = [Came([gathering.stored(fact) for fact in facts]) for facts in plain.read(data)]
        except plain.NotFacts:
            raise Unfit("not-facts") from None
        return Whole(None, hashlib.sha256(data).hexdigest(), self._size, cases)

    def _believes(self, card: Card) -> bool:
        if card.desk == self._unlocked.desk.bytes:
            return self._unlocked.circle.admits(card)
        return partners.sender(self._unlocked, card) is not None

    def _take(self, events: Iterator[package.Event]) -> None:
        try:
            for event in events:
                self._event(event)
        except NotAPackage as error:
            self.discard()
            raise Unfit(error.code) from None

    def _event(self, event: package.Event) -> None:
        match event:
            case Told():
                self._told = event
            case package.CaseBegins():
                self._cases.append(Came())
            case package.Fact(data):
                self._cases[-1].facts.append(data)
            case package.FileBegins(name):
                if name in self._cases[-1].files:
                    raise NotAPackage("broken")
                self._name, self._file = name, Arriving(self._unlocked.desk)
                self._arriving.append(self._file)
            case package.Piece(data) if self._file:
                self._file.add(data)
            case package.FileEnds() if self._file:
                self._cases[-1].files[self._name] = self._file.finish()


def who_sent(unlocked: Unlocked, card: Card, names: Mapping[UUID, str]) -> str:
    """The sender as a person calls her."""
    if card.desk == unlocked.desk.bytes:
        return names.get(UUID(bytes=card.holder), "")
    found = partners.sender(unlocked, card)
    return found.called if found else ""


def take_in(
    unlocked: Unlocked,
    whole: Whole,
    sender: str,
    members: Iterable[Person],
    now: datetime,
    *,
    again: bool = False,
    beside: Callable[[Mapping[str, str]], Iterable[Fact]] = lambda _: (),
) -> list[UUID]:
    """The cases of a package as new cases of hers and of these members, whole or not at all. TakenBefore, unless she wants it again.

    `beside`: further facts of each case, made knowing the new ids by the old."""
    with transaction.atomic():
        cards.locked_desk(unlocked)  # one after the other: of two who take it in at once, the second is told
        before = _taken(unlocked, whole.digest)
        if before and not again:
            raise TakenBefore(*before)
        ours = {pk.hex for pk in Person.objects.filter(desk=unlocked.desk).values_list("pk", flat=True)}
        cases = [_renamed(came, ours, beside) for came in whole.cases]
        made = creating.create(unlocked, cases, now, members)
        told = {"form": "jsonl", "digest": whole.digest}
        if whole.told is not None:
            told = {"form": "package", "digest": whole.digest, "name": sender, "card": whole.told.sender.digest().hex()}
        what = "taken-in" if whole.told else "taken-in-plain"
        for case_id, came in zip(made, whole.cases, strict=True):
            held = hold(unlocked, case_id, lock=True)
            for arrived in came.files.values():
                files.keep(held, arrived)
            history.append(held, Happening(0, now, unlocked.person.pk, what, held.case.revision, told=told))
        # What was withdrawn elsewhere since, in the case that these facts were taken from, nobody here knows.
        behind.mark(made)
        _note(unlocked, whole.digest, now.date())
        feeds.when_saved(unlocked, now)
    return made


def taken_before(unlocked: Unlocked, digest: str) -> tuple[str, UUID] | None:
    """On which day, and by whom, this desk has taken a package in."""
    return _taken(unlocked, digest)


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _PLACE.acquire(timeout=SECONDS_TO_WAIT):
        raise Unfit("busy")
    try:
        yield
    finally:
        _PLACE.release()


def _must_fit(came: Came) -> None:
    """Unfit unless these are facts of one case, each under an id of its own, and its files are all there and no others.

    A file stands in one place of one fact and under no fact's id: who takes one piece of evidence away must not take another's file.
    """
    ids, named = set[str](), dict[str, tuple[str, int]]()
    places = 0
    for one in _kept(came):
        ids.add(one.id)
        places += 1
        if isinstance(one, Evidence):
            told = [(one.file, one.sha256, one.size)]
            if one.cleaned_file:
                told.append((one.cleaned_file, one.cleaned_sha256 or "", one.cleaned_size or 0))
            places += len(told)
            named |= {name: (sha256, size) for name, sha256, size in told}
    arrived = {name: (one.sha256, one.size) for name, one in came.files.items()}
    if len(ids | named.keys()) != places or named != arrived:
        raise Unfit("broken")


def _kept(came: Came) -> Iterator[Fact]:
    """Its facts, one after the other. Unfit where one is none."""
    for data in came.facts:
        try:
            yield from_plain(json.loads(data))
        except (ValueError, RecursionError, BadFact):
            raise Unfit("broken") from None


def _renamed(came: Came, ours: Iterable[str], beside: Callable[[Mapping[str, str]], Iterable[Fact]] = lambda _: ()) -> list[Fact]:
    """Its facts under new ids, their links with them, and its files where they lie now.

    Nothing that came from elsewhere was done by one of us: wherever a member's id stands, a new one stands now, which is nobody's. Nor
    does anybody's wish come along that a case be destroyed: here it would count as the first of two; nor a second person's yes to a
    letter, nor the letters themselves, whose files stayed where they were sent from.
    """
    facts: list[Plain] = [json.loads(data) for data in came.facts]
    names = {name: uuid4().hex for name in (*ours, *(one["id"] for one in facts))}
    kept = [one for one in facts if one["kind"] not in STAYS]
    return [*(from_plain(renamed(_fileless(one), names) | _files_of(one, came)) for one in kept), *beside(names)]


def _fileless(fact: Plain) -> Plain:
    return {name: value for name, value in fact.items() if not _names_a_file(fact, name)}


def _files_of(fact: Plain, came: Came) -> Plain:
    """Where its files lie now: names of files and ids of facts are never taken for each other."""
    return {name: came.files[value].id.hex for name, value in fact.items() if _names_a_file(fact, name)}


def _names_a_file(fact: Plain, name: str) -> bool:
    one = declared(KINDS[fact["kind"]]).get(name)
    return one is not None and one.metadata["kind"] is FILE and fact[name] not in (None, "")


def _taken(unlocked: Unlocked, digest: str) -> tuple[str, UUID] | None:
    for row in TakenPackage.objects.filter(desk=unlocked.desk):
        with suppress(Refused, ValueError, KeyError):
            noted = json.loads(unlocked.desk_ring.unseal(row.blob, partners.taken_place(unlocked.desk, row.pk)))
            if noted["digest"] == digest:
                return noted["day"], UUID(noted["who"])
    return None


def _note(unlocked: Unlocked, digest: str, today: date) -> None:
    row = uuid4()
    data = json.dumps({"digest": digest, "day": today.isoformat(), "who": unlocked.person.pk.hex}).encode()
    blob = unlocked.desk_ring.seal(data, partners.taken_place(unlocked.desk, row))
    TakenPackage.objects.create(id=row, desk_id=unlocked.desk, blob=blob)
