"""A document as a mail of the desk's own: to whom, under which key, and how it stands since. The outbox carries it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.desk.outbox import deliveries, openpgp, receipts
from alongside.desk.outbox.channels import mail
from alongside.desk.outbox.channels.mail import posting
from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.channels.mail.way import Way
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses, words
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.documents import plain, writing
from alongside.desk.submissions.documents.annexes import Enclosed
from alongside.desk.submissions.sending.work import Work
from alongside.facts.submissions import Submission
from alongside.language import days
from alongside.vault.errors import Refused


class CannotMail(ValueError):
    """It cannot go by mail as things stand. `code`: not-in-book, clear, no-mail, bad-key, too-large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Mailed:
    """A letter ready to leave. `inner`: what the recipient finds after decrypting, byte for byte."""

    to: str
    inner: bytes = field(repr=False)
    packed: posting.Packed = field(repr=False)

    def carry(self, unlocked: Unlocked, now: datetime) -> Callable[[], UUID]:
        """Writes the row of the outbox, in the caller's transaction."""
        return lambda: posting.post(unlocked.desk, unlocked.card, self.packed, now)


def offered(unlocked: Unlocked, work: Work, lang: str) -> dict[str, object]:
    """Whether mail is possible, to which addresses of the book, and what whoever carries it can read."""
    if not addresses.mail_ready(unlocked):
        return {"possible": False, "hint": words.say(lang, "sending.fault.no-mail")}
    found = _entries(work)
    if not found:
        return {"possible": False, "hint": words.say(lang, "sending.fault.not-in-book")}
    sealed = all(one.key for one in found)
    return {
        "possible": True,
        "addresses": [(one.mail, one.name, one.spelled) for one in found],
        "hint": words.say(lang, "sending.with_key" if sealed else "sending.without_key"),
        "clear": not sealed,
    }


def must_fit(unlocked: Unlocked, work: Work) -> None:
    """Refuse annexes that no mail of this desk can hold, before a byte of them is read. CannotMail."""
    # In a mail a file grows by a third; encrypted by more. What passes here is measured once more when it is packed.
    if sum(one.annex.size for one in work.enclosed) * 4 > _way(unlocked).most * 3:
        raise CannotMail("too-large")


def letter(unlocked: Unlocked, work: Work, to: str, enclosed: Sequence[Enclosed], *, clear: bool) -> Mailed:
    """The document as PDF, its text in the mail itself, and the annexes; to an address of the book alone. `clear`: somebody chose that
    every server on the way may read it. CannotMail."""
    entry = next((one for one in _entries(work) if one.mail.casefold() == to.strip().casefold()), None)
    if entry is None:
        raise CannotMail("not-in-book")
    if entry.expired(clock.today()):  # refused, not passed over: what somebody believes to be encrypted must not leave in clear
        raise CannotMail("bad-key")
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
    return Mailed(entry.mail, packed.inner, packed)


def _entries(work: Work) -> list[Entry]:
    """To whom this draft may be mailed: the entry of its mechanism; a text for the public or the press to whoever else is in the book. An
    address that somebody types is in no consent and in nobody's second look."""
    wanted = work.draft.mechanism or ""
    return [one for one in work.book if one.mail and one.mechanism == wanted]


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
    unproven = state in (receipts.GONE, receipts.UNPROVEN)
    parts = [words.say(lang, f"addresses.state.{state}" if unproven else f"sending.state.{state}")]
    if twice:
        parts.append(words.say(lang, "sending.state.twice"))
    if answered is not None:
        day = days.written(answered.at.date().isoformat(), lang)
        parts.append(words.say(lang, "sending.state.answered", day=day, answer=answered.answer))
    return " ".join(parts)


def waits(unlocked: Unlocked, sent: Submission) -> bool:
    """Whether it has not left, so that somebody can stop it."""
    row = UUID(sent.delivery) if sent.delivery else None
    found = deliveries.standing(unlocked.desk, [row], clock.now()).get(row) if row else None
    return found is not None and not found.done
