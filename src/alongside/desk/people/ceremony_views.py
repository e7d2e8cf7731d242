"""The pages of the custodians' ceremony: its start, one share at a time, its end. Shares are shown here and never typed in here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.people import accounts, cards, ceremony, clock, entering, escrows, gate, typed
from alongside.desk.people.ceremony import Ceremony
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.custody import MOST_SHARES

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@gate.administrator(fresh="always")
def ceremony_(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Where the ceremony stands, and the one step that comes next."""
    fault = ""
    if request.method == "POST":
        fault = _step(request, unlocked)
        if not fault:
            return entering.see(request.path)
    going_on = ceremony.going_on(unlocked, clock.now())
    status = 422 if fault else 200
    if going_on is None:
        return render(request, "people/ceremony.html", _start(request, unlocked, fault), status=status)
    template = "people/ceremony_end.html" if going_on.complete else "people/share.html"
    return render(request, template, {**_share(unlocked, going_on), "fault": fault}, status=status)


def _step(request: HttpRequest, unlocked: Unlocked) -> str:
    """Do what the button says; the key of the catalogue for what is wrong, or nothing."""
    step, now = typed.one(request, "do"), clock.now()
    try:
        if step == "start":
            ceremony.start(unlocked, _number(request, "k"), _number(request, "n"), now)
        elif step == "written":
            if not typed.one(request, "written"):
                return "ceremony.tick"
            ceremony.written_down(unlocked, _number(request, "number"), now)
        elif step == "give-up":
            ceremony.give_up(unlocked)
        else:
            ceremony.finish(unlocked, now)
    except ceremony.NotAllowed:
        return "ceremony.not_vouched"
    except ceremony.NoCeremony:
        return "ceremony.none"
    except ceremony.Unfinished:
        return "ceremony.unfinished"
    except ceremony.Superseded:
        ceremony.give_up(unlocked)
        return "ceremony.superseded"
    except ValueError:
        return "ceremony.numbers"
    return ""


def _start(request: HttpRequest, unlocked: Unlocked, fault: str) -> dict[str, Any]:
    names = accounts.names(unlocked)
    return {
        "fault": fault,
        "due": ceremony.is_due(unlocked),
        "behind": [names.get(one.pk, "?") for one in escrows.behind(unlocked.desk)],
        "k": request.POST.get("k", "2")[:3],
        "n": request.POST.get("n", "3")[:3],
        "most": MOST_SHARES,
        "vouched": cards.counts(unlocked),
    }


def _share(unlocked: Unlocked, going_on: Ceremony) -> dict[str, Any]:
    return {
        "k": going_on.k,
        "n": going_on.n,
        "number": going_on.shown + 1,
        "share": () if going_on.complete else going_on.words(),
        "founder": cards.six_words(cards.founder_card(unlocked.desk)),
        "recovery": cards.six_words(going_on.card),
        "desk": accounts.desk_name(unlocked),
        "day": clock.today(),
    }


def _number(request: HttpRequest, name: str) -> int:
    """A number as a person types it; ValueError for anything else."""
    text = typed.one(request, name)
    if not text.isdecimal() or len(text) > 2:
        raise ValueError(name)
    return int(text)
