"""The pages of plain text: what it means, who has to agree, her answer, and the one download that it allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, ledger, posts, words
from alongside.desk.cases.case_views import title
from alongside.desk.cases.evidence.leaving import Leaving, TooManyLeaving
from alongside.desk.cases.exporting import approvals, choosing, document, gathering, leaving, partners, plain, table
from alongside.desk.cases.exporting.approvals import AGREED, ASKED, FORMS, Changed, NoRequest, NotAsked, Request
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.typeset import TypesetError, pdf

TYPES = {"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}
FIELDS = {"form": "form", "approver": "approver", "why": "why", "cases": "form", "too-many": "form"}
ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def plain_text(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """What plain text means, and the form to ask a colleague for it (`do`)."""
    if request.method != "POST":
        return at_hand.see_other("cases-export", lang=lang)
    posts.once(request, ("case",))
    typed, cases, now = at_hand.plain_post(request), chosen(request), clock.now()
    form, why, approver = typed.get("form", ""), typed.get("why", ""), typed.get("approver", "")
    fault = ""
    if typed.get("do") == "ask":
        try:
            made = approvals.ask(unlocked, cases, form, lang, _id(approver), why, now, typed.get("seed", ""))
            return at_hand.see_other("cases-export-request", lang=lang, request_id=made.id)
        except NotAsked as error:
            fault = error.code
    names = accounts.names(unlocked)
    found = [one.case for one in leaving.look(unlocked, cases, None, now) if not one.lacks]
    wanted = [one.id for one in found]
    stops = _stops(unlocked, found, now)
    people = choosing.eligible(unlocked, wanted, now) if found and not stops else []
    say = words.cases(lang).say
    context = {
        "go": _named(found, lang, names),
        "warning": _warning(lang),
        "unwilling": _unwilling(found, lang, now),
        "stops": stops,
        "seed": typed.get("seed") or at_hand.seed(),
        "forms": [(code, say(f"export.form_{code}"), code == form) for code in FORMS],
        "approvers": [(one.pk.hex, names.get(one.pk, "?"), one.pk.hex == approver) for one in people],
        "why": why,
        "fault": f"export.not_asked.{fault}" if fault else "",
        "field": FIELDS.get(fault, "cases"),
    }
    return render(request, "cases/export_plain.html", context, status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def request_page(request: HttpRequest, unlocked: Unlocked, lang: str, request_id: UUID) -> HttpResponse:
    """One request, for who asked and for who answers. A POST answers, takes the file, or drops the request (`do`)."""
    now, fault, typed = clock.now(), "", ""
    try:
        found = approvals.get(unlocked, request_id)
        if request.method == "POST":
            posts.once(request)
            do, typed = request.POST.get("do", ""), request.POST.get("word", "")
            if do in ("yes", "no"):
                approvals.answer(unlocked, request_id, do == "yes", typed, now)
                return at_hand.see_other("cases-export-request", lang=lang, request_id=request_id)
            if do == "forget":
                approvals.forget(unlocked, request_id)
                return at_hand.see_other("cases-export", lang=lang)
            if do == "take":
                return _file(unlocked, request_id, now)
    except NoRequest:
        raise Http404 from None
    except Changed as error:
        fault = "export.not_asked.restored" if error.code == "restored" else "export.plain_changed"
    except TooManyLeaving:
        fault = "export.downloads"
    except TypesetError:
        fault = "export.no_document"
    return _page(request, unlocked, lang, found, fault, typed)


def _page(request: HttpRequest, unlocked: Unlocked, lang: str, found: Request, fault: str, typed: str) -> HttpResponse:
    now, names = clock.now(), accounts.names(unlocked)
    cases = [one.case for one in leaving.look(unlocked, [case for case, _ in found.cases], None, now)]
    hers = found.asker == unlocked.person.pk
    context = {
        "one": _listed(found, unlocked, lang, names),
        "why": found.why,
        "word": found.word,
        "go": _named(cases, lang, names),
        "unwilling": _unwilling(cases, lang, now),
        "hers": hers,
        "answers": not hers and found.state(now) == ASKED,
        "takes": hers and found.state(now) == AGREED,
        "warning": _warning(lang),
        "fault": fault,
        "typed": typed,
    }
    return render(request, "cases/export_request.html", context, status=409 if fault else 200)


def _stops(unlocked: Unlocked, cases: Sequence[Opened], now: datetime) -> str:
    """Why nobody needs to be asked for these cases yet."""
    if any(ledger.is_restored(one) for one in cases):
        return "export.not_asked.restored"
    return "export.not_asked.taken-out" if choosing.taken_out(unlocked, [one.id for one in cases], now) else ""


def _unwilling(cases: Iterable[Opened], lang: str, now: datetime) -> list[str]:
    """One sentence for each person who refused, took something back or was never asked: plain text asks no ledger, so people have to."""
    found = []
    for case in cases:
        said = Said(lang, case.facts)
        for person, code in gathering.unwilling(case, now.date()):
            found.append(said.say(f"export.unwilling.{code}", name=said.name(person)))
    return found


def listed(unlocked: Unlocked, lang: str, *, today: bool = False) -> list[dict[str, Any]]:
    """Requests in one line each: all of hers, or what wants something of her today."""
    found = approvals.waiting(unlocked, clock.now()) if today else approvals.mine(unlocked)
    if not found:
        return []
    names = accounts.names(unlocked)
    return [_listed(one, unlocked, lang, names) for one in found]


def _listed(one: Request, unlocked: Unlocked, lang: str, names: dict[UUID, str]) -> dict[str, Any]:
    say = words.cases(lang).say
    told = {"name": names.get(one.asker, "?"), "count": len(one.cases), "form": say(f"export.form_{one.form}")}
    state = say(
        f"export.state.{one.state(clock.now())}", {"name": names.get(one.approver, "?"), "day": words.day(_day(one), lang)}
    )
    return {"id": one.id, "words": say("export.request", told), "state": state}


def _day(one: Request) -> str:
    return (one.answered or one.at).date().isoformat()


def _file(unlocked: Unlocked, request_id: UUID, now: Any) -> HttpResponse:
    """The file that was agreed to, counted among her downloads. What cannot be set does not use the request up: it is made in the
    transaction that takes it. TooManyLeaving."""
    data, found = b"", None

    def made(found: Request, cases: Sequence[Opened]) -> None:
        nonlocal data
        data = content(unlocked, found.form, found.lang, cases)

    def taken() -> Iterator[bytes]:
        nonlocal found
        found = approvals.take(unlocked, request_id, now, made)
        return iter([data])

    going = Leaving(unlocked.person.pk, taken)
    assert found is not None  # noqa: S101  narrows the type: it was taken
    return _Counted(
        going,
        b"".join(going),
        content_type=TYPES[found.form],
        headers={"Content-Disposition": f'attachment; filename="cases.{found.form}"', "Content-Security-Policy": ALONE},
    )


class _Counted(HttpResponse):
    """A file that is one of her downloads until all of it has left."""

    def __init__(self, going: Leaving, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self._going = going

    def close(self) -> None:
        self._going.close()
        super().close()


def content(unlocked: Unlocked, form: str, lang: str, cases: Sequence[Opened]) -> bytes:
    """These cases in one of the plain forms."""
    facts = [gathering.in_order(one) for one in cases]
    if form == "jsonl":
        return b"".join(plain.lines(facts))
    if form == "csv":
        return table.written(facts)
    names = accounts.names(unlocked)
    titled = [(name, told) for (_, name), told in zip(_named(cases, lang, names), facts, strict=True)]
    return pdf("case", document.values(titled, lang, names, partners.desks(unlocked)))


def chosen(request: HttpRequest) -> list[UUID]:
    """The cases that were ticked; what is no id is none."""
    found = [_id(text) for text in request.POST.getlist("case")]
    return [one for one in dict.fromkeys(found) if one.int]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _named(cases: Iterable[Opened], lang: str, names: dict[UUID, str]) -> list[tuple[UUID, str]]:
    found = []
    for one in cases:
        said = Said(lang, one.facts, names)
        found.append((one.id, title(said, one.facts) or said.say("case.untitled")))
    return found


def _warning(lang: str) -> list[str]:
    return list(words.cases(lang).raw("export.warning"))


urlpatterns = [
    path("cases/export/plain/", plain_text, name="cases-export-plain"),
    path("cases/export/requests/<uuid:request_id>/", request_page, name="cases-export-request"),
]
