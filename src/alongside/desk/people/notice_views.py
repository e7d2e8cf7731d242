"""What the desk tells one person, and how she asks to be let into a case."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
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
    names = accounts.names(unlocked)
    found = [(note, said(note, names, lang)) for note in notices.mine(unlocked, clock.today())]
    return render(request, "people/notices.html", {"found": found})


def said(note: Note, names: Mapping[UUID, str], lang: str) -> str:
    """A notice in the words of the reader's language, with people's names put in. Used by the page of the day too."""
    catalogue = words.people(lang)
    if not note.key.startswith("notices.") or note.key not in catalogue:
        return note.text or "?"
    # Asked of the sentence: whoever wrote the notice may have left out what it names.
    wanted = [name for _, name, _, _ in Formatter().parse(str(catalogue.raw(note.key))) if name]
    return catalogue.say(note.key, {name: _name(note.params.get(name, "?"), names) for name in wanted})


def _name(value: str, names: Mapping[UUID, str]) -> str:
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
