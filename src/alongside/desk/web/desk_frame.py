"""What the base template of the desk needs on every page; the public pages keep their own frame."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from alongside.desk.guide import words
from alongside.desk.web import assets, tags
from alongside.desk.web import frame as public
from alongside.desk.web.middleware import DESK
from alongside.language.catalogue import OWN_NAMES, direction

# The way through the desk: the word of each entry, and the route it leads to.
NAV = (
    ("today", "cases-today"),
    ("cases", "cases-list"),
    ("follow_up", "following-table"),
    ("search", "cases-search"),
    ("people", "people-list"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    if not getattr(request, "is_desk", False):
        # The one way from a public page to the desk. It carries no cookie: the browser sends none but below /desk/.
        return public.frame(request) | {"case_from_plan": _address("cases-from-plan", getattr(request, "lang", words.DEFAULT))}
    lang: str = getattr(request, "lang", words.DEFAULT)
    return {
        "lang": lang,
        "dir": direction(lang),
        "root": f"/{lang}/",
        "desk_root": f"{DESK}{lang}/",
        "stylesheet": assets.address("alongside.css"),
        "icon": assets.address("mark.svg"),
        "unlocked": SimpleLazyObject(lambda: unlocked_of(request)),
        "nav": _nav(request, lang),
        "lock": _address("people-lock", lang),
        "demonstration": _is_demonstration(),
        "machine_drafted": tags.words(lang).machine_drafted,
        # Not on a page that answers a form: what was typed stands in no URL, and would be lost on the way.
        "languages": _languages(request, lang) if request.method != "POST" else "",
    }


def unlocked_of(request: HttpRequest) -> Any:
    """Who has an open login here, or None."""
    from alongside.desk.people.gate import unlocked_of

    return unlocked_of(request)


@lru_cache(maxsize=1)
def _is_demonstration() -> bool:
    """Whether everything here is invented: then every page says so, before somebody trusts it with a real case."""
    from alongside.desk.cases.demo.desk import is_demonstration

    return is_demonstration(settings.DATA)


def _nav(request: HttpRequest, lang: str) -> SafeString:
    """As HTML, for the same reason as the languages."""
    paths = {f"nav.{word}": path for word, route in NAV if (path := _address(route, lang))}
    # Where she is: the entry whose path is the longest of those that this page lies below; below the first page lies every other.
    first = f"{DESK}{lang}/"
    above = [
        path for path in paths.values() if request.path_info.startswith(path) and (path != first or request.path_info == first)
    ]
    here, say, current = max(above, key=len, default=""), tags.words(lang).say, ' aria-current="page"'
    return SafeString(
        "".join(
            f'<li><a href="{path}"{current if path == here else ""}>{escape(say(word))}</a></li>' for word, path in paths.items()
        )
    )


def _address(route: str, lang: str) -> str:
    return _found(get_urlconf() or settings.ROOT_URLCONF, route, lang)


@lru_cache(maxsize=256)
def _found(urls: str, route: str, lang: str) -> str:
    try:
        return reverse(route, urls, kwargs={"lang": lang})
    except NoReverseMatch:
        return ""


def _languages(request: HttpRequest, lang: str) -> SafeString:
    """The same page in each language. As HTML: in a template these six links take a tenth of the time of a page."""
    prefix = f"{DESK}{lang}/"
    rest = escape(request.path_info.removeprefix(prefix)) if request.path_info.startswith(prefix) else ""
    here = ' aria-current="true"'
    return SafeString(
        "".join(
            f'<li><a href="{DESK}{code}/{rest}" lang="{code}" dir="{direction(code)}" hreflang="{code}"'
            f"{here if code == lang else ''}>{name}</a></li>"
            for code, name in OWN_NAMES.items()
        )
    )
