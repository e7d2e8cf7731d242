"""The pages of referrals of one case: all of them, a new one looked at field by field before it leaves, and one with its messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence import sealing
from alongside.desk.cases.evidence.leaving import TooManyLeaving
from alongside.desk.cases.exporting import partners
from alongside.desk.cases.exporting.arriving import Incoming, Whole
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.exporting.package import Package
from alongside.desk.cases.exporting.partners import Partner
from alongside.desk.cases.exporting.views import ALONE, FILE
from alongside.desk.cases.forms import naming
from alongside.desk.cases.holding import NoCase, hold
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.people import accounts, asked, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.whose import unlocked_of
from alongside.desk.submissions.referral import handing, letters, packing, shown, taking, travelling
from alongside.desk.submissions.referral.letters import NotALetter
from alongside.desk.submissions.referral.packing import FileMissing
from alongside.facts.fields import PROSE
from alongside.facts.publicity import Referral
from alongside.vault.errors import NotVouched

MANY = ("persons", "kinds")


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
        return shown.say(self.lang, key, **params)

    def page(self, template: str, context: dict[str, Any], fault: str = "", at: str = "") -> HttpResponse:
        """`at`: the field in which something is wrong."""
        posts.note(self.request, self.opened)
        common = frame(self.said, self.opened, self.now.date()) | {"fault": fault, "fault_at": at}
        return render(self.request, f"submissions/referral/{template}.html", common | context, status=422 if fault else 200)


def _at(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> At:
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    names, desks = accounts.names(unlocked), partners.desks(unlocked)
    return At(request, unlocked, lang, opened, Said(lang, opened.facts, names, desks), now)


def takes_from(request: HttpRequest, case_id: UUID, **_: object) -> sealing.Taker | None:
    """What opens a message while it arrives, for a member of the case."""
    unlocked = unlocked_of(request)
    if unlocked is None or not unlocked.desk_ring.keys:
        return None
    try:
        hold(unlocked, case_id)
    except NoCase:
        return None
    return lambda: Incoming(unlocked)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(files=takes_from)
def referrals(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """All referrals of a case; a POST brings a message about one of them."""
    at = _at(request, unlocked, lang, case_id)
    if request.method != "POST":
        return _list(at)
    posts.once(request)
    whole, fault = arrived(request, lang)
    if whole is None:
        return _list(at, fault)
    try:
        letter = taking.read(unlocked, whole)
        taken = taking.take(unlocked, case_id, letter, at.now)
    except NotALetter as error:
        return _list(at, shown.fault_of(lang, error.code))
    except store.Damaged:
        if letter.says_no():  # the stop within the save was taken back with all that the message would have changed
            store.stop_despite(unlocked, case_id, None, at.now)
        return _list(at, at.say("fault.damaged"))
    except NoCase:
        raise Http404 from None
    return at_hand.see_other("referral-one", lang=lang, case_id=case_id, referral=taken.id)


def arrived(request: HttpRequest, lang: str) -> tuple[Whole | None, str]:
    """The package that came with a form, or one sentence on why there is none."""
    if request.content_type == asked.WITH_FILES and not sealing.stands(request):
        raise Http404  # she locked while the file arrived
    came, faults = request.FILES.getlist(FILE), sealing.faults(request)
    if faults or len(came) != 1:
        return None, shown.fault_of(lang, faults[0][1] if faults else "none")
    return came[0].arrived, ""


def _list(at: At, fault: str = "") -> HttpResponse:
    found = sorted(at.opened.of(Referral), key=lambda one: (one.since, one.id), reverse=True)
    rows = [shown.summary(at.said, one) | {"untold": _untold(at, one), "unanswered": handing.unanswered(one)} for one in found]
    return at.page("referrals", {"rows": rows}, fault, "file")


def _untold(at: At, one: Referral) -> str:
    """Who took her yes back, and the other desk does not know it yet."""
    names = handing.untold(at.opened, one, at.now) if one.way == "out" else ()
    return at.say("untold", names=at.said.names(names), desk=one.desk_name or "") if names else ""


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def new(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponseBase:
    """Choose to whom, about whom and what; look at it field by field (`look`); take it out (`take`)."""
    at = _at(request, unlocked, lang, case_id)
    if request.method != "POST":
        return _choose(at, None, None, None)
    typed = posts.typed(request, MANY)
    to = _partner(unlocked, typed.get("to", ""))
    persons, kinds = request.POST.getlist("persons"), request.POST.getlist("kinds")
    if to is None:
        return _choose(at, None, persons, kinds, at.say("fault.to"))
    if typed.get("do") == "take":
        return _out(
            at,
            lambda: handing.refer(unlocked, case_id, to, persons, kinds, typed.get("seen", ""), at.now),
            lambda fault: _choose(at, to, persons, kinds, fault),
        )
    return _choose(at, to, persons, kinds)


def _partner(unlocked: Unlocked, text: str) -> Partner | None:
    return next((one for one in partners.trusted(unlocked) if one.id.hex == text), None)


def _choose(at: At, to: Partner | None, persons: list[str] | None, kinds: list[str] | None, fault: str = "") -> HttpResponse:
    """Untouched, everybody and everything is ticked: the ledger and the rules take away, and the page says what."""
    people = handing.people(at.opened)
    context: dict[str, Any] = {
        "receivers": [(one.id.hex, one.called, to is not None and one.id == to.id) for one in partners.trusted(at.unlocked)],
        "people": [(one.id, at.said.name(one), persons is None or one.id in persons) for one in people],
        "kinds": [(kind, at.said.say(f"kinds.{kind}"), kinds is None or kind in kinds) for kind in travelling.CHOSEN],
    }
    if to is not None:
        lines = handing.look(at.opened, to.recipient, persons or [], kinds or [], at.now)
        stop = handing.may_leave(at.opened, lines)
        goes, stays = shown.lines_of(at.said, lines)
        context |= {
            "to": to.called,
            "to_id": to.id.hex,
            "words": to.words,
            "goes": [] if stop else goes,
            "stays": stays,
            "stop": at.say(f"stop.{stop}") if stop else "",
            "seen": travelling.digest_of(lines),
        }
    return at.page("new", context, fault, "" if to is not None else "to")


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def one(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, referral: str) -> HttpResponseBase:
    """One referral and its messages; a POST takes the next message out: news, a withdrawal, an answer, a report."""
    at = _at(request, unlocked, lang, case_id)
    ours = at_hand.fact_or_404(at.opened, referral, Referral)
    if request.method != "POST":
        return _one(at, ours)
    typed = posts.typed(request)
    do, text, seen = typed.get("do", ""), typed.get("text", ""), typed.get("seen", "")
    if len(text) > PROSE:
        return _one(at, ours, at.say("fault.text_long", most=PROSE), text)
    if not text and do in ("report", "withdraw-whole"):
        return _one(at, ours, at.say("fault.text"), text)
    if handing.names_somebody(at.opened, ours, text, at.now):
        return _one(at, ours, at.say("fault.names"), text)
    made: dict[str, Callable[[], Package]] = {
        "update": lambda: handing.update(unlocked, case_id, ours.id, text, seen, at.now),
        "withdraw": lambda: handing.withdraw(unlocked, case_id, ours.id, text, False, seen, at.now),
        "withdraw-whole": lambda: handing.withdraw(unlocked, case_id, ours.id, text, True, seen, at.now),
        "answer": lambda: handing.answer(unlocked, case_id, ours.id, text, at.now),
        "report": lambda: handing.report(unlocked, case_id, ours.id, text, seen, at.now),
    }
    if do not in made:
        raise Http404
    return _out(at, made[do], lambda fault: _one(at, ours, fault, text))


def _out(at: At, made: Callable[[], Package], again: Callable[[str], HttpResponse]) -> HttpResponseBase:
    """A package as a file; where nothing may leave, the page again with one sentence."""
    try:
        return file(at.unlocked, made)
    except TooManyLeaving:
        return again(at.said.say("export.downloads"))
    except NotVouched:
        return again(at.say("fault.nobody_counts"))
    except store.Damaged:
        return again(at.say("fault.damaged"))
    except FileMissing as error:
        return again(at.say("fault.file_missing", name=naming.name_of(at.opened.facts[error.evidence], at.opened.facts, at.lang)))
    except MayNotLeave:
        return again(at.say("fault.changed"))
    except NoCase:
        raise Http404 from None


def file(unlocked: Unlocked, made: Callable[[], Package]) -> HttpResponseBase:
    """A package on its way out. Its name tells nothing, and is that of any other package."""
    package, going = packing.leave(unlocked, made)
    return StreamingHttpResponse(
        going,
        content_type="application/octet-stream",
        headers={
            "Content-Length": str(package.size),
            "Content-Disposition": f'attachment; filename="package-{package.digest.hex()[:8]}.alongside"',
            "Content-Security-Policy": ALONE,
        },
    )


def _one(at: At, ours: Referral, fault: str = "", text: str = "") -> HttpResponse:
    out = ours.way == "out"
    found = handing.news(at.opened, ours, at.now) if out and not ours.withdrawn else None
    goes, _ = shown.lines_of(at.said, found.lines, at.opened.facts) if found else ([], [])
    steps = [] if out else handing.reported(at.opened, ours, at.now.date())
    stop = handing.stopped(at.opened, ours, found) if found else "damaged" if at.opened.damaged else ""
    context = {
        "one": shown.summary(at.said, ours),
        "id": ours.id,
        "out": out,
        "withdrawn": ours.withdrawn is not None,
        "they_acted": out and any(step.what == letters.REPORTS for step in ours.steps),
        "steps": [shown.step(at.said, step) for step in reversed(ours.steps)],
        "untold": _untold(at, ours),
        "unanswered": handing.unanswered(ours),
        "unsure": at.said.names(found.unsure) if found else "",
        "goes": goes,
        "gone": len(found.gone) if found else 0,
        "stop": at.say(f"stop.{stop}") if stop else "",
        "hers": bool(found and found.hers),
        "reported": [at.said.line(step) for step in steps],
        "text": text,
        "seen": handing.seen_of(found or steps),
    }
    return at.page("one", context, fault, "text")
