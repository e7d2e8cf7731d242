"""Who is much like somebody: for the persons of a case, and for a name that somebody has just said on the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, words
from alongside.desk.cases.around import alike
from alongside.desk.cases.around.alike import Alike
from alongside.desk.cases.around.likeness import AGAINST
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.finding import rows
from alongside.desk.cases.finding.index import Row
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.forms import answers, dates
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import LINE
from alongside.facts.persons import Person, PersonName
from alongside.facts.when import When

MOST = 20  # persons of a case that are compared on one page; those whom it is about come first
NAMESAKES = 25


@require_safe
@gate.member
def of_case(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """For each person of a case the persons who are like them, in this and in the asker's other cases."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    persons = at_hand.in_order([one for one in opened.of(Person) if alike.spellings(one)])
    found = _found(unlocked, said, persons[:MOST])
    context = {
        **frame(said, opened, now.date()),
        "persons": [(one.id, said.name(one), found[one.id]) for one in persons[:MOST]],
        "left_out": max(0, len(persons) - MOST),
    }
    return render(request, "cases/around/similar_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def search(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Whether somebody may be in one of her cases already. What is typed comes by POST and is kept nowhere."""
    said, faults = Said(lang), dict[str, str]()
    typed = posts.typed(request) if request.method == "POST" else {}
    found: list[dict[str, Any]] | None = None
    if request.method == "POST":
        person = _person(said, typed, faults)
        if person is not None:
            found = _found(unlocked, said, [person])[person.id]
    ask = Asks(said, "around.similar", {name: [value] for name, value in typed.items()}, faults)
    questions = [ask.line("name"), ask.line("born"), ask.one("state", answers.states(lang)[0][1])]
    context = {
        "questions": questions,
        "problems": [question for question in questions if question.fault],
        "found": found,
        "namesakes": _namesakes(unlocked, lang) if request.method != "POST" else [],
    }
    return render(request, "cases/around/similar.html", context, status=422 if faults else 200)


def _found(unlocked: Unlocked, said: Said, persons: Sequence[Person]) -> dict[str, list[dict[str, Any]]]:
    """By person whom she is like, in words. The index is left before anything is opened: others of this login wait for it."""
    with registry.index(unlocked) as index:
        candidates = alike.candidates(index, persons)
    among = alike.persons_of(unlocked, list(candidates))
    best = alike.best(persons, among)
    return {one: [_shown(said, like, candidates[like.case]) for like in some] for one, some in best.items()}


def _shown(said: Said, like: Alike, row: Row) -> dict[str, Any]:
    """One person who is like another: name, other spellings, State and year of birth; the reasons; the case as lists call it."""
    own, summary = said.name(like.person), row.summary
    parts = [
        said.listed(text for text in alike.spellings(like.person) if text != own),
        said.labels("role", like.person.roles),
        said.state(like.person.present_country) if like.person.present_country else "",
        said.say("around.similar.was_born", when=said.when(like.person.born)) if like.person.born else "",
    ]
    return {
        "case": row.case,
        "person": like.person.id,
        "name": own,
        "title": (summary.shown if summary else "") or said.say("case.untitled"),
        "small": isolated(parts),
        "reasons": [(said.say(f"around.like.{code}"), code in AGAINST) for code in like.likeness.reasons],
    }


def _person(said: Said, typed: dict[str, str], faults: dict[str, str]) -> Person | None:
    """Whom she asks for; faults are put down by field."""
    name, born, state = typed.get("name", ""), None, typed.get("state", "") or None
    if not name or len(name) > LINE:
        faults["name"] = _fault(said, "name", "too-long" if name else "missing", accepted=LINE)
    try:
        born = When(dates.read(typed["born"])) if typed.get("born") else None
    except dates.Ambiguous as error:
        one, other = (words.day(text, said.lang) for text in str(error).split())
        faults["born"] = _fault(said, "born", "ambiguous-date", one=one, other=other)
    except ValueError:
        faults["born"] = _fault(said, "born", "not-a-date")
    if state and state not in dict(answers.states(said.lang)[0][1]):
        faults["state"] = _fault(said, "state", "unknown-state")
    if faults:
        return None
    return Person(id=at_hand.seed(), revision=1, names=(PersonName(text=name),), born=born, present_country=state)


def _fault(said: Said, name: str, fault: str, **params: object) -> str:
    return said.say(f"fault.{fault}", field=said.say(f"around.similar.ask.{name}"), **{"accepted": "", **params})


def _namesakes(unlocked: Unlocked, lang: str) -> list[list[dict[str, Any]]]:
    """Her cases that are called by the same name, from her index alone."""
    with registry.index(unlocked) as index:
        found = index.namesakes(NAMESAKES)
    today = clock.today()
    return [[_named(row, today, lang) for row in group] for group in found]


def _named(row: Row, today: Any, lang: str) -> dict[str, Any]:
    line = rows.line(row, today, lang)
    return {"case": line.case, "name": line.name, "small": isolated([line.spelling, line.title, line.where, line.act, line.when])}
