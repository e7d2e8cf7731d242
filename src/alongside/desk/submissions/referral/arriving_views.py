"""The page on which a case that another desk refers is looked at before anything of it is kept, then accepted or declined with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases import words as case_words
from alongside.desk.cases.evidence.leaving import TooManyLeaving
from alongside.desk.cases.exporting import arriving
from alongside.desk.cases.exporting.arriving import TakenBefore
from alongside.desk.cases.exporting.views import takes_from
from alongside.desk.cases.finding.index import CHANGED
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.importing import pages
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.referral import handing, letters, shown, taking
from alongside.desk.submissions.referral.letters import Letter, NotALetter
from alongside.desk.submissions.referral.views import arrived, file
from alongside.facts.fields import PROSE
from alongside.facts.publicity import Referral
from alongside.vault.errors import NotVouched

MOST_OPENED = 100  # cases that are opened to find whose a message is; beyond that a person looks


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(files=takes_from)
def referred(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponseBase:
    """Bring a referral: look at it (`look`), take it (`accept`), or answer that it is not taken (`decline`), which keeps nothing."""
    if request.method != "POST":
        return _page(request, unlocked, lang, {})
    typed = posts.typed(request, ("member",))
    whole, fault = arrived(request, lang)
    if whole is None:
        return _page(request, unlocked, lang, {"fault": fault})
    try:
        letter = taking.read(unlocked, whole)
    except NotALetter as error:
        return _page(request, unlocked, lang, {"fault": shown.fault_of(lang, error.code)})
    said = Said(lang, {}, accounts.names(unlocked))
    if letter.step.what != letters.REFERS:
        told = {"about": locate(unlocked, letter, clock.now()), "fault": shown.say(lang, "fault.about-a-case")}
        return _page(request, unlocked, lang, told)
    looked = _looked(unlocked, letter, said)
    do, now = typed.get("do", ""), clock.now()
    if do and arriving.taken_before(unlocked, whole.digest):
        # The same form once more over a bad line: it leads to the case that the first one made.
        told = {"about": locate(unlocked, letter, now), "fault": shown.say(lang, "fault.before")}
        return _page(request, unlocked, lang, looked | told)
    if do == "decline":
        return _decline(request, unlocked, lang, letter, typed.get("reason", ""), looked)
    if do != "accept":
        return _page(request, unlocked, lang, looked)
    try:
        made = taking.accept(unlocked, whole, letter, pages.ticked(unlocked, request.POST.getlist("member")), now)
    except TakenBefore:
        fault = "before"
    except NotVouched:  # a card was exchanged or an account ended since she ticked it
        fault = "member"
    except NotALetter as error:
        fault = error.code
    else:
        return at_hand.see_other("referral-case", lang=lang, case_id=made)
    return _page(request, unlocked, lang, looked | {"fault": shown.fault_of(lang, fault)})


def _decline(
    request: HttpRequest, unlocked: Unlocked, lang: str, letter: Letter, reason: str, looked: dict[str, Any]
) -> HttpResponseBase:
    if not reason or len(reason) > PROSE:
        fault = shown.say(lang, "fault.text_long", most=PROSE) if reason else shown.say(lang, "fault.reason")
        return _page(request, unlocked, lang, looked | {"fault": fault, "fault_at": "reason", "reason": reason[:PROSE]})
    try:
        return file(unlocked, lambda: handing.decline(unlocked, letter, reason, clock.now()))
    except TooManyLeaving:
        fault = case_words.cases(lang).say("export.downloads")
    except NotVouched:
        fault = shown.say(lang, "fault.nobody_counts")
    return _page(request, unlocked, lang, looked | {"fault": fault, "reason": reason})


def locate(unlocked: Unlocked, letter: Letter, now: datetime) -> UUID | None:
    """Which of her cases a message is about, among those that changed last. Each that is opened for it says so in its history."""
    with registry.index(unlocked) as index:
        rows = index.find(None, None, CHANGED, counted=False).rows[:MOST_OPENED]
    for row in rows:
        try:
            opened = store.open_case(unlocked, row.case, now)
        except NoCase:
            continue
        if any(one.reference == letter.said.reference and one.desk == letter.desk for one in opened.of(Referral)):
            return row.case
    return None


def _looked(unlocked: Unlocked, letter: Letter, said: Said) -> dict[str, Any]:
    facts = letter.facts()
    return {
        "came": True,
        "sender": taking.sender_of(unlocked, letter),
        "when": shown.moment(said, letter.step.at),
        "people": shown.people(facts, said),
        "kinds": isolated([f"{kind}: {number}" for kind, number in shown.kinds(facts, said)]),
        "files_": len(letter.came.files),
    }


def _page(request: HttpRequest, unlocked: Unlocked, lang: str, context: dict[str, Any]) -> HttpResponse:
    ticked = request.POST.getlist("member") if request.method == "POST" else []
    colleagues = [(member, name, member in ticked) for member, name in pages.colleagues(unlocked)]
    status = 422 if context.get("fault") else 200
    reason = {"reason": request.POST.get("reason", "")[:PROSE]} if request.method == "POST" else {}
    context = {"fault_at": "file", **reason, **context, "colleagues": colleagues}
    return render(request, "submissions/referral/referred.html", context, status=status)
