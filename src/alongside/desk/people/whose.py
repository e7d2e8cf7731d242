"""Whose request this is: the cookie read once, and what it opens. Nothing here is kept beyond the request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from alongside.desk.people import clock, logins
from alongside.desk.people.logins import Pending
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import logins as secrets

COOKIE = "alongside"
State = Unlocked | Pending | None
_KEPT = "_alongside_state"


def state_of(request: HttpRequest) -> State:
    """An open login, a pending one, or nobody."""
    if not hasattr(request, _KEPT):
        cookie = request.COOKIES.get(COOKIE, "")
        setattr(request, _KEPT, logins.read(cookie, clock.now()) if cookie else None)
    state: State = getattr(request, _KEPT)
    return state


def unlocked_of(request: HttpRequest) -> Unlocked | None:
    """The person of an open login; None for a pending one as for nobody."""
    state = state_of(request)
    return state if isinstance(state, Unlocked) else None


def becomes(request: HttpRequest, state: State) -> None:
    """From here on the request is somebody else's: she has just logged in, or out."""
    setattr(request, _KEPT, state)


def secret_of(request: HttpRequest) -> bytes:
    """The secret in the cookie of somebody who is logged in, for what is derived from it."""
    return secrets.from_text(request.COOKIES[COOKIE])


def give(response: HttpResponse, cookie: str) -> None:
    """Set the cookie. Its path and flags are set in one place for all views (desk.web.private)."""
    response.set_cookie(COOKIE, cookie, path="/desk/", httponly=True, samesite="Strict")


def take_back(response: HttpResponse) -> None:
    """Delete the cookie; the browser is told to forget what it kept of the pages as well."""
    response.delete_cookie(COOKIE, path="/desk/", samesite="Strict")
