"""The plan: the page, the sheet to print, and the file to save after a warning. Made from the POST, shown, forgotten."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import typeset
from alongside.desk.guide import answers as told
from alongside.desk.guide import document, entries, steps, words
from alongside.desk.guide.situation_views import page, sentences
from alongside.directory import reader
from alongside.plan import present, reading, summary
from alongside.plan.decide import Plan, planner
from alongside.plan.markdown import markdown
from alongside.plan.reading import NotUnderstood
from alongside.plan.words import words as plan_words

Table = dict[str, Any]
FORMATS = ("pdf", "md", "json")
# Names that say nothing to whoever looks through a phone.
FILES = {
    "pdf": ("notes.pdf", "application/pdf"),
    "md": ("notes.md", "text/markdown; charset=utf-8"),
    "json": ("notes.json", "application/json"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, lang: str) -> HttpResponse:
    """The plan page; without answers, the first question."""
    made = _made(request, lang)
    if isinstance(made, HttpResponse):
        return made
    raw = told.situation(made[0], datetime.now(UTC).date())
    return render(request, "guide/plan.html", _context(*made, lang) | {"situation": json.dumps(raw, ensure_ascii=False)})


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, lang: str) -> HttpResponse:
    """The same on one sheet of paper: what to do first, whom to try next, what to find out."""
    made = _made(request, lang)
    if isinstance(made, HttpResponse):
        return made
    context = _context(*made, lang)
    usable = [option for option in context["table"]["options"] if option["status"] in ("open", "conditional")]
    context["others"] = [option for option in usable if option["mechanism"] not in context["table"]["first"]][:SHEET_LINES]
    return render(request, "guide/sheet.html", context)


MOST_SHOWN = 8  # entries of one horizon that stand open; sixty in a row are read by nobody in the night
SHEET_LINES = 10  # what fits under the first three on one side of A4


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, lang: str) -> HttpResponse:
    """First what a saved file reveals; then, on the second press, the file under a name that says nothing."""
    made = _made(request, lang)
    if isinstance(made, HttpResponse):
        return made
    kind = request.POST.get("format", "")
    if kind not in FORMATS:
        return render(request, "guide/save.html", _context(*made, lang) | {"fault": bool(kind)})
    _, plan_made, table = made
    if kind == "json":
        body = json.dumps(table, ensure_ascii=False, indent=1, default=str).encode()
    elif kind == "md":
        body = markdown(table, plan_made, reader.load(), lang).encode()
    else:
        try:
            body = typeset.pdf("plan", document.values(table, plan_made, lang))
        except typeset.TypesetError:
            return render(request, "guide/save.html", _context(*made, lang) | {"failed": True}, status=503)
    name, content_type = FILES[kind]
    return HttpResponse(body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _made(request: HttpRequest, lang: str) -> HttpResponse | tuple[told.Answers, Plan, Table]:
    """The answers, the plan and its table; or the page to show instead."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/{lang}/situation/")
    given = told.read(dict(request.POST.lists()))
    directory = reader.load()
    today = datetime.now(UTC).date()
    raw = told.situation(given, today)
    try:
        made = planner(directory).plan(reading.read(raw, directory, today))
    except NotUnderstood as error:
        faults = sentences(error, lang)
        step = min((steps.step_of(name) for name in faults), key=steps.ORDER.index)
        return page(request, lang, step, given, faults)
    return given, made, present.plan_dict(made, directory, lang, told=raw)


def _context(given: told.Answers, made: Plan, table: Table, lang: str) -> Table:
    directory = reader.load()
    by_id = {option["mechanism"]: option for option in table["options"]}
    for option in table["options"]:
        option["link"] = entries.link(directory.mechanisms[option["mechanism"]])
    say = words.guide(lang).say
    ask_next = [{**asked, "step": steps.FACT_STEP.get(asked["fact"])} for asked in table["ask_next"]]
    return {
        "table": table,
        "summary": summary.lines(made.situation, plan_words(lang, directory)),
        "first": [by_id[id_] for id_ in table["first"]],
        "groups": [(group, options) for group, options in present.grouped(table).items() if options],
        "most_shown": MOST_SHOWN,
        "shown": f":{MOST_SHOWN}",
        "hidden": f"{MOST_SHOWN}:",
        "ask_next": ask_next,
        "carried": [(name, value) for name, values in given.items() for value in values],
        "steps": [(step, say(f"situation.step.{step}")) for step in steps.ORDER],
    }
