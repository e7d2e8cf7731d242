"""Error pages: one kind sentence in the language of the path, never a trace. Programs under /api/ get problem details."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.desk.guide import words

KNOWN = (400, 403, 404, 405, 408, 411, 413, 415, 500, 503)


def page(request: HttpRequest, status: int, allow: str | None = None, words: str = "") -> HttpResponse:
    """The page of an error; with sentences of its own where one page has more to say of it."""
    if request.path_info.startswith("/api/"):
        response = problem(status)
    else:
        response = _sentence(request, status, words or str(status))
    if status == 405:
        response["Allow"] = allow or "GET, HEAD"
    return response


def problem(status: int) -> HttpResponse:
    """RFC 9457, without any detail that repeats the request."""
    title = words.guide("en").say(f"error.{status}.title")
    body = {"type": "about:blank", "title": title, "status": status}
    return HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")


def _sentence(request: HttpRequest, status: int, code: str) -> HttpResponse:
    if not hasattr(request, "lang"):
        request.lang = words.DEFAULT
    try:
        template = "desk/error.html" if getattr(request, "is_desk", False) else "error.html"
        return render(request, template, {"code": code}, status=status)
    except Exception:
        # The page about a failure must not fail with it.
        return HttpResponse(words.guide("en").say(f"error.{code}.text"), status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return page(request, 500)
