"""Who can agree that cases leave in plain text: another member of all of them. That rule holds only if the asker cannot choose her judge by
taking one out of a case and letting a friend in, so it looks at who came and went lately.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from alongside.desk.cases import history
from alongside.desk.cases.history import Happening
from alongside.desk.people import cards
from alongside.desk.people.models import Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose
from alongside.vault.errors import Refused

APPROVER = "approver"
SETTLED = timedelta(hours=24)  # in a case, before a member can agree about it
LATELY = timedelta(days=30)  # in which who was taken out of a case is still missed


def eligible(unlocked: Unlocked, cases: Iterable[UUID], now: datetime) -> list[Person]:
    """Other members of every one of these cases whose keys count; those with the role of an approver, if there is one.

    Nobody while an approver is missed (`taken_out`). Else a member who was let in during the last 24 hours can agree only where no other
    member is settled and nobody was taken out in the last 30 days: alone with a new colleague, nobody was avoided.
    """
    wanted = set(cases)
    inside, past = _inside(unlocked, wanted), _lately(unlocked, wanted, now)
    if past is None or _missed(unlocked, past, inside):
        return []
    counted = [one for one in inside if cards.admitted(unlocked, one)]
    approvers = [one for one in counted if APPROVER in one.roles.split()]
    if approvers:
        return approvers
    new = {one.about for one in past if one.what == "member-added" and now - one.when < SETTLED}
    settled = [one for one in counted if one.pk not in new]
    return settled if settled or _taken(past) else counted


def taken_out(unlocked: Unlocked, cases: Iterable[UUID], now: datetime) -> list[Person]:
    """Active approvers whom somebody else took out of one of these cases in the last 30 days, and who are not in all of them again."""
    wanted = set(cases)
    return _missed(unlocked, _lately(unlocked, wanted, now) or [], _inside(unlocked, wanted))


def _inside(unlocked: Unlocked, wanted: set[UUID]) -> list[Person]:
    """Active others who hold the keys of all of these cases."""
    rows = Keyring.objects.filter(case__in=wanted, purpose=Purpose.CASE).exclude(person=unlocked.person)
    inside: dict[UUID, set[UUID]] = {}
    for person, case in rows.values_list("person", "case"):
        inside.setdefault(person, set()).add(case)
    whole = [person for person, held in inside.items() if held == wanted]
    return list(Person.objects.filter(pk__in=whole, desk=unlocked.desk, active=True).order_by("pk"))


def _lately(unlocked: Unlocked, wanted: Iterable[UUID], now: datetime) -> list[Happening] | None:
    """Who came into these cases and was taken out of them lately; None where a history does not open: then nobody can tell."""
    found = []
    for case in sorted(wanted):
        try:
            past = history.happenings(unlocked, case)
        except (Refused, ValueError, KeyError):
            return None
        found += [one for one in past if one.what in ("member-added", "member-removed") and now - one.when < LATELY]
    return found


def _taken(past: Iterable[Happening]) -> set[UUID]:
    """Who was taken out by somebody else. Who took herself off was avoided by nobody."""
    return {one.about for one in past if one.what == "member-removed" and one.about and one.about != one.who}


def _missed(unlocked: Unlocked, past: Iterable[Happening], inside: Iterable[Person]) -> list[Person]:
    out = _taken(past) - {one.pk for one in inside} - {unlocked.person.pk}
    people = Person.objects.filter(pk__in=out, desk=unlocked.desk, active=True).order_by("pk") if out else []
    return [one for one in people if APPROVER in one.roles.split()]
