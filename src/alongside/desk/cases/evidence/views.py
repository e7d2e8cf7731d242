"""The pages of evidence: what a case holds and what comes in, one piece with who had it, the untouched original as a download."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from alongside.cleaning import KINDS
from alongside.cleaning.kinds import UNKNOWN
from alongside.desk.cases import at_hand, history, posts, store, words
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence import (
    broken,
    copies,
    custody,
    redact_views,
    redacting,
    remove_views,
    sealing,
    taking,
    upload_views,
    uploads,
)
from alongside.desk.cases.evidence import report as reporting
from alongside.desk.cases.evidence.pieces import ALONE, clean_all, name_of, piece, size_of
from alongside.desk.cases.evidence.sealing import Received
from alongside.desk.cases.forms import showing
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, asked, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.facts.persons import Person
from alongside.facts.plain import to_plain
from alongside.vault.errors import Refused

FILE = "file"
SHOWN = (
    "title",
    "description",
    "about",
    "source",
    "obtained",
    "reliability",
    "collected",
    "collector",
    "tool",
    "address",
    "network",
)
# The reasons of `cleaning`, and the sentence for each; whatever else there is, or comes, is a part that nobody can vouch for.
WHY = {"damaged": "damaged", "empty": "damaged", "too_large": "large", "many_pages": "large", "locked": "locked", "video": "video",
       "failed": "failed", "overran": "failed", "unknown_kind": "kind"}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(files=sealing.takes_from)
def evidence(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """What the case holds; a POST brings files, which were sealed while they arrived."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _page(request, said, opened, {}, [])
    typed = posts.typed(request)
    if request.content_type == asked.WITH_FILES and not sealing.stands(request):
        raise Http404  # she locked, or somebody ended it, while the file arrived: nothing of hers is written any more
    came: Sequence[Received] = request.FILES.getlist(FILE)
    faults = [(name, said.say(f"evidence.fault.{fault}")) for name, fault in sealing.faults(request)]
    if not came and not faults:
        faults = [("", said.say("evidence.fault.none"))]
    told = upload_views.told(typed, opened)
    taken: list[Evidence] = []
    try:
        for one in came:
            name = at_hand.id_from(unlocked, case_id, typed.get("seed", ""), int(one.arrived.sha256[:15], 16))
            broken.forget(unlocked.person.pk, case_id, one.name or "")
            taken.append(taking.take(unlocked, case_id, one.arrived, one.name or "", told, now, name))
    except store.NoCase:  # taken out of the case while the file arrived
        raise Http404 from None
    except store.Damaged:
        faults.append(("", said.say("evidence.fault.damaged")))
    clean_all(unlocked, case_id, taken, now)
    if faults:
        again = at_hand.opened_or_404(unlocked, case_id, now, note=False) if came else opened
        return _page(request, said, again, {name: [value] for name, value in typed.items()}, faults)
    return at_hand.see_other("cases-evidence", lang=lang, case_id=case_id)


def _page(
    request: HttpRequest, said: Said, opened: Opened, given: dict[str, list[str]], faults: list[tuple[str, str]]
) -> HttpResponse:
    posts.note(request, opened)
    ask = Asks(said, "evidence", given, {}, "evidence")
    persons = [(one.id, said.name(one)) for one in at_hand.in_order(opened.of(Person))]
    held = sorted(opened.of(Evidence), key=lambda one: (one.arrived, one.id), reverse=True)
    context = {
        **frame(said, opened, clock.now().date()),
        "held": [(one, name_of(said, one), _small(said, one)) for one in held],
        "questions": [ask.line("title"), ask.one("source", [*persons, ("", said.say("form.unsaid"))], unknown=False)],
        "faults": faults,
        "seed": at_hand.seed(),
        "broken": [
            said.say(
                "evidence.arriving.gone",
                name=isolated([one.name]),
                size=size_of(said, one.size),
                when=one.when.strftime("%H:%M UTC"),
            )
            for one in broken.listed(opened.unlocked.person.pk, opened.id, clock.now())
        ],
        "arriving": [
            said.say(
                "evidence.arriving.one",
                name=isolated([one.name]),
                received=size_of(said, one.received),
                size=size_of(said, one.size),
            )
            for one in uploads.mine(opened.unlocked, clock.now())
            if one.case == opened.id.hex and one.received
        ],
    }
    return render(request, "cases/evidence.html", context, status=422 if faults else 200)


@require_safe
@gate.member
def item(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponse:
    """One piece of evidence: what is known of it, its digest, who had it."""
    at = piece(request, unlocked, lang, case_id, evidence_id, note=True)
    opened, one, said = at.opened, at.one, at.said
    plain = to_plain(one)
    context = {
        **frame(said, opened, at.now.date()),
        "one": one,
        "name": name_of(said, one),
        "small": _small(said, one),
        "known": [
            (words.field("evidence", name, lang), lines)
            for name in SHOWN
            if (lines := showing.lines(Evidence, name, plain.get(name), said.around))
        ],
        "embedded": one.embedded,
        "credentials": _credentials(said, one, lang),
        "shown": one.cleaned_file is not None and KINDS[one.cleaned_type or UNKNOWN].inline,
        "why": _why(said, one),
        "redacts": redacting.offered(one) and not opened.damaged,
        "redacted": [(other.id, name_of(said, other)) for other in opened.of(Evidence) if other.copy_of == one.id],
        "copy_of": [(other.id, name_of(said, other)) for other in opened.of(Evidence) if other.id == one.copy_of],
        "steps": _steps(said, unlocked, opened, one),
        "elsewhere": [case for case in taking.twins(unlocked, one) if case != case_id],
        "twins": [
            (other.id, name_of(said, other)) for other in opened.of(Evidence) if other.sha256 == one.sha256 and other.id != one.id
        ],
    }
    return render(request, "cases/evidence_item.html", context)


@require_POST
@gate.member
def original(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponseBase:
    """The untouched original, as a file to keep. The history notes who took it before its first byte leaves."""
    at = piece(request, unlocked, lang, case_id, evidence_id)
    one = at.one
    return at.file(lambda: taking.content(unlocked, case_id, one, taking.COPIED, at.now), one.size, one.type, one.sha256)


@require_POST
@gate.member
def clean(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponse:
    """Try to make the cleaned copy now; the page says what came of it."""
    at = piece(request, unlocked, lang, case_id, evidence_id)
    if at.one.cleaning is None:
        clean_all(unlocked, case_id, [at.one], at.now)
    return at.to_item()


@require_POST
@gate.member
def copy(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponseBase:
    """The cleaned copy, as a file to keep."""
    at = piece(request, unlocked, lang, case_id, evidence_id)
    one = at.one
    if one.cleaned_file is None:
        raise Http404
    return at.file(
        lambda: copies.content(unlocked, case_id, one, copies.COPIED, at.now),
        one.cleaned_size or 0, one.cleaned_type, one.cleaned_sha256 or "",
    )  # fmt: skip


@require_GET
@gate.member
def picture(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponseBase:
    """The cleaned copy of a picture, to look at. Nothing else of what strangers sent is ever drawn by a browser of the desk."""
    at = piece(request, unlocked, lang, case_id, evidence_id)
    one = at.one
    kind = KINDS.get(one.cleaned_type or "")
    if one.cleaned_file is None or kind is None or not kind.inline:
        raise Http404
    return at.sent(
        lambda: copies.content(unlocked, case_id, one, taking.VIEWED, at.now), one.cleaned_size or 0, kind.media, "inline"
    )


@require_POST
@gate.member
def report(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponse:
    """What an outsider needs to check the file with: no name of anybody, every link of the history as a hash, signed."""
    at = piece(request, unlocked, lang, case_id, evidence_id)
    if at.opened.damaged:
        return at.damaged()
    return HttpResponse(
        reporting.made(unlocked, case_id, at.one, at.now),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="evidence-{at.one.sha256[:8]}-report.json"',
            "Content-Security-Policy": ALONE,
        },
    )


def _credentials(said: Said, one: Evidence, lang: str) -> dict[str, object]:
    """How the content credentials stand, as a sentence, and what they say of themselves; empty where nobody looked."""
    for row in one.content_credentials[:1]:
        told = [(name, getattr(row, name)) for name in ("signer", "signed", "program", "actions", "status_codes")]
        known = [(words.field("content-credentials", name, lang), value) for name, value in told if value]
        return {"sentence": said.say(f"evidence.signed.{row.standing}"), "known": known}
    return {}


def _why(said: Said, one: Evidence) -> str:
    """Why there is no cleaned copy."""
    if one.cleaning != copies.NOT_CLEANED:
        return ""
    return said.say(f"evidence.why.{WHY.get(one.cleaning_note or '', 'parts')}")


def _small(said: Said, one: Evidence) -> str:
    when = said.day(date.fromisoformat(one.arrived[:10]))
    return said.say("evidence.small", day=when, who=said.colleague(UUID(one.arrived_by)), size=size_of(said, one.size))


def _steps(said: Said, unlocked: Unlocked, opened: Opened, one: Evidence) -> list[tuple[str, str, str]] | None:
    """Day and hour, who, what; None where the history was tampered with and vouches for nothing."""
    try:
        happened = history.happenings(unlocked, opened.id)
    except (Refused, ValueError):
        return None
    return [
        (
            f"{said.day(step.when.date())}, {step.when.strftime('%H:%M UTC')}",
            said.colleague(step.who),
            said.say(f"evidence.step.{step.what.removeprefix('evidence-')}"),
        )
        for step in custody.steps(happened, one)
    ]


urlpatterns = [
    path("", evidence, name="cases-evidence"),
    *upload_views.urlpatterns,  # before those that take any word for the id of a piece
    path("<slug:evidence_id>/", item, name="cases-evidence-item"),
    path("<slug:evidence_id>/original/", original, name="cases-evidence-original"),
    path("<slug:evidence_id>/clean/", clean, name="cases-evidence-clean"),
    path("<slug:evidence_id>/copy/", copy, name="cases-evidence-copy"),
    path("<slug:evidence_id>/picture/", picture, name="cases-evidence-picture"),
    path("<slug:evidence_id>/report/", report, name="cases-evidence-report"),
    *redact_views.urlpatterns,
    *remove_views.urlpatterns,
]
