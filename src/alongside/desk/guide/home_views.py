"""The first page, and the page about the product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.desk.guide import practice
from alongside.directory import reader


@require_safe
def home(request: HttpRequest, lang: str) -> HttpResponse:
    """What this is, where to start, and what else there is to read."""
    pages = [practice.read(slug, lang) for slug in practice.SLUGS]
    context = {"pages": pages, "risk": practice.read(practice.RISK, lang), "count": len(reader.load().mechanisms)}
    return render(request, "guide/home.html", context)


@require_safe
def about(request: HttpRequest, lang: str) -> HttpResponse:
    """What this is and is not, what "open" means, and the sources about States."""
    directory = reader.load()
    sources = sorted(directory.sources.values(), key=lambda source: source.title)
    return render(request, "guide/about.html", {"sources": sources, "count": len(directory.mechanisms)})
