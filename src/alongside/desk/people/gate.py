"""Who may ask for what: one decorator on every view of the desk. A view without one fails the test over the URL table.

`view.access` says it: "anyone", "member" or "administrator"; `view.kept` whether its form may be taken after a login (`asked`). Whoever is
not logged in gets the login in the page's place (`entering`); a login that lacks its second factor opens nothing. An administrator
manages people and holds no key by it; what she does to others asks for her second factor again where that is older than half an hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.desk.people import asked, entering, typed
from alongside.desk.people.throttle import Busy
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.whose import state_of, unlocked_of

__all__ = ["administrator", "anyone", "member", "state_of", "unlocked_of"]

View = Callable[..., HttpResponse]
# Fields that a form carries unseen: from which its record gets its id, and the record as it was read.
UNSEEN = ("seed", "base")
_ID = re.compile(r"[0-9a-f]{32}")


def anyone(view: View) -> View:
    """For everybody, with or without a login: called `view(request, **kwargs)`."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _answered(request, lambda: view(request, **kwargs))

    return _marked(guarded, "anyone")


def member(
    view: View | None = None,
    *,
    waiting: bool = False,
    fresh: str = "",
    kept: bool = False,
    files: Callable[..., object] | None = None,
) -> Any:
    """For open logins: called `view(request, unlocked, **kwargs)`. `waiting`: also before somebody has compared her six words.

    `fresh`: "forms" or "always" need a second factor that is not older than half an hour, as on an administrator's pages.
    `kept`: the form writes down words and nothing else, so it may be taken after a login. Never for what shares, ends or gives rights.
    `files`: its form may bring files (`cases.evidence.sealing`), and this says from whom they are taken, and by what.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            def proceed(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
                return view(request, unlocked, **kwargs)

            forms = (asked.FORM, asked.WITH_FILES, "") if files else (asked.FORM, "")
            if files and request.content_type == asked.WITH_FILES and not files(request, **kwargs):
                # Before its first byte is read: nobody without a login holds a thread with a file that never ends.
                response = refused(request, "files", 403)
                response["Connection"] = "close"  # or the rest of the file would be read as the next request
                return response
            return _answered(
                request, lambda: entering.guard(request, kwargs["lang"], proceed, waiting=waiting, fresh=fresh), forms
            )

        guarded.files = files  # type: ignore[attr-defined]  # the handler of uploads asks it as well
        return _marked(guarded, "member", kept)

    return decorate(view) if view else decorate


def administrator(view: View | None = None, *, fresh: str = "forms") -> Any:
    """For members who are administrators: called `view(request, unlocked, **kwargs)`. `fresh` as for members."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            def proceed(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
                if not unlocked.has("administrator"):
                    return refused(request, "administrators", 403)
                return view(request, unlocked, **kwargs)

            return _answered(request, lambda: entering.guard(request, kwargs["lang"], proceed, fresh=fresh))

        return _marked(guarded, "administrator")

    return decorate(view) if view else decorate


def refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """A page with one sentence of `refused.<why>`."""
    return render(request, "people/refused.html", {"why": f"refused.{why}"}, status=status)


def _answered(
    request: HttpRequest, answer: Callable[[], HttpResponse], forms: Collection[str] = (asked.FORM, "")
) -> HttpResponse:
    """The answer, unless what was sent is no form of ours: a view need not expect a list, a number or a field given twice."""
    if request.method == "POST":
        if request.content_type not in forms:
            return refused(request, "form", 415)
        if any(len(values) > 1 for name, values in request.POST.lists() if name.startswith(asked.OURS)):
            return refused(request, "form", 400)
    try:
        return answer()
    except typed.Twice:
        return refused(request, "form", 400)
    except typed.NotKept:
        return render(request, "people/not_kept.html", {"given": _given(request)}, status=409)
    except typed.Unseen:
        raise Http404 from None
    except Busy:
        return refused(request, "busy", 503)


def _given(request: HttpRequest) -> list[str]:
    """What somebody would have to write again, and what she ticked; not what a form carries unseen, nor the dash of an open question."""
    lists = [values for name, values in request.POST.lists() if name not in UNSEEN and not name.startswith(asked.OURS)]
    return [value for values in lists for value in values if any(map(str.isalnum, value)) and not _ID.fullmatch(value)]


def _marked(view: Any, access: str, kept: bool = False) -> View:
    view.access, view.kept = access, kept
    return view  # type: ignore[no-any-return]
