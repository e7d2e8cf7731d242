"""What shall leave: cases opened behind their locks, and what stands in the way of each.

The ledger alone says what may go to another desk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from alongside.cleaning.kinds import shows_somebody
from alongside.desk.cases import at_hand, ledger, opening
from alongside.desk.cases.evidence import copies, files
from alongside.desk.cases.exporting.package import Enclosed, Packed
from alongside.desk.cases.holding import NoCase, hold
from alongside.desk.cases.opening import Opened
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.plain import to_plain

MOST = 200  # cases at once: while they are opened, nobody else writes in them
SEND, NAME, PHOTO = "send", "name", "photo"
CLEAN = (copies.CLEANED, copies.NOTHING)  # also what nobody has tried to clean yet says who took it, and where
INTERNAL = (
    "task",
    "end-request",
    "keeping-review",
    "draft",
    "approval",
    "submission",
    "publicity-decision",
    "referral",
)  # how a desk works: nothing of it concerns another


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a case may not leave: `damaged`, `nobody` (nobody in it could agree), `file` (this piece of evidence is not cleaned), or the
    ledger's answer about one person, for the sending, for her name or for her picture and voice (`purpose`)."""

    code: str
    person: Person | None = None
    evidence: Evidence | None = None
    purpose: str = SEND


def opened(unlocked: Unlocked, cases: Iterable[UUID]) -> list[Opened]:
    """Those of these cases that she holds, locked in the order of their ids, in the caller's transaction. Others are not there for her."""
    found = []
    for case in sorted(set(cases))[:MOST]:
        try:
            found.append(opening.opened(hold(unlocked, case, lock=True)))
        except NoCase:
            continue
    return found


def lacks(case: Opened, recipient: str, today: date) -> list[Lack]:
    """What stands in the way of a case. Without a recipient (it stays at this desk) nobody in it is asked, and what is not cleaned may go.
    There is no way past it. A package takes all of a case along, so who took back that her name is told there holds it up as well: a
    referral goes without the name, and this cannot."""
    found = [Lack("damaged")] if case.damaged else []
    if not recipient:
        return found
    people, pieces = at_hand.with_own_plan(case.facts.values()), sorted(case.of(Evidence), key=lambda one: one.id)
    shown = _shown(pieces, {one.id for one in people}, {one.id for one in case.of(Person)})
    for one in people:
        purposes = (SEND, NAME, PHOTO) if one.id in shown else (SEND, NAME)
        answers = ledger.rows(case, one, today, [(recipient, purpose) for purpose in purposes])
        found += [Lack(row.answer.code, one, purpose=row.purpose) for row in answers if row.answer.value != "yes"]
    if not people and not found:
        found.append(Lack("nobody"))
    return found + [Lack("file", evidence=one) for one in pieces if one.cleaning not in CLEAN]


def _shown(pieces: Iterable[Evidence], asked: set[str], persons: set[str]) -> set[str]:
    """Who of those who are asked may be seen or heard in the files: whom a file is about; everybody, where it is about something else as
    well or nobody said. Nobody asks who did it and has no other part, and a picture of him alone asks nobody.
    A copy with parts blacked out was made so that nobody is seen, but the original goes along."""
    shown = set()
    for one in pieces:
        if not one.copy_of and shows_somebody(one.type, one.cleaned_type):
            about = set(one.about) - (persons - asked)
            shown |= about if one.about and about <= asked else asked
    return shown


def unwilling(case: Opened, today: date) -> list[tuple[Person, str]]:
    """The persons of a case who refused something (`refused`), took something back (`withdrawn`) or were asked nothing at all (`never`),
    for whoever lets it leave where the ledger is not asked."""
    found = []
    for one in at_hand.with_own_plan(case.facts.values()):
        codes = {row.answer.code for row in ledger.rows(case, one, today) if row.answer.value == "no"}
        said = [code for code in ("refused", "withdrawn") if code in codes]
        found += [(one, code) for code in said or ([] if ledger.records_of(case, one) else ["never"])]
    return found


def stored(fact: Fact) -> bytes:
    """A fact in the form in which the desk stores it."""
    return json.dumps(to_plain(fact), ensure_ascii=False, separators=(",", ":")).encode()


def in_order(case: Opened) -> list[Fact]:
    """All facts of a case, always in one order."""
    return [fact for _, fact in sorted(case.facts.items())]


def packed(case: Opened, *, beyond: bool) -> Packed:
    """A case as a package takes it; without what is internal where it goes to another desk (`beyond`). NoFile where a file of it is missing
    or cut off."""
    facts = [fact for fact in in_order(case) if not (beyond and fact.KIND in INTERNAL)]
    enclosed = [one for fact in facts if isinstance(fact, Evidence) for one in _enclosed(case, fact)]
    return Packed([stored(fact) for fact in facts], enclosed)


def _enclosed(case: Opened, evidence: Evidence) -> Sequence[Enclosed]:
    """The untouched original and the cleaned copy. Their rows are asked here: whoever sends the bytes asks no database."""
    named = [(evidence.file, evidence.sha256, evidence.size)]
    if evidence.cleaned_file and evidence.cleaned_sha256 and evidence.cleaned_size is not None:
        named.append((evidence.cleaned_file, evidence.cleaned_sha256, evidence.cleaned_size))
    found = []
    for name, sha256, size in named:
        pieces = files.content(case.held, UUID(name), size)
        found.append(Enclosed(name, sha256, size, partial(iter, pieces)))
    return found
