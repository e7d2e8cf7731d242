"""What somebody does with her own key: new words, a new key, and her earlier one brought back by custodians."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.desk.people import cards, changing, clock, entering, escrows, gate, recovery, typed, whose
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Misspelt, Refused

FORMS = ["GET", "HEAD", "POST"]
KINDS = ("words", "known")


@require_http_methods(FORMS)
@gate.member(waiting=True, fresh="always")
def changing_(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """New words; or a new key, where she thinks that hers is known. The words are typed back before anything changes."""
    kind = typed.one(request, "kind") if request.method == "POST" else ""
    if kind not in KINDS:
        return render(request, "people/known.html")
    context = {"kind": kind, "words": changing.offer(unlocked, clock.now()).split(), "fault": ""}
    if typed.one(request, "do") == "leave":
        changing.withdraw(unlocked)
        return entering.see(reverse("people-changing", kwargs={"lang": lang}))
    if typed.one(request, "do") == "take":
        change = changing.known if kind == "known" else changing.new_passphrase
        try:
            change(unlocked, typed.one(request, "again"), clock.now())
        except (changing.NotTheSame, Misspelt):
            context["fault"] = "changing.not_the_same"
        else:
            return _changed(kind, lang)
    return render(request, "people/new_words.html", context, status=422 if context["fault"] else 200)


def _changed(kind: str, lang: str) -> HttpResponse:
    if kind == "words":
        return entering.see(reverse("people-changed", kwargs={"lang": lang}))
    response = entering.see(reverse("people-login", kwargs={"lang": lang}))
    whose.take_back(response)  # every login of hers has ended, this one too
    return response


@require_safe
@gate.member(waiting=True)
def changed(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Her new words count."""
    return render(request, "people/changed.html")


@require_http_methods(FORMS)
@gate.member(waiting=True, fresh="forms")
def recovery_(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """What came back from the offline machine goes in here. No share does."""
    context = {"owed": recovery.is_owed(unlocked), "fault": "", "words": cards.six_words(unlocked.card), "brought": None}
    if request.method == "POST":
        context["typed"] = typed_text = request.POST.get("back", "")
        try:
            context["brought"] = recovery.finish(unlocked, typed_text.strip().encode(), clock.now())
        except recovery.NothingToBring:
            context["fault"] = "recovery.nothing"
        except Refused:
            context["fault"] = "recovery.refused"
    return render(request, "people/recovery.html", context, status=422 if context["fault"] else 200)


@require_POST
@gate.member(fresh="forms")
def confirm_recovery(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """She compared the six words of the recovery key. Where it is another one by now, the box shows that one's words."""
    with suppress(Refused, ValueError):
        escrows.confirm(unlocked, bytes.fromhex(typed.one(request, "seen")))
    return entering.see(reverse("people-list", kwargs={"lang": lang}))
