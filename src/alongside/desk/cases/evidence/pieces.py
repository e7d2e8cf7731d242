"""What the pages of one piece of evidence have in common: the piece at hand, a file to keep, the page that says it is damaged, its
name; and cleaned copies of what came in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.cleaning import download_name
from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence import copies, files
from alongside.desk.cases.evidence import leaving as leaving_now
from alongside.desk.cases.evidence.leaving import Leaving, TooManyLeaving
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.people import accounts, clock
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence

# What is downloaded is never run or drawn by the desk's own pages, whatever it claims to be.
ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"
PATIENCE = 20.0  # seconds that an upload may take beyond its own time, for cleaned copies
Content = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence, its case opened for the member who asks."""

    request: HttpRequest
    unlocked: Unlocked
    lang: str
    opened: Opened
    one: Evidence
    now: datetime

    @property
    def said(self) -> Said:
        return Said(self.lang, self.opened.facts, accounts.names(self.unlocked))

    def to_item(self, one: Evidence | None = None) -> HttpResponse:
        """To its own page, or to that of another piece."""
        name = (one or self.one).id
        return at_hand.see_other("cases-evidence-item", lang=self.lang, case_id=self.opened.id, evidence_id=name)

    def file(self, content: Content, size: int, kind: str | None, sha256: str) -> HttpResponseBase:
        """A file to keep, under a name that says nothing but its kind."""
        name = download_name(kind or "", int(sha256[:8], 16))
        return self.sent(content, size, "application/octet-stream", f'attachment; filename="{name}"')

    def sent(self, content: Content, size: int, media: str, disposition: str) -> HttpResponseBase:
        """A file on its way out. The history notes who took or saw it before its first byte leaves."""
        try:
            leaving = Leaving(self.unlocked.person.pk, content)
        except TooManyLeaving:
            return self.refused("evidence.downloads", most=leaving_now.MOST)
        except files.NoFile:
            return self.damaged()
        headers = {"Content-Length": str(size), "Content-Disposition": disposition, "Content-Security-Policy": ALONE}
        return StreamingHttpResponse(leaving, content_type=media, headers=headers)

    def refused(self, key: str, **told: object) -> HttpResponse:
        """One sentence: not now."""
        posts.note(self.request, self.opened)
        context = {**frame(self.said, self.opened, self.now.date()), "one": self.one, "sentence": self.said.say(key, **told)}
        return render(self.request, "cases/evidence_later.html", context, status=503)

    def damaged(self) -> HttpResponse:
        """Nothing is handed out of what does not fit together."""
        posts.note(self.request, self.opened)
        said = self.said
        context = {**frame(said, self.opened, clock.now().date()), "name": name_of(said, self.one)}
        return render(self.request, "cases/evidence_damaged.html", context, status=409)


def piece(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, evidence_id: str, *, note: bool = False) -> Piece:
    """The piece at hand. Http404 for who may not open the case, and where there is no such piece; Twice for two answers to one
    question."""
    posts.once(request)
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=note)
    return Piece(request, unlocked, lang, opened, at_hand.fact_or_404(opened, evidence_id, Evidence), now)


def clean_all(unlocked: Unlocked, case_id: UUID, taken: Iterable[Evidence], now: datetime) -> None:
    """Cleaned copies of what came, as far as somebody can be asked to wait; the others have a button. The originals are stored already:
    whatever goes wrong with a copy, they stay."""
    began = time.monotonic()
    for one in taken:
        if time.monotonic() - began > PATIENCE:
            return
        try:
            copies.make(unlocked, case_id, one, now)
        except (copies.Busy, copies.Done, files.NoRoom, files.NoFile, files.TooLarge, store.NoCase, store.Damaged):
            continue


def name_of(said: Said, one: Evidence) -> str:
    """What a piece of evidence is called in the case: its title, else the name it came with."""
    return one.title or one.name or said.say("evidence.untitled")


def size_of(said: Said, size: int) -> str:
    """A size as people read it."""
    for unit, bytes_of in (("mib", 1 << 20), ("kib", 1 << 10)):
        if size >= bytes_of:
            return said.say(f"evidence.size.{unit}", count=f"{size / bytes_of:.1f}".removesuffix(".0"))
    return said.say("evidence.size.bytes", count=size)
