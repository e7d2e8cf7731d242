"""Today: what is due, who waits, what was told to her, which of her cases changed lately. The first page after logging in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.desk.cases import at_hand
from alongside.desk.cases.around import feeds
from alongside.desk.cases.around.dues import Due
from alongside.desk.cases.exporting import plain_views
from alongside.desk.cases.finding.index import CHANGED, Row
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.retention import ending
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, asking, clock, confirming, gate, notice_views, notices, vouching
from alongside.desk.people.models import Desk, Request
from alongside.desk.people.unlocked import Unlocked

AHEAD = timedelta(days=7)  # what is due within a week stands here
LATELY = timedelta(days=7)
MOST = 12  # rows of one part; the rest is a list's business
# What rooms above have to say to every member on a day: sentences with the addresses they lead to.
Ahead = Callable[[Unlocked, str], Iterable[tuple[str, str]]]
_ahead: list[Ahead] = []


def at_today(tell: Ahead) -> None:
    """Have a room above say something on this page; called by its `AppConfig.ready`."""
    if tell not in _ahead:
        _ahead.append(tell)


@require_safe
@gate.member
def today(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The desk of one member on this day."""
    day = clock.now().date()
    names = accounts.names(unlocked)
    said = Said(lang, {}, names)
    # One look at the index: it asks the database once which cases are hers, and answers from memory.
    with registry.index(unlocked) as index:
        due = index.due(day + AHEAD)
        newest = index.find(None, None, CHANGED, counted=False).rows
        cases = list(index.versions)
        summaries = {one.case: one for one in newest}
        asks = asking.pending(unlocked, cases, day) if Request.objects.filter(desk=unlocked.desk).exists() else []
        asked = [(ask, index.summary_of(ask.case)) for ask in asks]
        feeds.refresh(unlocked, lambda: feeds.days(index, day), lang, day)
    since = (day - LATELY).isoformat()
    lately = [row for row in summaries.values() if row.summary is not None and row.summary.changed >= since][:MOST]
    told = notices.mine(unlocked, day)
    restored = Desk.objects.values_list("restored", flat=True).get(pk=unlocked.desk)
    context = {
        "name": said.colleague(unlocked.person.pk),
        "day": said.day(day),
        "restored": said.day(restored) if restored else "",
        "administrator": unlocked.has("administrator"),
        "due": [_due(said, row, day) for row in due[:MOST]],
        "more_due": max(0, len(due) - MOST),
        "notices": [
            {
                "id": note.id,
                "text": notice_views.said(note, names, lang),
                "day": said.day(note.due),
                "red": note.alarming,
                "receipt": note.key in ending.DONE.values(),
            }
            for note in told
        ],
        "asks": [
            {
                "id": ask.id.hex,
                "case": ask.case,
                "who": said.colleague(ask.person),
                "title": found.shown if found else "",
                "day": said.day(ask.day),
            }
            for ask, found in asked
        ],
        "ahead": [one for tell in _ahead for one in tell(unlocked, lang)],
        "requests": plain_views.listed(unlocked, lang, today=True),
        "waiting": [said.colleague(one.pk) for one in vouching.waiting(unlocked) if one.pk != unlocked.person.pk],
        "lately": [_row(said, row) for row in lately],
        "cases_held": len(cases),
        "people_link": _people(lang),
        "unconfirmed": confirming.box(unlocked, names, lang, told),
    }
    return render(request, "cases/today.html", context)


def _people(lang: str) -> str:
    try:
        return reverse("people-list", kwargs={"lang": lang})
    except NoReverseMatch:
        return ""


def _row(said: Said, row: Row) -> dict[str, Any]:
    summary = row.summary
    assert summary is not None  # noqa: S101  rows without one are left out
    changed = date.fromisoformat(summary.changed[:10]) if summary.changed else None
    return {
        "case": row.case,
        "title": summary.shown or said.say("case.untitled"),
        "small": isolated(
            [*(said.state(state) for state in summary.states[:2]), said.say("today.changed", day=said.day(changed))]
        ),
        "signs": [
            *([said.say("today.urgent")] if summary.urgency == "hours" else []),
            *([said.say("today.held")] if summary.held else []),
        ],
    }


def _due(said: Said, row: Row, day: date) -> dict[str, Any]:
    """A case in which something is due, as soon as it is."""
    summary = row.summary
    when = summary.due if summary and summary.due else day
    key = "overdue" if when < day else "now" if when == day else "on"
    return {
        "case": row.case,
        "title": (summary.shown if summary else "") or said.say("case.untitled"),
        "tone": "weeks" if key == "on" else "now",
        "words": said.say(f"today.{key}", day=said.day(when)),
        "route": _route(summary.days if summary else (), when),
    }


def _route(days: Iterable[str], when: date) -> str:
    """The page on which what is due first can be done; that of tasks where it is several things of several pages."""
    first = {due.what for due in map(Due.read, days) if due and due.on == when.isoformat()}
    if first and first <= {"review", "ending"}:
        return "cases-keeping"
    alone = {"publicity": "publicity-case", "untold": "referral-case"}
    return alone.get(*first, "cases-tasks") if len(first) == 1 else "cases-tasks"


@require_POST
@gate.member
def notice_done(request: HttpRequest, unlocked: Unlocked, lang: str, notice: UUID) -> HttpResponse:
    """She has read a notice, or done what it reminded her of."""
    if not notices.done(unlocked, notice):
        raise Http404
    return at_hand.see_other("cases-today", lang=lang)


@require_POST
@gate.administrator
def looked(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """After a restore, an administrator has looked at who is active: from now on what the ledgers say counts again."""
    Desk.objects.filter(pk=unlocked.desk).update(restored=None)
    return at_hand.see_other("cases-today", lang=lang)
