"""The directory: the list with its filters, and a page a mechanism."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.guide import entries, search, words
from alongside.directory import dates

TOO_OLD = 366  # days since somebody last looked; the directory's own `stale` list begins there


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, lang: str) -> HttpResponse:
    """All entries by kind; after a POST, those that answer it. A query in the address is not read."""
    wish = search.read(request.POST.dict(), lang) if request.method == "POST" else search.Wish()
    found = search.find(wish, lang, dates.on(datetime.now(UTC).date()))
    questions = search.questions(wish, lang)
    context = {
        "asked": not wish.empty,
        "found": len(found),
        "groups": entries.by_kind(found),
        "first_question": questions[0],
        "more_questions": questions[1:],
        "more_open": bool(wish.picked or set(wish.faults) - {"text"}),
        "problems": [question for question in questions if question.fault],
        "state": entries.country(wish.picked["state"], lang) if "state" in wish.picked else None,
    }
    return render(request, "guide/directory.html", context)


@require_safe
def mechanism(request: HttpRequest, lang: str, id_: str) -> HttpResponse:
    """Everything known about one mechanism, with how well and since when it is known."""
    one = entries.entry(id_, lang)
    if one is None:
        raise Http404
    today = datetime.now(UTC).date()
    verified = one.facts.last_verified
    offered, former = entries.ways(one)
    context = {
        "entry": one,
        "facts": one.facts,
        "text": one.text,
        "offered": offered,
        "former": former,
        "verified": verified,
        "age": words.age(verified, today, lang) if verified else None,
        "old": verified is None or (today - verified.last).days > TOO_OLD,
        "spoken": [entries.language_name(code, lang) for code in one.facts.languages],
        "served": [(iso3, entries.country(iso3, lang)) for iso3 in one.facts.at_risk_in.states],
        "bars": entries.named(one.facts.bars, lang),
    }
    return render(request, "guide/mechanism.html", context)
