"""What every page of a case needs: the case opened for a member or nobody's, ids that a repeated form meets again, the day."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from alongside.desk.cases import store
from alongside.desk.cases.forms import dates
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.opening import Opened
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.asking import asked
from alongside.facts.fact import Fact
from alongside.facts.fields import writable
from alongside.facts.persons import Person

F = TypeVar("F", bound=Fact)
_SEED = re.compile(r"[0-9a-f]{32}")
# Who is central comes first, who did it last; a person stands where her first role puts her.
ROLE_ORDER = ("harmed", "cooperated", "submits", "relative", "colleague", "community", "source", "perpetrator")


def opened_or_404(unlocked: Unlocked, case_id: UUID, now: datetime, *, note: bool = True) -> Opened:
    """The case for its member. For everybody else there is none, in the same words and at the same cost."""
    try:
        return store.open_case(unlocked, case_id, now, note=note)
    except NoCase:
        raise Http404 from None


def fact_or_404(opened: Opened, fact_id: str, kind: type[F]) -> F:
    """One fact of a case, of this kind."""
    fact = opened.facts.get(fact_id)
    if not isinstance(fact, kind):
        raise Http404
    return fact


def seed() -> str:
    """What a form carries so that sending it twice over a bad line stores it once."""
    return uuid4().hex


def id_from(unlocked: Unlocked, about: UUID, seed_text: str, number: int = 0) -> str:
    """The id that a form's record gets: the same for the same form, and nobody else's.

    Taken as it came, an id would clash with a record of a case that is not hers, and the clash would tell that it exists.
    """
    if not _SEED.fullmatch(seed_text):
        seed_text = seed()
    parts = f"{unlocked.person.pk.hex} {about.hex} {seed_text} {number}"
    return hashlib.sha256(b"alongside record of a form/1 " + parts.encode()).hexdigest()[:32]


def in_order(persons: list[Person]) -> list[Person]:
    """Persons as a page lists them: who was harmed, who cooperated, relatives; perpetrators last; ties by id."""
    return sorted(persons, key=lambda one: (_place(one), not one.names, one.id))


def _place(person: Person) -> int:
    return min((ROLE_ORDER.index(role) for role in person.roles), default=len(ROLE_ORDER) - 2)


def with_own_plan(facts: Iterable[Fact]) -> list[Person]:
    """Persons whom the desk protects: each has a plan, a risk and a consent of her own. Not who has no other part than having done it."""
    of = list(facts)
    protected = asked(of)
    return in_order([one for one in of if isinstance(one, Person) and one.id in protected])


def central(opened: Opened) -> Person | None:
    """The person whom the case is about."""
    persons = with_own_plan(opened.facts.values())
    return persons[0] if persons else None


def typed_day(text: str) -> date | None:
    """A day as people write it; ValueError for anything else that is not empty."""
    return date.fromisoformat(dates.read_day(text)) if text.strip() else None


def plain_post(request: HttpRequest) -> dict[str, str]:
    """What was typed, one value a field, without signs that no keyboard makes."""
    return {name: _clean(value) for name, value in request.POST.items()}


def _clean(text: str) -> str:
    return "".join(sign for sign in text if writable(sign)).strip()


def see_other(name: str, **where: object) -> HttpResponse:
    """After a POST: to the page that shows what became of it."""
    response = HttpResponseRedirect(reverse(name, kwargs=where))
    response.status_code = 303
    return response


def one_of(text: str, accepted: Mapping[str, object] | tuple[str, ...] | frozenset[str]) -> str | None:
    """A code of a list; None for none."""
    return text if text in accepted else None
