"""The cases of a year: found by their digests, opened, and judged by the pure rules; and a draft for each that can go."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from alongside.desk.cases import at_hand, ledger, store, summary, words
from alongside.desk.cases.around import came
from alongside.desk.cases.case_views import title
from alongside.desk.cases.finding.index import Index
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.drafting.naming import Naming, Terms
from alongside.desk.submissions.year import window as windows
from alongside.desk.submissions.year.belongs import REPORT, belongs
from alongside.desk.submissions.year.contribution import Part, contribution
from alongside.desk.submissions.year.setting import Setting, sent_between, window_of
from alongside.desk.submissions.year.window import Report, Window
from alongside.directory import reader
from alongside.facts.consent import Answer
from alongside.facts.persons import Person
from alongside.facts.submissions import Draft, Submission

PAGE = 100  # cases that are opened for one page: each takes some milliseconds, and its history says that it was opened
CENTRE = {"harmed", "cooperated"}  # roles of whom a report is about
_LINKED, _SYMBOLS = b'"linked":true', b'"symbols":'  # in the first line of a digest


@dataclass(frozen=True, slots=True)
class Judged:
    """A case of the year, opened. `days`: the first and the last on which what is sent is for this year's report."""

    opened: Opened
    part: Part
    days: tuple[date, date]

    @property
    def sent(self) -> Submission | None:
        """What left of it for this year's report. What was sent is not prepared again: the report would get it twice."""
        first, last = self.days
        found = [
            one
            for one in self.opened.of(Submission)
            if one.left and one.mechanism == REPORT and first <= date.fromisoformat(one.sent[:10]) <= last
        ]
        return max(found, key=lambda one: one.sent, default=None)

    @property
    def draft(self) -> Draft | None:
        """The draft for this year's form that was not sent yet."""
        sent = {one.draft for one in self.opened.of(Submission) if one.left}
        found = [one for one in self.opened.of(Draft) if one.form == self.part.form and one.id not in sent]
        return found[-1] if found else None


def candidates(index: Index, window: Window, earlier: Sequence[Report]) -> list[UUID]:
    """The cases that may belong, from their digests alone: none that belongs is missed, a few that do not are opened in vain."""
    told = (row for row in index.rows() if _LINKED in row.head or _SYMBOLS in row.head)
    return [row.case for row in told if may_belong(json.loads(row.head), window, earlier)]


def may_belong(told: Mapping[str, Any], window: Window, earlier: Sequence[Report]) -> bool:
    """Whether a case may belong, by the first line of its digest."""
    acted = str(told.get("acted", ""))
    if told.get("linked") and (not acted or came.overlaps(acted, window.first, window.last)):
        return True
    return any(windows.cited(str(symbol), earlier) for symbol in told.get("symbols", ()))


def judged(
    unlocked: Unlocked, cases: Sequence[UUID], window: Window, earlier: Sequence[Report], now: datetime, lang: str
) -> list[Judged]:
    """Those of the cases that belong. Each is opened, and its history says so."""
    found, days = [], sent_between(unlocked, window.year)
    for case in cases:
        try:
            opened = store.open_case(unlocked, case, now)
        except store.NoCase:
            continue
        part = of_case(opened, window, earlier, now.date(), lang)
        if part is not None:
            found.append(Judged(opened, part, days))
    return found


@dataclass(frozen=True, slots=True)
class Gathered:
    """One page of the cases of a year, opened, in the order of the document; its window; and how many pages there are."""

    found: list[Judged]
    window: Window
    told: Setting | None
    page: int
    pages: int
    old: int


def of_year(unlocked: Unlocked, year: int, page: int, most: int, now: datetime, lang: str) -> Gathered:
    """One page of the cases of a year. Which case stands on which page does not change when one of them is saved."""
    window, told = window_of(unlocked, year)
    earlier = windows.earlier(year, reader.load().reports())
    with registry.index(unlocked) as index:
        cases = sorted(candidates(index, window, earlier))
        old = came.untold(row.head for row in index.rows())
    pages = max(1, -(-len(cases) // most))
    page = min(page, pages)
    found = judged(unlocked, cases[(page - 1) * most : page * most], window, earlier, now, lang)
    whole = contribution((one.part for one in found), lambda state: words.country(state, lang))
    place = {part.case: number for number, part in enumerate((*whole.parts, *whole.waiting))}
    return Gathered(sorted(found, key=lambda one: place[one.part.case]), window, told, page, pages, old)


def page_of(request: HttpRequest) -> int:
    """Which page is asked for; the first where that is no number."""
    text = (request.POST if request.method == "POST" else request.GET).get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def of_case(opened: Opened, window: Window, earlier: Sequence[Report], today: date, lang: str) -> Part | None:
    """How one case belongs; None where it does not."""
    facts = list(opened.facts.values())

    def ask(person: Person, recipient: str, purpose: str) -> Answer:
        return ledger.rows(opened, person, today, [(recipient, purpose)])[0].answer

    found = belongs(facts, window, earlier, told_of(opened, today), ask)
    if found is None:
        return None
    states = summary.Summary.from_bytes(summary.to_digest(facts)).states
    return Part(opened.id, states[0] if states else "", title(Said(lang, opened.facts), opened.facts), found)


def told_of(opened: Opened, today: date) -> list[Person]:
    """Whom the report would tell of: who was harmed or cooperated, asked or not, and of the others those who agreed. A relative whom
    nobody asked is left out; her silence keeps nobody else's case from the report."""
    everybody = summary.central(list(opened.facts.values()))
    centre = {one.id for one in everybody if CENTRE & set(one.roles)}
    if not centre:
        return everybody
    agreed = {one.id for one in everybody if ledger.rows(opened, one, today, [(REPORT, "send")])[0].answer.value == "yes"}
    return [one for one in everybody if one.id in centre | agreed]


def prepare(unlocked: Unlocked, one: Judged, seed: str, lang: str, now: datetime) -> bool:
    """A draft of a case that can go, unless there is one; whether one was made. `seed`: that of the form, so that sending it twice makes
    one draft; the id tells nobody what it is the id of."""
    if not one.part.belonging.ready or one.draft is not None or one.sent is not None or one.opened.damaged:
        return False
    made = at_hand.id_from(unlocked, one.opened.id, seed)
    if made in one.opened.facts:
        return False
    persons = tuple(person.id for person in told_of(one.opened, now.date()))
    levels = without_name(one, persons, now.date())
    draft = Draft(id=made, revision=1, form=one.part.form, mechanism=REPORT, lang=lang, persons=persons, levels=levels)
    store.save(unlocked, one.opened.id, [Edit(None, draft)], now)
    return True


def without_name(one: Judged, persons: tuple[str, ...], today: date) -> tuple[tuple[str, str], ...]:
    """Who goes without her name, as the page of the year says of her: she agreed to be told of, and to no publication. A child, a
    survivor, and whom it would out are told less than that as long as nobody chooses."""
    naming = Naming(one.opened.facts.values(), Terms(ledger.recipient(REPORT), today, persons=persons))
    unnamed = (lack.person for lack in one.part.belonging.lacks if lack.code == "name")
    return tuple((person, "sender-only") for person in unnamed if not naming.delicate(person))
