"""The page of a year: window and deadline, the cases that belong in it with what each lacks, and a draft for all that can go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, store, words
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.words import say
from alongside.desk.submissions.year import gathering, links, setting
from alongside.desk.submissions.year import window as windows
from alongside.desk.submissions.year.belongs import REPORT, Lack
from alongside.desk.submissions.year.contribution import Contribution, contribution
from alongside.desk.submissions.year.gathering import PAGE, Gathered, Judged
from alongside.desk.submissions.year.window import FIRST_REPORT, LAST_YEAR, Window
from alongside.directory import reader
from alongside.facts.fact import Fact

LANGUAGE = "en"  # the annexes are circulated as received, in the language of submission only
MOST_CHANGES = 6  # of one case; the others stand in its chain


@require_safe
@gate.member
def now(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The year that is being prepared now."""
    return _page(request, unlocked, lang, setting.year_now(unlocked, clock.today()))


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def page(request: HttpRequest, unlocked: Unlocked, lang: str, year: int) -> HttpResponse:
    """One year. A POST makes a draft of every case that can go and has none yet; nothing is sent by it."""
    if not FIRST_REPORT <= year <= LAST_YEAR:
        raise Http404
    if request.method != "POST":
        return _page(request, unlocked, lang, year)
    posts.once(request)
    seed, when, made, missed = request.POST.get("seed", ""), clock.now(), 0, 0
    for one in _gathered(request, unlocked, lang, year, when).found:
        try:
            made += gathering.prepare(unlocked, one, seed, LANGUAGE, when)
        except (NoCase, store.Damaged):  # since it was opened; the other cases get theirs
            missed += 1
    return _page(request, unlocked, lang, year, made, missed)


def _gathered(request: HttpRequest, unlocked: Unlocked, lang: str, year: int, when: datetime) -> Gathered:
    return gathering.of_year(unlocked, year, gathering.page_of(request), PAGE, when, lang)


def _page(
    request: HttpRequest, unlocked: Unlocked, lang: str, year: int, made: int | None = None, missed: int = 0
) -> HttpResponse:
    when = clock.now()
    seen = _gathered(request, unlocked, lang, year, when)
    window = seen.window
    by_case = {one.part.case: one for one in seen.found}
    whole = contribution((one.part for one in seen.found), lambda state: words.country(state, lang))
    names = accounts.names(unlocked)
    context = {
        "year": year,
        "window": _window(window, seen.told, lang, names),
        "warns": window.warns(when.date()),
        "groups": _groups(whole, by_case, lang),
        "ready": len(whole.parts),
        "to_draft": sum(1 for one in whole.parts if not by_case[one.case].draft and not by_case[one.case].sent),
        "made": made,
        "missed": missed,
        "old": seen.old,
        "page": seen.page,
        "pages": seen.pages,
        "before_page": seen.page - 1,
        "after_page": seen.page + 1 if seen.page < seen.pages else 0,
        "seed": at_hand.seed(),
        "before": year - 1 if year > FIRST_REPORT else 0,
        "after": year + 1 if year < LAST_YEAR else 0,
        "earlier": [
            {"symbol": one.symbol, "year": one.year, "check": not one.sure}
            for one in windows.earlier(year, reader.load().reports())
        ],
        "contribution": links.contribution(lang, year),
        "mechanism": REPORT,
    }
    return render(request, "submissions/year/year.html", context)


def _window(window: Window, told: setting.Setting | None, lang: str, names: Any) -> dict[str, str]:
    """Window and deadline in words, and how sure they are."""
    first, last = (words.day(day.isoformat(), lang) for day in (window.first, window.last))
    deadline = words.day(window.deadline.isoformat(), lang) if window.deadline else ""
    by = [Said(lang, {}, names).colleague(told.by), words.day(told.at[:10], lang)] if told else []
    return {
        "period": say(lang, "year.period", first=first, last=last),
        "source": say(lang, f"year.source.{window.source}"),
        "check": "" if window.source == windows.KNOWN else "check",
        "deadline": deadline,
        "read_in": told.read_in if told else "",
        "by": isolated(by),
    }


def _groups(whole: Contribution, by_case: dict[Any, Judged], lang: str) -> list[dict[str, Any]]:
    groups = (("new", whole.new), ("follow_up", whole.follow_ups), ("waiting", whole.waiting))
    return [
        {"heading": say(lang, f"year.group.{name}"), "entries": [_entry(by_case[part.case], lang) for part in parts]}
        for name, parts in groups
        if parts
    ]


def _entry(one: Judged, lang: str) -> dict[str, Any]:
    """One case of the year as the page lists it."""
    part, draft, sent = one.part, one.draft, one.sent
    said = Said(lang, one.opened.facts)
    news = part.belonging.changes or part.belonging.acts
    return {
        "case": part.case,
        "name": part.name,
        "where": words.country(part.state, lang) if part.state else "",
        "kind": say(lang, f"year.kind.{part.belonging.kind}"),
        "reports": [report.symbol for report in part.belonging.reports],
        "since": [_fact(said, fact) for fact in news[:MOST_CHANGES]],
        "more": max(0, len(news) - MOST_CHANGES),
        "news": say(lang, "year.since" if part.belonging.reports else "year.acts"),
        "lacks": [(lack.bars, _lack(said, lack), _where(said, one, lack)) for lack in part.belonging.lacks],
        "draft": links.draft(lang, part.case, draft.id if draft else "") if part.belonging.ready else "",
        "drafted": draft is not None,
        "sent": links.sent(lang, part.case, sent.id) if sent else "",
        "sent_words": say(lang, "year.sent", day=words.day(sent.sent[:10], lang)) if sent else "",
    }


def _fact(said: Said, fact: Fact) -> str:
    line = said.line(fact)
    return isolated([line.head, said.when(getattr(fact, "date", None)) or said.say("case.no_date")])


def _lack(said: Said, lack: Lack) -> str:
    name = said.name(lack.person) if lack.person else ""
    if lack.code == "consent":
        why = said.say(f"consent.why.{lack.why}") if said.has(f"consent.why.{lack.why}") else ""
        return say(said.lang, "year.lack.consent", name=name, why=why)
    return say(said.lang, f"year.lack.{lack.code.replace('-', '_')}", name=name, count=lack.count)


def _where(said: Said, one: Judged, lack: Lack) -> str:
    """The page on which what lacks is told."""
    where = {"lang": said.lang, "case_id": one.part.case}
    if lack.code in ("consent", "name"):
        return reverse("cases-consent", kwargs=where)
    if lack.code == "body":
        return reverse("cases-record-new", kwargs=where | {"kind": "cooperation"})
    if lack.code in ("change", "reference"):
        return reverse("following-chain", kwargs=where)
    return reverse("cases-case", kwargs=where)
