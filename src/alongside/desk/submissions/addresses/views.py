"""The address book: whom the desk writes to, with which key, and when somebody last compared both with another source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts
from alongside.desk.cases import words as case_words
from alongside.desk.cases.evidence import sealing
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.forms import answers
from alongside.desk.outbox import openpgp
from alongside.desk.people import accounts, asked, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.addresses import book, entry, keys
from alongside.desk.submissions.addresses.asking import Asks
from alongside.desk.submissions.addresses.entry import KINDS, MECHANISM, Entry
from alongside.directory import reader
from alongside.facts.fields import LINE, PROSE
from alongside.facts.normal import fold

Names = Mapping[UUID, str]
NOBODY: Names = {}


@require_safe
@gate.member
def listed(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Everybody in the book by name."""
    today = clock.today()
    lines = [_line(one, lang, today) for one in book.entries(unlocked)]
    context = {
        "lines": sorted(lines, key=lambda line: (fold(line["name"]), line["id"])),
        "administrator": unlocked.has("administrator"),
        "ready": book.mail_ready(unlocked),
        "signed": book.sender(unlocked) is not None,
    }
    return render(request, "submissions/addresses/book.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(files=keys.takes_a_key)
def new(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Put somebody in."""
    start = Entry(id=uuid4(), kind="")
    if request.method != "POST":
        return _page(request, start, _given(start), {}, at_hand.seed(), new=True)
    told = _typed(request)
    seed = told.get("seed", "") or at_hand.seed()
    # The same form sent twice over a bad line is one entry.
    row = UUID(at_hand.id_from(unlocked, unlocked.desk, seed))
    start = book.entry(unlocked, row) or replace(start, id=row)
    return _saved(request, unlocked, start, told, seed, new=True)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(files=keys.takes_a_key)
def one(request: HttpRequest, unlocked: Unlocked, lang: str, address: UUID) -> HttpResponse:
    """One of the book: its key to be compared, and the form to change it or take it out."""
    start = book.entry(unlocked, address)
    if start is None:
        raise Http404
    names = accounts.names(unlocked)
    if request.method != "POST":
        return _page(request, start, _given(start), {}, "", names=names)
    told = _typed(request)
    if told.get("do") == "remove":
        book.forget(unlocked, address)
        return at_hand.see_other("addresses-book", lang=lang)
    return _saved(request, unlocked, start, told, "", names=names)


def _typed(request: HttpRequest) -> dict[str, str]:
    told = posts.typed(request)
    if request.content_type == asked.WITH_FILES and not sealing.stands(request):
        raise Http404  # she locked, or somebody ended it, while the file arrived
    return told


def _saved(
    request: HttpRequest,
    unlocked: Unlocked,
    start: Entry,
    told: dict[str, str],
    seed: str,
    *,
    new: bool = False,
    names: Names = NOBODY,
) -> HttpResponse:
    """Store what was typed, or show it again with what is wrong."""
    today = clock.today()
    try:
        day, wrong = at_hand.typed_day(told.get("checked", "")), {}
    except ValueError:
        day, wrong = None, {"checked": "checked"}
    made, faults = entry.typed(start, told, reader.load().mechanisms, day, today, unlocked.person.pk)
    faults |= wrong
    try:
        made = _with_key(made, told, keys.brought(request, told.get("key", "")))
    except openpgp.BadKey as bad:
        faults["key"] = f"key.{bad.code}"
    except Unfit:
        faults["key"] = keys.TOO_LONG
    except openpgp.NotEncrypted:
        faults["key"] = "key.later"
    made, wrongly = entry.compared(start, made, alone=book.is_alone(unlocked), today=today, by=unlocked.person.pk)
    if wrongly:
        faults.setdefault("checked", wrongly)
    if not faults:
        try:
            book.keep(unlocked, made, "" if new else _read(told, start))
        except book.Stale:
            # What stands there now is said; saved once more, what she typed takes its place.
            start = book.entry(unlocked, start.id) or start
            faults["kind"] = "stale"
        except book.Twice:
            faults["mechanism"] = "twice"
        except book.TooMany:
            faults["kind"] = "too_many"
    if faults:
        return _page(request, start, told, faults, seed, new=new, names=names)
    return at_hand.see_other("addresses-one", lang=request.lang, address=made.id)  # type: ignore[attr-defined]


def _read(told: dict[str, str], start: Entry) -> str:
    """The version of the form. Stale where it is not the one against which the form was just judged."""
    if told.get("read", "") not in ("", start.version):
        raise book.Stale
    return start.version


def _with_key(made: Entry, told: dict[str, str], data: bytes) -> Entry:
    """With another key, without one, or with the one that it has."""
    if data:
        key = openpgp.look(data)
        return replace(made, key=key.data, fingerprint=key.fingerprint, expires=key.expires)
    if "without" in told:
        return replace(made, key=b"", fingerprint="", expires=None)
    return made


def _given(one: Entry) -> dict[str, str]:
    return {
        "kind": one.kind,
        "mechanism": one.mechanism,
        "name": one.name,
        "mail": one.mail,
        "checked": one.checked.isoformat() if one.checked else "",
        "note": one.note,
    }


def _page(
    request: HttpRequest,
    one: Entry,
    given: dict[str, str],
    faults: dict[str, str],
    seed: str,
    *,
    new: bool = False,
    names: Names = NOBODY,
) -> HttpResponse:
    lang: str = request.lang  # type: ignore[attr-defined]
    ask = Asks(lang, given, faults, {"most": book.MOST, "line": LINE, "prose": PROSE, "now": _now(one, lang)})
    today = clock.today()
    questions = [
        ask.one("kind", "kind", KINDS),
        ask.of_many("mechanism", answers.mechanisms(lang)),
        ask.line("name"),
        ask.line("mail"),
    ]
    key, later = ask.prose("key"), [ask.day("checked"), ask.prose("note")]
    context = {
        "new": new,
        "line": _line(one, lang, today),
        "one": one,
        "questions": questions,
        "key": key,
        "later": later,
        "problems": [question for question in (*questions, key, *later) if question.fault],
        "seed": seed,
        "checked": case_words.day(one.checked.isoformat(), lang) if one.checked else "",
        "by": names.get(one.checked_by, "?") if one.checked_by else "?",
        "changed": case_words.day(one.changed.isoformat(), lang) if one.changed else "",
        "changed_by": names.get(one.changed_by, "?") if one.changed_by else "?",
        "changed_too": case_words.listed(sorted(names.get(other, "?") for other in one.changed_before)),
        "expires": case_words.day(one.expires.isoformat(), lang) if one.expires else "",
    }
    return render(request, "submissions/addresses/entry.html", context, status=422 if faults else 200)


def _now(one: Entry, lang: str) -> str:
    """What stands in the book at this moment, in a few words."""
    parts = (_line(one, lang, date.max)["name"], one.mail, one.spelled)
    return case_words.listed(part for part in parts if part)


def _line(one: Entry, lang: str, today: date) -> dict[str, Any]:
    """One entry in the list: called as the directory calls it, unless somebody gave it a name."""
    name = one.name or (case_words.mechanism(one.mechanism, lang) if one.kind == MECHANISM else "")
    key = "none" if not one.key else "expired" if one.expired(today) else "good"
    checked = case_words.day(one.checked.isoformat(), lang) if one.checked else ""
    return {"id": one.id, "name": name, "mail": one.mail, "key": key, "checked": checked}
