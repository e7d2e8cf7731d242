"""Mail about somebody that has not left when she takes her consent back: it is stopped with the record of her no, not days later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID

from alongside.desk.cases import history, ledger
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import Held, lock_desk
from alongside.desk.cases.opening import Opened
from alongside.desk.outbox import deliveries
from alongside.desk.people import notices
from alongside.desk.people.models import Person as Member
from alongside.desk.people.unlocked import Unlocked
from alongside.facts import consent
from alongside.facts.asking import asked
from alongside.facts.codes import PUBLICITY
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.publicity import PublicityDecision, decisions
from alongside.facts.steps import Intervention
from alongside.facts.submissions import Draft, Submission
from alongside.vault.errors import NotVouched, Refused

# What the history says where no fact changes: a worker had it, so that it may have left; or the case takes no facts, and it stayed.
STOPPED, UNTOLD = "submission-stopped", "submission-stopped-untold"
_ALL = 10**9  # links of a history
# A fact as it stands, and as it shall be; None where it is to go.
Change = tuple[Fact, Fact | None]


def stop_about(
    unlocked: Unlocked,
    written: Iterable[Fact],
    removed: Collection[str],
    before: Mapping[str, Fact],
    facts: Mapping[str, Fact],
    now: datetime,
) -> list[Change]:
    """Stop whatever tells of a person of whom a no was `written` just now, needed her yes, or rests on what is hidden or gone, in the
    transaction that stores it; whatever rests on a yes that ended without a no; and whatever names somebody who was not asked, and would
    have to be now.

    Whatever the no was to: a mail that somebody sends again is a lesser loss than one that she forbade. `removed`: ids of the facts that
    go; `before` and `facts`: all of the case, as it stood and as it shall stand. Gives what that changes in the case.
    """
    sent = [one for one in facts.values() if isinstance(one, Submission) and one.delivery and one.left]
    if not sent:
        return []
    no, still = _No.of(written, removed, facts), _Yes(facts, now.date())
    no.persons.update(one for one in asked(facts.values()) - asked(before.values()) if one in before)
    stands = deliveries.standing(unlocked.desk, [UUID(one.delivery) for one in sent], now)
    waiting = {one.id for one in sent if (row := stands.get(UUID(one.delivery))) and not row.done}
    settles = {one.id for one in sent if (row := stands.get(UUID(one.delivery))) and row.stayed}
    meant = [one for one in sent if one.id in waiting | settles and no.means(one, facts)]
    meant += [one for one in sent if one.id in waiting and one not in meant and not still.stand(one)]
    changes = [stop(unlocked, one, facts, now) for one in meant]
    return [change for found in changes if found is not None for change in found]


def forbids(written: Iterable[Fact], removed: Collection[str], facts: Mapping[str, Fact]) -> bool:
    """Whether anything is taken back, refused, hidden or taken out by what shall be stored."""
    no = _No.of(written, removed, facts)
    return bool(no.persons or no.consents or no.things or no.loud)


def last_day(consents: Iterable[str], mechanism: str | None, facts: Mapping[str, Fact], today: date) -> date | None:
    """The last day on which all of some yeses are one to whom it goes, if nobody says anything more; None where they have no end. A worker
    has no key of a case: it is told this day with what it carries."""
    still = _Yes(facts, today)
    return min(filter(None, (still.last_day(id_, mechanism) for id_ in consents)), default=None)


def stop_all(opened: Opened, now: datetime) -> None:
    """Stop whatever waits of a case that was changed from outside: which of it a no would mean, nobody can say there any more.

    It is found by the records of what was sent and by the history, where a record is gone; what neither names is not found. No fact is
    changed: the history notes each stop, and the page of what was sent lets the case be told once it is whole.
    """
    unlocked, found = opened.unlocked, ever_sent(opened)
    inside = deliveries.open_ids(unlocked.desk, found)
    lock_desk(unlocked.desk)
    for row in sorted(inside):
        if deliveries.stop(unlocked.desk, row):
            submission, by = found[row]
            _tell(unlocked, by)
            stayed = deliveries.standing(unlocked.desk, [row], now)[row].stayed
            note(opened.held, submission, now, stayed=stayed)


def note(held: Held, submission: str, now: datetime, *, stayed: bool) -> None:
    """Who stopped a mail must stand somewhere, also where no fact can say it."""
    what = UNTOLD if stayed else STOPPED
    history.append(held, Happening(0, now, held.unlocked.person.pk, what, held.case.revision, about=UUID(submission)))


def ever_sent(opened: Opened) -> dict[UUID, tuple[str, str]]:
    """By its row in the outbox, everything that this case ever handed to it, as far as records and history can be read: the id of the
    record, and who sent it."""
    found = {UUID(one.delivery): (one.id, one.sent_by) for one in opened.of(Submission) if one.delivery}
    with suppress(Refused):  # the history's own keys do not open
        for happening in history.newest(opened.held, _ALL):
            for change in happening.changes:
                if change.kind == Submission.KIND and change.after and change.after.get("delivery"):
                    found.setdefault(UUID(change.after["delivery"]), (change.id, change.after["sent_by"]))
    return found


def stop(unlocked: Unlocked, one: Submission, facts: Mapping[str, Fact], now: datetime) -> list[Change] | None:
    """Stop one mail; None where it has left, or was stopped before. Who sent it is told.

    Gives what that changes in the case: it did not leave, and no body was seized by it; nothing where a worker had it, because then it
    may have left. Once that worker has said that it did not, the case can be told so too. A row that says so without its proof changes
    nothing: whoever writes to the database can write that."""
    row = UUID(one.delivery) if one.delivery else None
    if row is None:
        return None
    lock_desk(unlocked.desk)  # before a row of the outbox, as everywhere
    stopped = deliveries.stop(unlocked.desk, row)
    standing = deliveries.standing(unlocked.desk, [row], now).get(row)
    if stopped:
        _tell(unlocked, one.sent_by)
    elif standing is None or not standing.stayed or not one.left:
        return None
    if standing is None or not standing.stayed:
        return []
    changes: list[Change] = [(one, replace(one, stopped=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))]
    seized = facts.get(one.intervention or "")
    if isinstance(seized, Intervention) and seized.revision == 1 and not _followed(seized, facts.values()):
        changes.append((seized, None))
    return changes


@dataclass(frozen=True, slots=True)
class _No:
    """What somebody took back, refused or hid just now. `consents`: records that no longer hold; `things`: what is hidden or gone;
    `loud`: publicity was stopped, or less was decided; `dropped`: whom the decision is no longer about."""

    persons: set[str] = field(default_factory=set)
    consents: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    loud: bool = False
    dropped: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, written: Iterable[Fact], removed: Collection[str], facts: Mapping[str, Fact]) -> _No:
        written = list(written)
        noes = [one for one in written if isinstance(one, Consent) and one.answer != "agreed"]
        consents = {*removed, *(id_ for one in noes for id_ in one.withdraws)}
        # A withdrawal filed under another person by a slip of the hand counts for her whose yes it names.
        named = [one.person for id_ in consents if isinstance(one := facts.get(id_), Consent)]
        things = {*removed, *(one.id for one in written if one.confidential)}
        loud, dropped = _quieter(written, facts)
        return cls({*(one.person for one in noes), *named, *things}, consents, things, loud, dropped)

    def means(self, one: Submission, facts: Mapping[str, Fact]) -> bool:
        """Whether something that was sent needs, or tells of, what is gone now."""
        told = {*(person for person, level in one.levels if level != "left-out"), *one.sources, *one.pictured}
        draft = facts.get(one.draft)
        rests = {*one.rests_on, *(draft.annexes if isinstance(draft, Draft) else ())}
        if told & self.persons or self.consents & set(one.consents) or self.things & rests:
            return True
        return bool(self.loud or told & self.dropped) and _is_loud(one, facts)


def _quieter(written: Iterable[Fact], facts: Mapping[str, Fact]) -> tuple[bool, set[str]]:
    """Whether a decision on publicity was stopped, or the one that counts now is no appeal, as nothing that everybody can read leaves
    without; and whom it is no longer about, of those of the one before."""
    new = [one for one in written if isinstance(one, PublicityDecision)]
    counts, *before = [*decisions(facts.values()), None]
    if counts is None or counts not in new:
        return any(one.stopped for one in new), set()
    dropped: set[str] = set(before[0].persons) - set(counts.persons) if before[0] else set()
    return any(one.stopped for one in new) or counts.level != PUBLICITY[-1], dropped


class _Yes:
    """The yeses of a case on a day. One may end without a no: its last day has passed, somebody else has to decide for her, or who said
    it for her no longer does."""

    def __init__(self, facts: Mapping[str, Fact], today: date) -> None:
        self._facts, self._today = facts, today
        self._ledger = [one for one in facts.values() if isinstance(one, Consent)]

    def stand(self, one: Submission) -> bool:
        """Whether every yes on which something was sent would be one today."""
        return all(self._stands(id_, one.mechanism) for id_ in one.consents)

    def last_day(self, id_: str, mechanism: str | None) -> date | None:
        question = self._question(id_, mechanism)
        return consent.last_day(*question) if question else None

    def _stands(self, id_: str, mechanism: str | None) -> bool:
        question = self._question(id_, mechanism)
        return question is not None and consent.may_leave(*question).value == "yes"

    def _question(self, id_: str, mechanism: str | None) -> tuple[list[Consent], Person, consent.Recipient, str, date] | None:
        """What the ledger is asked about a yes; None where its record, or her, is gone. About this very recipient where the yes names its
        class: a newer word about it alone counts. A yes to name her to the State is about the State."""
        given = self._facts.get(id_)
        her = self._facts.get(given.person) if isinstance(given, Consent) else None
        if not isinstance(given, Consent) or not isinstance(her, Person):
            return None
        to = ledger.recipient(mechanism or given.recipient)
        if not to.named_by(given.recipient):
            to = ledger.recipient(given.recipient)
        return self._ledger, her, to, given.purpose, self._today


def _is_loud(one: Submission, facts: Mapping[str, Fact]) -> bool:
    """Whether everybody can read it: it went to nobody of the directory. The intervention says so as well, but can be changed."""
    made = facts.get(one.intervention or "")
    return one.mechanism is None or (isinstance(made, Intervention) and made.type == "publicity")


def _followed(one: Intervention, facts: Iterable[Fact]) -> bool:
    """Whether anything else hangs on a step."""
    return any(
        one.id in (getattr(fact, "intervention", None), getattr(fact, "answers", None)) and not isinstance(fact, Submission)
        for fact in facts
    )


def _tell(unlocked: Unlocked, by: str) -> None:
    """Who sent it off believes that it is on its way."""
    sender = Member.objects.filter(pk=UUID(by), desk=unlocked.desk, active=True).exclude(pk=unlocked.person.pk).first()
    if sender is not None:
        with suppress(NotVouched):
            notices.say(sender, "notices.mail_stopped", unlocked.circle, who=unlocked.person.pk.hex)
