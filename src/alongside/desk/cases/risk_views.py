"""One person's risk: the tick lists of practice, her own threshold, a level with its reasons, and a day to look again. No score."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import TONES, Said, isolated
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate, notices
from alongside.desk.people.unlocked import Unlocked
from alongside.facts import codes
from alongside.facts.fields import PROSE
from alongside.facts.persons import Person
from alongside.facts.protection import RiskAssessment
from alongside.plan import risk
from alongside.vault.errors import Refused

PARTS = {"threats": risk.THREATS, "vulnerabilities": risk.VULNERABILITIES, "capacities": risk.CAPACITIES}
TICKS = (*risk.THREATS, *risk.VULNERABILITIES, *risk.CAPACITIES)
# When to look again where nobody named a day. The manuals ask for a schedule and name none; the days are our own.
AGAIN = {"acute": 2, "high": 7, "moderate": 30, "low": 90}


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def assessment(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, person: str) -> HttpResponse:
    """The newest assessment of a person and the form for the next one, filled in with the ticks of the last."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    her, said = at_hand.fact_or_404(opened, person, Person), Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _page(request, said, opened, her, None, {}, now.date(), at_hand.seed())
    typed, faults = posts.typed(request), {}
    try:
        again = at_hand.typed_day(typed.get("reassess_on", ""))
    except ValueError:
        again, faults["reassess_on"] = None, said.fault("risk-assessment", "reassess_on", "not-a-day")
    if len(typed.get("why", "")) > PROSE:
        faults["why"] = said.fault("risk-assessment", "why", "too-long", accepted=PROSE)
    seed = typed.get("seed", "")
    if faults:
        return _page(request, said, opened, her, {name: [value] for name, value in typed.items()}, faults, now.date(), seed)
    made = _made(typed, her, at_hand.id_from(unlocked, case_id, seed), now.date(), again)
    fresh = made.id not in opened.facts
    store.save(unlocked, case_id, [Edit(None, made)], now)
    if fresh and made.reassess_on:
        remind(unlocked, said.say("risk.reminder", name=said.name(her)), made.reassess_on)
    return at_hand.see_other("cases-risk", lang=lang, case_id=case_id, person=person)


def remind(unlocked: Unlocked, text: str, day: date) -> None:
    """A reminder to herself. Where her own key does not count, the task stands in the case all the same."""
    try:
        notices.tell(unlocked.person, text, unlocked.circle, due=day)
    except Refused:
        return


def _made(typed: dict[str, str], her: Person, new_id: str, today: date, again: date | None) -> RiskAssessment:
    """The assessment. The level is that of the answers, unless those who know her decided on another one: then theirs stands, with the
    reasons that the answers gave."""
    answers = {code: typed.get(code, "") for code in (*TICKS, "threshold")}
    found = risk.assess(answers)
    level = at_hand.one_of(typed.get("level", ""), codes.LEVELS) or found.level
    return RiskAssessment(
        id=new_id,
        revision=1,
        person=her.id,
        date=today,
        ticks=tuple((code, answers[code]) for code in TICKS if answers[code] in codes.ANSWERS),
        threshold=at_hand.one_of(answers["threshold"], codes.THRESHOLDS),
        level=level,
        reasons=found.reasons,
        why=typed.get("why") or None,
        reassess_on=again or today + timedelta(days=AGAIN[level]),
    )


def _page(
    request: HttpRequest,
    said: Said,
    opened: Opened,
    her: Person,
    given: dict[str, list[str]] | None,
    faults: dict[str, str],
    today: date,
    seed: str,
) -> HttpResponse:
    posts.note(request, opened)
    own = sorted(
        (one for one in opened.of(RiskAssessment) if one.person == her.id), key=lambda one: (one.date, one.id), reverse=True
    )
    last = own[0] if own else None
    if given is None:
        given = {code: [answer] for code, answer in last.ticks} | {"threshold": [last.threshold or ""]} if last else {}
    ask = Asks(said, "risk", given, faults, "risk-assessment")
    parts = [
        (
            said.say(f"heading.{part}"),
            [ask.one(code, _answers(said), row=True, label=said.heading("risk", code)) for code in listed],
        )
        for part, listed in PARTS.items()
    ]
    closing = [
        ask.coded("threshold", "threshold", codes.THRESHOLDS[:-1]),
        ask.one(
            "level",
            [("", said.say("risk.as_answered")), *((code, said.heading("level", code)) for code in codes.LEVELS)],
            unknown=False,
        ),
        ask.prose("why"),
        ask.day("reassess_on"),
    ]
    context = {
        **frame(said, opened, today),
        "person": her,
        "name": said.name(her),
        "last": _shown(said, last, today) if last else None,
        "older": [said.line(one) for one in own[1:]],
        "parts": parts,
        "closing": closing,
        "problems": [question for question in closing if question.fault],
        "seed": seed,
    }
    return render(request, "cases/risk.html", context, status=422 if faults else 200)


def _answers(said: Said) -> list[tuple[str, str]]:
    return [(code, said.say(f"form.{code}")) for code in ("yes", "no")]


def _shown(said: Said, one: RiskAssessment, today: date) -> dict[str, Any]:
    """The level in words, why, what to think about next. Advice comes from the ticks; the level may be that of those who know her."""
    found = risk.assess(dict(one.ticks) | {"threshold": one.threshold or ""})
    return {
        "id": one.id,
        "level": said.say(f"risk.level.{one.level or found.level}"),
        "tone": TONES[one.level or found.level],
        "own_level": one.level is not None and one.level != found.level,
        "days": isolated(
            [
                said.say("risk.day", day=said.day(one.date)),
                said.say("risk.again", day=said.day(one.reassess_on)) if one.reassess_on else "",
            ]
        ),
        "overdue": one.reassess_on is not None and one.reassess_on <= today,
        "why": one.why,
        "reasons": [said.heading("risk_reason", code) for code in one.reasons],
        "advice": [said.say(f"risk.advice.{code}") for code in found.advice],
        "weak": [said.heading("risk", code) for code in found.weak_points],
        "to_ask": [said.heading("risk", code) for code in found.to_ask if code != "threshold"],
    }
