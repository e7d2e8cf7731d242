"""What the base template needs on every page: language, styles, the hotline, the way to the same page in another language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from alongside.desk.guide import answers, hotline, practice_views, search, words
from alongside.desk.web import assets
from alongside.language.catalogue import OWN_NAMES, direction


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    lang: str = getattr(request, "lang", words.DEFAULT)
    return {
        "lang": lang,
        "dir": direction(lang),
        "root": f"/{lang}/",
        "stylesheet": assets.address("alongside.css"),
        "icon": assets.address("mark.svg"),
        "machine_drafted": words.guide(lang).machine_drafted,
        "hotline": hotline.find(lang),
        "languages": _languages(request, lang),
        # On a page that answers a form the switch must send the form again: what was typed stands in no URL.
        "sent_fields": _sent(request),
    }


def _languages(request: HttpRequest, lang: str) -> list[dict[str, str | bool]]:
    prefix = f"/{lang}/"
    rest = request.path_info[len(prefix) :] if request.path_info.startswith(prefix) else ""
    return [
        {"code": code, "name": name, "path": f"/{code}/{rest}", "dir": direction(code), "current": code == lang}
        for code, name in OWN_NAMES.items()
    ]


# What the forms of the guide send. A field that none of them has is dropped, whoever made it up.
KNOWN = frozenset((*answers.FIELDS, *search.FIELDS, *practice_views.ALL_CODES, "step", "go", "again"))


def _sent(request: HttpRequest) -> list[tuple[str, str]] | None:
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return None
    try:
        return [(name, answers.clean(value)) for name, values in request.POST.lists() if name in KNOWN for value in values]
    except Exception:
        # An error page about an unreadable form has nothing to send again.
        return None
