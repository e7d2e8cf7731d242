"""Who is in a case: letting in, taking out, answering requests, leaving. A key is passed only to a card that a colleague compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store, words
from alongside.desk.cases.case_views import HANDS, frame
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.people import accounts, asking, clock, gate, vouching
from alongside.desk.people.models import Person as Account
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.vault.errors import NotVouched, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def members(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """Who is in, who asks, whom one could let in. Taking somebody out asks once more and says what she may still know."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _page(request, unlocked, said, opened, now)
    sent = posts.typed(request)
    action, who = sent.get("action", ""), sent.get("who", "")
    if action in ("grant", "refuse"):
        return _answer(request, unlocked, said, opened, now, action, who)
    person = _account(unlocked, who) if action in ("add", "remove", "removed") else unlocked.person
    if person is None or action not in ("add", "remove", "removed", "leave", "left"):
        return _page(request, unlocked, said, opened, now, "members.fault.gone")
    if action == "add":
        return _add(request, unlocked, said, opened, now, person)
    if action in ("remove", "leave"):
        return _confirm(request, unlocked, said, opened, now, person)
    return _removed(request, unlocked, said, opened, now, person)


def _add(request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, now: datetime, person: Account) -> HttpResponse:
    if fault := _let_in(unlocked, opened, person, now):
        return _page(request, unlocked, said, opened, now, fault)
    return at_hand.see_other("cases-members", lang=said.lang, case_id=opened.id)


def _let_in(unlocked: Unlocked, opened: Opened, person: Account | None, now: datetime) -> str:
    """Let somebody in; which sentence says why nothing was passed on, none where it was."""
    if person is None:
        return "members.fault.key"
    try:
        store.add_member(unlocked, opened.id, person, now)
    except (NotVouched, ValueError):  # her key is not the one that was compared, or she is leaving
        return "members.fault.key"
    except Refused:  # of a damaged case, said of her key, two people would compare six words for nothing
        return "members.fault.damaged" if opened.damaged else "members.fault.key"
    return ""


def _answer(
    request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, now: datetime, action: str, which: str
) -> HttpResponse:
    """One press: let in who asked, or not. She hears of it by voice; the request goes either way."""
    ask = next((one for one in asking.pending(unlocked, [opened.id], now.date()) if one.id.hex == which), None)
    if ask is None:
        return _page(request, unlocked, said, opened, now, "members.fault.gone")
    if action == "grant" and (fault := _let_in(unlocked, opened, _account(unlocked, ask.person.hex), now)):
        return _page(request, unlocked, said, opened, now, fault)
    asking.done(ask)
    return at_hand.see_other("cases-members", lang=said.lang, case_id=opened.id)


def _confirm(
    request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, now: datetime, person: Account
) -> HttpResponse:
    inside = store.members(opened.id)
    if person.pk not in {one.pk for one in inside}:
        return _page(request, unlocked, said, opened, now, "members.fault.gone")
    if len(inside) < HANDS:
        return _page(request, unlocked, said, opened, now, "members.fault.last")
    posts.note(request, opened)
    context = {
        **frame(said, opened, now.date()),
        "who": person.pk.hex,
        "name": said.colleague(person.pk),
        "herself": person.pk == unlocked.person.pk,
        "lonely": len(inside) == HANDS,
        "truth": words.cases(said.lang).raw("members.leave_truth" if person.pk == unlocked.person.pk else "members.truth"),
    }
    return render(request, "cases/member_remove.html", context)


def _removed(
    request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, now: datetime, person: Account
) -> HttpResponse:
    try:
        store.remove_member(unlocked, opened.id, person, now)
    except store.LastMember:
        return _page(request, unlocked, said, opened, now, "members.fault.last")
    except NoCase:
        return at_hand.see_other("cases-today", lang=said.lang)
    if person.pk == unlocked.person.pk:
        return at_hand.see_other("cases-today", lang=said.lang)
    return at_hand.see_other("cases-members", lang=said.lang, case_id=opened.id)


def _account(unlocked: Unlocked, who: str) -> Account | None:
    """Somebody of this desk by the hex of her id, whether she is still active or not: who left may still be taken out of a case."""
    try:
        return Account.objects.filter(pk=UUID(who), desk=unlocked.desk).first()
    except ValueError:
        return None


def _page(request: HttpRequest, unlocked: Unlocked, said: Said, opened: Opened, now: datetime, fault: str = "") -> HttpResponse:
    posts.note(request, opened)
    inside = store.let_in(opened)
    ids = {one.pk for one in inside}
    others = Account.objects.filter(desk=unlocked.desk, active=True).exclude(card=b"").order_by("pk")
    context = {
        **frame(said, opened, now.date()),
        "fault": said.say(fault) if fault else "",
        "inside": [_person(unlocked, said, one) for one in inside],
        "draft": len(inside) < HANDS,
        "others": sorted((_person(unlocked, said, one) for one in others if one.pk not in ids), key=lambda one: str(one["name"])),
        "asks": [
            {"id": ask.id.hex, "name": said.colleague(ask.person), "day": said.day(ask.day)}
            for ask in asking.pending(unlocked, [opened.id], now.date())
        ],
        "reference": asking.reference_of(opened.id),
    }
    return render(request, "cases/members.html", context, status=422 if fault else 200)


def _person(unlocked: Unlocked, said: Said, person: Account) -> dict[str, Any]:
    """One person with the state of her key: only a compared one can be let in; a changed one is red and gets nothing."""
    standing = Standing.MEMBER if person.pk == unlocked.person.pk else vouching.standing(unlocked, person)
    return {
        "id": person.pk.hex,
        "name": said.colleague(person.pk),
        "herself": person.pk == unlocked.person.pk,
        "changed": standing == Standing.CHANGED,
        "waiting": standing == Standing.WAITING,
        "addable": standing == Standing.MEMBER,
    }
