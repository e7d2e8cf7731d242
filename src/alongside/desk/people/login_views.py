"""Coming and going: the login by itself, locking, and the list of one's open logins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.desk.people import accounts, asked, clock, entering, gate, logins, typed, whose
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@gate.anyone
def login(request: HttpRequest, lang: str) -> HttpResponse:
    """The way in by its own address. It sets no cookie before the right words were given, and leads to her pages in her language."""

    def home(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
        try:
            return entering.see(asked.home(accounts.profile_of(unlocked, unlocked.person).lang))
        except Refused:  # nobody has passed her the key under which her profile lies
            return entering.see(asked.home(lang))

    if gate.unlocked_of(request):
        return entering.guard(request, lang, home, waiting=True)
    return entering.enter(request, lang, asked.of(request, lang), home, status=200)


@require_POST
@gate.anyone
def lock(request: HttpRequest, lang: str) -> HttpResponse:
    """Lock now: the row is gone, and with it what this browser could open, in every process."""
    state = whose.state_of(request)
    return entering.leave(state.login if state else "", lang)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(waiting=True)
def open_logins(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Her own open logins: end one, or all but this."""
    now = clock.now()
    mine = logins.open_logins(unlocked.person, now)
    if request.method != "POST":
        rows = [{"id": row.id, "seen": row.seen, "here": row.id == unlocked.login} for row in mine]
        return render(request, "people/logins.html", {"logins": rows, "others": len(rows) > 1})
    which = typed.one(request, "login")
    if typed.one(request, "do") == "end-others":
        logins.end_all(unlocked.person, but=unlocked.login)
    elif which in {row.id for row in mine}:
        if which == unlocked.login:
            return entering.leave(which, lang)
        logins.lock(which)
    return entering.see(request.path)
