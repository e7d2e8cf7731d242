"""The first page, and the page about the product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest, lang: str) -> HttpResponse:
    """What this is, where to start, and what else there is to read."""
    return render(request, "guide/home.html")
