"""What the desk tells one person, and how she asks to be let into a case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.people import accounts, asking, clock, entering, gate, notices, typed, words
from alongside.desk.people.notices import Note
from alongside.desk.people.typed import Answers
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Misspelt

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@gate.member
def notices_(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Her notices; a button puts one away."""
    if request.method == "POST":
        try:
            notices.done(unlocked, UUID(typed.one(request, "note")))
        except ValueError:
            return gate.refused(request, "form", 400)
        return entering.see(request.path)
    found = [(note, said(note, unlocked, lang)) for note in notices.mine(unlocked, clock.today())]
    return render(request, "people/notices.html", {"found": found})


def said(note: Note, unlocked: Unlocked, lang: str) -> str:
    """A notice in the words of the reader's language, with people's names put in. Used by the page of the day too."""
    catalogue = words.people(lang)
    if not note.key.startswith("notices.") or note.key not in catalogue:
        return note.text
    names = accounts.names(unlocked)
    return catalogue.say(note.key, {name: _name(value, names) for name, value in note.params.items()})


def _name(value: str, names: dict[UUID, str]) -> str:
    try:
        return names.get(UUID(value), "?")
    except ValueError:
        return value


@require_http_methods(FORMS)
@gate.member
def ask(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Four words that a colleague said. The answer is the same whether or not there is such a case."""
    answers = Answers({"reference": ""})
    if request.method == "POST":
        answers.values["reference"] = typed.one(request, "reference")
        try:
            asking.ask(unlocked, answers.values["reference"][:200], clock.today())
        except Misspelt:
            answers.faults["reference"] = "asking.misspelt"
        else:
            return entering.see(reverse("people-asked", kwargs={"lang": lang}))
    return render(request, "people/ask.html", {"answers": answers}, status=422 if answers.faults else 200)


@require_safe
@gate.member
def asked(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The one answer."""
    return render(request, "people/asked.html")
