"""The page of the table over all cases: what was sent, which answers of States are due, where the UN mentions it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.desk.cases import words
from alongside.desk.cases.around import came
from alongside.desk.cases.around.came import SENT, Step
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.shown import isolated
from alongside.desk.people import clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.following import table as rules
from alongside.desk.submissions.following.table import ALL, OPEN, PAGE, SHOWS, Entry
from alongside.desk.submissions.words import say
from alongside.directory import reader
from alongside.facts.codes import LETTERS, PARTIES
from alongside.facts.when import When

_TONES = {"overdue": "now", "due": "days", "unknown": "", "answered": "prepare"}


@require_safe
@gate.member
def table(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """All cases of which something came. What is shown may stand in the address: it says nothing."""
    today = clock.today()
    wanted = request.GET.get("show", "")
    show = wanted if wanted in SHOWS else OPEN
    with registry.index(unlocked) as index:
        rows = index.rows()
    found = rules.entries((row.case, row.head) for row in rows)
    old = came.untold(row.head for row in rows)
    kept = rules.chosen(found, show, today)
    pages = max(1, -(-len(kept) // PAGE))
    page = min(_page(request), pages)
    context = {
        "entries": [_shown(one, today, lang) for one in kept[(page - 1) * PAGE : page * PAGE]],
        "total": len(kept),
        "old": old,
        "shows": [(one, say(lang, f"following.show.{one}"), one == show) for one in SHOWS],
        "nothing": say(lang, f"following.nothing.{'all' if show == ALL else 'here'}"),
        "page": page,
        "pages": pages,
        "before": f"?show={show}&page={page - 1}" if page > 1 else "",
        "after": f"?show={show}&page={page + 1}" if page < pages else "",
    }
    return render(request, "submissions/following/table.html", context)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _shown(one: Entry, today: date, lang: str) -> dict[str, Any]:
    code, _, when = one.status.partition(" ")
    status = [words.heading("status_event", code, lang), _when(when, lang)] if code else []
    return {
        "case": one.case,
        "name": one.name or words.cases(lang).say("case.untitled"),
        "where": ", ".join(words.country(state, lang) for state in one.states[:2]),
        "letters": [_letter(step, today, lang) for step in one.letters],
        "sent": [_sent(step, lang) for step in one.steps if step.what == SENT],
        "symbols": one.symbols,
        "status": isolated(status),
    }


def _letter(step: Step, today: date, lang: str) -> dict[str, Any]:
    """A letter: what it is called, when it was written, and where its answer stands."""
    state = rules.state(step, today)
    day = _when(step.due.isoformat() if step.due else "", lang)
    if state == "answered" and step.answered != "yes":
        day = _when(step.answered, lang)
    key = "answered_some_day" if state == "answered" and step.answered == "yes" else state
    return {
        "head": isolated([_label(step.label, lang), _when(step.began, lang)]),
        "words": say(lang, f"following.clock.{key}", day=day),
        "tone": _TONES[state],
    }


def _sent(step: Step, lang: str) -> str:
    receipt = (
        say(lang, "following.received_on", day=_when(step.answered, lang)) if step.answered else say(lang, "following.no_receipt")
    )
    return isolated([_label(step.label, lang), _when(step.began, lang), receipt])


def _label(label: str, lang: str) -> str:
    """A letter's reference or kind, a body of the directory; what is none of these as it stands there."""
    if label in LETTERS:
        return words.heading("letter", label, lang)
    if label in reader.load().mechanisms:
        return words.mechanism(label, lang)
    return words.heading("party", label, lang) if label in PARTIES else words.capital(label.replace("-", " "))


def _when(text: str, lang: str) -> str:
    try:
        return words.when(When(text), lang) if text and text != "yes" else ""
    except ValueError:
        return ""
