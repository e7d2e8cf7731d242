"""The work of an import and of its undoing, in steps: each is one transaction that makes its cases and notes them, or does neither.

Whatever ends the process between two steps, what was counted as imported is there, and nothing else. Two who work on one import (two
windows, two machines) take turns: each step reads where it stands behind the row's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from alongside.desk.cases import creating, destroying, history
from alongside.desk.cases.holding import Held, NoCase, hold
from alongside.desk.cases.importing import keeping
from alongside.desk.cases.importing.building import Outcome, build
from alongside.desk.cases.importing.keeping import DONE, DRAFT, RUNNING, UNDOING, UNDONE, Import, NoImport
from alongside.desk.cases.importing.tables import Table
from alongside.desk.cases.models import Case, History
from alongside.desk.people import clock
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Refused

STEP = 100  # cases a transaction: a fraction of a second, in which nobody else writes
UNDO_STEP = 50
# What may stand in the history of a case that nobody has worked on.
UNTOUCHED = frozenset({"created", "opened"})


class Changed(Exception):
    """The table gives other cases than those that were started with: another version of the program reads it otherwise."""


class NothingToDo(ValueError):
    """No row can become a case; or some are bad, and she wants all or none."""


def outcome(unlocked: Unlocked, one: Import) -> tuple[Table, Outcome]:
    """What would become of its table."""
    table = keeping.table_of(unlocked, one)
    return table, build(table, one.choice)


def start(unlocked: Unlocked, import_id: UUID, members: list[Person], now: datetime, *, all_or_none: bool = False) -> Import:
    """Begin to import what is good. NoImport, NothingToDo."""
    found = keeping.get(unlocked, import_id)
    if found.state != DRAFT:
        raise NoImport
    _, would = outcome(unlocked, found)
    if not would.cases or (all_or_none and would.faults):
        raise NothingToDo
    told = {"total": len(would.cases), "bad": len(would.bad_rows), "members": tuple(one.pk.hex for one in members)}
    return keeping.change(unlocked, import_id, DRAFT, state=RUNNING, beat=now.isoformat(), **told)


def undo(unlocked: Unlocked, import_id: UUID, now: datetime) -> Import:
    """Begin to take away the cases that nobody has worked on since. NoImport."""
    with transaction.atomic():
        found = keeping.get(unlocked, import_id, lock=True)
        if found.state not in (DONE, RUNNING):
            raise NoImport
        return keeping.write(unlocked, replace(found, state=UNDOING, looked=0, gone=0, kept=(), beat=now.isoformat()))


def run(
    unlocked: Unlocked,
    import_id: UUID,
    going: Callable[[], bool] = lambda: True,
    told: Callable[[Import], object] = lambda _: None,
) -> Import:
    """Work until it is done, or until `going` says no. NoImport, Changed."""
    found = keeping.get(unlocked, import_id)
    if found.state == RUNNING:
        table, would = outcome(unlocked, found)
        if (len(would.cases), len(would.bad_rows)) != (found.total, found.bad):
            raise Changed
        while going() and found.state == RUNNING:
            found = _import_some(unlocked, import_id, table, would, clock.now())
            told(found)
    if found.state == UNDOING:  # from the beginning, or since a moment ago: then the cases made until now are taken away
        cases = keeping.cases_of(unlocked, found)
        while going() and found.state == UNDOING:
            found = _undo_some(unlocked, import_id, cases, clock.now())
            told(found)
    return found


def _import_some(unlocked: Unlocked, import_id: UUID, table: Table, would: Outcome, now: datetime) -> Import:
    with transaction.atomic():
        one = keeping.get(unlocked, import_id, lock=True)
        if one.state != RUNNING:
            return one
        some = would.cases[one.done : one.done + STEP]
        people = Person.objects.filter(pk__in=[UUID(member) for member in one.members], desk=unlocked.desk, active=True)
        made = creating.create(unlocked, [case.facts for case in some], now, list(people))
        one = keeping.add_cases(unlocked, one, made) if made else one
        one = replace(one, done=one.done + len(made), beat=now.isoformat())
        if one.done >= one.total:
            one = replace(keeping.keep_rows(unlocked, one, table, would.bad_rows), state=DONE)
        return keeping.write(unlocked, one)


def _undo_some(unlocked: Unlocked, import_id: UUID, cases: list[UUID], now: datetime) -> Import:
    with transaction.atomic():
        one = keeping.get(unlocked, import_id, lock=True)
        if one.state != UNDOING:
            return one
        some = cases[one.looked : one.looked + UNDO_STEP]
        # All of them before the desk, which the first to go will hold: whoever saves one of the others has its row and waits for the desk.
        list(Case.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk").values_list("pk"))
        links = dict(History.objects.filter(case__in=some).values_list("case").annotate(Count("pk")))
        held = [found for case in some if (found := _held(unlocked, case))]
        gone = [one for one in held if one.case.revision == 1 and (links.get(one.id) == 1 or _untouched(unlocked, one.id))]
        try:
            destroying.bury(gone, now)
        except destroying.Blocked:  # some of them must stay; none has gone
            gone = [one for one in gone if destroying.blocked(one, now) is None]
            destroying.bury(gone, now)
        buried = {one.id for one in gone}
        kept = tuple(one.id.hex for one in held if one.id not in buried)
        one = replace(one, looked=one.looked + len(some), gone=one.gone + len(gone), kept=(*one.kept, *kept))
        one = replace(one, beat=now.isoformat())
        if one.looked >= len(cases):
            one = replace(one, state=UNDONE, table="")
            keeping.drop_parts(one.id)
        return keeping.write(unlocked, one)


def _held(unlocked: Unlocked, case: UUID) -> Held | None:
    """A case behind its lock; None where it is not there for her any more."""
    try:
        return hold(unlocked, case, lock=True)
    except NoCase:
        return None


def _untouched(unlocked: Unlocked, case: UUID) -> bool:
    """Whether nothing happened to it but that it was made and looked at. What cannot be read was touched by somebody."""
    try:
        return all(one.what in UNTOUCHED for one in history.happenings(unlocked, case))
    except (Refused, ValueError, KeyError):
        return False
