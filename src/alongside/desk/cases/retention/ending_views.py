"""The pages by which a case ends: what goes, what stays, the word to type, the second member's yes, and the receipt."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, destroying, posts, words
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.destroying import Blocked
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.models import History, Record, SealedFile
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.retention import counted, ending, receipt_views, rules
from alongside.desk.cases.retention.counted import Statistic
from alongside.desk.cases.retention.ending import NotYet
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Damaged, NoCase
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import PROSE
from alongside.facts.retention import EndRequest
from alongside.vault.errors import Refused

Given = dict[str, list[str]]


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(fresh="forms")
def end(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, ending: str) -> HttpResponse:
    """Ask that a case goes (`ask`), let it go (`go`), or say no (`stop`). Each but the last wants the word typed."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    one = _Ending(request, unlocked, Said(lang, opened.facts, accounts.names(unlocked)), opened, ending, now)
    if request.method != "POST":
        return one.page({}, {}, at_hand.seed())
    typed = posts.typed(request)
    action = typed.get("do", "")
    if action == "stop":
        return one.stopped()
    if action not in ("ask", "go"):
        raise Http404
    given, seed = {name: [value] for name, value in typed.items()}, typed.get("seed", "") or at_hand.seed()
    faults: dict[str, str] = {}
    if _plain(typed.get("word", "")) != _plain(one.word):
        faults["word"] = one.said.say("ending.fault.word", word=one.word)
    if action == "go":
        return one.page(given, faults, seed) if faults else one.gone(given, seed)
    if not typed.get("why") or len(typed["why"]) > PROSE:
        faults["why"] = one.said.fault(EndRequest.KIND, "why", "too-long" if typed.get("why") else "missing", accepted=PROSE)
    if faults or one.blocked:
        return one.page(given, faults, seed)
    return one.asked(typed)


def _plain(text: str) -> str:
    """A word as it is compared: a telephone writes a capital first, and an accent in one way or the other."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


class _Ending:
    """One request about the end of one case."""

    def __init__(self, request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, kind: str, now: datetime) -> None:
        self.request, self.unlocked, self.said, self.opened, self.kind, self.now = request, unlocked, said, opened, kind, now
        self.word = said.say(f"ending.word_{kind}")

    @property
    def blocked(self) -> str:
        """The sentence that says why the case must stay; empty where it may go."""
        try:
            why = destroying.blocked(self.opened.held, self.now)
        except (NoCase, ValueError):
            why = "damaged"
        return self.said.say(f"keeping.blocked_{why}") if why else ""

    def asked(self, typed: dict[str, str]) -> HttpResponse:
        made = EndRequest(
            id=at_hand.id_from(self.unlocked, self.opened.id, typed.get("seed", "")),
            revision=1,
            ending=self.kind,
            asked=instant(self.now),
            asked_by=self.unlocked.person.pk.hex,
            why=typed["why"],
        )
        try:
            ending.ask(self.unlocked, self.opened, made, self.now)
        except Damaged:
            given = {name: [value] for name, value in typed.items()}
            return self.page(given, {"word": self.said.say("keeping.damaged")}, typed.get("seed", "") or at_hand.seed())
        except NoCase:
            raise Http404 from None
        return self._here()

    def stopped(self) -> HttpResponse:
        found = ending.request_for(self.opened, self.kind, self.now)
        try:
            if found is not None:
                ending.withdraw(self.unlocked, self.opened, found, self.now)
        except Damaged:
            return self.page({}, {"word": self.said.say("keeping.damaged")}, at_hand.seed())
        except NoCase:
            raise Http404 from None
        return at_hand.see_other("cases-keeping", lang=self.said.lang, case_id=self.opened.id)

    def gone(self, given: Given, seed: str) -> HttpResponse:
        try:
            text = ending.carry_out(self.unlocked, self.opened.id, self.kind, self.now)
        except (NotYet, Blocked, Refused):  # Refused: she has no key of the desk yet, under which the row of statistics would be
            return self.page(given, {"word": self.said.say("ending.fault.gone")}, seed)
        except NoCase:
            raise Http404 from None
        return receipt_views.shown(self.request, self.said, text)

    def _here(self) -> HttpResponse:
        return at_hand.see_other(f"cases-{self.kind}", lang=self.said.lang, case_id=self.opened.id)

    def page(self, given: Given, faults: dict[str, str], seed: str) -> HttpResponse:
        posts.note(self.request, self.opened)
        said, opened, case = self.said, self.opened, self.opened.id
        blocked, until = self.blocked, ending.unreadable_on(self.unlocked.desk, self.now.date())
        try:
            stands = ending.standing(self.unlocked, opened, self.kind, self.now)
        except Blocked:
            stands = ending.Stands("nobody-asked", ending.request_for(opened, self.kind, self.now), [], [])
            blocked = blocked or said.say("keeping.blocked_damaged")
        step, asked = stands.step, stands.request
        ask = Asks(said, "ending", given, faults, "ending-form")
        questions = [ask.prose("why")] if step == "nobody-asked" else []
        questions += [ask.line("word")] if step in ("nobody-asked", "go") else []
        context = {
            **frame(said, opened, self.now.date()),
            "action": f"cases-{self.kind}",
            "kind": self.kind,
            "heading": said.say(f"ending.{self.kind}"),
            "goes": said.say(
                "ending.goes",
                records=Record.objects.filter(case=case).count(),
                files=SealedFile.objects.filter(case=case).count(),
            ),
            "goes_history": said.say("ending.goes_history", links=History.objects.filter(case=case).count() + 1),
            "stays": words.cases(said.lang).raw("ending.stays"),
            "backups": said.say("ending.backups", day=said.day(until)) if until else said.say("ending.no_backups"),
            "row": rows(said, counted.statistic(opened.facts.values())) if self.kind == "shrink" else None,
            "blocked": blocked,
            # Where no question stands beside which it could be said.
            "refusal": "" if any(question.fault for question in questions) else next(iter(faults.values()), ""),
            "step": step,
            "second": bool(stands.others),
            "taken_out": bool(stands.taken_out) and not stands.others,
            "asked": _asked(said, asked) if asked else None,
            "ready": rules.ready_at(asked).strftime("%H:%M") if asked else "",
            "word": self.word,
            "do": said.say(f"ending.{'ask' if step == 'nobody-asked' else 'do'}_{self.kind}"),
            "questions": [] if blocked else questions,
            "problems": [question for question in questions if question.fault],
            "seed": seed,
        }
        refused = faults or (blocked and self.request.method == "POST")
        return render(self.request, "cases/retention/ending.html", context, status=422 if refused else 200)


def _asked(said: Said, one: EndRequest) -> dict[str, Any]:
    day = said.day(date.fromisoformat(one.asked[:10]))
    return {"words": said.say("ending.asked", name=said.colleague(one.asked_by), day=day), "why": one.why}


def rows(said: Said, one: Statistic) -> list[tuple[str, str]]:
    """Every field of a row of statistics with its value, in words."""
    told = {
        "year": str(one.year or ""),
        "state": said.state(one.state) if one.state else "",
        "acts": said.labels("act", one.acts),
        "targets": said.labels("target", one.targets),
        "cooperation": _answer(said, one.cooperation),
        "bodies": said.listed(said.label("body", body) for body in one.bodies),
        "outcomes": said.listed(said.label(family, code) for family, code in one.outcomes),
        "held": _answer(said, one.held),
    }
    return [(said.say(f"statistic.{name}"), text or said.say("statistic.untold")) for name, text in told.items()]


def _answer(said: Said, told: bool | None) -> str:
    return "" if told is None else said.say("form.yes" if told else "form.no")
