"""The URL table of the public face. Every route has an example in tests/desk/url_table.py; one without fails there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, register_converter
from django.views.decorators.http import require_safe

from alongside.desk.guide import words
from alongside.desk.guide.api import api
from alongside.desk.web import assets, errors

# A page of no interest to anyone who looks over a shoulder; it is the browser, not the server, that goes there.
ELSEWHERE = "https://www.wikipedia.org/"


class LanguageConverter:
    """One of the six languages, as the first part of every page's path; under /desk/ the second."""

    regex = "|".join(words.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """From the bare address to the language that the browser asks for."""
    response = HttpResponseRedirect(f"/{request.lang}/")
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def add_slash(request: HttpRequest, lang: str) -> HttpResponse:
    return HttpResponseRedirect(f"/{lang}/")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away, in one touch and without scripts. The browser's own history stays; the page on leaving no trace says so."""
    response = HttpResponse(status=303, headers={"Location": ELSEWHERE, "Clear-Site-Data": '"cache"'})
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


register_converter(LanguageConverter, "language")
urlpatterns = [
    path("", choose_language, name="root"),
    path("leave/", leave, name="leave"),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("static/<str:name>", assets.serve, name="static"),
    path("<language:lang>", add_slash, name="add-slash"),
    path("<language:lang>/", include("alongside.desk.guide.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
