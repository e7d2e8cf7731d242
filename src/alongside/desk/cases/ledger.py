"""The consent ledger of a case as a table. Every answer in it is that of `facts.consent.may_leave`, asked for this person alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.desk.cases.opening import Opened
from alongside.directory import reader
from alongside.facts.codes import EVERYONE, EVERYTHING
from alongside.facts.consent import CLASS, Answer, Consent, Recipient, may_leave
from alongside.facts.persons import Person

# What is asked in most cases; asked one by one, because "send to the UN" said loosely covers nobody.
USUAL = (
    ("class:un-special-procedure", "send"),
    ("responsible-state", "name"),
    ("public", "publish"),
    ("class:ngo", "send"),
    ("class:fund", "send"),
    ("class:state", "send"),
    ("media", "publish"),
)
CLOSED = Answer("no", "damaged")
RESTORED = "restored"  # why a yes is asked again
TONES = {"yes": "prepare", "no": "now", "ask": "days"}


@dataclass(frozen=True, slots=True)
class Row:
    """One recipient and purpose: the answer, and the records that it rests on."""

    recipient: str
    purpose: str
    answer: Answer
    because: tuple[Consent, ...]

    @property
    def key(self) -> str:
        """How a form's button names the row."""
        return f"{self.purpose}|{self.recipient}"


def rows(opened: Opened, person: Person, today: date, pairs: Sequence[tuple[str, str]] | None = None) -> list[Row]:
    """The table of one person: what was ever asked of her, then what usually is.

    Where rows of the case are missing, rolled back or put in, the gate is closed whatever the ledger says: a withdrawal may be what is
    missing (security.md 9). After a restore a yes is asked again: a withdrawal may be younger than the backup (security.md 17).
    """
    unsure = is_restored(opened)
    records = opened.of(Consent)
    known = {one.id: one for one in records}
    made = []
    for written, purpose in pairs or _pairs(records, person):
        answer = CLOSED if opened.damaged else may_leave(records, person, recipient(written), purpose, today)
        if unsure and answer.value == "yes":
            answer = Answer("ask", RESTORED, answer.because)
        made.append(Row(written, purpose, answer, tuple(known[id_] for id_ in answer.because if id_ in known)))
    return made


def is_restored(opened: Opened) -> bool:
    """Whether the desk came back from a backup and nobody has looked yet; or this case came back as it was before something that is
    lost, or came in from outside, and no member has asked again."""
    return opened.held.case.desk.restored is not None or opened.held.case.behind


def recipient(written: str) -> Recipient:
    """Whom a consent's word means, with the classes that it surely belongs to."""
    if written.startswith(CLASS):
        return Recipient(written, frozenset({written.removeprefix(CLASS)}))
    mechanism = reader.load().mechanisms.get(written)
    return Recipient(written, frozenset({mechanism.kind}) if mechanism else frozenset())


def _pairs(records: Iterable[Consent], person: Person) -> list[tuple[str, str]]:
    own = sorted((one for one in records if one.person == person.id), key=lambda one: (one.date, one.id), reverse=True)
    asked = [(one.recipient, one.purpose) for one in own if one.recipient != EVERYONE and one.purpose != EVERYTHING]
    return list(dict.fromkeys((*asked, *USUAL)))


def records_of(opened: Opened, person: Person) -> list[Consent]:
    """All that she was ever asked and answered, the newest first; nothing in a ledger is ever taken out."""
    return sorted(
        (one for one in opened.of(Consent) if one.person == person.id), key=lambda one: (one.date, one.id), reverse=True
    )


def standing(opened: Opened, person: Person) -> list[Consent]:
    """Her agreements that no withdrawal names: what can be withdrawn."""
    own = records_of(opened, person)
    gone = {id_ for one in opened.of(Consent) if one.answer == "withdrawn" for id_ in one.withdraws}
    return [one for one in own if one.answer == "agreed" and one.id not in gone]


def stops_of_the_day(opened: Opened, person: Person, day: date, written: str, purpose: str) -> tuple[str, ...]:
    """Refusals and withdrawals of one day about one matter: an agreement of that day counts only if it names them as taken back."""
    return tuple(
        one.id
        for one in records_of(opened, person)
        if one.answer != "agreed"
        and one.date == day
        and one.purpose in (purpose, EVERYTHING)
        and (one.recipient in (EVERYONE, written) or recipient(written).named_by(one.recipient))
    )


def confirmable(one: Consent) -> bool:
    """An agreement that came by code, or that is marked as not checked: an officer may confirm that it is hers."""
    return one.answer == "agreed" and one.verified is not True and (one.means == "by-code" or one.verified is False)
