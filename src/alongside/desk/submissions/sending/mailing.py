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
from alongside.desk.outbox.channels.mail.letter import is_address
from alongside.desk.outbox.channels.mail.way import Way
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses, words
from alongside.desk.submissions.documents import plain, writing
from alongside.desk.submissions.documents.annexes import Enclosed
from alongside.desk.submissions.sending.work import Work
from alongside.facts.submissions import Submission
from alongside.language import days
from alongside.vault.errors import Refused


class CannotMail(ValueError):
    """It cannot go by mail as things stand. `code`: address, no-mail, bad-key, too-large."""

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
    """Whether mail is possible, to which address the book says, and what whoever carries it can read."""
    entry = addresses.entry_for(unlocked, work.draft.mechanism) if work.draft.mechanism else None
    if not addresses.mail_ready(unlocked):
        return {"possible": False, "to": "", "hint": words.say(lang, "sending.fault.no-mail")}
    return {
        "possible": True,
        "to": entry.mail if entry else "",
        "hint": words.say(lang, "sending.with_key" if entry and entry.key else "sending.without_key"),
    }


def letter(unlocked: Unlocked, work: Work, to: str, enclosed: Sequence[Enclosed]) -> Mailed:
    """The document as PDF, its text in the mail itself, and the annexes. CannotMail."""
    to = to.strip()
    if not is_address(to):
        raise CannotMail("address")
    way = _way(unlocked)
    key = _key(unlocked, to)
    files = [
        mail.Attachment("document.pdf", "application/pdf", writing.written(work.document, "pdf")),
        *(mail.Attachment(one.annex.name, one.annex.media_type, one.data) for one in enclosed),
    ]
    text = plain.letter(work.document)
    try:
        packed = posting.pack(mail.Letter(to, text, tuple(files)), key, way)
    except posting.TooLarge:
        raise CannotMail("too-large") from None
    except (openpgp.BadKey, openpgp.NotEncrypted):
        raise CannotMail("bad-key") from None
    return Mailed(to, packed.inner, packed)


def _way(unlocked: Unlocked) -> Way:
    try:
        way = ways.of(unlocked.desk)
    except Refused:  # sealed to another service key: this machine cannot send
        way = None
    if way is None:
        raise CannotMail("no-mail")
    return way


def _key(unlocked: Unlocked, to: str) -> bytes | None:
    """The certificate of an address, if the book has one. An expired one is refused, not passed over: a letter that somebody believes to
    be encrypted must not leave in clear."""
    found = [one for one in addresses.entries(unlocked) if one.mail.casefold() == to.casefold() and one.key]
    if not found:
        return None
    usable = [one for one in found if not one.expired(clock.today())]
    if not usable:
        raise CannotMail("bad-key")
    return usable[0].key


def standing(unlocked: Unlocked, sent: Submission, lang: str) -> str:
    """How a delivery stands, in one sentence; nothing where its row is gone."""
    if not sent.delivery:
        return ""
    row = UUID(sent.delivery)
    found = deliveries.standing(unlocked.desk, [row], clock.now()).get(row)
    if found is None:
        return ""
    answered = receipts.receipt(unlocked, row)
    parts = [words.say(lang, f"sending.state.{found.state}")]
    if found.twice:
        parts.append(words.say(lang, "sending.state.twice"))
    if answered is not None:
        day = days.written(answered.at.date().isoformat(), lang)
        parts.append(words.say(lang, "sending.state.answered", day=day, answer=answered.answer))
    return " ".join(parts)
