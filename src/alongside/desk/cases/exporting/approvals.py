"""Plain text leaves with the word of a second person: who asked for what, whom she asked, and the answer, signed.

What is asked lies twice: sealed to the asker, and to the colleague who has to agree. Her answer is signed with her key and sealed to the
asker, so that nobody who writes to the database can agree in her name. It holds for one file and for a day, and only while no case of it
has changed: she agreed to what she could see. Who can agree at all, `choosing` says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from alongside.desk.cases import at_hand, history, ledger
from alongside.desk.cases.exporting import choosing, gathering, leaving
from alongside.desk.cases.history import Happening
from alongside.desk.cases.models import Case, ExportRequest
from alongside.desk.cases.opening import Opened
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import LINE, writable
from alongside.vault.boxes import hand_to, receive
from alongside.vault.context import Context
from alongside.vault.errors import NotVouched, Refused

FORMS = ("jsonl", "csv", "pdf")
HOURS = timedelta(hours=24)  # after the answer, in which the file can be taken
WAITS = timedelta(days=7)  # for an answer
MOST = 20  # of one asker
ASKED, AGREED, DECLINED, OVER = "asked", "agreed", "declined", "over"
TAKEN = "exported-plain"


class NoRequest(LookupError):
    """There is no such request that she asked for or shall answer."""


class NotAsked(ValueError):
    """It cannot be asked: `code` is form, approver, taken-out, cases, restored, why or too-many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Changed(Exception):
    """Nothing left. `code` is changed (a case is not as it was agreed to, or who agreed could not today: it has to be asked anew) or
    restored (it came back from a backup since)."""

    def __init__(self, code: str = "changed") -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Request:
    """One request as asker and approver read it. `cases` with the revision that was asked about."""

    id: UUID
    asker: UUID
    approver: UUID
    form: str
    lang: str
    why: str
    at: datetime
    cases: tuple[tuple[UUID, int], ...]
    digest: str
    answer: bool | None = None
    word: str = ""
    answered: datetime | None = None

    def state(self, now: datetime) -> str:
        if self.answered is None:
            return ASKED if now - self.at < WAITS else OVER
        if not self.answer:
            return DECLINED
        return AGREED if timedelta() <= now - self.answered < HOURS else OVER


def ask(
    unlocked: Unlocked, cases: Iterable[UUID], form: str, lang: str, approver: UUID, why: str, now: datetime, seed: str = ""
) -> Request:
    """Ask a colleague; that she asked stands in the history of each case. With the `seed` of a form, the same sent twice asks once, so
    that one agreement does not let two files leave. NotAsked."""
    if form not in FORMS:
        raise NotAsked("form")
    why = "".join(sign for sign in why if writable(sign)).strip()[:LINE]
    if not why:
        raise NotAsked("why")
    wanted = set(cases)
    with transaction.atomic():
        found = gathering.opened(unlocked, wanted)
        if not found or len(found) != len(wanted) or any(case.damaged for case in found):
            raise NotAsked("cases")
        if any(ledger.is_restored(case) for case in found):
            raise NotAsked("restored")
        if choosing.taken_out(unlocked, wanted, now):
            raise NotAsked("taken-out")
        to = next((one for one in choosing.eligible(unlocked, wanted, now) if one.pk == approver), None)
        if to is None:
            raise NotAsked("approver")
        row = _row(unlocked, seed, (form, lang, to.pk.hex, why, *sorted(one.hex for one in wanted)))
        with suppress(NoRequest):
            return get(unlocked, row)
        ExportRequest.objects.filter(pk=row, asker=unlocked.person).delete()  # one of hers that no longer opens
        if ExportRequest.objects.filter(asker=unlocked.person).count() >= MOST:
            raise NotAsked("too-many")
        plain = {
            "form": form, "lang": lang, "why": why, "at": now.isoformat(), "asker": unlocked.person.pk.hex, "approver": to.pk.hex,
            "cases": [[case.id.hex, case.revision] for case in found],
        }  # fmt: skip
        data = json.dumps(plain, ensure_ascii=False).encode()
        ExportRequest.objects.create(
            id=row, desk_id=unlocked.desk, asker=unlocked.person, approver=to, answer=b"",
            asked=_handed(unlocked, unlocked.person, row, "asked", data), shown=_handed(unlocked, to, row, "shown", data),
        )  # fmt: skip
        _note(unlocked, found, "export-asked", {"form": form}, now, to.pk)
    return _read(row, data)


def mine(unlocked: Unlocked) -> list[Request]:
    """What she asked for, and what she shall answer or has answered; the newest first."""
    found = []
    rows = ExportRequest.objects.filter(Q(asker=unlocked.person) | Q(approver=unlocked.person), desk=unlocked.desk)
    for row in rows:
        with suppress(Refused, ValueError, KeyError, TypeError):
            found.append(_opened(unlocked, row))
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def waiting(unlocked: Unlocked, now: datetime) -> list[Request]:
    """What wants something of her today: an answer of hers, or a file that she may take."""
    return [
        one
        for one in mine(unlocked)
        if one.state(now) == (ASKED if one.approver == unlocked.person.pk else AGREED)
    ]  # fmt: skip


def get(unlocked: Unlocked, request: UUID) -> Request:
    """One of those. NoRequest."""
    row = ExportRequest.objects.filter(pk=request, desk=unlocked.desk).first()
    if row is None or unlocked.person.pk not in (row.asker_id, row.approver_id):
        raise NoRequest
    try:
        return _opened(unlocked, row)
    except (Refused, ValueError, KeyError, TypeError):
        raise NoRequest from None


def answer(unlocked: Unlocked, request: UUID, yes: bool, word: str, now: datetime) -> Request:
    """She agrees or refuses, with a word; it stands in the history of each case. NoRequest; Changed where a case is not as it was asked."""
    word = "".join(sign for sign in word if writable(sign)).strip()[:LINE]
    with transaction.atomic():
        row = ExportRequest.objects.select_for_update(no_key=True).filter(pk=request, approver=unlocked.person).first()
        if row is None or row.answer:
            raise NoRequest
        found = get(unlocked, request)
        if found.approver != unlocked.person.pk or found.asker == unlocked.person.pk or found.state(now) != ASKED:
            raise NoRequest
        cases = _as_asked(unlocked, found) if yes else gathering.opened(unlocked, [case for case, _ in found.cases])
        plain = {"request": found.digest, "yes": yes, "word": word, "at": now.isoformat()}
        asker = Person.objects.get(pk=found.asker)
        row.answer = _handed(unlocked, asker, row.pk, "answer", json.dumps(plain, ensure_ascii=False).encode())
        row.shown = _handed(unlocked, unlocked.person, row.pk, "shown", json.dumps({**_plain(found), "answer": plain}).encode())
        row.save(update_fields=["answer", "shown"])
        told = {"form": found.form, **({"word": word} if word else {})}
        _note(unlocked, cases, "export-agreed" if yes else "export-declined", told, now, found.asker)
    return get(unlocked, request)


def take(unlocked: Unlocked, request: UUID, now: datetime, made: Callable[[Request, Sequence[Opened]], object]) -> Request:
    """What was agreed to is `made` into a file; the request is used up by it, unless that fails. NoRequest, Changed."""
    with transaction.atomic():
        row = ExportRequest.objects.select_for_update(no_key=True).filter(pk=request, asker=unlocked.person).first()
        found = get(unlocked, request) if row else None
        if row is None or found is None or found.asker != unlocked.person.pk or found.state(now) != AGREED:
            raise NoRequest
        cases = _as_asked(unlocked, found)
        if any(_was_taken(unlocked, case.id, found) for case in cases):
            raise NoRequest  # somebody put the row back that was used up
        if found.approver not in {one.pk for one in choosing.eligible(unlocked, [case for case, _ in found.cases], now)}:
            raise Changed
        _note(unlocked, cases, TAKEN, {"form": found.form, "request": found.digest}, now, found.approver)
        made(found, cases)
        row.delete()
    return found


def forget(unlocked: Unlocked, request: UUID) -> None:
    """The asker wants it no more."""
    ExportRequest.objects.filter(pk=request, asker=unlocked.person).delete()


def drop_old(unlocked: Unlocked, now: datetime) -> None:
    """When she logs in, requests that she asked for or was asked about go: what is over, what is about a case that is gone, and of her own
    what no longer opens. What she cannot read of a colleague's is the colleague's, who may still take it."""
    found = mine(unlocked)
    standing = set(Case.objects.filter(pk__in={case for one in found for case, _ in one.cases}).values_list("pk", flat=True))
    kept = {one.id for one in found if one.state(now) != OVER and all(case in standing for case, _ in one.cases)}
    ended = Q(approver=unlocked.person, pk__in={one.id for one in found})
    ExportRequest.objects.filter(Q(asker=unlocked.person) | ended).exclude(pk__in=kept).delete()


def _was_taken(unlocked: Unlocked, case: UUID, request: Request) -> bool:
    """Whether the history of a case says that this very request was used up. Changed where it does not open."""
    try:
        past = history.happenings(unlocked, case)
    except (Refused, ValueError, KeyError):
        raise Changed from None
    return any(one.what == TAKEN and one.told.get("request") == request.digest for one in past)


def _as_asked(unlocked: Unlocked, request: Request) -> list[Opened]:
    """The cases, if they are as they were. Changed."""
    found = gathering.opened(unlocked, [case for case, _ in request.cases])
    if sorted((case.id, case.revision) for case in found) != sorted(request.cases) or any(case.damaged for case in found):
        raise Changed
    if any(ledger.is_restored(case) for case in found):
        raise Changed("restored")
    return found


def _row(unlocked: Unlocked, seed: str, asked: Iterable[str]) -> UUID:
    """The id of a request: of the form that it was asked with, and of what was asked; whoever goes back and asks otherwise asks anew."""
    about = UUID(bytes=hashlib.sha256(json.dumps(list(asked)).encode()).digest()[:16])
    return UUID(at_hand.id_from(unlocked, about, seed))


def _note(unlocked: Unlocked, cases: Sequence[Opened], what: str, told: dict[str, str], now: datetime, about: UUID) -> None:
    for case in cases:
        history.append(case.held, Happening(0, now, unlocked.person.pk, what, case.revision, about=about, told=told))


def _handed(unlocked: Unlocked, to: Person, row: UUID, kind: str, data: bytes) -> bytes:
    card, _ = leaving.admitted(unlocked, to)
    return hand_to(card, data, _place(unlocked.desk, row, kind), unlocked.circle, unlocked.secret, unlocked.card)


def _received(unlocked: Unlocked, row: ExportRequest, kind: str, blob: bytes, by: UUID) -> dict[str, Any]:
    """What was handed to her by this very person."""
    data, sender = receive(unlocked.secret, unlocked.card, blob, _place(row.desk_id, row.pk, kind), unlocked.circle)
    if sender.holder != by.bytes:
        raise NotVouched
    plain: dict[str, Any] = json.loads(data)
    return plain


def _opened(unlocked: Unlocked, row: ExportRequest) -> Request:
    if row.asker_id == unlocked.person.pk:
        found = _read(row.pk, json.dumps(_received(unlocked, row, "asked", row.asked, row.asker_id), ensure_ascii=False).encode())
        told = _received(unlocked, row, "answer", row.answer, row.approver_id) if row.answer else None
    else:
        plain = _received(unlocked, row, "shown", row.shown, row.approver_id if row.answer else row.asker_id)
        told = plain.pop("answer", None)
        found = _read(row.pk, json.dumps(plain, ensure_ascii=False).encode())
    if (found.asker, found.approver) != (row.asker_id, row.approver_id) or found.asker == found.approver:
        raise NotVouched  # the row names others than the asker did
    if told is None:
        return found
    if told["request"] != found.digest:
        raise NotVouched
    answered = datetime.fromisoformat(told["at"])
    return Request(
        found.id, found.asker, found.approver, found.form, found.lang, found.why, found.at, found.cases, found.digest,
        bool(told["yes"]), str(told["word"]), answered,
    )  # fmt: skip


def _read(row: UUID, data: bytes) -> Request:
    plain = json.loads(data)
    cases = tuple((UUID(case), int(revision)) for case, revision in plain["cases"])
    at = datetime.fromisoformat(plain["at"])
    found = Request(row, UUID(plain["asker"]), UUID(plain["approver"]), plain["form"], plain["lang"], plain["why"], at, cases, "")
    digest = hashlib.sha256(json.dumps(_plain(found), sort_keys=True).encode() + row.bytes).hexdigest()
    return Request(row, found.asker, found.approver, found.form, found.lang, found.why, at, cases, digest)


def _plain(request: Request) -> dict[str, Any]:
    return {
        "form": request.form, "lang": request.lang, "why": request.why, "at": request.at.isoformat(), "asker": request.asker.hex,
        "approver": request.approver.hex, "cases": [[case.hex, revision] for case, revision in request.cases],
    }  # fmt: skip


def _place(desk: UUID, row: UUID, kind: str) -> Context:
    return Context(desk.bytes, "export_request", row.bytes, kind, 1, 0)
