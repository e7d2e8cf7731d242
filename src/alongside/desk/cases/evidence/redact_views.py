"""The pages on which parts of a picture or PDF are blacked out: a picture to click on, the same boxes as numbers to type, no script."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from alongside.cleaning import CleaningError
from alongside.cleaning.results import Reason
from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence import boxes, copies, files, redacting
from alongside.desk.cases.evidence.boxes import Typed, Work
from alongside.desk.cases.evidence.pieces import ALONE, Piece, clean_all, name_of, piece
from alongside.desk.people import gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import LINE

# The reasons of `cleaning`, and the sentence for each; for whatever else there is: it could not be drawn.
FAULTS = {
    Reason.BUSY: "busy",
    Reason.UNKNOWN_KIND: "kind",
    Reason.TOO_LARGE: "large",
    Reason.MANY_PAGES: "large",
    Reason.LOCKED: "locked",
}
EDGES = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True)
class Row:
    """One box on the page: the cells of its numbers, and what is wrong with it."""

    at: int
    number: int
    on: str
    cells: tuple[tuple[str, str], ...]
    fault: str


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def redact(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponse:
    """Choose what nobody may see, box by box; then make the copy (`do`). Everything that was chosen travels in the form."""
    at = piece(request, unlocked, lang, case_id, evidence_id, note=request.method != "POST")
    typed = at_hand.plain_post(request)
    try:
        sheets = boxes.unpacked(typed.get("sheets", "")) or redacting.sheets(unlocked, case_id, at.one)
    except files.NoFile:
        return at.damaged()
    except (CleaningError, copies.Busy) as error:
        return _cannot(at, error)
    work = boxes.read(typed, sheets)
    title = typed.get("title", at.said.say("evidence.redact.title_of", name=name_of(at.said, at.one))[:LINE])
    seed = typed.get("seed", "") or at_hand.seed()
    if typed.get("do") != "make":
        return _page(at, work, title, seed)
    return _make(at, work, title, seed)


def _make(at: Piece, work: Work, title: str, seed: str) -> HttpResponse:
    chosen, wrong = boxes.chosen(work)
    if wrong:
        return _page(at, work, title, seed, wrong=wrong)
    if not chosen:
        return _page(at, work, title, seed, at.said.say("evidence.redact.fault.none"))
    if len(title) > LINE:
        return _page(at, work, title, seed, at.said.fault("evidence", "title", "too-long", accepted=LINE))
    case_id, new_id = at.opened.id, redacting.name_from(at.unlocked, at.opened.id, seed, chosen)
    try:
        made = redacting.make(at.unlocked, case_id, at.one, chosen, title, new_id, at.now)
    except (CleaningError, copies.Busy) as error:
        return _page(at, work, title, seed, at.said.say(f"evidence.redact.fault.{_fault(error)}"))
    except files.NoFile:
        return at.damaged()
    except (store.Damaged, files.NoRoom, files.TooLarge) as error:
        fault = "damaged" if isinstance(error, store.Damaged) else "room"
        return _page(at, work, title, seed, at.said.say(f"evidence.redact.fault.{fault}"))
    except store.NoCase:
        raise Http404 from None
    clean_all(at.unlocked, case_id, [made] if made.cleaning is None else [], at.now)
    return at.to_item(made)


@require_GET
@gate.member
def preview(
    request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str, page: int, width: int
) -> HttpResponse:
    """One page as a picture to click on: drawn in the limited process, of pixels alone. The history notes that somebody looked."""
    at = piece(request, unlocked, lang, case_id, evidence_id)
    if width not in boxes.SIZES or not 0 <= page < redacting.MOST_PAGES:
        raise Http404
    try:
        drawn = redacting.preview(unlocked, case_id, at.one, page, width, at.now)
    except store.NoCase:
        raise Http404 from None
    except copies.Busy:
        return HttpResponse(status=503)
    except CleaningError as error:
        if error.reason is Reason.BUSY:
            return HttpResponse(status=503)
        raise Http404 from None
    except files.NoFile:
        raise Http404 from None
    return HttpResponse(drawn, "image/png", headers={"Content-Security-Policy": ALONE, "Content-Disposition": "inline"})


def _page(at: Piece, work: Work, title: str, seed: str, fault: str = "", *, wrong: dict[int, str] | None = None) -> HttpResponse:
    posts.note(at.request, at.opened)
    wrong = wrong or {}
    rows = [_row(at, number, one, wrong.get(number, "")) for number, one in enumerate(work.boxes)]
    sizes = list(boxes.SIZES)
    place = sizes.index(work.size)
    told: dict[str, Any] = {
        "work": work,
        "sheets": boxes.packed(work.sheets),
        "number": work.page + 1,
        "count": len(work.sheets),
        "before": work.page - 1 if work.page else None,
        "after": work.page + 1 if work.page + 1 < len(work.sheets) else None,
        "smaller": sizes[place - 1] if place else None,
        "larger": sizes[place + 1] if place + 1 < len(sizes) else None,
        "drawn": _drawn(work),
        "corner": " ".join(f"{part:.3f}" for part in work.corner) if work.corner else "",
        "cross": _cross(work),
        "rows": rows,
        "full": len(rows) >= boxes.MOST,
        "fault": fault,
        "problems": [row for row in rows if row.fault],
        "title_typed": title,
        "seed": seed,
    }
    told["preview"] = reverse(
        "cases-evidence-preview",
        kwargs={
            "lang": at.lang,
            "case_id": at.opened.id,
            "evidence_id": at.one.id,
            "page": work.page,
            "width": work.size,
        },
    )
    return _shown(at, told, 422 if fault or wrong else 200)


def _drawn(work: Work) -> list[dict[str, str]]:
    """The boxes of this page, in percent, for the drawing that lies over the picture: in the digits that a drawing knows."""
    drawn, _ = boxes.chosen(replace(work, boxes=tuple(work.here)))
    return [
        {
            "left": f"{100 * one.left:.3f}",
            "top": f"{100 * one.top:.3f}",
            "width": f"{100 * (one.right - one.left):.3f}",
            "height": f"{100 * (one.bottom - one.top):.3f}",
        }
        for one in drawn.get(work.page, ())
    ]


def _cross(work: Work) -> dict[str, str]:
    """The corner that was clicked."""
    left, top = work.corner or (0.0, 0.0)
    return (
        {"left": f"{left:.3f}", "top": f"{top:.3f}", "said_left": f"{left:.0f}", "said_top": f"{top:.0f}"} if work.corner else {}
    )


def _row(at: Piece, number: int, one: Typed, fault: str) -> Row:
    cells = tuple((edge, getattr(one, edge)) for edge in EDGES)
    return Row(number, number + 1, one.page, cells, at.said.say(f"evidence.redact.fault.{fault}") if fault else "")


def _cannot(at: Piece, error: Exception) -> HttpResponse:
    """No page of it can be drawn, or not now: one sentence."""
    posts.note(at.request, at.opened)
    told = {"cannot": at.said.say(f"evidence.redact.fault.{_fault(error)}")}
    return _shown(at, told, 200 if at.request.method != "POST" else 422)


def _fault(error: Exception) -> str:
    return FAULTS.get(error.reason, "broke") if isinstance(error, CleaningError) else "busy"


def _shown(at: Piece, told: dict[str, Any], status: int) -> HttpResponse:
    said = at.said
    context = {**frame(said, at.opened, at.now.date()), "one": at.one, "name": name_of(said, at.one), **told}
    return render(at.request, "cases/evidence_redact.html", context, status=status)


urlpatterns = [
    path("<slug:evidence_id>/redact/", redact, name="cases-evidence-redact"),
    path("<slug:evidence_id>/redact/<int:page>/<int:width>/", preview, name="cases-evidence-preview"),
]
