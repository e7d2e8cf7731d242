"""The receipts of one member: what was destroyed of her cases, as long as she keeps the notice that brought it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.desk.cases.retention import receipt
from alongside.desk.cases.retention.ending import DONE
from alongside.desk.cases.retention.receipt import NotAReceipt
from alongside.desk.cases.shown import Said
from alongside.desk.people import clock, gate, notices
from alongside.desk.people.unlocked import Unlocked


@require_safe
@gate.member
def receipts(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """All that she has."""
    return render(request, "cases/retention/receipts.html", {"found": _mine(unlocked, Said(lang))})


@require_safe
@gate.member
def download(request: HttpRequest, unlocked: Unlocked, lang: str, notice: UUID) -> HttpResponse:
    """One of hers as a text, under a name that says nothing."""
    text = next((text for id_, text in _texts(unlocked) if id_ == notice), None)
    if text is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="receipt.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def shown(request: HttpRequest, said: Said, text: str) -> HttpResponse:
    """The page after the press. The case has no address any more; the receipt stays in her list."""
    return render(request, "cases/retention/gone.html", {"receipt": _said(said, text), "text": text})


def _mine(unlocked: Unlocked, said: Said) -> list[dict[str, Any]]:
    found = []
    for id_, text in _texts(unlocked):
        try:
            found.append({"id": id_, "text": text} | _said(said, text))
        except NotAReceipt:
            continue  # anybody who writes to the database can leave a notice
    return found


def _texts(unlocked: Unlocked) -> list[tuple[UUID, str]]:
    told = notices.mine(unlocked, clock.today())
    return [(one.id, one.params["receipt"]) for one in told if one.key in DONE.values() and "receipt" in one.params]


def _said(said: Said, text: str) -> dict[str, Any]:
    """What a receipt says, in words."""
    one = receipt.read(text)
    until = said.say("receipt.backups_gone", day=said.day(one.unreadable)) if one.unreadable else said.say("receipt.backups_none")
    return {
        "heading": said.say("receipt.shrunk" if one.ending == "shrink" else "receipt.destroyed"),
        "pairs": [
            (said.say("receipt.rows"), said.say("receipt.rows_gone", day=said.day(one.gone))),
            (said.say("receipt.backups"), until),
            (said.say("receipt.case"), one.case.hex),
            (said.say("receipt.counts"), f"{one.records}, {one.files}, {one.links}"),
            (said.say("receipt.tombstone"), one.tombstone[1].hex()),
        ],
    }
