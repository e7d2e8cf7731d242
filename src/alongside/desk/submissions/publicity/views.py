"""The page of publicity: what speaks for and against, the decision that counts, its review and stop, who is informed, and the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, ledger, opening, posts, rekeying, store
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.forms.question import Question
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.cases.store import Edit
from alongside.desk.cases.words import field as field_words
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.publicity import book, deciding, rules
from alongside.facts import codes
from alongside.facts.consent import Answer
from alongside.facts.fields import LINE, PROSE
from alongside.facts.persons import Person
from alongside.facts.publicity import PublicityDecision, decisions, newest

KIND = PublicityDecision.KIND
TONES = {
    "silent-log": "prepare",
    "private-demarche": "weeks",
    "closed-letter": "weeks",
    "named-list": "days",
    "public-appeal": "now",
}
Given = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class At:
    """One request about one case."""

    request: HttpRequest
    unlocked: Unlocked
    lang: str
    opened: Opened
    said: Said
    now: datetime

    def say(self, key: str, **params: object) -> str:
        return words.say(self.lang, f"publicity.{key}", **params)

    def done(self) -> HttpResponse:
        return at_hand.see_other("publicity-case", lang=self.lang, case_id=self.opened.id)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def publicity(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """The decision and what led to it; a POST decides (`decide`), stops, reviews, or adds to the list of those who are told by hand."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    at = At(request, unlocked, lang, opened, Said(lang, opened.facts, accounts.names(unlocked)), now)
    if request.method != "POST":
        return _page(at, {}, {}, at_hand.seed())
    typed = posts.typed(request, ("persons", "who"))
    act = {"stop": _stop, "review": _review, "inform": _inform, "told": _told}.get(typed.get("do", ""), _decide)
    return act(at, typed)


def allowed(opened: Opened, recipient: str, now: datetime, kind: str = "", persons: tuple[str, ...] = ()) -> rules.Verdict:
    """Whether the newest decision of a case lets a draft for this recipient leave; nothing loud leaves a damaged case."""
    verdict = rules.allows(newest(opened.facts.values()), recipient, now, kind, persons)
    if opened.damaged and verdict.needed in rules.LOUD:
        return rules.Verdict(False, "damaged", verdict.needed)
    return verdict


def _decide(at: At, typed: dict[str, str]) -> HttpResponse:
    persons = {one.id: one for one in at_hand.with_own_plan(at.opened.facts.values())}
    delicate = rules.sensitive(at.opened.facts.values(), at.now.date())
    found = deciding.read(typed, at.request.POST.getlist("persons"), persons, delicate)
    faults = {name: _fault(at, name, *fault) for name, fault in found.faults.items()}
    level, about = str(found.told["level"]), found.told["persons"]
    chosen = [persons[one] for one in about if one in persons]  # type: ignore[attr-defined]
    barred = rules.barred(level, chosen, delicate, lambda *asked: _ledger(at, *asked))
    if barred:
        faults.setdefault("level", " ".join(_barred(at, one) for one in barred))
    if at.opened.damaged:
        faults.setdefault("level", at.say("damaged"))
        if _is_less(at, level, about):  # type: ignore[arg-type]
            store.stop_despite(at.unlocked, at.opened.id, None, at.now)
    if faults:
        return _page(at, _given(at.request), faults, typed.get("seed", ""))
    made = deciding.decided(
        found, at_hand.id_from(at.unlocked, at.opened.id, typed.get("seed", "")), at.unlocked.person.pk.hex, at.now, instant(at.now),
        newest(at.opened.facts.values()),
    )  # fmt: skip
    if made.id in at.opened.facts:  # sent twice, it is one decision
        return at.done()
    return _saved(at, [Edit(None, made)], _given(at.request), "level", typed.get("seed", ""))


def _is_less(at: At, level: str, about: tuple[str, ...]) -> bool:
    """Whether less shall be public than now, or about fewer people: what waits must not leave for a decision that cannot be stored."""
    before = newest(at.opened.facts.values())
    dropped = before is not None and about and not set(before.persons) <= set(about)
    return level in codes.PUBLICITY[:-1] or (level in codes.PUBLICITY and bool(dropped))


def _stop(at: At, typed: dict[str, str]) -> HttpResponse:
    """At once, with or without a word why: a stop must not wait for a form, nor be lost because a colleague saved in the same moment."""
    id_ = at_hand.fact_or_404(at.opened, typed.get("decision", ""), PublicityDecision).id
    if newest(at.opened.facts.values()) != at.opened.facts[id_]:  # a newer one that she has not read is not stopped with it
        return _page(at, _given(at.request), {"stop": at.say("stop_meanwhile")}, at_hand.seed())
    try:
        with transaction.atomic():
            found = opening.opened(rekeying.hold_for_writing(at.unlocked, at.opened.id, at.now))
            one = at_hand.fact_or_404(found, id_, PublicityDecision)
            _must_count(found, one)
            made = deciding.stopped(one, at.unlocked.person.pk.hex, instant(at.now), typed.get("stopped_why", ""))
            store.save(at.unlocked, at.opened.id, [Edit(one, made)], at.now)
    except store.Damaged:
        store.stop_despite(at.unlocked, at.opened.id, [Edit(one, made)], at.now)
        return _page(at, _given(at.request), {"stop": at.say("damaged")}, at_hand.seed())
    except _Meanwhile:
        return _page(_again(at), _given(at.request), {"stop": at.say("stop_meanwhile")}, at_hand.seed())
    except store.NoCase:
        raise Http404 from None
    return at.done()


def _review(at: At, typed: dict[str, str]) -> HttpResponse:
    one, outcome = _newest(at, typed), typed.get("outcome", "")
    if not outcome or len(outcome) > PROSE:
        fault = at.said.fault(KIND, "outcome", "too-long" if outcome else "missing", accepted=PROSE)
        return _page(at, {"outcome": [outcome]}, {"outcome": fault}, at_hand.seed())
    made = deciding.reviewed(one, at.unlocked.person.pk.hex, instant(at.now), outcome)
    if typed.get("goes_on") == "no":
        made = deciding.stopped(made, at.unlocked.person.pk.hex, instant(at.now), outcome)
    return _saved(at, [Edit(one, made)], {"outcome": [outcome]}, "outcome", at_hand.seed())


def _inform(at: At, typed: dict[str, str]) -> HttpResponse:
    """Names from the address book that were ticked, and one that was typed."""
    one, known = _newest(at, typed), dict(book.to_inform(at.unlocked))
    made = one
    try:
        for name in at.request.POST.getlist("who"):
            if name in known:
                made = deciding.with_somebody(made, name, known[name])
        if typed.get("name") or made is one:
            kind = at_hand.one_of(typed.get("kind", ""), tuple(codes.PARTIES)) or ""
            made = deciding.with_somebody(made, typed.get("name", ""), kind)
    except deciding.NotAName:
        fault = at.said.fault("to-inform", "name", "too-long" if typed.get("name") else "missing", accepted=LINE)
        return _page(at, _given(at.request), {"name": fault}, at_hand.seed())
    return _saved(at, [Edit(one, made)], _given(at.request), "name", at_hand.seed())


def _told(at: At, typed: dict[str, str]) -> HttpResponse:
    one, said = _newest(at, typed), typed.get("said", "")
    if not said or len(said) > PROSE:
        fault = at.say("told_what_missing" if not said else "told_what_long", most=PROSE)
        return _page(at, _given(at.request), {"said": fault}, typed.get("seed", "") or at_hand.seed())
    id_ = at_hand.id_from(at.unlocked, at.opened.id, typed.get("seed", ""), 1)
    found = deciding.telling(one, typed.get("told", ""), id_, at.now.date().isoformat(), said)
    if found is None:
        if id_ in at.opened.facts:  # this very form was sent before
            return at.done()
        return _page(at, _given(at.request), {"told": at.say("told_whom_missing")}, typed.get("seed", "") or at_hand.seed())
    edits = [Edit(one, found[0]), Edit(None, found[1])]
    return _saved(at, edits, _given(at.request), "said", typed.get("seed", ""))


def _newest(at: At, typed: Mapping[str, str]) -> PublicityDecision:
    """The decision that a button is about: the one that counts, and no other."""
    one = newest(at.opened.facts.values())
    if one is None or one.id != typed.get("decision"):
        raise Http404
    return one


class _Meanwhile(Exception):
    """Somebody else saved first; nothing of this was stored."""


def _must_count(found: Opened, one: PublicityDecision | None) -> None:
    """Whether the decision that counted when the page was made still does, asked behind the lock: what she decides, reviews or stops must
    not leave a newer one standing that she has not read. _Meanwhile."""
    counts = newest(found.facts.values())
    if (counts and counts.id) != (one and one.id):
        raise _Meanwhile


def _again(at: At) -> At:
    """The case as it is now."""
    opened = at_hand.opened_or_404(at.unlocked, at.opened.id, at.now, note=False)
    return replace(at, opened=opened, said=Said(at.lang, opened.facts, accounts.names(at.unlocked)))


def _saved(at: At, edits: list[Edit], given: Given, name: str, seed: str) -> HttpResponse:
    """Back to the page; with what was typed and a fault at `name` where the case was tampered with, or somebody saved meanwhile."""
    try:
        with transaction.atomic():
            found = opening.opened(rekeying.hold_for_writing(at.unlocked, at.opened.id, at.now))
            if any(edit.base is None and edit.id in found.facts for edit in edits):
                return at.done()  # this very form, sent twice in the same moment
            _must_count(found, newest(at.opened.facts.values()))
            if store.save(at.unlocked, at.opened.id, edits, at.now).conflicts:
                raise _Meanwhile  # none of it: who was told must not stand beside a list on which nobody was
    except store.Damaged:
        store.stop_despite(at.unlocked, at.opened.id, edits, at.now)
        return _page(at, given, {name: at.say("damaged")}, seed)
    except _Meanwhile:
        return _page(_again(at), given, {name: at.say("meanwhile")}, seed)
    except store.NoCase:
        raise Http404 from None
    return at.done()


def _ledger(at: At, person: Person, recipient: str, purpose: str) -> Answer:
    return ledger.rows(at.opened, person, at.now.date(), [(recipient, purpose)])[0].answer


def _barred(at: At, one: rules.Barred) -> str:
    why = at.said.say(f"consent.why.{one.code}")
    return at.say("barred_sensitive" if one.sensitive else "barred", name=at.said.name(one.person), why=why)


def _fault(at: At, name: str, fault: str, accepted: object) -> str:
    if fault == "ask-first":
        return at.say("ask_first")
    return at.said.fault(KIND, name, fault, accepted=accepted)


def _given(request: HttpRequest) -> Given:
    return {name: list(values) for name, values in request.POST.lists()}


def _page(at: At, given: Given, faults: dict[str, str], seed: str) -> HttpResponse:
    posts.note(at.request, at.opened)
    said, today = at.said, at.now.date()
    all_ = decisions(at.opened.facts.values())
    reasons = rules.reasons(at.opened.facts.values(), today)
    asks = Asks(said, "publicity", given, faults, KIND)
    questions = _questions(at, asks)
    context = {
        **frame(said, at.opened, today),
        "now_": _shown(at, all_[0]) if all_ else None,
        "older": [_shown(at, one) for one in all_[1:]],
        "speaks": [
            (at.say(f"side.{side}"), tone, [_reason(at, one) for one in reasons if one.side == side])
            for side, tone in (("for", "prepare"), ("against", "now"))
        ],
        "to_ask": [at.say(f"to_ask.{code}") for code in rules.TO_ASK],
        "delicate": said.names(sorted(rules.sensitive(at.opened.facts.values(), today))),
        "questions": questions,
        "problems": [one for one in questions if one.fault],
        "outcome": asks.prose("outcome"),
        "informing": _informing(at, given, faults),
        "told_whom": faults.get("told", ""),
        "stopped_why": given.get("stopped_why", [""])[-1],
        "stop_fault": faults.get("stop", ""),
        "seed": seed or at_hand.seed(),
    }
    return render(at.request, "submissions/publicity/publicity.html", context, status=422 if faults else 200)


def _questions(at: At, asks: Asks) -> list[Question]:
    people = [(one.id, at.said.name(one)) for one in at_hand.with_own_plan(at.opened.facts.values())]
    found = [asks.coded("level", "publicity", codes.PUBLICITY, unknown=False), asks.some("persons", people), asks.prose("why")]
    for who in deciding.WORDS:
        answers = [(code, at.say(f"asked.{code}")) for code in ("yes", "no")]
        found += [asks.one(f"{who}_asked", [*answers, ("", at.say("asked.nobody"))], unknown=False), asks.prose(f"{who}_word")]
    return [*found, asks.prose("agreed_words"), asks.prose("timing"), asks.prose("stop_sign")]


def _informing(at: At, given: Given, faults: dict[str, str]) -> dict[str, Any]:
    """Questions of the list of those who are told by hand."""
    asks = Asks(at.said, "publicity", given, faults, "to-inform")
    parties = [(code, at.said.heading("party", code)) for code in ("ngo", "media", "embassy", "other")]
    ask_book = [(name, isolated([name, at.said.label("party", kind)])) for name, kind in book.to_inform(at.unlocked)]
    said = Question("said", at.say("told_what"), "prose", (given.get("said", [""])[-1],), fault=faults.get("said", ""))
    return {
        "book": asks.groups("who", [(at.say("from_book"), ask_book)], "checkbox") if ask_book else None,
        "name": asks.line("name"),
        "kind": asks.one("kind", parties),
        "said": said,
    }


def _reason(at: At, one: rules.Reason) -> str:
    names = at.said.names(one.persons) if one.persons else ""
    words_ = at.say(f"reason.{one.code}")
    return at.say("reason_about", reason=words_, names=names) if names else words_


def _shown(at: At, one: PublicityDecision) -> dict[str, Any]:
    said = at.said
    asked = [
        (field_words(KIND, f"{who}_asked", at.lang), _asked(at, getattr(one, f"{who}_asked")), getattr(one, f"{who}_word") or "")
        for who in deciding.WORDS
    ]
    names = ("agreed_words", "timing", "stop_sign", "outcome", "stopped_why")
    texts = [(field_words(KIND, name, at.lang), getattr(one, name)) for name in names]
    return {
        "id": one.id,
        "level": said.heading("publicity", one.level),
        "tone": "" if one.stopped else TONES[one.level],
        "small": isolated([said.names(one.persons), said.colleague(one.decided_by), _moment(at, one.decided)]),
        "why": one.why,
        "asked": asked,
        "texts": [(label, text) for label, text in texts if text],
        "standing": _standing(at, one),
        "overdue": rules.overdue(one, at.now),
        "waits": one.waits,
        "stopped": one.stopped is not None,
        "loud": one.level in rules.LOUD and one.stopped is None,
        "inform": [
            (row.name, said.label("party", row.kind) if row.kind else "", _told_line(at, row.intervention)) for row in one.inform
        ],
        "untold": [row.name for row in one.inform if row.intervention is None],
    }


def _standing(at: At, one: PublicityDecision) -> str:
    """One sentence: stopped, reviewed, overdue, or to be reviewed."""
    if one.stopped:
        return at.say("is_stopped", when=_moment(at, one.stopped), name=at.said.colleague(one.stopped_by))
    if one.reviewed:
        return at.say("is_reviewed", when=_moment(at, one.reviewed), name=at.said.colleague(one.reviewed_by))
    return at.say("is_overdue" if rules.overdue(one, at.now) else "is_due", when=_moment(at, one.review_at))


def _asked(at: At, answer: bool | None) -> str:
    return at.say("asked.nobody" if answer is None else "asked.yes" if answer else "asked.no")


def _told_line(at: At, intervention: str | None) -> str:
    fact = at.opened.facts.get(intervention or "")
    return at.said.line(fact).small if fact else ""


def _moment(at: At, text: str) -> str:
    return f"{at.said.day(date.fromisoformat(text[:10]))}, {text[11:16]} UTC"
