"""The list of cases, the search, and the searches that she keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.desk.cases import posts, words
from alongside.desk.cases.finding import asking, facets, rows, saved
from alongside.desk.cases.finding.index import ORDERS, Found
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.finding.wish import Wish
from alongside.desk.people import clock, gate
from alongside.desk.people.unlocked import Unlocked

_MOST_DAMAGED = 10  # named one by one; more are a damaged database


@require_safe
@gate.member
def cases(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """All cases that she may open. Page and order may stand in the address: they say nothing."""
    wish = Wish(order=Wish.of(request.GET.dict()).order)
    context, found = _answered(request, unlocked, wish, lang, counted=False)
    context["orders"] = [(order, words.cases(lang).say(f"list.order.{order}"), order == wish.order) for order in ORDERS]
    context |= _pages(found, f"?order={wish.order}&")
    return render(request, "cases/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def search(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """A search comes by POST and is led to an address that carries it sealed; without one, the newest cases are shown."""
    if request.method == "POST":
        posts.once(request)
        wish = Wish.of(request.POST.dict())
        query = "" if wish == Wish() else f"?q={wish.sealed(unlocked)}"
        return HttpResponseRedirect(request.path + query, status=303)
    token = request.GET.get("q", "")
    opened = Wish.opened(token, unlocked)
    wish = opened or Wish()
    context, found = _answered(request, unlocked, wish, lang)
    context |= {
        "wish": wish,
        "token": token if opened else "",
        "ended": bool(token) and opened is None,
        "facets": facets.facets(found.counts, wish, lang),
        "orders": [(order, words.cases(lang).say(f"list.order.{order}"), order == wish.order) for order in ORDERS],
        "kept": saved.mine(unlocked) if wish.empty else [],
        **_pages(found, f"?q={token}&" if opened else "?"),
    }
    return render(request, "cases/search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def searches(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The searches that she keeps; a POST keeps one more."""
    fault, name, token = "", "", ""
    if request.method == "POST":
        posts.once(request)
        name, token = request.POST.get("name", "")[:500], request.POST.get("q", "")
        wish = Wish.opened(token, unlocked)
        try:
            if wish is None:
                raise ValueError("ended")
            saved.keep(unlocked, name, wish)
            return HttpResponseRedirect(reverse("cases-saved", kwargs={"lang": lang}), status=303)
        except saved.TooMany:
            fault = "saved.too_many"
        except ValueError:
            fault = "saved.bad_name" if wish else "search.ended"
    kept = [(one, one.wish.sealed(unlocked), _told(one.wish, lang)) for one in saved.mine(unlocked)]
    context = {"kept": kept, "fault": fault, "name": name, "token": token, "longest": saved.LONGEST, "most": saved.MOST}
    return render(request, "cases/saved.html", context, status=422 if fault else 200)


@require_POST
@gate.member
def forget(request: HttpRequest, unlocked: Unlocked, lang: str, saved_id: UUID) -> HttpResponse:
    """Forget one. The answer is the same whether or not there was one."""
    saved.forget(unlocked, saved_id)
    return HttpResponseRedirect(reverse("cases-saved", kwargs={"lang": lang}), status=303)


def _answered(
    request: HttpRequest, unlocked: Unlocked, wish: Wish, lang: str, *, counted: bool = True
) -> tuple[dict[str, Any], Found]:
    """One page of what she may open, and what the templates of lists share. `counted`: with the codes to narrow it by."""
    narrowed = {name: (code,) for name, code in wish.narrowed.items()}
    with registry.index(unlocked) as index:
        found = index.find(asking.read(wish.text), narrowed, wish.order, _page(request), counted=counted)
        table = rows.table(found.rows, clock.today(), lang, f"/desk/{lang}/", index.made)
        held, damaged = len(index), index.unreadable()
    context = {
        "table": table,
        "total": found.total,
        "by_sound": found.by_sound,
        "held": held,
        "damaged": len(damaged),
        "damaged_cases": damaged[:_MOST_DAMAGED],
    }
    return context, found


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _pages(found: Found, prefix: str) -> dict[str, Any]:
    before, after = found.page - 1, found.page + 1
    return {
        "page": found.page,
        "pages": found.pages,
        "before": f"{prefix}page={before}" if before else "",
        "after": f"{prefix}page={after}" if after <= found.pages else "",
    }


def _told(wish: Wish, lang: str) -> str:
    """A search in words: what was typed, and what it is narrowed to."""
    return " · ".join([wish.text, *(facets.label(name, code, lang) for name, code in wish.narrowed.items())]).strip(" ·")


urlpatterns = [
    path("cases/", cases, name="cases-list"),
    path("cases/search/", search, name="cases-search"),
    path("cases/saved/", searches, name="cases-saved"),
    path("cases/saved/<uuid:saved_id>/forget/", forget, name="cases-saved-forget"),
]
