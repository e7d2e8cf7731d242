"""The way in, in the place of whichever page was asked for: six words, then a second factor, at a first login its choice.

Every step is one form that works without scripts. What was asked for first travels along (`asked`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from alongside.desk.people import asked, clock, founding, keyring, logins, offers, whose
from alongside.desk.people.asked import Asked
from alongside.desk.people.cards import six_words
from alongside.desk.people.factors import PROVING, TooSoon, WrongFactor, enrolled
from alongside.desk.people.logins import Pending
from alongside.desk.people.models import Desk
from alongside.desk.people.offers import Note
from alongside.desk.people.throttle import Busy
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Refused

Proceed = Callable[[HttpRequest, Unlocked], HttpResponse]


def guard(request: HttpRequest, lang: str, proceed: Proceed, *, waiting: bool = False, fresh: str = "") -> HttpResponse:
    """The page, or the step that is missing before it. `fresh`: "forms" or "always" (gate.member)."""
    state = whose.state_of(request)
    if not isinstance(state, Unlocked):
        return enter(request, lang, asked.of(request, lang), proceed)
    if request.method == "POST" and keyring.take_over(state):
        # Not only at logins: once the card of who passed a key is replaced, it no longer opens. She may do that herself, with this form.
        state.__dict__.pop("desk_ring", None)
    if not waiting and not holds_desk_key(state):
        return _waiting(request, state, lang)
    stale, step = not logins.is_fresh(state, clock.now()), asked.step_of(request)
    wanted = fresh == "always" or (fresh == "forms" and request.method == "POST")
    if stale and (wanted or step in offers.STEPS):
        return _prove(request, state, asked.of(request, lang, state.login), proceed)
    if step:  # sent twice, or from another window: she is in already
        return _onward(request, state, asked.of(request, lang, state.login), proceed)
    return proceed(request, state)


def enter(request: HttpRequest, lang: str, first: Asked, proceed: Proceed, status: int = 403) -> HttpResponse:
    """The next step for somebody who is not in. `status` is that of the page that asks for the first one."""
    state, step = whose.state_of(request), asked.step_of(request)
    if state is None and founding.the_desk() is None:
        return see(reverse("people-begin", kwargs={"lang": lang}))
    if step == "passphrase":
        return _passphrase(request, first, state)
    if not isinstance(state, Pending):
        return ask_passphrase(request, first, "login.too_late" if step else "", 422 if step else status)
    if step == "leave":
        return leave(state.login, lang)
    if not enrolled(state) & set(PROVING):
        return _enrol(request, state, first, proceed, status)
    return _second(request, state, first, proceed, status)


def leave(login: str, lang: str) -> HttpResponse:
    """End a login and forget it."""
    logins.lock(login)
    response = see(reverse("people-login", kwargs={"lang": lang}))
    whose.take_back(response)
    return response


def holds_desk_key(unlocked: Unlocked) -> bool:
    """Whether somebody has vouched for her and passed the keys on."""
    try:
        return bool(unlocked.desk_ring.keys)
    except Refused:
        return False


def ask_passphrase(request: HttpRequest, first: Asked, fault: str = "", status: int = 200) -> HttpResponse:
    """The page with handle and six words. The words are never sent back; everything else that was typed is."""
    context = {"asked": first, "fault": fault, "handle": request.POST.get("enter-handle", "")[:200]}
    return render(request, "people/login.html", context, status=status)


def _passphrase(request: HttpRequest, first: Asked, state: whose.State) -> HttpResponse:
    try:
        cookie = logins.begin(request.POST.get("enter-handle", ""), request.POST.get("enter-passphrase", ""), clock.now())
    except logins.NotIn:
        return ask_passphrase(request, first, "login.not_in", 422)
    except Busy:
        return ask_passphrase(request, first, "login.busy", 503)
    except logins.CardChanged:
        return render(request, "people/refused.html", {"why": "refused.card", "alarm": True}, status=403)
    if isinstance(state, Pending):
        logins.lock(state.login)
    if first.fields is None:
        response: HttpResponse = see(first.path)
    else:
        # What was typed stands in no address, so the next step is the answer to this one.
        pending = logins.read(cookie, clock.now())
        if not isinstance(pending, Pending):
            return ask_passphrase(request, first, "login.not_in", 422)
        whose.becomes(request, pending)
        response = _page_of(request, pending, first)
    whose.give(response, cookie)
    return response


def _second(request: HttpRequest, state: Pending, first: Asked, proceed: Proceed, status: int) -> HttpResponse:
    if asked.step_of(request) not in offers.STEPS:
        return _page_of(request, state, first, status=status if first.fields is None else 403)
    try:
        note = offers.check(request, state, clock.now())
        unlocked = logins.finish(state, clock.now())
    except (WrongFactor, TooSoon) as error:
        return _page_of(request, state, first, _fault(error), 422)
    except logins.NotIn:
        return ask_passphrase(request, first, "login.too_late", 422)
    return _onward(request, unlocked, first, proceed, note)


def _enrol(request: HttpRequest, state: Pending, first: Asked, proceed: Proceed, status: int) -> HttpResponse:
    """A first login: she sets up a second factor before anything opens."""
    if asked.step_of(request) not in offers.ADDING:
        return _page_of(request, state, first, status=status if first.fields is None else 403)
    try:
        note = offers.add(request, state, asked.step_of(request), clock.now())
        unlocked = logins.finish(state, clock.now())
    except WrongFactor as error:
        return _page_of(request, state, first, _fault(error), 422)
    except logins.NotIn:
        return ask_passphrase(request, first, "login.too_late", 422)
    return _onward(request, unlocked, first, proceed, note)


def _prove(request: HttpRequest, state: Unlocked, first: Asked, proceed: Proceed) -> HttpResponse:
    """She is in, and gives her second factor once more before she does something to others."""
    if asked.step_of(request) not in offers.STEPS:
        return _page_of(request, state, first, status=403)
    try:
        note = offers.check(request, state, clock.now())
        logins.prove(state, whose.secret_of(request), clock.now())
    except (WrongFactor, TooSoon) as error:
        return _page_of(request, state, first, _fault(error), 422)
    except (logins.NotIn, Refused):
        return ask_passphrase(request, first, "login.too_late", 422)
    return _onward(request, state, first, proceed, note)


def _onward(request: HttpRequest, unlocked: Unlocked, first: Asked, proceed: Proceed, note: Note | None = None) -> HttpResponse:
    """To what was asked for; before it, what is shown only once."""
    whose.becomes(request, unlocked)
    if note:
        return render(request, "people/after.html", {"asked": first, "note": note, "ceremony": _without_custodians(unlocked)})
    if first.fields is None:
        return see(first.path)
    request.POST = first.form()
    return proceed(request, unlocked)


def _page_of(request: HttpRequest, state: Pending | Unlocked, first: Asked, fault: str = "", status: int = 200) -> HttpResponse:
    """The page with the choice of second factors: to give one, or to set up the first."""
    template, context = offers.page(request, state, clock.now())
    shown: dict[str, Any] = {**context, "asked": first, "fault": fault, "proving": isinstance(state, Unlocked)}
    return render(request, template, shown, status=status)


def _waiting(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Until a member has compared her words, this is every page of hers."""
    if request.method == "POST" and asked.step_of(request):
        return see(asked.home(lang))
    status = 200 if request.path == asked.home(lang) else 403
    context = {"words": six_words(unlocked.card), "founder": unlocked.pins.founder == unlocked.card.digest()}
    return render(request, "people/waiting.html", context, status=status)


def _without_custodians(unlocked: Unlocked) -> bool:
    """Whether the founder should be told now that a lost passphrase would be a lost desk."""
    if unlocked.pins.founder != unlocked.card.digest():
        return False
    return not Desk.objects.values_list("recovery", flat=True).get(pk=unlocked.desk)


def _fault(error: Exception) -> str:
    return "second.too_soon" if isinstance(error, TooSoon) else "second.wrong"


def see(path: str) -> HttpResponseRedirect:
    """After a form: look at that page."""
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response
