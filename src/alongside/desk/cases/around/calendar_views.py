"""The calendar of what is due in the asker's cases, month by month, and the link under which her telephone fetches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.desk.cases import at_hand, posts, words
from alongside.desk.cases.around import feeds, ics
from alongside.desk.cases.around.dues import WAITING, Due
from alongside.desk.cases.finding.index import Index, Row
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.shown import Said
from alongside.desk.people import clock, gate
from alongside.desk.people.addresses import LOOPBACK
from alongside.desk.people.unlocked import Unlocked
from alongside.directory.dates import add_months
from alongside.facts.when import YEARS

MOST, MOST_OVERDUE = 300, 50  # lines of one page
_MONTH = re.compile(r"(?a:(\d{4})-(\d\d))")
# The page on which a thing that is due can be done.
_PAGES = {
    "task": "cases-tasks",
    "measure": "cases-tasks",
    "due": "cases-tasks",
    "consent": "cases-consent",
    "review": "cases-keeping",
    "ending": "cases-keeping",
    "reply": "following-chain",
    "publicity": "publicity-case",
    "untold": "referral-case",
}


@require_safe
@gate.member
def month(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """What is due in one month, and in this one also what is overdue. The month may stand in the address: it says nothing."""
    return _page(request, unlocked, lang)


@require_POST
@gate.member
def link(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """A new link for her telephone, shown this once, or the end of the one she has."""
    posts.once(request)
    do, today = request.POST.get("do"), clock.today()
    if do == "end":
        feeds.end(unlocked)
        return at_hand.see_other("cases-calendar", lang=lang)
    if do != "make":
        raise Http404
    with registry.index(unlocked) as index:
        token = feeds.make(unlocked, index, lang, today)
    return _page(request, unlocked, lang, _address(request, token))


@require_http_methods(["GET", "HEAD"])
@gate.anyone
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar under a link, for whoever has it. Any other link is an address where there is nothing."""
    sheet = feeds.read(token)
    if sheet is None:
        raise Http404
    say = words.cases(sheet.lang).say
    return HttpResponse(
        ics.calendar(sheet.entries, say("around.calendar.feed_name"), say("around.calendar.feed_words")), content_type=ics.TYPE
    )


def _page(request: HttpRequest, unlocked: Unlocked, lang: str, made: str = "") -> HttpResponse:
    today = clock.today()
    first = _first(request.GET.get("month", ""), today)
    said = Said(lang)
    with registry.index(unlocked) as index:
        found = list(_month(index, first))
        overdue = list(_overdue(index, today)) if first == today.replace(day=1) else []
        if request.method in ("GET", "HEAD"):
            feeds.refresh(unlocked, lambda: feeds.days(index, today), lang, today)
    shown, late = found[:MOST], overdue[-MOST_OVERDUE:]  # of what is overdue the newest: the oldest is often long forgotten
    context = {
        "month": words.day(f"{first:%Y-%m}", lang),
        "overdue": [_line(said, due, row, today) for due, row in late],
        "days": _by_day(said, [_line(said, due, row, today) for due, row in shown]),
        "more": len(found) + len(overdue) - len(shown) - len(late),
        "before": f"?month={add_months(first, -1):%Y-%m}" if first.year > YEARS.start else "",
        "after": f"?month={add_months(first, 1):%Y-%m}" if first.year < YEARS.stop - 1 else "",
        "this": "" if first == today.replace(day=1) else f"{today:%Y-%m}",
        "link": made,
        "has_link": bool(made) or feeds.mine(unlocked) is not None,
    }
    return render(request, "cases/around/calendar.html", context)


def _first(text: str, today: date) -> date:
    """The month that was asked for; this one where that is none."""
    found = _MONTH.fullmatch(text)
    if found and int(found[1]) in YEARS and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def _month(index: Index, first: date) -> Iterator[tuple[Due, Row]]:
    """What falls into a month; what is known to the month alone comes first."""
    for text, row in index.days(f"{first:%Y-%m}", f"{first:%Y-%m}-31"):
        due = Due.read(text)
        if due is not None:
            yield due, row


def _overdue(index: Index, today: date) -> Iterator[tuple[Due, Row]]:
    """What waits since before this month."""
    for text, row in index.days("", (today.replace(day=1) - timedelta(days=1)).isoformat()):
        due = Due.read(text)
        if due is not None and due.what in WAITING:
            yield due, row


def _title(said: Said, row: Row) -> str:
    summary = row.summary
    return (summary.shown if summary else "") or said.say("case.untitled")


def _line(said: Said, due: Due, row: Row, today: date) -> dict[str, Any]:
    late = due.what in WAITING and len(due.on) == 10 and due.day < today
    return {
        "on": due.on,
        "day": words.day(due.on, said.lang),
        "what": said.say(f"around.due.{due.what}") if said.has(f"around.due.{due.what}") else said.say("around.due.due"),
        "title": _title(said, row),
        "path": reverse(_PAGES.get(due.what, "cases-case"), kwargs={"lang": said.lang, "case_id": row.case}),
        "tone": "now" if late or due.on == today.isoformat() else "",
        "late": late,
    }


def _by_day(said: Said, lines: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lines under their days."""
    days: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        days.setdefault(line["on"], []).append(line)
    return [(some[0]["day"] if len(on) == 10 else said.say("around.calendar.some_day"), some) for on, some in days.items()]


def _address(request: HttpRequest, token: str) -> str:
    """The whole link. Beyond this very computer by https alone, like an invitation's."""
    host = request.get_host()
    scheme = "http" if split_domain_port(host)[0] in LOOPBACK else "https"
    return f"{scheme}://{host}{reverse('calendar-feed', kwargs={'token': token})}"
