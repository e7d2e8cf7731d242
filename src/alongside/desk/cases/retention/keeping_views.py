"""How long a case is kept: the decisions, the day to look again, the holds, and the way to its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.retention import behind, ending, rules
from alongside.desk.cases.retention.asked import asked_for
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts import codes
from alongside.facts.fields import LINE, PROSE
from alongside.facts.retention import KeepingReview, LegalHold

Given = dict[str, list[str]]


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def keeping(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """What was decided, whether a hold stands, and what can become of the case; a POST decides, or says that everybody was asked again."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _page(request, said, opened, {}, {}, at_hand.seed())
    typed = posts.typed(request)
    if typed.get("do") == "asked":
        behind.asked_again(unlocked, case_id, now)
        return at_hand.see_other("cases-keeping", lang=lang, case_id=case_id)
    faults: dict[str, str] = {}
    day = _day(said, "keeping-review", "on", typed, faults)
    if day is None and not faults:
        faults["on"] = said.fault("keeping-review", "on", "missing")
    decision = at_hand.one_of(typed.get("decision", ""), codes.KEEPING)
    if decision is None:
        faults["decision"] = said.fault("keeping-review", "decision", "missing")
    _prose(said, "keeping-review", "why", typed, faults)
    if faults or day is None or decision is None:
        given = {name: [value] for name, value in typed.items()}
        return _page(request, said, opened, given, faults, typed.get("seed", "") or at_hand.seed())
    made = KeepingReview(
        id=at_hand.id_from(unlocked, case_id, typed.get("seed", "")),
        revision=1,
        decided=instant(now),
        decided_by=unlocked.person.pk.hex,
        decision=decision,
        on=day,
        why=typed.get("why") or None,
    )
    if made.id not in opened.facts and not _saved(unlocked, case_id, Edit(None, made), now):  # sent twice, it is one decision
        given = {name: [value] for name, value in typed.items()}
        return _page(request, said, opened, given, {"why": said.say("keeping.damaged")}, typed.get("seed", ""))
    return at_hand.see_other("cases-keeping", lang=lang, case_id=case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def hold(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """Put a hold on a case, or lift one. A POST of `start` only opens the form by which that one is lifted."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _hold_page(request, said, opened, {}, {}, at_hand.seed())
    typed, faults = posts.typed(request), dict[str, str]()
    given = {name: [value] for name, value in typed.items()}
    if "start" in typed:
        return _hold_page(request, said, opened, {}, {}, "", _standing(opened, typed["start"]))
    if "lift" in typed:
        one = _standing(opened, typed["lift"])
        _prose(said, "legal-hold", "lifted_why", typed, faults, needed=True)
        if faults:
            return _hold_page(request, said, opened, given, faults, "", one)
        day = max(now.date(), one.since)  # one that begins tomorrow can be lifted today
        by, at = unlocked.person.pk.hex, instant(now)
        lifted = replace(one, lifted=day, lifted_by=by, lifted_why=typed["lifted_why"], lifted_at=at)
        if not _saved(unlocked, case_id, Edit(one, lifted), now, "notices.hold_lifted"):
            return _hold_page(request, said, opened, given, {"lifted_why": said.say("keeping.damaged")}, "", one)
        return at_hand.see_other("cases-keeping", lang=lang, case_id=case_id)
    since = _day(said, "legal-hold", "since", typed, faults)
    _prose(said, "legal-hold", "why", typed, faults, needed=True)
    if len(typed.get("asked_by", "")) > LINE:
        faults["asked_by"] = said.fault("legal-hold", "asked_by", "too-long", accepted=LINE)
    if faults:
        return _hold_page(request, said, opened, given, faults, typed.get("seed", "") or at_hand.seed())
    made = LegalHold(
        id=at_hand.id_from(unlocked, case_id, typed.get("seed", "")),
        revision=1,
        since=since or now.date(),
        why=typed["why"],
        placed_by=unlocked.person.pk.hex,
        asked_by=typed.get("asked_by") or None,
    )
    if made.id not in opened.facts and not _saved(unlocked, case_id, Edit(None, made), now):
        return _hold_page(request, said, opened, given, {"why": said.say("keeping.damaged")}, typed.get("seed", ""))
    return at_hand.see_other("cases-keeping", lang=lang, case_id=case_id)


def _saved(unlocked: Unlocked, case_id: UUID, edit: Edit, now: datetime, notice: str = "") -> bool:
    """Whether it could be stored, and with it told to the other members; not in a case that somebody has tampered with. Http404 for who
    was taken out in the same moment."""
    try:
        with transaction.atomic():
            store.save(unlocked, case_id, [edit], now)
            if notice:
                ending.tell_others(unlocked, case_id, notice)
    except store.Damaged:
        return False
    except store.NoCase:
        raise Http404 from None
    return True


def _standing(opened: Opened, id_: str) -> LegalHold:
    one = at_hand.fact_or_404(opened, id_, LegalHold)
    if one.lifted is not None:
        raise Http404
    return one


def _day(said: Said, table: str, name: str, typed: dict[str, str], faults: dict[str, str]) -> date | None:
    try:
        return at_hand.typed_day(typed.get(name, ""))
    except ValueError:
        faults[name] = said.fault(table, name, "not-a-day")
        return None


def _prose(said: Said, table: str, name: str, typed: dict[str, str], faults: dict[str, str], *, needed: bool = False) -> None:
    text = typed.get(name, "")
    if len(text) > PROSE:
        faults[name] = said.fault(table, name, "too-long", accepted=PROSE)
    elif needed and not text:
        faults[name] = said.fault(table, name, "missing")


def _page(request: HttpRequest, said: Said, opened: Opened, given: Given, faults: dict[str, str], seed: str) -> HttpResponse:
    posts.note(request, opened)
    today, facts = clock.today(), list(opened.facts.values())
    ask = Asks(said, "keeping", given, faults, KeepingReview.KIND)
    questions = [
        ask.coded("decision", "keeping", codes.KEEPING, "keep", unknown=False),
        ask.day("on"),
        ask.prose("why"),
    ]
    decided = rules.reviews(facts)
    context = {
        **frame(said, opened, today),
        "newest": _review(said, decided[0]) if decided else None,
        "overdue": bool(decided) and decided[0].on <= today,
        "older": [_review(said, one) for one in decided[1:]],
        "holds": [_hold(said, one) for one in rules.holds(facts)],
        "lifted_lately": rules.lifted_lately(facts, clock.now()),
        "asks": asked_for(said, facts, clock.now()),
        "behind": opened.held.case.behind,
        "questions": questions,
        "problems": [question for question in questions if question.fault],
        "seed": seed,
    }
    return render(request, "cases/retention/keeping.html", context, status=422 if faults else 200)


def _review(said: Said, one: KeepingReview) -> dict[str, Any]:
    return {
        "words": said.say("keeping.review_on", day=said.day(one.on), decision=said.label("keeping", one.decision)),
        "small": isolated([said.colleague(one.decided_by), said.day(date.fromisoformat(one.decided[:10]))]),
        "why": one.why or "",
    }


def _hold(said: Said, one: LegalHold) -> dict[str, Any]:
    parts = [
        said.say("keeping.hold_since", day=said.day(one.since)),
        said.say("keeping.hold_by", who=one.asked_by) if one.asked_by else "",
        said.colleague(one.placed_by),
        said.say("keeping.hold_until", day=said.day(one.lifted)) if one.lifted else "",
        said.colleague(one.lifted_by) if one.lifted_by else "",
    ]
    return {"id": one.id, "why": one.why, "small": isolated(parts), "lifted_why": one.lifted_why or ""}


def _hold_page(
    request: HttpRequest,
    said: Said,
    opened: Opened,
    given: Given,
    faults: dict[str, str],
    seed: str,
    lifting: LegalHold | None = None,
) -> HttpResponse:
    posts.note(request, opened)
    ask = Asks(said, "keeping", given, faults, LegalHold.KIND)
    today = clock.today()
    if lifting:
        questions = [ask.prose("lifted_why")]
    else:
        questions = [ask.prose("why"), ask.line("asked_by"), ask.day("since", today.isoformat())]
    ended = [one for one in opened.of(LegalHold) if one.lifted is not None]
    context = {
        **frame(said, opened, today),
        "holds": [_hold(said, one) for one in rules.holds(opened.facts.values())],
        "lifted": [_hold(said, one) for one in sorted(ended, key=lambda one: (one.since, one.id), reverse=True)],
        "lifting": _hold(said, lifting) if lifting else None,
        "questions": questions,
        "problems": [question for question in questions if question.fault],
        "seed": seed,
    }
    return render(request, "cases/retention/hold.html", context, status=422 if faults else 200)
