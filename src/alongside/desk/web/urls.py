"""The URL table of the whole desk: the public pages, and what needs a login under /desk/. Each has an example in tests/desk."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.views.decorators.http import require_safe

from alongside.desk.cases.around.calendar_views import feed
from alongside.desk.web import public_urls
from alongside.desk.web.public_urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@require_safe
def to_the_desk(request: HttpRequest, lang: str = "") -> HttpResponse:
    """From the bare address to the desk in a language: the one named, else the one that the browser asks for."""
    response = HttpResponseRedirect(f"/desk/{lang or request.lang}/")
    response["Vary"] = "Accept-Language"
    return response


to_the_desk.access = "anyone"  # type: ignore[attr-defined]
ROOMS = [room for room in ("cases", "people", "submissions") if find_spec(f"alongside.desk.{room}.urls")]
urlpatterns = [
    path("desk", to_the_desk, name="desk-add-slash"),
    path("desk/", to_the_desk, name="desk"),
    path("desk/<language:lang>", to_the_desk, name="desk-lang-add-slash"),
    *(path("desk/<language:lang>/", include(f"alongside.desk.{room}.urls")) for room in ROOMS),
    # Outside of /desk/, because a calendar carries no cookie; and not among the public pages, whose face alone holds no table.
    path("feed/<str:token>.ics", feed, name="calendar-feed"),
    *public_urls.urlpatterns,
]
