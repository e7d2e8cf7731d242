"""The list of countries and a page a country."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.desk.guide import country, entries
from alongside.directory import reader


@require_safe
def index(request: HttpRequest, lang: str) -> HttpResponse:
    """Every State and territory by its name in the reader's language."""
    return render(request, "guide/countries.html", {"countries": entries.country_choices(lang)})


@require_safe
def one(request: HttpRequest, lang: str, iso3: str) -> HttpResponse:
    """What this State has accepted, treaty by treaty, and which routes follow from it."""
    state = reader.load().states.get(iso3)
    if state is None:
        raise Http404
    today = datetime.now(UTC).date()
    context = {
        "iso3": iso3,
        "name": entries.country(iso3, lang),
        "of": state.get("of"),
        "of_name": entries.country(state["of"], lang) if state.get("of") else None,
        "today": today,
        "rows": country.rows(iso3, today, lang),
        "only_here": country.only_here(iso3, lang),
        "everywhere": country.everywhere(),
    }
    return render(request, "guide/country.html", context)
