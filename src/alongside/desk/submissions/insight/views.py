"""The page of figures over the cases that somebody may open, and their table for those outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from alongside.desk.cases import posts, words
from alongside.desk.cases.around.came import Counted
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.retention.statistics import statistics
from alongside.desk.people import gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.insight import figures as rules
from alongside.desk.submissions.insight import plots, table
from alongside.desk.submissions.insight.figures import ACT, BODY, OUTCOME, STATE, TARGET, UNTOLD, YEAR, Figures, Took
from alongside.desk.submissions.words import say

FAMILIES = {ACT: "act", TARGET: "target", BODY: "body"}
MOST_ROWS = 12  # of a table; the others are folded
NARROWED = ("year", "state", "act")


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def page(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The figures; a POST narrows them. What they are narrowed to stands in no address: it says what a desk works on."""
    wanted = dict.fromkeys(NARROWED, "")
    if request.method == "POST":
        posts.once(request)
        wanted = {name: request.POST.get(name, "")[:80] for name in NARROWED}
    rows, uncounted = gathered(unlocked)
    all_ = rules.figures(rows)
    wanted = {name: code if code in all_.counts[name] and code else "" for name, code in wanted.items()}
    found = rules.figures(rules.narrowed(rows, **wanted), uncounted) if any(wanted.values()) else all_
    context = {
        "found": found,
        "uncounted": uncounted,
        "narrowed": any(wanted.values()),
        "choices": [_choice(name, all_.counts[name], wanted[name], lang) for name in NARROWED],
        "tables": [_table(name, found, lang) for name in rules.NAMES if found.counts[name]],
        "times": [_took("receipts", found.receipts, lang), _took("answers", found.answers, lang)],
    }
    return render(request, "submissions/insight/insight.html", context)


@require_POST
@gate.member
def export(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """All figures as a table, small counts hidden. Never narrowed: two narrowed tables subtracted would show one case."""
    posts.once(request)
    rows, _ = gathered(unlocked)
    data = table.written(rules.figures(rows), lambda name, code: label(name, code, lang))
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return response


def gathered(unlocked: Unlocked) -> tuple[list[Counted], int]:
    """The rows of her cases, from their digests, and of the desk's shrunk ones; and how many digests tell no figures."""
    with registry.index(unlocked) as index:
        heads = [row.head for row in index.rows()]
    rows, uncounted = rules.read(heads)
    return rows + [Counted(one) for one in statistics(unlocked)], uncounted


def label(name: str, code: str, lang: str) -> str:
    """The words for a code of a table."""
    if name in ("all", "days-to-receipt", "days-to-answer"):
        return say(lang, f"insight.row.{name.replace('-', '_')}")
    if code == UNTOLD:
        return say(lang, "insight.untold")
    if name == STATE:
        return words.country(code, lang)
    if name == OUTCOME:
        family, _, bare = code.partition(":")
        return f"{say(lang, f'insight.family.{family}')}: {words.label(family, bare, lang)}"
    return words.heading(FAMILIES[name], code, lang) if name in FAMILIES else code


def _choice(name: str, counts: Mapping[str, int], chosen: str, lang: str) -> dict[str, Any]:
    pairs = sorted(((code, label(name, code, lang)) for code in counts if code), key=lambda pair: pair[1].casefold())
    if name == YEAR:
        pairs.reverse()
    return {"name": name, "label": say(lang, f"insight.table.{name}"), "pairs": [(*pair, pair[0] == chosen) for pair in pairs]}


def _table(name: str, found: Figures, lang: str) -> dict[str, Any]:
    """One table with its plot."""
    counts = found.counts[name]
    most = max(counts.values(), default=0)
    order = sorted(
        counts, key=lambda code: (code == UNTOLD, -int(code)) if name == YEAR and code else (code == UNTOLD, -counts[code])
    )
    rows = [(label(name, code, lang), counts[code], _safe(plots.bar(counts[code], most))) for code in order]
    title = say(lang, f"insight.table.{name}")
    plot = ""
    if name == YEAR:
        plot = plots.years(counts, title)
    elif name == STATE and any(counts):
        plot = plots.chart(counts, lambda state: words.country(state, lang), title)
    return {
        "title": title,
        "plot": _safe(plot),
        "rows": rows[:MOST_ROWS],
        "more": rows[MOST_ROWS:],
        "note": say(lang, "insight.map_note") if name == STATE and plot else "",
        "off": [label(name, code, lang) for code in order if name == STATE and code and not plots.placed(code)],
    }


def _took(name: str, took: Took, lang: str) -> tuple[str, str]:
    head = say(lang, f"insight.took.{name}")
    if took.median is None:
        return head, say(lang, "insight.took.none")
    return head, say(lang, "insight.took.median", days=f"{took.median:g}", count=took.count)


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  made by `plots`, which escapes what it is given
