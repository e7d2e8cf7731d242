"""A referral arrives, and each message of it: believed by seal, signature, desk and place in the order, then taken whole or not at all.

What we wrote ourselves is never overwritten by what comes: where both changed a fact, ours stands and theirs is kept as a note. What was
taken back is not erased either: it becomes confidential, and the withdrawal of whoever took her word back stands in our ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import ledger, opening, rekeying, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import NoFile
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.exporting import arriving, partners
from alongside.desk.cases.exporting.arriving import Whole
from alongside.desk.cases.exporting.plain import renamed
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.store import Edit
from alongside.desk.people.models import Person as Account
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.referral import letters, travelling
from alongside.desk.submissions.referral.handing import own_desk
from alongside.desk.submissions.referral.letters import Letter, NotALetter
from alongside.desk.submissions.referral.ours import with_ours
from alongside.facts.codes import EVERYONE, EVERYTHING
from alongside.facts.consent import Consent
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import MOST_ITEMS, PROSE, declared
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.protection import Note
from alongside.facts.publicity import Carried, Referral, ReferralStep
from alongside.facts.steps import Intervention

Plain = dict[str, Any]


def read(unlocked: Unlocked, whole: Whole) -> Letter:
    """The message in a package, from somebody at another desk whose card counts. NotALetter."""
    letter = letters.read(whole, own_desk(unlocked))
    if partners.sender(unlocked, letter.sender) is None:  # forgotten while a large file came over a slow line
        raise NotALetter("unknown-sender")
    return letter


def sender_of(unlocked: Unlocked, letter: Letter) -> str:
    """Who sent it, as our desk calls her."""
    found = partners.sender(unlocked, letter.sender)
    return found.called if found else ""


def accept(unlocked: Unlocked, whole: Whole, letter: Letter, members: Iterable[Account], now: datetime) -> UUID:
    """The referred case as a new case of ours. NotALetter where it is no referral; TakenBefore where this one was taken already;
    NotVouched where the card of one of these members does not count."""
    if letter.step.what != letters.REFERS:
        raise NotALetter("about-a-case")
    sender = sender_of(unlocked, letter)

    def beside(names: Mapping[str, str]) -> list[Fact]:
        facts = letter.facts()
        came = replace(letter.step, way="in", by=None, digest=letter.digest)
        return [Referral(
            id=uuid4().hex, revision=1, reference=letter.said.reference, desk=letter.desk, desk_name=sender or None, way="in",
            since=instant(now), persons=tuple(names[one] for one in letter.said.persons if one in names),
            carried=tuple(Carried(ours=names[one.id], theirs=one.id, stored=one.revision) for one in facts),
            answer="accepted", answered=instant(now), steps=(came,),
        )]  # fmt: skip

    _must_be_of_a_case(letter.facts())
    try:
        return arriving.take_in(unlocked, whole, sender, members, now, beside=beside)[0]
    except NoFile:
        raise NotALetter("late") from None


def take(unlocked: Unlocked, case: UUID, letter: Letter, now: datetime) -> Referral:
    """A message about a case of ours: an answer, news, a withdrawal, a report. NotALetter, NoCase, Damaged."""
    with transaction.atomic():
        held = rekeying.hold_for_writing(unlocked, case, now)
        opened = opening.opened(held)
        ours = letters.must_fit(
            letter, next((one for one in opened.of(Referral) if one.reference == letter.said.reference), None)
        )
        step = replace(letter.step, way="in", by=None, digest=letter.digest)
        match step.what:
            case letters.ANSWERS:
                made = _answered(ours, step)
            case letters.WITHDRAWS:
                made = _withdrawn(unlocked, opened, ours, letter, now)
            case _:
                _keep_files(opened, letter)
                made = _updated(unlocked, opened, ours, letter, now)
        if step.what == letters.REPORTS and made.answer is None:
            # Whoever reports has taken it. An answer that comes later is older than the report, and refused.
            made = replace(made, answer="accepted", answered=step.at)
        made = replace(made, steps=(*made.steps, _local(step, ours)))
        store.save(unlocked, case, [Edit(ours, made)], now)
    return made


def _answered(ours: Referral, step: ReferralStep) -> Referral:
    return replace(ours, answer=step.answer, answered=step.at, reason=step.text)


def _local(step: ReferralStep, ours: Referral) -> ReferralStep:
    """A step as we keep it: the ids in it are ours."""
    names = {one.theirs: one.ours for one in ours.carried if one.theirs}
    return replace(
        step,
        persons=tuple(names[one] for one in step.persons if one in names),
        gone=tuple(names[one] for one in step.gone if one in names),
    )


def _withdrawn(unlocked: Unlocked, opened: Opened, ours: Referral, letter: Letter, now: datetime) -> Referral:
    """Who took her word back has taken it back here, from everybody; with the whole referral, everybody's yes has to be asked anew."""
    names = {one.theirs: one.ours for one in ours.carried if one.theirs}
    hers = {names[one] for one in letter.step.persons if one in names}
    about = set(ours.persons) if letter.said.withdrawn else hers
    edits = [
        Edit(None, _taken_back(opened, her, id_ in hers, letter.step.text, now))
        for id_ in sorted(about)
        if isinstance(her := opened.facts.get(id_), Person)
    ]
    edits += _closed(opened, (names.get(one, "") for one in letter.step.gone))
    store.save(unlocked, opened.id, edits, now)
    if letter.said.withdrawn:
        return replace(ours, withdrawn=letter.said.withdrawn, withdrawn_why=letter.step.text)
    return ours


def _taken_back(opened: Opened, her: Person, own: bool, text: str | None, now: datetime) -> Consent:
    """Her withdrawal as the other desk passed it on; not `own`: it was the desk that took it back, and nobody asked her."""
    return Consent(
        id=uuid4().hex, revision=1, person=her.id, recipient=EVERYONE, purpose=EVERYTHING, answer="withdrawn", date=now.date(),
        given_by=her.id if own else None, means="message", words=text, withdraws=tuple(one.id for one in ledger.standing(opened, her)),
    )  # fmt: skip


def _closed(opened: Opened, ids: Iterable[str]) -> list[Edit]:
    """What no longer goes is confidential from now on: it stays readable here, and leaves in nothing. Persons and answers stay as they
    are: the ledger closes them."""
    found = [opened.facts[one] for one in ids if one in opened.facts]
    return [
        Edit(one, replace(one, confidential=True))
        for one in found
        if not isinstance(one, Person | Consent) and not one.confidential
    ]


def _updated(unlocked: Unlocked, opened: Opened, ours: Referral, letter: Letter, now: datetime) -> Referral:
    """News, or a report: facts that are new here, and other texts of facts that we have and did not change ourselves."""
    rows = {one.theirs: one for one in ours.carried if one.theirs}
    # What we referred ourselves keeps its name on the way back.
    names = {theirs: row.ours for theirs, row in rows.items()}
    if ours.way == "out":
        names |= {one.ours: one.ours for one in ours.carried}
    came = letter.facts()
    _must_be_of_a_case(came)
    new = {one.id: uuid4().hex for one in came if one.id not in names}
    _must_be_news(letter, came, new)
    edits, stored = [], dict[str, str]()
    for one in came:
        fact = _ours(unlocked, opened, one, names | new, letter)
        here = opened.facts.get(fact.id)
        if here is not None and type(here) is not type(fact):
            raise NotALetter("not-a-letter")
        row = rows.get(one.id)
        if one.id in new:
            edits.append(Edit(None, fact))
            stored[one.id] = fact.id
        elif row is not None and here is not None and not isinstance(one, Consent):
            if here.revision == row.stored:
                edits += _with_ours_kept(opened, here, fact, now)
                stored[one.id] = fact.id
            else:
                edits.append(Edit(None, _both(opened, here, fact, now)))
    closed = _closed(opened, (names.get(one, "") for one in letter.step.gone))
    store.save(unlocked, opened.id, [*edits, *closed], now)
    stored |= {theirs: row.ours for theirs, row in rows.items() if row.ours in {one.id for one in closed}}
    after = opening.opened(rekeying.hold_for_writing(unlocked, opened.id, now)).facts
    rows |= {
        theirs: Carried(ours=id_, theirs=theirs, stored=after[id_].revision) for theirs, id_ in stored.items() if id_ in after
    }
    own = [one for one in ours.carried if not one.theirs]
    if len(own) + len(rows) > MOST_ITEMS:
        raise NotALetter("too-much")
    return replace(ours, carried=(*own, *rows.values()))


def _with_ours_kept(opened: Opened, here: Fact, theirs: Fact, now: datetime) -> list[Edit]:
    """Their newer text over what came from them; what no other desk decides stands beside it as a note, for a person to read."""
    made, kept = with_ours(here, theirs, now.date())
    edits = [Edit(here, made)]
    if kept:
        said = replace(made, **{name: getattr(theirs, name) for name in kept})
        edits.append(Edit(None, _both(opened, made, said, now)))
    return edits


def _ours(unlocked: Unlocked, opened: Opened, one: Fact, names: Mapping[str, str], letter: Letter) -> Fact:
    """A fact as it came, under our ids. What came from elsewhere was done by none of us, and a yes in it nobody here has heard."""
    nobody = {pk.hex: uuid4().hex for pk in Account.objects.filter(desk=unlocked.desk).values_list("pk", flat=True)}
    plain = to_plain(one)
    if isinstance(one, Evidence):
        plain = {name: value for name, value in plain.items() if name != "file"}
        plain = renamed(plain, {**nobody, **names}) | {"file": letter.came.files[one.file].id.hex}
    else:
        plain = renamed(plain, {**nobody, **names})
    if isinstance(one, Consent) and one.answer == "agreed":
        plain = {name: value for name, value in plain.items() if name != "verified_by"} | {"verified": False}
    return from_plain(plain)


def _must_be_of_a_case(came: Sequence[Fact]) -> None:
    """What a desk decides for itself comes from no other: no hold, no task, no decision. NotALetter, also for more than fits."""
    if len(came) > MOST_ITEMS or any(one.KIND not in travelling.ALWAYS.union(travelling.CHOSEN) for one in came):
        raise NotALetter("not-a-letter")


def _must_be_news(letter: Letter, came: Iterable[Fact], new: Mapping[str, str]) -> None:
    """A report brings steps alone; news bring no file in the place of one that stands here. NotALetter."""
    for one in came:
        more_than_steps = letter.step.what == letters.REPORTS and not isinstance(one, Intervention)
        if more_than_steps or (isinstance(one, Evidence) and one.id not in new):
            raise NotALetter("not-a-letter")


def _keep_files(opened: Opened, letter: Letter) -> None:
    try:
        for arrived in letter.came.files.values():
            files.keep(opened.held, arrived)
    except NoFile:
        raise NotALetter("late") from None


def _both(opened: Opened, here: Fact, theirs: Fact, now: datetime) -> Note:
    """What the other desk wrote into a fact that stays as it is here: beside ours, so that a person puts them together."""
    one, other = to_plain(here), to_plain(theirs)
    differ = [name for name in declared(type(here)) if name not in ("id", "revision") and one.get(name) != other.get(name)]
    lines = [f"{name}: {json.dumps(_called(opened, other.get(name)), ensure_ascii=False)}" for name in differ]
    return Note(id=uuid4().hex, revision=1, text="\n".join(lines)[:PROSE] or here.KIND, date=now.date(), about=(here.id,))


def _called(opened: Opened, value: Any) -> Any:
    """A value with persons of the case by name, for whoever reads it."""
    if isinstance(value, list):
        return [_called(opened, one) for one in value]
    person = opened.facts.get(value) if isinstance(value, str) else None
    return person.names[0].text if isinstance(person, Person) and person.names else value
