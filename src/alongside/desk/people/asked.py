"""What somebody had asked for when she turned out not to be logged in, so that nothing she typed is lost.

The login stands in the place of the page. For a page it carries the path in a hidden field, for a form everything that was typed; once
she is in, the page is shown or the form is taken as if nothing had happened. No address holds any of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse

FORM = "application/x-www-form-urlencoded"
OURS = "enter-"  # how the names of the login's own fields begin
STEP, AT, KEPT, FIELD = "enter-step", "enter-at", "enter-kept", "kept-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page (`fields` is None) or a form with what was typed."""

    path: str
    fields: tuple[tuple[str, str], ...] | None
    action: str  # where the steps of the login are sent to

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The hidden fields that carry it from step to step."""
        if self.fields is None:
            return [(AT, self.path)]
        return [(KEPT, "form"), *((FIELD + name, value) for name, value in self.fields)]

    def form(self) -> QueryDict:
        """What was typed, as the view would have got it."""
        data = QueryDict(mutable=True)
        for name, value in self.fields or ():
            data.appendlist(name, value)
        data._mutable = False
        return data


def of(request: HttpRequest, lang: str) -> Asked:
    """What was asked for first, whichever step this request is."""
    login = reverse("people-login", kwargs={"lang": lang})
    if request.method != "POST":
        return Asked(request.path, None, login)
    if STEP not in request.POST:
        return Asked(request.path, _items(request.POST), request.path)
    if KEPT in request.POST:
        kept = tuple((name.removeprefix(FIELD), value) for name, value in _items(request.POST) if name.startswith(FIELD))
        return Asked(request.path, kept, request.path)
    return Asked(_page(request.POST.get(AT, ""), login), None, login)


def step_of(request: HttpRequest) -> str:
    """Which step of a login this request is; empty for any other request."""
    return request.POST.get(STEP, "") if request.method == "POST" else ""


def _items(data: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, values in data.lists() for value in values)


def _page(path: str, login: str) -> str:
    """A path of the desk's own pages; for everything else, as somebody may have put into the form, the login, which leads home."""
    try:
        view = resolve(path).func
    except Resolver404:
        return login
    inside = path.startswith("/desk/") and path.isascii() and hasattr(view, "access")
    return path if inside and "//" not in path and "\\" not in path else login


def home(lang: str) -> str:
    """Her first page."""
    return f"/desk/{lang}/"
