"""The pages of an import: paste a table, say what its columns are, look, import, and take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, words
from alongside.desk.cases.evidence import sealing
from alongside.desk.cases.importing import bringing, keeping, pages, running, saying, suggesting, targets, working
from alongside.desk.cases.importing.building import build
from alongside.desk.cases.importing.delimited import ENCODINGS
from alongside.desk.cases.importing.keeping import DONE, DRAFT, Import, NoImport
from alongside.desk.cases.importing.reading import How
from alongside.desk.cases.importing.tables import MOST_BYTES, NotATable, Table
from alongside.desk.cases.importing.values import ORDERS
from alongside.desk.people import accounts, asked, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import NotVouched

LONGEST_SHEET = 200
EVERY = 3  # seconds between two looks at how far it is


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True, files=sealing.takes_a_table)
def tables(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Her imports, and the place to paste a table or to bring a file with one. A POST takes one."""
    text, fault, encoding, sheet, of_file = "", "", "", "", False
    if request.method == "POST":
        posts.once(request)
        of_file = request.content_type == asked.WITH_FILES
        if of_file and not sealing.stands(request):
            raise Http404  # she locked, or somebody ended it, while the file arrived
        text = request.POST.get("table", "")
        encoding = at_hand.one_of(request.POST.get("encoding", ""), ENCODINGS) or ""
        sheet = request.POST.get("sheet", "")[:LONGEST_SHEET]
        try:
            table = bringing.of_file(request, unlocked, How(encoding, "", sheet)) if of_file else bringing.of_text(text)
            return _to("cases-import-columns", lang, _taken(unlocked, table).id)
        except NotATable as error:
            fault = words.cases(lang).say(f"import.fault.{error.code}", error.told)
        except keeping.TooMany:
            fault = words.cases(lang).say("import.too_many", {"most": keeping.MOST})
    context = {
        "imports": pages.listed(keeping.mine(unlocked), clock.now(), lang),
        "text": text,
        "fault": fault,
        "of_file": of_file,
        "encodings": [(name, name == encoding) for name in ENCODINGS],
        "sheet": sheet,
        "most": MOST_BYTES >> 20,
    }
    return render(request, "cases/import.html", context, status=422 if fault else 200)


def _taken(unlocked: Unlocked, table: Table) -> Import:
    """A new import of a table, its columns suggested. TooMany."""
    table = saying.without_what_was_wrong(table)
    chosen = suggesting.suggested(table.headings, keeping.remembered(unlocked, table.headings))
    return keeping.begin(unlocked, table, clock.now(), chosen)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def columns(request: HttpRequest, unlocked: Unlocked, lang: str, import_id: UUID) -> HttpResponse:
    """What each column becomes."""
    one, table = _draft_or_404(unlocked, import_id)
    chosen, order, faults = one.columns, one.order, dict[int, str]()
    if request.method == "POST":
        posts.once(request)
        typed = at_hand.plain_post(request)
        chosen = tuple(_target(typed.get(f"column-{at}", "")) for at in range(len(table.headings)))
        order = at_hand.one_of(typed.get("order", ""), ORDERS) or ""
        faults = pages.twice(chosen, lang)
        if any(chosen) and not faults:
            _change(unlocked, import_id, columns=chosen, order=order)
            return _to("cases-import-preview", lang, import_id)
    context = {
        "id": import_id,
        "rows": len(table.rows),
        "columns": pages.columns(table, chosen, lang, faults),
        "orders": [(one_, words.cases(lang).say(f"import.order.{one_ or 'ask'}"), one_ == order) for one_ in ORDERS],
        "nothing": request.method == "POST" and not any(chosen),
    }
    return render(request, "cases/import_columns.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def preview(request: HttpRequest, unlocked: Unlocked, lang: str, import_id: UUID) -> HttpResponse:
    """The cases as they would be. A POST says what words stand for, keeps the other columns as notes, or begins (`do`)."""
    one, table = _draft_or_404(unlocked, import_id)
    fault = ""
    if request.method == "POST":
        posts.once(request, ("member",))
        do = request.POST.get("do", "")
        if do == "words":
            told = {name.removeprefix("word-"): code for name, code in request.POST.items() if name.startswith("word-") and code}
            _change(unlocked, import_id, words={**one.words, **told})
            return _to("cases-import-preview", lang, import_id)
        if do == "notes":
            _change(unlocked, import_id, columns=tuple(name or targets.NOTE for name in one.columns))
            return _to("cases-import-preview", lang, import_id)
        fault = _begun(request, unlocked, import_id)
        if not fault:
            return _to("cases-import-one", lang, import_id)
    outcome = build(table, one.choice)
    chosen = request.POST.getlist("member")
    context = {
        "id": import_id,
        "fault": fault,
        "cases": len(outcome.cases),
        "rows": len(table.rows),
        "bad": len(outcome.bad_rows),
        "would": pages.would_be(outcome, lang, accounts.names(unlocked)),
        "sentences": pages.sentences(table, outcome, lang),
        "faults": len(outcome.faults),
        "left_out": pages.left_out(table, one.choice),
        "unknown": pages.unknown(outcome, lang),
        "colleagues": [(member, name, member in chosen) for member, name in pages.colleagues(unlocked)],
        "whole": request.POST.get("whole", ""),
    }
    return render(request, "cases/import_preview.html", context, status=422 if fault else 200)


def _begun(request: HttpRequest, unlocked: Unlocked, import_id: UUID) -> str:
    """Begin the import, or the key of the sentence that says why not."""
    try:
        people = pages.ticked(unlocked, request.POST.getlist("member"))
        working.start(unlocked, import_id, people, clock.now(), all_or_none=request.POST.get("whole") == "yes")
    except NotVouched:
        return "import.member"
    except working.NothingToDo:
        return "import.not_begun"
    except NoImport:
        raise Http404 from None
    running.start(unlocked, import_id)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def one(request: HttpRequest, unlocked: Unlocked, lang: str, import_id: UUID) -> HttpResponse:
    """How far it is, and what became of it. A POST goes on with it, or forgets it (`do`). While it goes, the page looks again by itself."""
    found = _or_404(unlocked, import_id)
    if request.method == "POST":
        posts.once(request)
        if request.POST.get("do") == "forget" and not found.under_way:
            keeping.forget(unlocked, import_id)
            return at_hand.see_other("cases-import", lang=lang)
        if request.POST.get("do") == "go" and found.under_way:
            running.start(unlocked, import_id)
        return _to("cases-import-one", lang, import_id)
    if found.state == DRAFT:
        return _to("cases-import-preview", lang, import_id)
    now = clock.now()
    going = running.is_going(found, now)
    context = {
        "id": import_id,
        "told": pages.told(found, now, lang),
        "state": found.state,
        "going": going,
        "under_way": found.under_way,
        "progress": pages.progress(found),
        "every": EVERY,
        "bad": found.bad,
        "alone": not found.members,
        "answers": pages.answers(found),
        "kept": [UUID(case) for case in found.kept],
    }
    response = render(request, "cases/import_one.html", context)
    if going:
        response["Refresh"] = str(EVERY)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def undo(request: HttpRequest, unlocked: Unlocked, lang: str, import_id: UUID) -> HttpResponse:
    """Take back what it made, after one more question."""
    found = _or_404(unlocked, import_id)
    if "undo" not in pages.answers(found):
        raise Http404
    if request.method == "POST":
        posts.once(request)
        try:
            working.undo(unlocked, import_id, clock.now())
        except NoImport:
            raise Http404 from None
        running.start(unlocked, import_id)
        return _to("cases-import-one", lang, import_id)
    return render(request, "cases/import_undo.html", {"id": import_id, "done": found.done})


@require_safe
@gate.member
def bad_rows(request: HttpRequest, unlocked: Unlocked, lang: str, import_id: UUID) -> HttpResponse:
    """The rows that are in no case, each with what is wrong, to be mended and brought again."""
    found = _or_404(unlocked, import_id)
    if found.state not in (DRAFT, DONE):
        raise Http404
    try:
        table, outcome = working.outcome(unlocked, found)
    except NoImport:
        raise Http404 from None
    response = HttpResponse(saying.bad_rows(table, outcome, lang), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows.csv"'
    return response


def _or_404(unlocked: Unlocked, import_id: UUID) -> Import:
    try:
        return keeping.get(unlocked, import_id)
    except NoImport:
        raise Http404 from None


def _draft_or_404(unlocked: Unlocked, import_id: UUID) -> tuple[Import, Table]:
    found = _or_404(unlocked, import_id)
    if found.state != DRAFT:
        raise Http404
    try:
        return found, keeping.table_of(unlocked, found)
    except NoImport:
        raise Http404 from None


def _change(unlocked: Unlocked, import_id: UUID, **told: Any) -> None:
    try:
        keeping.change(unlocked, import_id, DRAFT, **told)
    except NoImport:
        raise Http404 from None


def _target(text: str) -> str:
    """A target as a form sends it; nothing for what is none."""
    return targets.read(text)


def _to(route: str, lang: str, import_id: UUID) -> HttpResponse:
    return at_hand.see_other(route, lang=lang, import_id=import_id)


urlpatterns = [
    path("cases/import/", tables, name="cases-import"),
    path("cases/import/<uuid:import_id>/", one, name="cases-import-one"),
    path("cases/import/<uuid:import_id>/columns/", columns, name="cases-import-columns"),
    path("cases/import/<uuid:import_id>/preview/", preview, name="cases-import-preview"),
    path("cases/import/<uuid:import_id>/rows/", bad_rows, name="cases-import-rows"),
    path("cases/import/<uuid:import_id>/undo/", undo, name="cases-import-undo"),
]
