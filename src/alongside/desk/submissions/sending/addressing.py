"""To which entries of the address book a draft may be mailed, and whether each was looked at by somebody who did not change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.drafting import gates
from alongside.desk.submissions.drafting.gates import Addressed, Gate

if TYPE_CHECKING:
    from alongside.desk.submissions.sending.work import Work
    from alongside.facts.submissions import Checked

CODE = "address"  # before the id of an entry, as a form names it


def entries(work: Work) -> list[Entry]:
    """To whom this draft may be mailed: the entry of its mechanism; a text for the public or the press to whoever else is in the book. An
    address that somebody types is in no consent and in nobody's second look."""
    wanted = work.draft.mechanism or ""
    return [one for one in work.book if one.mail and one.mechanism == wanted]


def gate(work: Work, entry: Entry) -> Gate:
    """Whether this draft may be mailed to this entry as it stands in the book."""
    addressed = Addressed(
        way=entry.way_digest,
        confirmed=is_confirmed(work, entry),
        checked=entry.checked,
        changed_by=changers(work, entry),
    )
    return gates.address(work.leaving, addressed)


def changers(work: Work, entry: Entry) -> frozenset[str]:
    """Whose word on this entry does not count, because she changed it herself; nobody's where the desk has one member alone."""
    return frozenset() if work.alone else frozenset(one.hex for one in entry.changers)


def look(work: Work, entry: Entry) -> Checked | None:
    """What somebody who did not change it looked up about this very entry for this draft, where that opens the gate."""
    about, but = gates.digest_of(gate(work, entry)), changers(work, entry)
    found = (one for one in work.draft.checks if one.gate == CODE and one.about == about and one.by not in but)
    return next(found, None) if gate(work, entry).verdict == "open" else None


def is_confirmed(work: Work, entry: Entry) -> bool:
    """Whether the directory confirms this very address. It knows no keys, so a key beside the address has to be compared all the same."""
    channels = work.mechanism.channels if work.mechanism else ()
    mails = {(one.value or "").casefold() for one in channels if one.type == "email" and one.confirmed}
    return not entry.key and entry.mail.casefold() in mails


def named(work: Work, code: str) -> Entry | None:
    """The entry that a form means by `address.` and its id."""
    return next((one for one in entries(work) if f"{CODE}.{one.id.hex}" == code), None)


def may_go(work: Work, way: str) -> bool:
    """Whether the book still has an entry with exactly this way, and it may be mailed to."""
    return any(one.way_digest == way and gate(work, one).verdict == "open" for one in entries(work))
