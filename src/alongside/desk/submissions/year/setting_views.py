"""The form by which a member writes down window and deadline of a year, and where they were read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, words
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.forms.question import Question
from alongside.desk.cases.shown import Said
from alongside.desk.people import clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.words import say
from alongside.desk.submissions.year import setting
from alongside.desk.submissions.year.setting import LONGEST, Changed, Setting, window_of
from alongside.desk.submissions.year.window import FIRST_REPORT, LAST_YEAR
from alongside.vault.errors import Refused

DAYS = ("first", "last", "deadline")


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def page(request: HttpRequest, unlocked: Unlocked, lang: str, year: int) -> HttpResponse:
    """Window and deadline of a year as they stand, to be changed."""
    if not FIRST_REPORT <= year <= LAST_YEAR:
        raise Http404
    window, told = window_of(unlocked, year)
    if request.method != "POST":
        given = {
            "first": window.first.isoformat(),
            "last": window.last.isoformat(),
            "deadline": window.deadline.isoformat() if window.deadline else "",
            "read_in": told.read_in if told else "",
        }
        return _form(request, lang, year, given, {}, told.version if told else "")
    typed = posts.typed(request)
    version, days, faults = typed.get("version", ""), dict[str, date | None](), dict[str, str]()
    for name in DAYS:
        try:
            days[name] = at_hand.typed_day(typed.get(name, ""))
        except ValueError:
            faults[name] = _fault(lang, name, "not-a-day")
    _check(lang, days, typed, faults)
    first, last, deadline = (days.get(name) for name in DAYS)
    if faults or first is None or last is None:
        return _form(request, lang, year, typed, faults, version, status=422)
    one = Setting(year, first.isoformat(), last.isoformat(), deadline.isoformat() if deadline else "", typed.get("read_in", ""))
    try:
        setting.keep(unlocked, one, version, clock.now())
    except Changed:
        stands = setting.of(unlocked, year)
        return _form(request, lang, year, typed, {}, stands.version if stands else "", _meanwhile(lang, stands), 409)
    except Refused:
        return _form(request, lang, year, typed, {}, version, say(lang, "year.no_key"), 409)
    return at_hand.see_other("year-page", lang=lang, year=year)


def _check(lang: str, days: dict[str, date | None], typed: dict[str, str], faults: dict[str, str]) -> None:
    """What is wrong between the fields, or missing."""
    for name in ("first", "last"):
        if name not in faults and days.get(name) is None:
            faults[name] = _fault(lang, name, "missing")
    first, last, deadline = (days.get(name) for name in DAYS)
    if first and last and last < first:
        faults["last"] = _fault(lang, "last", "before-beginning")
    if first and deadline and deadline < first:
        faults["deadline"] = _fault(lang, "deadline", "before-beginning")
    read_in = typed.get("read_in", "")
    if len(read_in) > LONGEST:
        faults["read_in"] = _fault(lang, "read_in", "too-long", accepted=LONGEST)
    elif deadline and not read_in:
        faults["read_in"] = say(lang, "year.fault.read_in")


def _fault(lang: str, name: str, fault: str, **params: object) -> str:
    return words.cases(lang).say(f"fault.{fault}", {"field": say(lang, f"year.ask.{name}"), "accepted": "", **params})


def _meanwhile(lang: str, stands: Setting | None) -> str:
    """What somebody else wrote down meanwhile, in words: what was typed stays in the form."""
    if stands is None:
        return ""
    first, last, deadline = (words.day(day, lang) if day else "–" for day in (stands.first, stands.last, stands.deadline))
    return say(lang, "year.meanwhile", first=first, last=last, deadline=deadline)


def _form(
    request: HttpRequest,
    lang: str,
    year: int,
    given: dict[str, str],
    faults: dict[str, str],
    version: str,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    ask = Asks(Said(lang), "year", {name: [value] for name, value in given.items()}, faults)
    drawn = [*(ask.day(name) for name in DAYS), ask.line("read_in")]
    questions = [_worded(one, lang) for one in drawn]
    context = {
        "year": year,
        "questions": questions,
        "problems": [one for one in questions if one.fault],
        "version": version,
        "notice": notice,
    }
    return render(request, "submissions/year/setting.html", context, status=status)


def _worded(one: Question, lang: str) -> Question:
    """A question in the words of this room."""
    return replace(one, label=say(lang, f"year.ask.{one.name}"), hint=say(lang, f"year.hint.{one.name}"))
