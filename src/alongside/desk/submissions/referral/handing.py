"""A referral leaves, and each message of it: asked of the ledger, cut, written into the history and sealed, all in one transaction.

What a page showed is what leaves: where a fact or a yes has changed since, nothing does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import at_hand, ledger, store
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.exporting import gathering, partners
from alongside.desk.cases.exporting.gathering import PHOTO, SEND, stored
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.exporting.package import Package, Packed
from alongside.desk.cases.exporting.partners import Partner
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.referral import letters, near, packing, travelling
from alongside.desk.submissions.referral.travelling import Line, Terms
from alongside.facts import consent
from alongside.facts.consent import Consent
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import MOST_ITEMS
from alongside.facts.persons import Person
from alongside.facts.publicity import Carried, Referral, ReferralStep, told_of
from alongside.facts.steps import Intervention

# What of an act of the other desk for her goes back to who referred her: codes, never its prose.
REPORTED = ("type", "mechanism", "party_kind", "date", "status", "procedure", "reference")


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since it went: facts that are new or other, ids under which something went that no longer goes, and persons who
    took their yes back (`hers`) or whose yes no longer counts (`unsure`)."""

    lines: Sequence[Line]
    gone: tuple[str, ...]
    hers: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def anything(self) -> bool:
        return bool(self.lines or self.gone)


def people(opened: Opened) -> list[Person]:
    """Who is asked before something of them goes, as a page lists them."""
    asked = near.protected(opened.facts)
    return at_hand.in_order([one for one in opened.of(Person) if one.id in asked])


def terms(opened: Opened, recipient: str, persons: Collection[str], kinds: Collection[str], now: datetime) -> Terms:
    """Who of the chosen goes, by the ledger: her yes that it is sent to this desk, her yes that she is named to it, and that pictures of
    her go there."""
    going, named, pictured, suspected, why = set(), set(), set(), set(), {}
    for one in people(opened):
        if one.id not in persons:
            continue
        asked = [(recipient, SEND), (recipient, "name"), (recipient, PHOTO)]
        send, name, photo = ledger.rows(opened, one, now.date(), asked)
        if send.answer.value != "yes":
            why[one.id] = send.answer.code
            continue
        going.add(one.id)
        if name.answer.value == "yes":
            (named if _said_by_others(opened, one, recipient, now.date()) else suspected).add(one.id)
        if photo.answer.value == "yes":
            pictured.add(one.id)
    chosen = frozenset(kinds) & frozenset(travelling.CHOSEN)
    return Terms(frozenset(going), frozenset(named), why, chosen, now.date(), frozenset(pictured), frozenset(suspected))


def _said_by_others(opened: Opened, her: Person, recipient: str, today: date) -> bool:
    """Whether a yes to her name still is one without the word of those who are recorded as having done something to her. Drafts ask an
    officer to look at such a word; nobody looks here, and a father would have his child named who beat her."""
    records = opened.of(Consent)
    spoke = {one.given_by for one in records if one.person == her.id and one.given_by} - {her.id}
    by = near.accused(opened.facts, her.id, spoke)
    heard = [replace(one, given_by=None) if one.answer == "agreed" and one.given_by in by else one for one in records]
    return consent.may_leave(heard, her, ledger.recipient(recipient), "name", today).value == "yes"


def look(opened: Opened, recipient: str, persons: Collection[str], kinds: Collection[str], now: datetime) -> list[Line]:
    """What would go to a desk, and what stays, with why."""
    return travelling.part(opened.facts, terms(opened, recipient, persons, kinds, now))


def may_leave(opened: Opened, lines: Sequence[Line]) -> str:
    """Why nothing of this can leave; empty where it can. Nothing leaves a case that was tampered with, or came back from a backup."""
    goes = [one.goes for one in lines if one.goes is not None]
    if opened.damaged:
        return "damaged"
    if ledger.is_restored(opened):
        return "restored"
    if not _somebody_agreed(opened, lines):
        return "nobody"
    return "too-many" if len(goes) > MOST_ITEMS else ""


def _somebody_agreed(opened: Opened, lines: Iterable[Line]) -> bool:
    """Whether somebody goes who was asked. Who did it goes beside them, and alone he would carry out what they refused."""
    asked = near.protected(opened.facts)
    return any(one.goes is not None and one.fact.id in asked for one in lines)


def refer(
    unlocked: Unlocked, case: UUID, to: Partner, persons: Collection[str], kinds: Collection[str], seen: str, now: datetime
) -> Package:
    """The package of a new referral, noted as one. MayNotLeave where it is not what was seen; NotVouched."""
    with transaction.atomic():
        opened = _locked(unlocked, case)
        to = packing.as_it_counts(unlocked, to)
        lines = look(opened, to.recipient, persons, kinds, now)
        if may_leave(opened, lines) or travelling.digest_of(lines) != seen:
            raise MayNotLeave
        goes = [one.goes for one in lines if one.goes is not None]
        asked = near.protected(opened.facts)
        going = tuple(one.id for one in goes if one.id in asked)
        reference = uuid4().hex
        step = ReferralStep(what=letters.REFERS, way="out", at=instant(now))
        letter = letters.written(reference, to.recipient, step, persons=going)
        made = packing.sealed(unlocked, opened, [to], letter, goes, now)
        ours = Referral(
            id=uuid4().hex, revision=1, reference=reference, desk=to.recipient, desk_name=to.called, way="out", since=instant(now),
            persons=going, kinds=tuple(one for one in travelling.CHOSEN if one in kinds), carried=_carried(goes),
            steps=(_noted(unlocked, step, made),),
        )  # fmt: skip
        store.save(unlocked, case, [Edit(None, ours)], now)
    return made


def news(opened: Opened, referral: Referral, now: datetime) -> News:
    """What the other desk does not know yet of what we referred to it."""
    lines = look(opened, referral.desk, referral.persons, referral.kinds, now)
    if not _somebody_agreed(opened, lines):
        lines = []  # so all that went no longer goes: an account that names nobody would still tell of them
    went = {one.ours: one.digest for one in referral.carried if not one.theirs}
    other = [one for one in lines if one.goes is not None and went.get(one.fact.id) != travelling.digest(one.goes)]
    # What came from there does not go back, and a file that went is not sent again for a word about it.
    theirs = {one.ours for one in referral.carried if one.theirs}
    other = [one for one in other if one.fact.id not in theirs and not (isinstance(one.fact, Evidence) and one.fact.id in went)]
    goes = {one.fact.id for one in lines if one.goes is not None}
    hers, unsure = lost(opened, referral, now)
    return News(other, tuple(id_ for id_ in went if id_ not in goes), hers, unsure)


def seen(opened: Opened, referral: Referral, now: datetime) -> str:
    """Of what the page of a referral shows before the next message leaves: news and who took a yes back, or steps of ours."""
    return seen_of(reported(opened, referral, now.date()) if referral.way == "in" else news(opened, referral, now))


def seen_of(shown: News | Sequence[Fact]) -> str:
    """The same, of what was looked up already."""
    if isinstance(shown, News):
        told = [travelling.digest_of(shown.lines), *shown.gone, "", *shown.hers, "", *shown.unsure]
    else:
        told = [travelling.digest(one) for one in shown]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()


def _must_be_seen(found: News | Sequence[Fact], shown: str) -> None:
    """MayNotLeave where the page showed something else than what leaves now."""
    if seen_of(found) != shown:
        raise MayNotLeave


def lost(opened: Opened, referral: Referral, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Persons whom we referred and who may no longer go: by their own no, and because their yes no longer counts."""
    hers, unsure = [], []
    for one in people(opened):
        if one.id in referral.persons:
            answer = ledger.rows(opened, one, now.date(), [(referral.desk, SEND)])[0].answer
            if answer.value == "no" and answer.code in ("refused", "withdrawn"):
                hers.append(one.id)
            elif answer.value != "yes":
                unsure.append(one.id)
    return tuple(hers), tuple(unsure)


def untold(opened: Opened, referral: Referral, now: datetime) -> tuple[str, ...]:
    """Persons who took their yes back and of whom the other desk has not been told."""
    known = told_of(referral)
    return () if referral.withdrawn else tuple(one for one in lost(opened, referral, now)[0] if one not in known)


def unanswered(referral: Referral) -> bool:
    """Whether whoever referred it to us has not been told that we took it."""
    told = any(step.way == "out" and step.what == letters.ANSWERS for step in referral.steps)
    return referral.way == "in" and not referral.withdrawn and not told


def stopped(opened: Opened, ours: Referral, found: News) -> str:
    """Why no news of a referral can leave; empty where they can."""
    if opened.damaged:
        return "damaged"
    if ledger.is_restored(opened):
        return "restored"
    return "too-many" if len(_after(ours, found)) > MOST_ITEMS else ""


def _after(ours: Referral, found: News) -> tuple[Carried, ...]:
    """What hangs on a referral once the news of it have left."""
    goes = [one.goes for one in found.lines if one.goes is not None]
    stays = {one.ours: one for one in ours.carried if one.ours not in found.gone}
    return tuple((stays | {one.ours: one for one in _carried(goes)}).values())


def update(unlocked: Unlocked, case: UUID, id_: str, text: str, shown: str, now: datetime) -> Package:
    """What has changed since, for the desk that we referred it to. MayNotLeave, NotVouched."""
    with transaction.atomic():
        opened = _locked(unlocked, case)
        ours = _ours(opened, id_, "out")
        found = news(opened, ours, now)
        _must_be_seen(found, shown)
        if stopped(opened, ours, found) or ours.withdrawn or not found.anything:
            raise MayNotLeave
        goes = [one.goes for one in found.lines if one.goes is not None]
        step = ReferralStep(what=letters.UPDATES, way="out", at=_at(ours, now), text=text or None, gone=found.gone)
        letter = letters.written(ours.reference, ours.desk, step, persons=ours.persons)
        return _told(unlocked, opened, replace(ours, carried=_after(ours, found)), step, letter, goes, now)


def withdraw(unlocked: Unlocked, case: UUID, id_: str, text: str, whole: bool, shown: str, now: datetime) -> Package:
    """That persons took their yes back, or that all of it is taken back (`whole`). MayNotLeave where nobody did, NotVouched."""
    with transaction.atomic():
        opened = _locked(unlocked, case)
        ours = _ours(opened, id_, "out")
        found = news(opened, ours, now)
        _must_be_seen(found, shown)
        if ours.withdrawn or not (whole or found.hers):
            raise MayNotLeave
        gone = tuple(one.ours for one in ours.carried if not one.theirs) if whole else found.gone
        step = ReferralStep(
            what=letters.WITHDRAWS, way="out", at=_at(ours, now), text=text or None, persons=found.hers, gone=gone
        )
        at = instant(now) if whole else None
        letter = letters.written(ours.reference, ours.desk, step, persons=ours.persons, withdrawn=at)
        if whole:
            ours = replace(ours, withdrawn=at, withdrawn_why=text or None)
        else:
            ours = replace(ours, carried=tuple(one for one in ours.carried if one.ours not in gone))
        return _told(unlocked, opened, ours, step, letter, [], now)


def answer(unlocked: Unlocked, case: UUID, id_: str, text: str, now: datetime) -> Package:
    """That we took the case, for the desk that referred it. MayNotLeave, NotVouched."""
    with transaction.atomic():
        opened = _locked(unlocked, case)
        ours = _ours(opened, id_, "in")
        step = ReferralStep(what=letters.ANSWERS, way="out", at=_at(ours, now), answer="accepted", text=text or None)
        letter = letters.written(ours.reference, ours.desk, step, answer="accepted")
        return _told(unlocked, opened, ours, step, letter, [], now)


def decline(unlocked: Unlocked, letter: letters.Letter, reason: str, now: datetime) -> Package:
    """That we do not take the case, with the reason. Nothing of it was kept, so there is nothing to note it in. NotVouched."""
    step = ReferralStep(what=letters.ANSWERS, way="out", at=instant(now), answer="declined", text=reason)
    said = letters.written(letter.said.reference, letter.desk, step, answer="declined")
    return packing.package(unlocked, packing.receivers(unlocked, letter.desk), Packed([stored(said)]), now)


def report(unlocked: Unlocked, case: UUID, id_: str, text: str, shown: str, now: datetime) -> Package:
    """What we did for whom they referred to us: in words, and our steps as codes. MayNotLeave, NotVouched."""
    with transaction.atomic():
        opened = _locked(unlocked, case)
        ours = _ours(opened, id_, "in")
        steps = reported(opened, ours, now.date())
        _must_be_seen(steps, shown)
        if opened.damaged or not text:
            raise MayNotLeave
        step = ReferralStep(what=letters.REPORTS, way="out", at=_at(ours, now), text=text)
        letter = letters.written(ours.reference, ours.desk, step)
        return _told(unlocked, opened, ours, step, letter, steps, now)


def reported(opened: Opened, referral: Referral, today: date) -> list[Fact]:
    """Our own steps for those who were referred, as the desk that knows them reads it: codes, dates and references, its own ids. A
    reference is typed by hand: one that names somebody whom they do not know stays."""
    theirs = {one.ours: one.theirs for one in referral.carried if one.theirs}
    steps = [one for one in opened.of(Intervention) if one.id not in theirs and not one.confidential and one.persons]
    steps = [one for one in steps if theirs.keys() >= set(one.persons)]
    named = travelling.giving_away(opened.facts, _known(referral, today), [one.reference or "" for one in steps])
    made: list[Fact] = []
    for one in steps:
        told = {name: getattr(one, name) for name in REPORTED}
        if one.reference in named:
            told["reference"] = None
        made.append(Intervention(id=one.id, revision=1, persons=tuple(theirs[id_] for id_ in one.persons), **told))
    return made


def names_somebody(opened: Opened, referral: Referral, text: str, now: datetime) -> bool:
    """Whether words of ours name somebody whom the other desk may not hear of: beside our facts, they are what leaves."""
    out = referral.way == "out"
    whom = terms(opened, referral.desk, referral.persons, (), now) if out else _known(referral, now.date())
    return travelling.gives_away(opened.facts, whom, text)


def _known(referral: Referral, today: date) -> Terms:
    """Whom a desk that referred a case to us knows: those whom it referred."""
    known = frozenset(one.ours for one in referral.carried)
    return Terms(known, known, {}, frozenset(), today)


def own_desk(unlocked: Unlocked) -> str:
    """This desk, as a consent at another one names it."""
    return partners.recipient_of(unlocked.card)


def _locked(unlocked: Unlocked, case: UUID) -> Opened:
    found = gathering.opened(unlocked, [case])
    if not found:
        raise MayNotLeave
    return found[0]


def _ours(opened: Opened, id_: str, way: str) -> Referral:
    found = opened.facts.get(id_)
    if not isinstance(found, Referral) or found.way != way:
        raise MayNotLeave
    return found


def _told(
    unlocked: Unlocked, opened: Opened, ours: Referral, step: ReferralStep, letter: Referral, goes: Sequence[Fact], now: datetime
) -> Package:
    """One message to the other desk, noted beside the others."""
    if names_somebody(opened, ours, step.text or "", now):
        raise MayNotLeave
    made = packing.sealed(unlocked, opened, packing.receivers(unlocked, ours.desk), letter, goes, now)
    before = opened.facts[ours.id]
    store.save(unlocked, opened.id, [Edit(before, replace(ours, steps=(*ours.steps, _noted(unlocked, step, made))))], now)
    return made


def _at(ours: Referral, now: datetime) -> str:
    """When a message leaves: later than the one before it, whatever a clock says, or over there it would be older and refused."""
    last, at = max((one.at for one in ours.steps if one.way == "out"), default=""), instant(now)
    if last < at:
        return at
    with suppress(OverflowError):
        return instant(datetime.fromisoformat(last) + timedelta(seconds=1))
    return last


def _noted(unlocked: Unlocked, step: ReferralStep, made: Package) -> ReferralStep:
    return replace(step, by=unlocked.person.pk.hex, digest=made.digest.hex())


def _carried(goes: Iterable[Fact]) -> tuple[Carried, ...]:
    return tuple(Carried(ours=one.id, digest=travelling.digest(one)) for one in goes)
