"""The only way to a case's facts: create, open, save; let members in and out.

Every change is one transaction: records, manifest, digest, history and the desk's chain all move, or none does. A confirmed save is on
the disk; a crash at any line leaves the case as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import creating, history, opening, places, rekeying, waiting_mail
from alongside.desk.cases.around import feeds
from alongside.desk.cases.history import Change, Happening
from alongside.desk.cases.holding import Held, NoCase, hold, lock_people
from alongside.desk.cases.models import Record
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.rekeying import members_of as members
from alongside.desk.cases.summary import to_digest
from alongside.desk.people import keyring
from alongside.desk.people.cards import card_of
from alongside.desk.people.columns import new_mark
from alongside.desk.people.models import Keyring, Person, Rekey
from alongside.desk.people.typed import NotKept
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.merge import Conflict, merge
from alongside.facts.plain import to_plain
from alongside.vault.epochs import Purpose
from alongside.vault.errors import Refused
from alongside.vault.persons import Card

__all__ = [
    "Damaged",
    "Edit",
    "LastMember",
    "NoCase",
    "Opened",
    "Saved",
    "add_member",
    "create",
    "let_in",
    "members",
    "open_case",
    "remove_member",
    "save",
    "stop_despite",
    "takes",
]


class Damaged(NotKept, ValueError):
    """What shall be changed does not fit its manifest or history. Saved over, the damage would no longer show."""


class LastMember(ValueError):
    """The last member cannot leave: nobody could open the case any more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One record as it was read and as it shall be. Without `base` it is new; without `mine` it is to go."""

    base: Fact | None
    mine: Fact | None

    def __post_init__(self) -> None:
        if self.base is None and self.mine is None:
            raise ValueError("an edit of nothing")

    @property
    def id(self) -> str:
        return (self.mine or self.base).id  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. Where somebody else changed the same field, their text stands and both are in `conflicts`, by record."""

    revision: int
    conflicts: Mapping[str, tuple[Conflict, ...]] = field(default_factory=dict)


def create(unlocked: Unlocked, facts: Iterable[Fact], now: datetime, members: Iterable[Person] = ()) -> UUID:
    """A new case with these facts, opened by its maker and these members. NotVouched where a member's key does not count."""
    with transaction.atomic():
        case_id = creating.create(unlocked, [list(facts)], now, members)[0]
        feeds.when_saved(unlocked, now)
    return case_id


def open_case(unlocked: Unlocked, case_id: UUID, now: datetime, *, note: bool = True) -> Opened:
    """The facts of a case; its opening goes into its history, unless the same request has noted it already (`note`).

    Raises NoCase. The row is locked, because rows, manifest and history must be read as of one moment.
    """
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        found = opening.opened(held)
        if note:
            history.append(held, Happening(0, now, unlocked.person.pk, "opened", held.case.revision))
        return found


def save(unlocked: Unlocked, case_id: UUID, edits: Iterable[Edit], now: datetime) -> Saved:
    """Store edits, all or none. Somebody else's edits since are kept: field by field where they differ, theirs where both changed one.

    Saving the same again changes nothing, so that a form sent twice over a bad line is stored once. Raises NoCase, and Damaged where
    the record, or the whole case, was tampered with; a no that cannot be stored then stops what waits all the same. Whoever saves within
    a transaction of his own calls `stop_despite` after it, or that is taken back with it.
    """
    edits = list(edits)
    try:
        with transaction.atomic():
            held = rekeying.hold_for_writing(unlocked, case_id, now)
            found = opening.opened(held)
            if not takes(found, edits):
                raise Damaged
            outcome = _Outcome(found)
            for edit in edits:
                outcome.take(edit)
            if outcome.changes:
                outcome.stop_mail(now)
                _write(held, outcome, now)
                feeds.when_saved(unlocked, now)
            return Saved(held.case.revision, outcome.conflicts)
    except Damaged:
        stop_despite(unlocked, case_id, edits, now)
        raise


def takes(found: Opened, edits: Iterable[Edit]) -> bool:
    """Whether these edits can be stored in the case as it was found."""
    return not found.damaged & {opening.MANIFEST, opening.HISTORY, *(edit.id for edit in edits)}


def stop_despite(unlocked: Unlocked, case_id: UUID, edits: Iterable[Edit] | None, now: datetime) -> None:
    """Of the words of a no nothing can be kept in a damaged case; but what they forbid must not leave. Without `edits`: whoever calls knows
    that it is a no."""
    with transaction.atomic():
        found = opening.opened(hold(unlocked, case_id, lock=True))
        put, gone = _put_and_gone(edits or ())
        if edits is None or waiting_mail.forbids(put, gone, {**found.facts, **{one.id: one for one in put}}):
            waiting_mail.stop_all(found, now)


def _put_and_gone(edits: Iterable[Edit]) -> tuple[list[Fact], set[str]]:
    given = list(edits)
    return [edit.mine for edit in given if edit.mine is not None], {edit.id for edit in given if edit.mine is None}


def add_member(unlocked: Unlocked, case_id: UUID, person: Person, now: datetime) -> None:
    """Let a vouched person of this desk in; nothing happens where she is in already. NoCase, NotVouched."""
    with transaction.atomic():
        held = rekeying.hold_for_writing(unlocked, case_id, now)
        # The person as she is behind the lock: a key must not go to a card that changed in this very moment.
        person = next(iter(lock_people(held.desk, [person.pk])), None)
        if person is None:
            raise ValueError("no member of this desk")
        unlocked.__dict__.pop("circle", None)
        rows = list(Keyring.objects.filter(person=person, case=case_id))
        stale = [row.pk for row in rows if keyring.is_stale(row, person)]
        have = {row.epoch for row in rows if row.pk not in stale}
        listed, digest = history.members_listed(held), card_of(person).digest()
        if listed.get(person.pk) == digest and have >= set(held.ring.keys):
            return
        Keyring.objects.filter(person=person, case=case_id).delete()  # each key that they hold is passed anew
        for entry in held.ring.entries():
            keyring.hand(unlocked, person, Purpose.CASE, case_id, entry)
        held.case.past = history.past_with(held, listed | {person.pk: digest})
        held.case.save(update_fields=["past"])
        _note_member(held, person, "member-added", now)


def let_in(opened: Opened) -> list[Person]:
    """The members who have the card that the key was passed to. Whoever has another one since is let in again, by a person.

    Where the list of the case does not open, whoever has a row of the keyring: she can be taken out by it.
    """
    try:
        listed = history.members_listed(opened.held)
    except Refused:
        return members(opened.id)
    return [one for one in members(opened.id) if one.card and Card.from_bytes(one.card).digest() == listed.get(one.pk)]


def remove_member(unlocked: Unlocked, case_id: UUID, person: Person, now: datetime) -> None:
    """End somebody's access, now and in every process; a new key is made, and what was written is sealed anew. NoCase, LastMember.

    Who takes herself off leaves the new key to the next member who opens the case.
    """
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        others = [one for one in members(case_id) if one.pk != person.pk]
        if not others:
            raise LastMember
        if not Keyring.objects.filter(person=person, case=case_id).exists():
            return
        _note_member(held, person, "member-removed", now)
        with suppress(Refused):  # where the list does not open, nobody is handed a new key by it; her rows go all the same
            listed = history.members_listed(held)
            held.case.past = history.past_with(held, {one: card for one, card in listed.items() if one != person.pk})
            held.case.save(update_fields=["past"])
        Keyring.objects.filter(person=person, case=case_id).delete()
        Rekey.objects.create(desk_id=held.desk, case=case_id)
    if person.pk != unlocked.person.pk:
        rekeying.catch_up(unlocked, case_id, now)


class _Outcome:
    """Edits put together with what stands now."""

    def __init__(self, found: Opened) -> None:
        self.found = found
        self.facts = dict(found.facts)
        self.manifest = found.manifest
        self.changes: dict[str, Change] = {}
        self.conflicts: dict[str, tuple[Conflict, ...]] = {}

    def take(self, edit: Edit) -> None:
        theirs = self.facts.get(edit.id)
        if (
            edit.base is None
            and edit.mine is not None
            and theirs is not None
            and (edit.mine.WHOLE or type(theirs) is not type(edit.mine))
        ):
            if replace(edit.mine, revision=theirs.revision) == theirs:
                return
            # A form sent again with another answer. What somebody agreed to, or took back, is never written over: it is said anew.
            edit, theirs = Edit(None, replace(edit.mine, id=uuid4().hex)), None
        if edit.mine is None:
            self._remove(edit, theirs)
        elif theirs is None and edit.base is not None and edit.mine.ENDS:
            self.conflicts[edit.id] = (Conflict("", to_plain(edit.base), to_plain(edit.mine), None),)
        elif theirs is None:
            self._put(edit.mine)  # new; or removed by somebody while she wrote, and what she wrote must not be lost
        else:
            self._merge(edit.base, edit.mine, theirs)

    def stop_mail(self, now: datetime) -> None:
        """What still waits to leave and must not any more, after these edits. Where records are missing or do not open, a no means all
        that waits: what it would have meant may be what is missing."""
        removed = {name for name, change in self.changes.items() if change.after is None}
        written = [self.facts[name] for name in self.changes if name not in removed]
        stopped = waiting_mail.stop_about(self.found.unlocked, written, removed, self.found.facts, self.facts, now)
        for before, after in stopped:
            if before.id not in self.found.damaged:  # written over, the damage would no longer show
                self.take(Edit(before, after))
        if self.found.damaged and waiting_mail.forbids(written, removed, self.facts):
            waiting_mail.stop_all(self.found, now)

    def _remove(self, edit: Edit, theirs: Fact | None) -> None:
        assert edit.base is not None  # noqa: S101  Edit takes no edit of nothing
        if theirs is None:
            return
        if theirs.revision != edit.base.revision:
            self.conflicts[edit.id] = (Conflict("", to_plain(edit.base), None, to_plain(theirs)),)
            return
        del self.facts[edit.id]
        self._changed(edit.id, theirs, None)

    def _merge(self, base: Fact | None, mine: Fact, theirs: Fact) -> None:
        if type(mine) is not type(theirs):
            raise ValueError("a record cannot change its kind")
        # A new record sent twice, perhaps mended in between: the second one counts, and the history keeps both.
        merged = merge(base or theirs, mine, theirs)
        if merged.conflicts:
            self.conflicts[mine.id] = merged.conflicts
        self._put(merged.fact)

    def _put(self, fact: Fact) -> None:
        """The fact, if it says anything new."""
        before = self.facts.get(fact.id)
        if before is not None and replace(fact, revision=before.revision) == before:
            return
        # Above all that ever stood under this id: a row that was rolled back must not meet its own revision again.
        known = (before.revision if before else fact.revision - 1, self.manifest.rows.get(UUID(fact.id).bytes, 0))
        after = replace(fact, revision=max(known) + 1)
        self.facts[fact.id] = after
        self._changed(fact.id, before, after)

    def _changed(self, name: str, before: Fact | None, after: Fact | None) -> None:
        kind = (after or before).KIND  # type: ignore[union-attr]
        first = self.changes[name].before if name in self.changes else (to_plain(before) if before else None)
        self.changes[name] = Change(name, kind, first, to_plain(after) if after else None)


def _write(held: Held, outcome: _Outcome, now: datetime) -> None:
    """Records, manifest, digest and history of one save."""
    case, changes = held.case, outcome.changes
    put = {name: outcome.facts[name] for name, change in changes.items() if change.after is not None}
    gone = [UUID(name) for name, change in changes.items() if change.after is None]
    Record.objects.filter(pk__in=[*gone, *(UUID(name) for name in put)], case=held.id).delete()
    Record.objects.bulk_create([creating.record(held, fact) for fact in put.values()])
    listed = outcome.manifest.rows
    manifest = outcome.manifest.with_rows(
        {UUID(name).bytes: fact.revision for name, fact in put.items()},
        frozenset(name.bytes for name in gone if name.bytes in listed),
    )
    case.revision = manifest.revision
    case.manifest = manifest.sealed(held.ring, places.manifest(held.desk, held.id, manifest.revision))
    case.digest_version += 1
    case.digest = held.ring.seal(to_digest(outcome.facts.values(), now), places.digest(held.desk, held.id, case.digest_version))
    case.save(update_fields=["revision", "manifest", "digest_version", "digest"])
    history.append(held, Happening(0, now, held.unlocked.person.pk, "changed", case.revision, tuple(changes.values())))
    # Only now, behind the desk's lock: whoever leaves the desk has it, and wants these rows.
    Keyring.objects.filter(case=held.id).update(mark=new_mark())


def _note_member(held: Held, person: Person, what: str, now: datetime) -> None:
    history.append(held, Happening(0, now, held.unlocked.person.pk, what, held.case.revision, about=person.pk))
