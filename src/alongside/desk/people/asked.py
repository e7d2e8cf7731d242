"""What somebody had asked for when she turned out not to be logged in, so that no words she typed are lost.

The login stands in the place of the page. For a page it carries the path in a hidden field. For a form it carries everything that was
typed where the page only writes down words and its view says so (`gate.member(kept=True)`); once she is in, the form is taken as if
nothing had happened. Every other form is dropped, and the login says so: at a shared computer somebody may have sent it before her, and
whoever logs in next must not let him in or make him an administrator with her keys. No address holds any of it.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse

FORM, WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
OURS = "enter-"  # how the names of the login's own fields begin
STEP, AT, KEPT, FIELD = "enter-step", "enter-at", "enter-kept", "kept-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page (`fields` is None) or a form with what was typed."""

    path: str
    fields: tuple[tuple[str, str], ...] | None
    action: str  # where the steps of the login are sent to
    lost: bool = False  # a form that is not taken: she fills it in again
    login: str = ""  # the open login that a form came with: only with this one it is taken after a second factor

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The hidden fields that carry it from step to step."""
        if self.fields is None:
            return [(AT, self.path)]
        return [(KEPT, self.login or "form"), *((FIELD + name, value) for name, value in self.fields)]

    def form(self) -> QueryDict:
        """What was typed, as the view would have got it."""
        data = QueryDict(mutable=True)
        for name, value in self.fields or ():
            data.appendlist(name, value)
        data._mutable = False
        return data


def of(request: HttpRequest, lang: str, open_login: str = "") -> Asked:
    """What was asked for first, whichever step this request is. `open_login`: the id of hers, if she is in."""
    login = reverse("people-login", kwargs={"lang": lang})
    if request.method != "POST":
        return Asked(request.path, None, login)
    if STEP not in request.POST:
        if _is_kept(request) or open_login:
            return Asked(request.path, _items(request.POST), request.path, login=open_login)
        return Asked(_instead(request, lang), None, login, lost=True)
    if KEPT in request.POST:
        if _is_kept(request) or (open_login and request.POST[KEPT] == open_login):
            kept = tuple((name.removeprefix(FIELD), value) for name, value in _items(request.POST) if name.startswith(FIELD))
            return Asked(request.path, kept, request.path, login=open_login)
        return Asked(_instead(request, lang), None, login, lost=True)
    return Asked(_page(request.POST.get(AT, ""), login), None, login)


def _view(request: HttpRequest) -> object:
    return request.resolver_match.func if request.resolver_match else None


def _is_kept(request: HttpRequest) -> bool:
    """Whether the view of this address says that its form may be taken after a login."""
    return bool(getattr(_view(request), "kept", False))


def _instead(request: HttpRequest, lang: str) -> str:
    """Where somebody goes whose form was not taken: to the page with the form, or home where the address shows none."""
    view = _view(request)
    # Django keeps the methods of `require_http_methods` nowhere but in its closure.
    methods = inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
    return request.path if methods is None or "GET" in methods else home(lang)


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
