"""Before anybody can log in: the first start, and the link of an invitation. Both show six words once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.people import clock, first_start, founding, gate, invitations, typed
from alongside.desk.people.throttle import Busy
from alongside.desk.people.typed import Answers
from alongside.language.catalogue import OWN_NAMES

FIELDS = ("code", "desk", "name", "handle", "lang")


@require_http_methods(["GET", "HEAD", "POST"])
@gate.anyone
def begin(request: HttpRequest, lang: str) -> HttpResponse:
    """Make the desk, once. Who reads the terminal of the server has the code; who only found the address has not."""
    if founding.the_desk():
        # The same form sent again lands here, too: it must not make a second desk, and its words were shown with the first answer.
        return render(request, "people/begun.html", status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _form(request, Answers({"lang": lang}))
    answers = typed.read(request, FIELDS)
    if not answers.faults and not first_start.fits(answers.values["code"]):
        answers.faults["code"] = "field.code.wrong"
    if answers.faults:
        return _form(request, answers, 422)
    told = answers.values
    try:
        _, words = founding.found(told["desk"], told["name"], told["handle"], told["lang"], clock.now())
    except founding.AlreadyFounded:
        return render(request, "people/begun.html", status=409)
    except Busy:
        answers.faults["code"] = "login.busy"
        return _form(request, answers, 503)
    first_start.spend()
    return render(request, "people/words.html", {"words": words.split(), "handle": told["handle"], "first": True})


@require_http_methods(["GET", "HEAD", "POST"])
@gate.anyone
def invitation(request: HttpRequest, lang: str, token: str) -> HttpResponse:
    """A link that was given to one person. Looking at it changes nothing: scanners of mail look at every link."""
    today = clock.today()
    try:
        letter = invitations.letter(token, today)
        if request.method != "POST":
            return render(request, "people/invitation.html")
        _, words = invitations.accept(token, today)
    except invitations.NoInvitation:
        return gate.refused(request, "invitation", 404)
    return render(request, "people/words.html", {"words": words.split(), "handle": letter.handle, "first": False})


def _form(request: HttpRequest, answers: Answers, status: int = 200) -> HttpResponse:
    return render(request, "people/begin.html", {"answers": answers, "languages_offered": OWN_NAMES.items()}, status=status)
