"""A document as a mail of the desk's own: to whom, under which key, and how it stands since. The outbox carries it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID

from alongside.desk.cases.shown import Said
from alongside.desk.cases.words import listed
from alongside.desk.outbox import deliveries, openpgp, receipts
from alongside.desk.outbox.channels import mail
from alongside.desk.outbox.channels.mail import posting
from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.channels.mail.way import Way
from alongside.desk.outbox.rules import STOPPED
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses, words
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.documents import plain, writing
from alongside.desk.submissions.documents.annexes import Enclosed
from alongside.desk.submissions.sending import addressing
from alongside.desk.submissions.sending.work import Work
from alongside.facts.submissions import Submission
from alongside.language import days
from alongside.vault.errors import Refused


class CannotMail(ValueError):
    """It cannot go by mail as things stand. `code`: not-in-book, not-compared, clear, no-mail, bad-key, too-large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Mailed:
    """A letter ready to leave. `book`: the address and key that it was made for; `inner`: what the recipient finds after decrypting, byte
    for byte."""

    to: str
    book: str
    inner: bytes = field(repr=False)
    packed: posting.Packed = field(repr=False)

    def carry(self, unlocked: Unlocked, now: datetime) -> Callable[[date | None], UUID]:
        """Writes the row of the outbox, in the caller's transaction; told the last day on which it may leave."""
        return lambda last_day: posting.post(unlocked.desk, unlocked.card, self.packed, now, last_day=last_day)


def offered(unlocked: Unlocked, said: Said, work: Work, typed: Mapping[str, str]) -> dict[str, object]:
    """Whether mail is possible, to which addresses of the book, and what whoever carries it can read."""
    lang = said.lang
    if not addresses.mail_ready(unlocked):
        return {"possible": False, "hint": words.say(lang, "sending.fault.no-mail")}
    found = addressing.entries(work)
    if not found:
        return {"possible": False, "hint": words.say(lang, "sending.fault.not-in-book")}
    sealed = all(one.key for one in found)
    return {
        "possible": True,
        "addresses": [_offered(said, work, one, typed) for one in found],
        "some": any(addressing.gate(work, one).verdict == "open" for one in found),
        "hint": words.say(lang, "sending.with_key" if sealed else "sending.without_key"),
        "clear": not sealed,
    }


def _offered(said: Said, work: Work, entry: Entry, typed: Mapping[str, str]) -> dict[str, object]:
    """One address: who compared it and who changed it, and where nobody has looked yet, the question to who may."""
    code = f"{addressing.CODE}.{entry.id.hex}"
    gate = addressing.gate(work, entry)
    asks = gate.verdict != "open"
    own = asks and work.viewer in addressing.changers(work, entry)
    return {
        "id": entry.id.hex,
        "mail": entry.mail,
        "name": entry.name,
        "fingerprint": entry.spelled,
        "code": code,
        "open": not asks,
        "asks": asks and not own,
        "why": words.say(said.lang, "sending.address_own" if own else "drafting.gate.address") if asks else "",
        "note": typed.get(f"note.{code}", ""),
        "told": _history(said, work, entry),
    }


def _history(said: Said, work: Work, entry: Entry) -> list[str]:
    """What the book knows of an entry: when it was compared and changed, and by whom."""
    say = partial(words.say, said.lang)
    told = []
    if entry.checked is not None:
        who = said.colleague(entry.checked_by.hex) if entry.checked_by else "?"
        told.append(say("addresses.checked_by", day=said.day(entry.checked), who=who))
    elif addressing.is_confirmed(work, entry):
        told.append(say("sending.address_confirmed"))
    elif (look := addressing.look(work, entry)) is not None:
        day = said.day(date.fromisoformat(look.at[:10]))
        told.append(say("sending.address_looked", day=day, who=said.colleague(look.by), note=look.note or ""))
    else:
        told.append(say("addresses.unchecked"))
    if entry.changed is not None:
        who = said.colleague(entry.changed_by.hex) if entry.changed_by else "?"
        told.append(say("addresses.changed_by", day=said.day(entry.changed), who=who))
    if entry.changed_before:
        told.append(say("addresses.changed_too", who=listed(sorted(said.colleague(one) for one in entry.changed_before))))
    return told


def must_fit(unlocked: Unlocked, work: Work) -> None:
    """Refuse annexes that no mail of this desk can hold, before a byte of them is read. CannotMail."""
    # In a mail a file grows by a third; encrypted by more. What passes here is measured once more when it is packed.
    if sum(one.annex.size for one in work.enclosed) * 4 > _way(unlocked).most * 3:
        raise CannotMail("too-large")


def letter(unlocked: Unlocked, work: Work, to: str, enclosed: Sequence[Enclosed], *, clear: bool) -> Mailed:
    """The document as PDF, its text in the mail itself, and the annexes; to an address of the book alone. `to`: the id of its entry, or its
    address where no other entry has it: of two with one address it is not left to chance with which key a letter goes. `clear`: somebody
    chose that every server on the way may read it. CannotMail."""
    found = [one for one in addressing.entries(work) if to.strip().casefold() in (one.id.hex, one.mail.casefold())]
    if len(found) != 1:
        raise CannotMail("not-in-book")
    (entry,) = found
    if entry.expired(clock.today()):  # refused, not passed over: what somebody believes to be encrypted must not leave in clear
        raise CannotMail("bad-key")
    if addressing.gate(work, entry).verdict != "open":
        raise CannotMail("not-compared")
    if not entry.key and not clear:
        raise CannotMail("clear")
    way = _way(unlocked)
    files = [
        mail.Attachment("document.pdf", "application/pdf", writing.written(work.document, "pdf")),
        *(mail.Attachment(one.annex.name, one.annex.media_type, one.data) for one in enclosed),
    ]
    try:
        packed = posting.pack(mail.Letter(entry.mail, plain.letter(work.document), tuple(files)), entry.key or None, way)
    except posting.TooLarge:
        raise CannotMail("too-large") from None
    except (openpgp.BadKey, openpgp.NotEncrypted):
        raise CannotMail("bad-key") from None
    return Mailed(entry.mail, entry.way_digest, packed.inner, packed)


def _way(unlocked: Unlocked) -> Way:
    try:
        way = ways.of(unlocked.desk)
    except Refused:  # sealed to another service key: this machine cannot send
        way = None
    if way is None:
        raise CannotMail("no-mail")
    return way


def standing(unlocked: Unlocked, sent: Submission, lang: str) -> str:
    """How a delivery stands, in a sentence or two; that nobody knows, where its row is gone or says what no receipt proves."""
    if not sent.delivery:
        return ""
    hers = sent.sent_by == unlocked.person.pk.hex
    state, twice, answered = receipts.standing_of(unlocked, UUID(sent.delivery), hers=hers)
    if state == STOPPED and twice:
        return words.say(lang, "addresses.state.stopped-late")
    unproven = state in (receipts.GONE, receipts.UNPROVEN)
    parts = [words.say(lang, f"addresses.state.{state}" if unproven else f"sending.state.{state}")]
    if twice:
        parts.append(words.say(lang, "sending.state.twice"))
    if answered is not None:
        day = days.written(answered.at.date().isoformat(), lang)
        parts.append(words.say(lang, "sending.state.answered", day=day, answer=answered.answer))
    return " ".join(parts)


def waits(unlocked: Unlocked, sent: Submission) -> str:
    """What a person can still do about it: `stop` what has not left; `settle` what was stopped while a worker had it, which has said since
    that it did not leave. Empty for nothing."""
    row = UUID(sent.delivery) if sent.delivery else None
    found = deliveries.standing(unlocked.desk, [row], clock.now()).get(row) if row else None
    if found is None:
        return ""
    return ("settle" if found.stayed and sent.left else "") if found.done else "stop"
