"""Accounts: one's own name and language; for administrators inviting somebody, and what somebody is there for."""

from __future__ import annotations

from uuid import UUID

from babel.lists import format_list
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from alongside.desk.people import accounts, addresses, clock, entering, gate, invitations, typed, words
from alongside.desk.people.accounts import Profile
from alongside.desk.people.models import ROLES, Person
from alongside.desk.people.typed import Answers
from alongside.desk.people.unlocked import Unlocked
from alongside.language.catalogue import OWN_NAMES


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def profile(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The name that colleagues see, and the language of her pages."""
    known = accounts.profile_of(unlocked, unlocked.person)
    answers = Answers({"name": known.name, "lang": known.lang})
    if request.method == "POST":
        answers = typed.read(request, ("name", "lang"))
        if not answers.faults:
            try:
                accounts.set_profile(unlocked, unlocked.person, Profile(answers.values["name"], answers.values["lang"]))
            except accounts.Stale:
                answers.faults["name"] = "field.stale"
            else:
                return entering.see(reverse("people-profile", kwargs={"lang": answers.values["lang"]}))
    here_as = format_list([words.people(lang).say(f"role.{role}") for role in unlocked.person.roles.split()], locale=lang)
    context = {"answers": answers, "languages_offered": OWN_NAMES.items(), "here_as": here_as}
    return render(request, "people/profile.html", context, status=422 if answers.faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.administrator
def invite(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """A link for somebody new, shown once. It gives no key: those come when somebody has compared six words with her."""
    if request.method != "POST":
        return _invite(request, Answers({"lang": lang}, roles=["officer"]))
    if typed.one(request, "do") == "again":
        answers = typed.read(request, ("handle", "lang"))
    else:
        answers = typed.read(request, ("name", "handle", "lang", "roles"))
    told = answers.values
    if not answers.faults:
        try:
            token = _token(unlocked, answers)
        except invitations.HandleTaken:
            answers.faults["handle"] = "field.handle.taken"
        except invitations.NoInvitation:
            answers.faults["handle"] = "field.handle.nobody"
        else:
            link = addresses.invitation(request, told["lang"], token)
            return render(request, "people/invited.html", {"link": link, "handle": told["handle"], "days": invitations.DAYS})
    return _invite(request, answers, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.administrator
def roles(request: HttpRequest, unlocked: Unlocked, lang: str, person: UUID) -> HttpResponse:
    """What somebody is there for. No role opens a case."""
    somebody = Person.objects.filter(desk=unlocked.desk, id=person, active=True).first()
    if somebody is None:
        raise Http404
    answers = Answers(roles=somebody.roles.split())
    if request.method == "POST":
        answers = typed.read(request, ("roles",))
        if not answers.faults:
            try:
                accounts.set_roles(unlocked, somebody, answers.roles)
            except accounts.LastAdministrator:
                answers.faults["roles"] = "field.roles.last"
            else:
                return entering.see(request.path)
    name = accounts.names(unlocked).get(somebody.id, "")
    context = {"answers": answers, "name": name, "roles": ROLES}
    return render(request, "people/roles.html", context, status=422 if answers.faults else 200)


def _token(unlocked: Unlocked, answers: Answers) -> str:
    told, today = answers.values, clock.today()
    if "name" in told:
        return invitations.invite(unlocked, told["name"], told["handle"], answers.roles, today, told["lang"])
    somebody = accounts.find_by_handle(unlocked.desk, told["handle"])
    if somebody is None:
        raise invitations.NoInvitation
    return invitations.again(unlocked, somebody, told["handle"], today)


def _invite(request: HttpRequest, answers: Answers, status: int = 200) -> HttpResponse:
    offer = answers.faults.get("handle") in ("field.handle.taken", "field.handle.nobody")
    context = {"answers": answers, "languages_offered": OWN_NAMES.items(), "roles": ROLES, "offer_again": offer}
    return render(request, "people/invite.html", context, status=status)
