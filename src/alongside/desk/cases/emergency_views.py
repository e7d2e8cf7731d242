"""The emergency entry: one screen during a call, and the way from a plan of the guide to a case."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, emergency, from_plan, posts, store
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.emergency import Answers
from alongside.desk.cases.forms import answers, layout
from alongside.desk.cases.forms.question import Question
from alongside.desk.cases.models import Record
from alongside.desk.cases.shown import Said
from alongside.desk.people import clock, gate, keyring, typed
from alongside.desk.people.unlocked import Unlocked
from alongside.directory import reader, vocabulary
from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.plan import reading
from alongside.plan.situation import Situation

Block = tuple[bool, list[Question]]
LONGEST_SITUATION = 60_000  # characters; the guide's own form takes no more


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def emergency_entry(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The screen; after a POST the new case, or the screen again with everything that was typed."""
    if request.method != "POST":
        return _screen(request, Said(lang), {}, at_hand.seed(), "")
    posts.once(request, many=emergency.MANY)
    given = emergency.read(dict(request.POST.lists()))
    seed, told = request.POST.get("seed", ""), request.POST.get("situation", "")
    if not emergency.enough(given):
        return _screen(request, Said(lang), given, seed or at_hand.seed(), told, empty=True)
    return at_hand.see_other("cases-case", lang=lang, case_id=_case(unlocked, given, seed, told))


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def from_situation(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """A plan of the guide, to become a case: the screen filled in with what the plan was made from. Nothing is stored yet."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("cases-emergency", kwargs={"lang": lang}))
    told = typed.one(request, "situation")
    read = _situation(told, clock.today())
    if read is None:
        return _screen(request, Said(lang), {}, at_hand.seed(), "", unread=True)
    situation, raw = read
    return _screen(request, Said(lang), from_plan.answers(situation, raw.get("urgency")), at_hand.seed(), told)


def _situation(text: str, today: date) -> tuple[Situation, dict[str, Any]] | None:
    """The situation in a form's field, read as strictly as the plan reads one; None for anything that is none."""
    if not text or len(text) > LONGEST_SITUATION:
        return None
    with suppress(ValueError, RecursionError):  # NotUnderstood is a ValueError, and so is what is no JSON
        raw = json.loads(text)
        return reading.read(raw, reader.load(), today), raw
    return None


def _case(unlocked: Unlocked, given: Answers, seed: str, told: str) -> UUID:
    """The case of this form: a new one, or the one that the same form has made already over a bad line."""
    first = at_hand.id_from(unlocked, unlocked.desk, seed)
    if (made := _made_before(unlocked, first)) is not None:
        return made
    if Record.objects.filter(pk=UUID(first)).exists():
        seed = at_hand.seed()  # of a case that she no longer holds
    now, number = clock.now(), -1

    def new_id() -> str:
        nonlocal number
        number += 1
        return at_hand.id_from(unlocked, unlocked.desk, seed, number)

    facts: list[Fact] = emergency.facts(given, reader.load().states, now.date(), new_id)
    if told and (read := _situation(told, now.date())) is not None:
        facts = from_plan.complete(facts, read[0], new_id)
    try:
        return store.create(unlocked, facts, now)
    except IntegrityError:  # the same form twice at the same moment
        if (made := _made_before(unlocked, first)) is None:
            raise
        return made


def _made_before(unlocked: Unlocked, first: str) -> UUID | None:
    case = Record.objects.filter(pk=UUID(first), desk=unlocked.desk).values_list("case", flat=True).first()
    return case if case is not None and keyring.rings(unlocked, [case]) else None


def _screen(
    request: HttpRequest, said: Said, given: Answers, seed: str, told: str, *, empty: bool = False, unread: bool = False
) -> HttpResponse:
    parts = [_part(said, part, questions) for part, questions in _questions(said, given)]
    context = {
        "halves": [parts[:HALF], parts[HALF:]],
        "seed": seed,
        "situation": told,
        "empty": empty,
        "unread": unread,
    }
    return render(request, "cases/emergency.html", context, status=422 if empty or unread else 200)


HALF = 4  # parts of the first of two columns
FOLDED = ("un", "detail")
LATER = {"consent": ("given_by", "means", "risks_explained"), "source": ("reach_kind", "reach_when")}  # folded within their part
SMALL = ("line", "select")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the seven facts. `later` waits folded; what folds stands open where something is filled in already."""

    name: str
    heading: str
    blocks: list[Block]
    later: list[Block]
    later_heading: str
    folded: bool
    open: bool
    later_open: bool


def _part(said: Said, name: str, questions: list[Question]) -> Part:
    later = [one for one in questions if one.name in LATER.get(name, ())]
    now = [one for one in questions if one not in later]
    told, told_later = any(one.told for one in now), any(one.told for one in later)
    heading = said.say(f"emergency.part.{name}")
    later_heading = said.say(f"emergency.later.{name}") if later else ""
    return Part(name, heading, _blocks(now), _blocks(later), later_heading, name in FOLDED, told, told_later)


def _blocks(questions: list[Question]) -> list[Block]:
    """Short boxes side by side where the screen is wide: what fits one look is filled in during a call."""
    found: list[Block] = []
    for question in questions:
        small = question.kind in SMALL
        if found and found[-1][0] == small:
            found[-1][1].append(question)
        else:
            found.append((small, [question]))
    return found


def _questions(said: Said, given: Answers) -> list[tuple[str, list[Question]]]:
    """The seven facts in the order in which a caller tells them; what can wait stands last and folded."""
    ask = Asks(said, "emergency", given, short=True)
    choices, states = emergency.CHOICES, answers.states(said.lang)[0][1]
    consents = {
        name: ask.one(
            emergency.CONSENT_FIELDS[name],
            [
                ("", said.say("emergency.consent.unasked")),
                *((code, said.say(f"emergency.consent.{code}")) for code in ("agreed", "refused")),
            ],
            unknown=False,
        )
        for name in emergency.CONSENTS
    }
    return [
        ("who", [ask.line("who"), ask.prose("others")]),
        ("what", [*_acts(ask), ask.prose("what"), ask.one("when", _whens(said)), ask.line("when_date")]),
        ("where", [ask.one("state", states), ask.line("place"), ask.one("country", states)]),
        ("by", [ask.line("by"), ask.coded("perpetrator", "perpetrator", choices["perpetrator"])]),
        (
            "next",
            [ask.prose("next"), ask.coded("urgency", "urgency", vocabulary.URGENCIES), ask.yes_no("held"), ask.yes_no("alive"),
             ask.yes_no("danger")],
        ),
        (
            "consent",
            [*(consents[name] for name in emergency.CONSENT_AT_HAND),
             ask.one("given_by", [(code, said.say(f"emergency.given_by.{code}")) for code in emergency.GIVEN_BY]),
             ask.coded("means", "means", choices["means"]), ask.yes_no("risks_explained", row=False)],
        ),
        (
            "source",
            [ask.line("source"), ask.one("source_is", _ties(said)), ask.coded("reach_kind", "contact_kind", codes.CONTACT_KINDS),
             ask.line("reach"), ask.yes_no("reach_safe", row=False), ask.line("reach_when")],
        ),
        ("un", [ask.one("un", _forms(said)), _bodies(ask), ask.line("un_which"), ask.prose("why")]),
        (
            "detail",
            [ask.line("spelling"), ask.coded("unit", "victim_kind", vocabulary.VICTIM_KINDS),
             *(consents[name] for name in emergency.CONSENTS if name not in emergency.CONSENT_AT_HAND), ask.prose("more")],
        ),
    ]  # fmt: skip


def _acts(ask: Asks) -> list[Question]:
    """What is told most on the telephone stands open; the forty others fold."""
    said = ask.said
    few = [(code, said.heading("act", code)) for code in emergency.ACTS_AT_HAND]
    more = [
        (said.say(f"heading.{name}"), [(code, said.heading("act", code)) for code in members if code in emergency.MORE_ACTS])
        for name, members in layout.headings("act").items()
    ]
    chosen = ask.given.get("acts", [])
    rest = Asks(said, ask.room, {**ask.given, "more_acts": [code for code in chosen if code in emergency.MORE_ACTS]})
    return [ask.groups("acts", [("", few)], "checkbox", row=True), rest.groups("more_acts", more, "checkbox")]


def _whens(said: Said) -> list[tuple[str, str]]:
    return [(code, said.say(f"emergency.when.{code}")) for code in (*emergency.WHEN, "date")]


def _ties(said: Said) -> list[tuple[str, str]]:
    own = [(emergency.HERSELF, said.say("emergency.herself"))]
    return own + [(code, said.heading("relation", code)) for code in codes.RELATIONS if code != "unknown"]


def _forms(said: Said) -> list[tuple[str, str]]:
    pairs = [(code, said.heading("form", code)) for code in vocabulary.COOPERATION_FORMS]
    return [*pairs, ("no", said.say("emergency.un_no"))]


def _bodies(ask: Asks) -> Question:
    return ask.groups("un_bodies", [("", [(code, ask.said.heading("body", code)) for code in vocabulary.UN_BODIES])], "checkbox")
