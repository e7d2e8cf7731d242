"""A new key for a case, after somebody who held the old one has left it (security.md 5).

The new epoch begins in one transaction: from then on everything is written under it, and nobody who was removed gets it. Old records are
sealed anew in small steps, which may break off anywhere and be taken up by any member's next unlock; then the old key is dropped.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from alongside.desk.cases import history, places
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import Held, NoCase, hold, lock_people
from alongside.desk.cases.models import Case, Record
from alongside.desk.people import keyring
from alongside.desk.people.models import Keyring, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import NotVouched
from alongside.vault.sealed import epoch_of

STEP = 100  # records sealed anew in one transaction: a fraction of a second, so that nobody waits for it


def advance(held: Held, now: datetime) -> Held:
    """Begin the next epoch, in a transaction that holds the case's row. Gives the case as it is now."""
    unlocked, case = held.unlocked, held.case
    ring = held.ring.advanced()
    entry = ring.entries()[-1]
    past = history.next_past(held, ring)
    members = lock_people(held.desk, (person.pk for person in members_of(held.id) if person.pk != unlocked.person.pk))
    keyring.keep(unlocked, Purpose.CASE, held.id, entry)
    for person in members:
        _handed_if_vouched(unlocked, person, held.id, entry)
    case.manifest = ring.resealed(case.manifest, places.manifest(held.desk, held.id, case.revision))
    digest = ring.unseal(case.digest, places.digest(held.desk, held.id, case.digest_version))
    case.digest_version += 1
    case.digest = ring.seal(digest, places.digest(held.desk, held.id, case.digest_version))
    case.epoch, case.past = ring.newest, past
    case.save(update_fields=["epoch", "manifest", "digest", "digest_version", "past"])
    Keyring.objects.filter(case=held.id).update(version=F("version") + 1)
    Rekey.objects.filter(case=held.id).delete()
    keyring.pin_epochs(unlocked, {held.id: ring.newest})
    after = Held(unlocked, case, ring)
    history.append(after, Happening(0, now, unlocked.person.pk, "rekeyed", case.revision))
    return after


def hold_for_writing(unlocked: Unlocked, case_id: UUID, now: datetime) -> Held:
    """The case locked, under a key that nobody holds who was removed: if a new one is owed, the first writer makes it."""
    held = hold(unlocked, case_id, lock=True)
    return advance(held, now) if Rekey.objects.filter(case=case_id).exists() else held


def work(unlocked: Unlocked, now: datetime, most: int = 50) -> int:
    """What this member can do of what is owed, `most` cases at a time: begin epochs, seal records anew, pass new keys to members who had
    none yet because nobody had vouched for their card. Gives how many cases are still owed. Safe to break off and to repeat."""
    owed = owed_cases(unlocked)
    for case_id in owed[:most]:
        try:
            catch_up(unlocked, case_id, now)
        except NoCase:
            continue  # removed meanwhile
    return max(0, len(owed) - most)


def owed_cases(unlocked: Unlocked) -> list[UUID]:
    """Her cases in which something is owed: a new epoch, or an old one that is not dropped yet."""
    mine = Keyring.objects.filter(person=unlocked.person, purpose=Purpose.CASE)
    behind = set(Rekey.objects.filter(case__in=mine.values("case")).values_list("case", flat=True))
    epochs: dict[UUID, set[int]] = {}
    for case_id, epoch in mine.filter(epoch__gt=1).values_list("case", "epoch"):
        epochs.setdefault(case_id, set()).add(epoch)
    several = set(Keyring.objects.filter(case__in=list(epochs)).exclude(epoch__gt=1).values_list("case", flat=True))
    several |= {case_id for case_id, held in epochs.items() if len(held) > 1}
    return sorted(behind | several | _lacking(set(epochs)))


def catch_up(unlocked: Unlocked, case_id: UUID, now: datetime) -> None:
    """Bring one case to one epoch, in steps."""
    with transaction.atomic():
        hold_for_writing(unlocked, case_id, now)
    while _step(unlocked, case_id):
        pass


def members_of(case_id: UUID) -> list[Person]:
    """The active members of a case, in the order of their ids."""
    held = Keyring.objects.filter(case=case_id, purpose=Purpose.CASE).values("person")
    return list(Person.objects.filter(pk__in=held, active=True).order_by("pk"))


def _step(unlocked: Unlocked, case_id: UUID) -> bool:
    """Seal some records anew, or drop the old epochs once none is left. False when there is nothing more to do."""
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        old = _old_records(held)
        for row in old[:STEP]:
            row.blob = held.ring.resealed(row.blob, places.record(held.desk, row.id, row.revision))
        Record.objects.bulk_update(old[:STEP], ["blob"])
        if not old:
            has_newest = _pass_on(held)
            Keyring.objects.filter(case=case_id, person__in=has_newest, epoch__lt=held.case.epoch).delete()
        return bool(old)


def _old_records(held: Held) -> list[Record]:
    return [row for row in Record.objects.filter(case=held.id).order_by("pk") if epoch_of(row.blob) != held.case.epoch]


def _pass_on(held: Held) -> set[UUID]:
    """The newest key to members who lack it; gives who has it now. Without it, an old row stays: it is all that says she is a member."""
    entry = held.ring.entries()[-1]
    rows = Keyring.objects.filter(case=held.id, epoch=held.case.epoch).select_related("person")
    have = {row.person_id for row in rows if row.person.active and not keyring.is_stale(row, row.person)}
    lacking = lock_people(held.desk, (person.pk for person in members_of(held.id) if person.pk not in have))
    return have | {person.pk for person in lacking if _handed_if_vouched(held.unlocked, person, held.id, entry)}


def _handed_if_vouched(unlocked: Unlocked, person: Person, case_id: UUID, entry: Entry) -> bool:
    """Whether the key could be passed: to a changed card it is not, until somebody has compared the words."""
    try:
        with transaction.atomic():
            Keyring.objects.filter(
                person=person, case=case_id, epoch=entry.epoch
            ).delete()  # one for a card that she no longer has
            keyring.hand(unlocked, person, Purpose.CASE, case_id, entry)
    except NotVouched:
        return False
    return True


def _lacking(cases: set[UUID]) -> set[UUID]:
    """Cases in which an active member does not have the newest epoch."""
    newest = dict(Case.objects.filter(pk__in=cases).values_list("pk", "epoch"))
    best: dict[tuple[UUID, UUID], int] = {}
    for case_id, person, epoch in Keyring.objects.filter(case__in=cases, person__active=True).values_list(
        "case", "person", "epoch"
    ):
        best[case_id, person] = max(epoch, best.get((case_id, person), 0))
    return {case_id for (case_id, _), epoch in best.items() if epoch < newest.get(case_id, 0)}
