"""Her second factors: what there is, adding one, ending one, new recovery codes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.people import clock, entering, factors, gate, offers, typed
from alongside.desk.people.offers import Note
from alongside.desk.people.unlocked import Unlocked


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(waiting=True, fresh="always")
def second_factors(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Whoever finds an open login must not add a key of his own, so this page asks for a factor first where the last is long ago."""
    if request.method != "POST":
        return _page(request, unlocked)
    do = typed.one(request, "do")
    if do == "new-codes":
        return _codes(request, factors.new_codes(unlocked))
    try:
        if do in offers.ADDING:
            note = offers.add(request, unlocked, do, clock.now())
            if note:
                return _codes(request, note.codes)
        elif do == "remove":
            factors.remove(unlocked, UUID(typed.one(request, "factor")))
    except factors.WrongFactor:
        return _page(request, unlocked, "factor.not_added", 422)
    except factors.LastFactor:
        return _page(request, unlocked, "factor.last", 422)
    except ValueError:  # not an id
        return _page(request, unlocked, "", 422)
    return entering.see(request.path)


def _page(request: HttpRequest, unlocked: Unlocked, fault: str = "", status: int = 200) -> HttpResponse:
    rows = [
        row for row in factors.of(unlocked.person) if row.kind in factors.PROVING and factors.opened(unlocked, row) is not None
    ]
    shown = [{"id": row.id, "word": f"factor.{row.kind}"} for row in rows]
    context = {**offers.offered(request, unlocked), "factors": shown, "left": factors.codes_left(unlocked), "fault": fault}
    return render(request, "people/factors.html", {**context, "can_remove": len(shown) > 1}, status=status)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "people/after.html", {"note": Note(codes=codes)})
