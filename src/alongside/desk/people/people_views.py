"""The people of the desk: who is in, whose words wait to be compared, whose key has changed, who has left."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.people import (
    accounts,
    addresses,
    cards,
    ceremony,
    clock,
    confirming,
    entering,
    escrows,
    gate,
    invitations,
    leaving,
    notices,
    recovery,
    typed,
    vouching,
)
from alongside.desk.people.models import Person
from alongside.desk.people.typed import Answers
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.vault.errors import NotVouched, Refused

FORMS = ["GET", "HEAD", "POST"]
ORDER = (Standing.CHANGED, Standing.WAITING, Standing.MEMBER, Standing.PROPOSED, Standing.ENDED)


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the pages show her."""

    person: Person
    name: str
    standing: Standing
    roles: tuple[str, ...]
    herself: bool


@require_safe
@gate.member
def people(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Everybody, those first about whom something has to be done."""
    if not _circle(unlocked):
        return render(request, "people/people.html", {"meddled": True})
    names = accounts.names(unlocked)
    told = notices.mine(unlocked, clock.today()) if escrows.unconfirmed(unlocked) else []
    rows = [_row(unlocked, one, names) for one in Person.objects.filter(desk=unlocked.desk)]
    rows.sort(key=lambda row: (row.name.casefold(), row.person.pk))
    context = {
        "groups": [(state, [row for row in rows if row.standing is state]) for state in ORDER],
        "administrator": unlocked.has("administrator"),
        "due": ceremony.is_due(unlocked),
        "behind": [names.get(one.pk, "?") for one in escrows.behind(unlocked.desk)],
        "owed": recovery.is_owed(unlocked),
        "unconfirmed": confirming.box(unlocked, names, lang, told),
    }
    return render(request, "people/people.html", context)


@require_safe
@gate.member
def person(request: HttpRequest, unlocked: Unlocked, lang: str, person: UUID) -> HttpResponse:
    """One person: her words, what she is here for, and what can be done."""
    row = _found(unlocked, person)
    context = {
        "row": row,
        "words": _words(row.person),
        "administrator": unlocked.has("administrator"),
        "may_renew": recovery.may_renew(unlocked, row.person),
        "has_file": escrows.is_earlier(row.person) and row.standing in (Standing.MEMBER, Standing.CHANGED),
    }
    return render(request, "people/person.html", context)


@require_http_methods(FORMS)
@gate.member
def compare(request: HttpRequest, unlocked: Unlocked, lang: str, person: UUID) -> HttpResponse:
    """Six words to be compared by voice, and the two buttons: the same, or not."""
    row = _found(unlocked, person)
    words = _words(row.person)
    if row.standing not in (Standing.WAITING, Standing.CHANGED) or not words or row.herself:
        return entering.see(reverse("people-person", kwargs={"lang": lang, "person": person}))
    context = {"row": row, "words": words, "seen": cards.card_of(row.person).digest().hex(), "fault": ""}
    context["own_link"], status = vouching.own_link(unlocked, row.person), 200
    if request.method == "POST" and typed.one(request, "do") == "differ":
        vouching.differ(unlocked, row.person, clock.today())
        return render(request, "people/differ.html", context)
    if request.method == "POST":
        try:
            vouching.vouch(unlocked, row.person, clock.now(), _seen(request))
        except vouching.OwnLink:
            status = 422
        except (NotVouched, ValueError):
            # Shown anew with the words as they are now: the key was exchanged in between, or this member's own does not count.
            context["fault"], status = "compare.refused", 422
        else:
            return entering.see(reverse("people-person", kwargs={"lang": lang, "person": person}))
    return render(request, "people/compare.html", context, status=status)


@require_http_methods(FORMS)
@gate.administrator
def end(request: HttpRequest, unlocked: Unlocked, lang: str, person: UUID) -> HttpResponse:
    """End an account; before the button stands what it does, and what it cannot undo."""
    row = _found(unlocked, person)
    back = reverse("people-person", kwargs={"lang": lang, "person": person})
    if row.standing is Standing.ENDED:
        return entering.see(back)
    context = {"row": row, "foreseen": leaving.foreseen(row.person), "fault": ""}
    if request.method == "POST":
        try:
            leaving.end(unlocked, row.person, clock.now())
        except accounts.LastAdministrator:
            context["fault"] = "leave.last"
        else:
            return entering.see(reverse("people-login", kwargs={"lang": lang}) if row.herself else back)
    return render(request, "people/leave.html", context, status=422 if context["fault"] else 200)


@require_http_methods(FORMS)
@gate.member(fresh="forms")
def renew(request: HttpRequest, unlocked: Unlocked, lang: str, person: UUID) -> HttpResponse:
    """A link with which somebody who lost her words makes a new key."""
    row = _found(unlocked, person)
    if not recovery.may_renew(unlocked, row.person):
        return gate.refused(request, "administrators", 403)
    answers = Answers({"handle": ""})
    if request.method == "POST":
        answers = typed.read(request, ("handle",))
        if not answers.faults:
            try:
                token = recovery.renew(unlocked, row.person, answers.values["handle"], clock.today())
            except invitations.HandleTaken:
                answers.faults["handle"] = "renew.not_hers"
            else:
                link = addresses.invitation(request, lang, token)
                shown = {"link": link, "handle": answers.values["handle"], "days": invitations.DAYS}
                return render(request, "people/invited.html", shown)
    context = {"row": row, "answers": answers, "has_copy": bool(row.person.escrow)}
    return render(request, "people/renew.html", context, status=422 if answers.faults else 200)


@require_safe
@gate.member
def recovery_file(request: HttpRequest, unlocked: Unlocked, lang: str, person: UUID) -> HttpResponse:
    """What goes to the offline machine; sealed or public, all of it. Its name says nothing."""
    row = _found(unlocked, person)
    try:
        out = recovery.out(unlocked, row.person)
    except (recovery.NothingToBring, Refused):
        raise Http404 from None
    response = HttpResponse(out.to_bytes(), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="recovery-out.json"'
    return response


def _circle(unlocked: Unlocked) -> bool:
    """Whether the founder's card is the one that she pinned. Where it is not, nothing is sealed to anybody."""
    try:
        return bool(unlocked.circle)
    except Refused:
        return False


def _found(unlocked: Unlocked, person: UUID) -> Row:
    found = Person.objects.filter(desk=unlocked.desk, pk=person).first()
    if found is None:
        raise Http404
    return _row(unlocked, found, accounts.names(unlocked))


def _row(unlocked: Unlocked, one: Person, names: dict[UUID, str]) -> Row:
    standing = vouching.standing(unlocked, one)
    return Row(one, names.get(one.pk, "?"), standing, tuple(one.roles.split()), one.pk == unlocked.person.pk)


def _seen(request: HttpRequest) -> bytes:
    """The digest of the card whose words stood on the page. A form without it compared nothing: ValueError."""
    seen = bytes.fromhex(typed.one(request, "seen"))
    if not seen:
        raise ValueError("seen")
    return seen


def _words(person: Person) -> tuple[str, ...]:
    try:
        return vouching.words_of(person)
    except Refused:
        return ()
