"""The page on which a piece of evidence is removed for good: what goes, what stays, what still leans on it, and why."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store, words
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence import removing
from alongside.desk.cases.evidence.pieces import Piece, name_of, piece, size_of
from alongside.desk.cases.forms import naming
from alongside.desk.people import gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import PROSE


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def remove(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str) -> HttpResponse:
    """Ask once more, and why; then it goes."""
    at = piece(request, unlocked, lang, case_id, evidence_id, note=request.method != "POST")
    if request.method != "POST":
        return _page(at)
    typed = at_hand.plain_post(request)
    why, say = typed.get("why", ""), at.said.say
    if not why or len(why) > PROSE:
        fault = say("evidence.remove.missing") if not why else at.said.fault("evidence", "remarks", "too-long", accepted=PROSE)
        return _page(at, why, fault)
    if typed.get("revision") != str(at.one.revision):
        return _page(at, why, say("evidence.remove.changed"))
    try:
        removing.remove(unlocked, case_id, at.one, why, at.now)
    except removing.LeanedOn:
        return _page(at, why)
    except removing.Changed:
        return _page(at, why, say("evidence.remove.changed"))
    except removing.HeldBack as held:
        return _page(at, why, say(held.key))
    except store.Damaged:
        return _page(at, why, say("evidence.remove.damaged"))
    except store.NoCase:
        raise Http404 from None
    return at_hand.see_other("cases-evidence", lang=lang, case_id=case_id)


def _page(at: Piece, why: str = "", fault: str = "") -> HttpResponse:
    posts.note(at.request, at.opened)
    said, key = at.said, removing.held_back(at.opened, at.now)
    context = {
        **frame(said, at.opened, at.now.date()),
        "one": at.one,
        "name": name_of(said, at.one),
        "size": size_of(said, at.one.size),
        "why": why,
        "fault": fault,
        "refused": said.say(key) if key else "",
        "leaning": [
            f"{words.capital(said.kind_word(one.KIND))}: {naming.name_of(one, at.opened.facts, at.lang)}"
            for one in removing.leaning(at.opened, at.one)
        ],
    }
    refused = bool(fault or context["refused"] or context["leaning"])
    return render(
        at.request, "cases/evidence_remove.html", context, status=422 if refused and at.request.method == "POST" else 200
    )


urlpatterns = [path("<slug:evidence_id>/remove/", remove, name="cases-evidence-remove")]
