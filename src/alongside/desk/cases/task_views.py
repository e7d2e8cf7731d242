"""Tasks and measures of a case: who does what by which day, and a reminder sealed to her."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate, notices
from alongside.desk.people.models import Person as Account
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import PROSE
from alongside.facts.protection import Measure, Task
from alongside.vault.errors import Refused

LONGEST_REMINDER = 200  # characters: a reminder names the work, the case tells the rest


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def tasks(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """What is to be done and what is done; a POST adds a task, or marks one (`done`, `undone`)."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _page(request, said, opened, {}, {}, now.date(), at_hand.seed())
    typed = posts.typed(request)
    if "done" in typed or "undone" in typed:
        work = opened.facts.get(typed.get("done") or typed.get("undone", ""))
        if not isinstance(work, Task | Measure):
            raise Http404
        # Done twice by two people: the first day stands, and that is the truth of it.
        edited = replace(work, done=now.date() if "done" in typed else None)
        store.save(unlocked, case_id, [Edit(work, edited)], now)
        return at_hand.see_other("cases-tasks", lang=lang, case_id=case_id)
    return _add(request, unlocked, said, opened, typed)


def _add(request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, typed: dict[str, str]) -> HttpResponse:
    now, seed, what, due = clock.now(), typed.get("seed", ""), typed.get("what", ""), None
    faults: dict[str, str] = {}
    try:
        due = at_hand.typed_day(typed.get("due", ""))
    except ValueError:
        faults["due"] = said.fault("task", "due", "not-a-day")
    if not what or len(what) > PROSE:
        faults["what"] = said.fault("task", "what", "too-long" if what else "missing", accepted=PROSE)
    if faults:
        given = {name: [value] for name, value in typed.items()}
        return _page(request, said, opened, given, faults, now.date(), seed or at_hand.seed())
    owner = at_hand.one_of(typed.get("owner", ""), tuple(id_ for id_, _ in owners(opened.id, said)))
    made = Task(id=at_hand.id_from(unlocked, opened.id, seed), revision=1, what=what, owner=owner, due=due)
    fresh = made.id not in opened.facts
    store.save(unlocked, opened.id, [Edit(None, made)], now)
    if fresh:
        remind_owner(unlocked, owner, what, due)
    return at_hand.see_other("cases-tasks", lang=said.lang, case_id=opened.id)


def owners(case_id: UUID, said: Said) -> list[tuple[str, str]]:
    """Who can own work of a case: its members. The reminder is sealed to one of them, and another could not open the case."""
    return sorted(((one.pk.hex, said.colleague(one.pk)) for one in store.members(case_id)), key=lambda pair: pair[1])


def remind_owner(unlocked: Unlocked, owner: str | None, what: str, due: date | None) -> None:
    """A reminder sealed to the owner, for the day. Where her key does not count nothing is sealed: the task stands in the case."""
    if owner is None or due is None:
        return
    person = Account.objects.filter(pk=UUID(owner), desk=unlocked.desk, active=True).first()
    line = " ".join(what.split())
    try:
        if person is not None:
            notices.tell(person, line[:LONGEST_REMINDER], unlocked.circle, due=due)
    except Refused:
        return


def _page(
    request: HttpRequest, said: Said, opened: Opened, given: dict[str, list[str]], faults: dict[str, str], today: date, seed: str
) -> HttpResponse:
    posts.note(request, opened)
    ask = Asks(said, "tasks", given, faults, "task")
    questions = [
        ask.prose("what"),
        ask.one("owner", [*owners(opened.id, said), ("", said.say("case.nobody_yet"))], unknown=False),
        ask.day("due"),
    ]
    work = sorted((*opened.of(Task), *opened.of(Measure)), key=lambda one: (one.due or date.max, one.id))
    context = {
        **frame(said, opened, today),
        "open": [(said.line(one), one.due is not None and one.due < today) for one in work if one.done is None],
        "done": [said.line(one) for one in work if one.done is not None],
        "questions": questions,
        "problems": [question for question in questions if question.fault],
        "seed": seed,
    }
    return render(request, "cases/tasks.html", context, status=422 if faults else 200)
