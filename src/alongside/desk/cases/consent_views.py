"""The consent ledger: what may leave, to whom, for what; asked one by one, and never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.desk.cases import at_hand, ledger, posts, store, words
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.exporting import partners
from alongside.desk.cases.forms import answers
from alongside.desk.cases.forms.question import Question
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts import codes, plain
from alongside.facts.codes import EVERYONE, EVERYTHING
from alongside.facts.consent import Consent
from alongside.facts.fields import PROSE
from alongside.facts.persons import Person
from alongside.facts.problems import BadFact

Given = dict[str, list[str]]
FIELDS = (
    "recipient",
    "purpose",
    "answer",
    "date",
    "given_by",
    "means",
    "risks_explained",
    "language",
    "expires",
    "words",
    "witness",
    "changed",
)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def consents(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """The ledger of a case, person by person. A POST (`do`: `stop`) stops all mail of the case: who is not listed, because her own
    record is damaged, could say no nowhere."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    if request.method != "POST":
        return _ledger(request, unlocked, lang, opened, now.date())
    if posts.typed(request).get("do") != "stop":
        raise Http404
    store.stop_despite(unlocked, case_id, None, now)
    return _ledger(request, unlocked, lang, opened, now.date(), "consent.stopped_all")


def _ledger(
    request: HttpRequest, unlocked: Unlocked, lang: str, opened: Opened, today: date, notice: str = "", status: int = 200
) -> HttpResponse:
    said = _said(unlocked, opened, lang)
    people = at_hand.with_own_plan(opened.facts.values())
    context = {
        **frame(said, opened, today),
        "people": [_person(said, opened, one, today) for one in people],
        "behind": opened.held.case.behind,
        "notice": said.say(notice) if notice else "",
    }
    return render(request, "cases/consent.html", context, status=status)


def _said(unlocked: Unlocked, opened: Opened, lang: str) -> Said:
    return Said(lang, opened.facts, accounts.names(unlocked), partners.desks(unlocked))


def _person(said: Said, opened: Opened, person: Person, today: date) -> dict[str, Any]:
    rows = ledger.rows(opened, person, today)
    return {
        "id": person.id,
        "line": said.line(person),
        "decides": _who_decides(said, person, today),
        "rows": [_row(said, row) for row in rows if row.answer.code != "not-asked"],
        "unasked": [_row(said, row) for row in rows if row.answer.code == "not-asked"],
        "records": [(said.line(one), one, ledger.confirmable(one)) for one in ledger.records_of(opened, person)],
        "withdrawable": bool(ledger.records_of(opened, person)),
    }


def _who_decides(said: Said, person: Person, today: date) -> str:
    """One sentence where she does not decide alone: a child, somebody who cannot, the dead."""
    if person.decides_herself() and not person.may_be_child(today):
        return ""
    if person.decided_by:
        return said.say("consent.decided_by", names=said.names(person.decided_by))
    return said.say("consent.nobody_decides")


def _row(said: Said, row: ledger.Row) -> dict[str, Any]:
    answer = row.answer
    return {
        "key": row.key,
        "recipient": words.capital(said.recipient(row.recipient)),
        "purpose": said.purpose(row.purpose),
        "tone": ledger.TONES[answer.value],
        "words": said.say(f"consent.value.{answer.value}"),
        "why": said.say(f"consent.why.{answer.code}"),
        "because": [_because(said, one, answer.code) for one in row.because],
    }


def _because(said: Said, one: Consent, why: str) -> str:
    """From when, by whom, how, until when: the records that decide. Their answer only where the reason has not said it."""
    parts = [
        said.heading("consent_answer", one.answer) if one.answer != why else "",
        said.day(one.date),
        said.say("case.by_whom", names=said.name(one.given_by)) if one.given_by else "",
        said.label("means", one.means) if one.means else "",
        said.say("consent.until", day=said.day(one.expires)) if one.expires else "",
    ]
    return isolated(parts)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def ask(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, person: str) -> HttpResponse:
    """Ask one thing and write down the answer. A POST of `start` only opens the form on one row of the ledger: nothing of it stands in
    an address."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    typed, said = posts.typed(request) if request.method == "POST" else {}, _said(unlocked, opened, lang)
    her = _her(opened, person, now, no=typed.get("answer") == "refused", typed=bool(typed) and "start" not in typed)
    if request.method != "POST" or "start" in typed:
        purpose, _, recipient = typed.get("start", "").partition("|")
        given: Given = {name: [value] for name, value in (("purpose", purpose), ("recipient", recipient)) if value}
        return _form(request, said, opened, her, given, {}, now.date(), at_hand.seed())
    given = {name: [typed[name]] for name in FIELDS if name in typed}
    seed = typed.get("seed", "")
    made, faults = _consent(typed, her, at_hand.id_from(unlocked, case_id, seed), said)
    if made is not None:
        faults |= _strangers(made, opened, her, said)
    if made is not None and made.answer == "agreed":
        stops = ledger.stops_of_the_day(opened, her, made.date, made.recipient, made.purpose)
        if stops and typed.get("changed") != "yes":
            faults["changed"] = said.say("consent.fault.changed")
        made = replace(made, after=stops)
    if made is None or faults:
        return _form(request, said, opened, her, given, faults, now.date(), seed or at_hand.seed())
    try:
        store.save(unlocked, case_id, [Edit(None, made)], now)
    except store.Damaged:
        notice = said.say("keeping.damaged" if made.answer == "agreed" else "consent.damaged")
        return _form(request, said, opened, her, given, {}, now.date(), seed, notice)
    return at_hand.see_other("cases-consent", lang=lang, case_id=case_id)


def _her(opened: Opened, person: str, now: datetime, *, no: bool, typed: bool) -> Person:
    """The person whom a form is about. Where her own record went while it was written, a no stops all that waits of the damaged case, and
    what was `typed` is shown once more."""
    if typed and opened.damaged and person not in opened.facts:
        if no:
            store.stop_despite(opened.unlocked, opened.id, None, now)
        raise store.Damaged
    return at_hand.fact_or_404(opened, person, Person)


def _consent(typed: dict[str, str], her: Person, new_id: str, said: Said) -> tuple[Consent | None, dict[str, str]]:
    """The record of what was answered, or one sentence for each field that does not do."""
    faults: dict[str, str] = {}
    days: dict[str, str | None] = {}
    for name in ("date", "expires"):
        try:
            found = at_hand.typed_day(typed.get(name, ""))
            days[name] = found.isoformat() if found else None
        except ValueError:
            faults[name] = said.fault("consent", name, "not-a-day")
    risks = {"yes": True, "no": False}.get(typed.get("risks_explained", ""))
    told = {
        name: typed.get(name) or None
        for name in ("recipient", "purpose", "answer", "given_by", "means", "language", "words", "witness")
    }
    raw = {"person": her.id, "risks_explained": risks, **told, **days}
    try:
        made = plain.from_plain({"format": 1, "kind": Consent.KIND, "id": new_id, "revision": 1} | raw)
    except BadFact as error:
        for problem in error.problems:
            faults.setdefault(problem.field, said.fault("consent", problem.field, problem.fault, accepted=problem.accepted))
        return None, faults
    return (made if isinstance(made, Consent) and not faults else None), faults


def _strangers(made: Consent, opened: Opened, her: Person, said: Said) -> dict[str, str]:
    """A sentence for a recipient or a speaker that the form does not offer: an answer of nobody to nobody would stand in the ledger."""
    faults = {}
    if made.recipient not in {code for _, pairs in _recipients(said) for code, _ in pairs}:
        faults["recipient"] = said.fault("consent", "recipient", "unknown-recipient")
    if made.given_by and made.given_by not in {one.id for one in _speakers(opened, her)}:
        faults["given_by"] = said.fault("consent", "given_by", "not-here")
    return faults


def _form(
    request: HttpRequest,
    said: Said,
    opened: Opened,
    her: Person,
    given: Given,
    faults: dict[str, str],
    today: date,
    seed: str,
    notice: str = "",
) -> HttpResponse:
    ask = Asks(said, "consent", given, faults, "consent")
    speaks = her.id if her.decides_herself() and not her.may_be_child(today) else next(iter(her.decided_by), "")
    questions = [
        ask.groups("recipient", _recipients(said), "select"),
        ask.coded("purpose", "purpose", (*codes.PURPOSES, EVERYTHING), unknown=False, row=True),
        ask.coded("answer", "consent_answer", ("agreed", "refused"), unknown=False, row=True),
        ask.one("given_by", [(one.id, said.name(one)) for one in _speakers(opened, her)], speaks),
        ask.yes_no("risks_explained"),
        ask.coded("means", "means", codes.MEANS, row=True),
        ask.day("date", today.isoformat()),
    ]
    if "changed" in faults or given.get("changed"):
        questions.append(ask.yes_no("changed"))
    more = [ask.line("language"), ask.day("expires"), ask.prose("words"), ask.line("witness")]
    context = {
        **frame(said, opened, today),
        "person": her,
        "name": said.name(her),
        "questions": questions,
        "more": more,
        "problems": [question for question in (*questions, *more) if question.fault],
        "seed": seed,
        "notice": notice,
    }
    return render(request, "cases/consent_ask.html", context, status=_status(faults, notice))


def _status(faults: dict[str, str], notice: str) -> int:
    if notice:  # the case takes nothing
        return 409
    return 422 if faults else 200


def _speakers(opened: Opened, her: Person) -> list[Person]:
    """Who may have said it: she first, then everybody of the case who did nothing to her."""
    return [her, *(one for one in at_hand.with_own_plan(opened.facts.values()) if one.id != her.id)]


def _recipients(said: Said) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """To whom: the plain words first, then kinds of bodies, persons of the case, and everybody whom the directory names."""
    desks = [(said.say("export.other_desks"), sorted(said.desks.items(), key=lambda pair: pair[1]))] if said.desks else []
    return [("", [("", said.say("form.choose"))]), *desks, *answers.recipients(said.around)]


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def withdraw(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, person: str) -> HttpResponse:
    """A withdrawal: of some agreements, or of everything. It counts from the moment it is written, whoever brings it."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    her, said = _her(opened, person, now, no=True, typed=request.method == "POST"), _said(unlocked, opened, lang)
    standing = ledger.standing(opened, her)
    if request.method != "POST":
        return _withdrawal(request, said, opened, her, {}, {}, now.date(), at_hand.seed())
    typed, ticked = posts.typed(request, many=("withdraws",)), request.POST.getlist("withdraws")
    seed, faults = typed.get("seed", ""), {}
    chosen = [one for one in standing if one.id in ticked]
    if not chosen and EVERYTHING not in ticked:
        faults["withdraws"] = said.fault("consent", "withdraws", "missing")
    if len(typed.get("words", "")) > PROSE:
        faults["words"] = said.fault("consent", "words", "too-long", accepted=PROSE)
    try:
        day = at_hand.typed_day(typed.get("date", "")) or now.date()
    except ValueError:
        faults["date"] = said.fault("consent", "date", "not-a-day")
    given = {name: [value] for name, value in typed.items()} | {"withdraws": ticked}
    if faults:
        return _withdrawal(request, said, opened, her, given, faults, now.date(), seed)
    by = typed.get("given_by") if typed.get("given_by") in {one.id for one in _speakers(opened, her)} else None
    means = at_hand.one_of(typed.get("means", ""), codes.MEANS)
    matters = [(one.recipient, one.purpose, (one.id,)) for one in chosen]
    if EVERYTHING in ticked:
        matters = [(EVERYONE, EVERYTHING, tuple(one.id for one in standing))]
    edits = [
        Edit(
            None,
            Consent(
                id=at_hand.id_from(unlocked, case_id, seed, number),
                revision=1,
                person=her.id,
                recipient=recipient,
                purpose=purpose,
                answer="withdrawn",
                date=day,
                given_by=by,
                means=means,
                words=typed.get("words") or None,
                withdraws=withdrawn,
            ),
        )
        for number, (recipient, purpose, withdrawn) in enumerate(matters)
    ]
    try:
        store.save(unlocked, case_id, edits, now)
    except store.Damaged:
        return _withdrawal(request, said, opened, her, given, {}, now.date(), seed, said.say("consent.damaged"))
    return at_hand.see_other("cases-consent", lang=lang, case_id=case_id)


def _withdrawal(
    request: HttpRequest,
    said: Said,
    opened: Opened,
    her: Person,
    given: Given,
    faults: dict[str, str],
    today: date,
    seed: str,
    notice: str = "",
) -> HttpResponse:
    ask = Asks(said, "consent", given, faults, "consent")
    pairs = [(one.id, f"{said.recipient(one.recipient)} · {said.purpose(one.purpose)}") for one in ledger.standing(opened, her)]
    questions: list[Question] = [
        ask.some("withdraws", [*pairs, (EVERYTHING, said.say("consent.withdraw_all"))]),
        ask.one("given_by", [(one.id, said.name(one)) for one in _speakers(opened, her)], her.id),
        ask.coded("means", "means", codes.MEANS),
        ask.day("date", today.isoformat()),
        ask.prose("words"),
    ]
    context = {
        **frame(said, opened, today),
        "person": her,
        "name": said.name(her),
        "questions": questions,
        "problems": [question for question in questions if question.fault],
        "seed": seed,
        "notice": notice,
    }
    return render(request, "cases/consent_withdraw.html", context, status=_status(faults, notice))


@require_POST
@gate.member
def confirm(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, consent: str) -> HttpResponse:
    """An officer has checked that an agreement that came by code, or unchecked, is hers."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=False)
    one = at_hand.fact_or_404(opened, consent, Consent)
    if not ledger.confirmable(one):
        raise Http404
    checked = replace(one, verified=True, verified_by=unlocked.person.pk.hex)
    try:
        store.save(unlocked, case_id, [Edit(one, checked)], now)
    except store.Damaged:
        return _ledger(request, unlocked, lang, opened, now.date(), "consent.not_confirmed", 409)
    return at_hand.see_other("cases-consent", lang=lang, case_id=case_id)
