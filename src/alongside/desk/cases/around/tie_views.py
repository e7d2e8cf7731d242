"""The page of who is what to whom: a picture, and the tables that say the same in words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from alongside.desk.cases import at_hand
from alongside.desk.cases.around import drawing
from alongside.desk.cases.around.drawing import MOST_LINES, MOST_PERSONS, Edge, Node
from alongside.desk.cases.around.ties import Line, Tie, lines, ties
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.persons import Person

# Whoever did it stands above, whom the case is about in the middle, who stands by below.
LAYERS = {
    "perpetrator": 0,
    "harmed": 1,
    "cooperated": 1,
    "submits": 2,
    "relative": 2,
    "colleague": 2,
    "community": 2,
    "source": 3,
}
OTHERS = 3


@require_safe
@gate.member
def relations(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """Persons of a case and what they are to each other."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    persons = at_hand.in_order(opened.of(Person))
    found = lines(ties(opened.facts), [one.id for one in persons])
    context = {
        **frame(said, opened, now.date()),
        "picture": _picture(said, persons, found),
        "left_out": max(0, len(persons) - MOST_PERSONS) or len(found) > MOST_LINES,
        "lines": [_line(said, number, line) for number, line in enumerate(found, 1)],
        "persons": [_person(said, one, found) for one in persons],
    }
    return render(request, "cases/around/ties.html", context)


def _picture(said: Said, persons: list[Person], found: list[Line]) -> SafeString | str:
    """The drawing; nothing where there is nobody to draw. Of very many, those who have ties come first."""
    tied = {id_ for line in found for id_ in (line.one, line.other)}
    drawn = sorted(persons, key=lambda one: one.id not in tied)[:MOST_PERSONS]
    shown = {one.id for one in drawn}
    nodes = [_node(said, one) for one in persons if one.id in shown]
    if not nodes:
        return ""
    edges = [Edge(line.one, line.other, line.towards) for line in found[:MOST_LINES]]
    text = said.say("around.ties.described", persons=len(nodes), lines=len(edges))
    return SafeString(drawing.svg(drawing.lay_out(nodes, edges), said.say("around.ties.title"), text))


def _node(said: Said, one: Person) -> Node:
    layer = min((LAYERS[role] for role in one.roles if role in LAYERS), default=OTHERS)
    if "harmed" in one.roles:
        layer = 1  # somebody who did it and is harmed as well stands with those whom the case is about
    tone = "harmed" if "harmed" in one.roles else "did" if "perpetrator" in one.roles else "other"
    word = said.say(f"around.role.{next(role for role in at_hand.ROLE_ORDER if role in one.roles)}") if one.roles else ""
    return Node(one.id, said.name(one), word, tone, layer)


def _line(said: Said, number: int, line: Line) -> dict[str, Any]:
    return {
        "number": number,
        "one": (line.one, said.name(line.one)),
        "other": (line.other, said.name(line.other)),
        "ties": [(tie.fact, _sentence(said, tie)) for tie in line.ties],
    }


def _sentence(said: Said, tie: Tie) -> str:
    """A tie in a sentence of the page's own language, in which each name runs in the direction of its own."""
    person, other = isolated([said.name(tie.person)]), isolated([said.name(tie.other)])
    if tie.why == "relation":
        return said.say("case.relation", person=person, other=other, tie=said.label("relation", tie.code))
    act = said.heading("act", tie.code) if tie.why in ("act", "involvement") else ""
    return said.say(f"around.ties.{tie.why}", person=person, other=other, act=act)


def _person(said: Said, one: Person, found: list[Line]) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": said.name(one),
        "roles": said.labels("role", one.roles),
        "numbers": said.listed(str(number) for number, line in enumerate(found, 1) if one.id in (line.one, line.other)),
    }
