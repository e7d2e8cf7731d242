"""What a form of a case owes whoever sends it and the case: one value a field, and a line in the history where it shows a page."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from alongside.desk.cases import at_hand
from alongside.desk.cases.opening import Opened
from alongside.desk.people import clock
from alongside.desk.people.typed import Twice


def typed(request: HttpRequest, many: Collection[str] = ()) -> dict[str, str]:
    """What was typed, cleaned. Which of two answers to one question counts is not ours to choose: then it is Twice. `many`: fields of
    which several may be ticked."""
    once(request, many)
    return at_hand.plain_post(request)


def once(request: HttpRequest, many: Collection[str] = ()) -> None:
    """Twice where a field that has one value came with several."""
    if any(len(values) > 1 for name, values in request.POST.lists() if name not in many):
        raise Twice


def note(request: HttpRequest, opened: Opened) -> None:
    """Note the opening of a case whose page answers a POST; that of a GET was noted when it was opened.

    Without it, sending an empty form again and again would show a whole case and leave no trace. Http404 for who was taken out of the
    case in the same moment.
    """
    if request.method == "POST":
        at_hand.opened_or_404(opened.unlocked, opened.id, clock.now())
