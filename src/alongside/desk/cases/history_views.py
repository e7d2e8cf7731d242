"""The history of a case in words, and the case as it stood after any link of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.desk.cases import at_hand, history, words
from alongside.desk.cases.case_views import body, frame, title
from alongside.desk.cases.forms import naming, showing
from alongside.desk.cases.history import Change, Happening
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.persons import Person
from alongside.facts.plain import KINDS, from_plain
from alongside.facts.problems import BadFact
from alongside.vault.errors import Refused

PAGE = 60  # changes of one page
OPENED = "opened"
LONGEST = 600  # happenings of one page: a case that is read daily is opened thousands of times
NOT_SHOWN = frozenset({"format", "kind", "id", "revision", "file", "cleaned_file"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record before and after, in lines of words."""

    label: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one record."""

    head: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opened the case, and when."""

    day: str
    when: str
    who: str


@dataclass(slots=True)
class Entry:
    """One happening, or several openings in a row: one line that says how many they were, and under it each of them."""

    sequence: int
    when: str
    day: str
    who: str
    what: str
    changes: list[Told] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    why: str = ""


@require_safe
@gate.member
def past(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, before: int = 0) -> HttpResponse:
    """Who did what and when, the newest first; `before` leads to what is older."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    context = frame(said, opened, now.date())
    happened = _happenings(unlocked, opened)
    if happened is None:
        return render(request, "cases/history.html", context | {"broken": True})
    chosen = [one for one in reversed(happened) if not before or one.sequence < before]
    shown = _page(chosen)
    entries, rest = _entries(said, shown), len(chosen) > len(shown)
    context |= {"entries": entries, "older": shown[-1].sequence if rest else 0, "newest": not before}
    return render(request, "cases/history.html", context)


def _happenings(unlocked: Unlocked, opened: Opened) -> list[Happening] | None:
    """All of the history; None where a link does not open: then the page says so in red and shows nothing that it cannot vouch for."""
    try:
        return history.happenings(unlocked, opened.id)
    except (Refused, ValueError):
        return None


def _page(chosen: list[Happening]) -> list[Happening]:
    """The first of them that fill a page: what was changed counts, for openings would push it out of sight."""
    changes = 0
    for number, one in enumerate(chosen[:LONGEST]):
        changes += one.what != OPENED
        if changes == PAGE:
            return chosen[: number + 1]
    return chosen[:LONGEST]


def _entries(said: Said, happened: Iterable[Happening]) -> list[Entry]:
    found: list[Entry] = []
    for what, run in groupby(happened, key=lambda one: one.what):
        entries = [_entry(said, one) for one in run]
        found += [_together(said, entries)] if what == OPENED and len(entries) > 1 else entries
    return found


def _entry(said: Said, one: Happening) -> Entry:
    when, day = one.when.strftime("%H:%M UTC"), said.day(one.when.date())
    about = said.colleague(one.about) if one.about else ""
    what = said.say(f"history.{one.what.replace('-', '_')}", **{"name": about, **one.told})
    changes = [_told(said, change) for change in one.changes]
    why = said.say("history.why", text=one.told["why"]) if "why" in one.told else ""
    return Entry(one.sequence, when, day, said.colleague(one.who), what, changes, why=why)


def _together(said: Said, entries: list[Entry]) -> Entry:
    """Openings in a row: how many, by whom, and folded under that each with its day and hour."""
    times = Counter(one.who for one in entries)
    who = isolated((said.say("history.by", name=name, count=count) for name, count in times.items()), ", ")
    what, newest, oldest = said.say("history.openings", count=len(entries)), entries[0], entries[-1]
    day = newest.day if newest.day == oldest.day else said.say("when.range", first=oldest.day, last=newest.day)
    openings = [Opening(one.day, one.when, one.who) for one in entries]
    return Entry(newest.sequence, newest.when, day, who, what, openings=openings)


def _told(said: Said, change: Change) -> Told:
    """One record's change. A record that is new or gone is named; of a changed one every field that differs is shown."""
    kind = KINDS.get(change.kind)
    key = "new" if change.before is None else "gone" if change.after is None else "changed"
    name = _name(said, change.after or change.before or {})
    head = said.say(f"history.record_{key}", kind=said.kind_word(change.kind)) + (f": {isolated([name])}" if name else "")
    if kind is None:
        return Told(head, [])
    before, after = change.before or {}, change.after or {}
    names = [name_ for name_ in declared(kind) if name_ not in NOT_SHOWN and before.get(name_) != after.get(name_)]
    fields = [
        Field(words.field(change.kind, one, said.lang), _lines(said, kind, one, before), _lines(said, kind, one, after))
        for one in names
    ]
    return Told(head, fields)


def _lines(said: Said, kind: type[Fact], name: str, plain: Mapping[str, Any]) -> list[str]:
    return showing.lines(kind, name, plain.get(name), said.around)


def _name(said: Said, plain: Mapping[str, Any]) -> str:
    try:
        return naming.name_of(from_plain(plain), said.facts, said.lang)
    except BadFact:  # of a later version; its history stays readable
        return ""


@require_safe
@gate.member
def as_of(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, sequence: int) -> HttpResponse:
    """The case as it stood after one happening, read only."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    happened = _happenings(unlocked, opened)
    if happened is None:
        said = Said(lang, opened.facts, accounts.names(unlocked))
        return render(request, "cases/history.html", frame(said, opened, now.date()) | {"broken": True})
    moment = next((one for one in happened if one.sequence == sequence), None)
    if moment is None:
        raise Http404
    facts = history.standing(one for one in happened if one.sequence <= sequence)
    said = Said(lang, facts, accounts.names(unlocked))
    persons = at_hand.in_order([one for one in facts.values() if isinstance(one, Person)])
    context = {
        **frame(said, opened, now.date()),
        **body(said, facts, moment.when.date()),
        "title": title(said, facts),
        "lines": [said.line(one) for one in persons],
        "day": said.day(moment.when.date()),
        "time": moment.when.strftime("%H:%M"),
        "who": said.colleague(moment.who),
        "editable": False,
    }
    return render(request, "cases/as_of.html", context)
