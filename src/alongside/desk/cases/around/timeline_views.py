"""The page of a case's timeline."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.desk.cases import at_hand, words
from alongside.desk.cases.around import timeline
from alongside.desk.cases.around.timeline import Moment
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.events import Detention
from alongside.facts.fact import Fact


@require_safe
@gate.member
def times(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """What happened and what was done, in the order of time."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    found = timeline.moments(opened.facts.values(), now.date())
    groups = [(_heading(said, year), [_shown(said, one) for one in some]) for year, some in timeline.years(found)]
    return render(request, "cases/around/timeline.html", {**frame(said, opened, now.date()), "groups": groups})


def _heading(said: Said, year: int | None) -> str:
    return said.say("around.timeline.undated") if year is None else words.day(f"{year:04}", said.lang)


def _shown(said: Said, one: Moment) -> dict[str, Any]:
    """A moment as the page lists it. What its date says already is not said twice; its prose stands on the page of the case."""
    line = said.line(one.fact)
    when, until = said.when(one.when) or said.say("case.no_date"), _until(said, one)
    if one.what in ("hearing", "decision", "release"):
        parts: list[str] = [one.words]
    else:
        told = {when, until, *_repeated(said, one)}
        parts = [part for part in line.parts if part not in told]
    return {
        "id": one.fact.id,
        "when": isolated([when, until]),
        "what": said.say(f"around.what.{one.what}"),
        "head": line.head,
        "small": isolated(parts),
        "goes_on": one.goes_on,
        "during": list(dict.fromkeys(_lasting(said, said.facts[id_]) for id_ in one.during)),
    }


def _lasting(said: Said, fact: Fact) -> str:
    """What lasted, in as few words as tell it from the others."""
    if isinstance(fact, Detention):
        return said.say("around.timeline.held", name=said.name(fact.person))
    return said.line(fact).head


def _until(said: Said, one: Moment) -> str:
    """What stands beside the date of something that has ended."""
    if one.until is None:
        return ""
    return said.say("case.released" if one.what == "detention" else "case.until", when=said.when(one.until))


def _repeated(said: Said, one: Moment) -> list[str]:
    """What the line of a fact says of its dates, in the words of the case's page."""
    if isinstance(one.fact, Detention):
        days = [f"{said.when(day.date)} {day.court or day.what or ''}".strip() for day in one.fact.court_dates]
        return [said.say("case.since", when=said.when(one.when)), said.say("case.held"), *days]
    return [said.say("case.goes_on")]
