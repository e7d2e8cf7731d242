"""What goes out of a case: the draft for one recipient, who approved it, and the copy of what was sent.

A draft keeps no generated sentence: those are made anew from the facts each time, so that a fact which was corrected, or a consent which
was withdrawn, shows at once. It keeps what people chose and typed, and for each typed text what stood there when it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from alongside.directory import vocabulary
from alongside.facts import codes
from alongside.facts.evidence import FILE, INSTANT, SHA256
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, SLUG, Code, Number, Row, Table, Text, Ticks, maybe, some, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Table):
    """One field of a form as the officer wrote it. `basis`: digest of the generated text that it replaced, which names its facts and
    their revisions; another digest today means that a fact has changed since, and the page says so."""

    key: str = field(metadata=told(SLUG))  # of the field
    text: str = field(metadata=told(Text(PROSE)))
    basis: str | None = maybe(SHA256)
    facts: tuple[str, ...] = some(ID, once=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Table):
    """One thing that somebody looked up, for a gate that asks for it: the channel, the treaty's status, a lawyer's comparison.

    `document`: digest of the draft as it stood then. What was looked up about a text says nothing about the text that replaced it.
    `about`: digest of what the gate was about then. Who was added to it since, nobody looked at.
    """

    gate: str = field(metadata=told(SLUG))
    by: str = field(metadata=told(ID))
    at: str = field(metadata=told(INSTANT))
    note: str | None = maybe(Text())
    document: str | None = maybe(SHA256)
    about: str | None = maybe(SHA256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Fact):
    """One form for one recipient. `mechanism` None where the form goes to nobody of the directory: the press, the public."""

    KIND: ClassVar[str] = "draft"

    form: str = field(metadata=told(SLUG))
    mechanism: str | None = maybe(SLUG)
    lang: str = field(metadata=told(Code(vocabulary.LANGUAGES)))
    persons: tuple[str, ...] = some(ID, once=True)  # for whom
    levels: tuple[tuple[str, str], ...] = field(
        default=(), metadata=told(Ticks(codes.NAMING))
    )  # by person: how much of her is told
    texts: tuple[Edited, ...] = some(Row(Edited))
    left_out: tuple[str, ...] = some(SLUG, once=True)  # fields
    annexes: tuple[str, ...] = some(ID, once=True)  # evidence, in the order of their numbers
    checks: tuple[Checked, ...] = some(Row(Checked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Fact):
    """A second person agrees that a draft leaves as it stood: `document` is the digest of what she read."""

    KIND: ClassVar[str] = "approval"
    WHOLE: ClassVar[bool] = True

    draft: str = field(metadata=told(ID))
    document: str = field(metadata=told(SHA256))
    by: str = field(metadata=told(ID))
    at: str = field(metadata=told(INSTANT))
    word: str | None = maybe(Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Table):
    """One file of what was sent, frozen: its place in the store and its digest. `name` is neutral: form, annex and number."""

    name: str = field(metadata=told(Text()))
    file: str = field(metadata=told(FILE))
    sha256: str = field(metadata=told(SHA256))
    size: int = field(metadata=told(Number(0, 2**40)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Fact):
    """What left, to whom, when and how, and on which consents; what came of it hangs on its `intervention`.

    `sources`: who is not told of in it, but whose yes it needed: who told it, and her family where the form asks them. `pictured`: who
    can be seen or heard in its annexes. `stopped`: when it was stopped before it left; nothing else of it ever changes.
    """

    KIND: ClassVar[str] = "submission"
    WHOLE: ClassVar[bool] = True

    draft: str = field(metadata=told(ID))
    form: str = field(metadata=told(SLUG))
    mechanism: str | None = maybe(SLUG)
    lang: str = field(metadata=told(Code(vocabulary.LANGUAGES)))
    sent: str = field(metadata=told(INSTANT))
    sent_by: str = field(metadata=told(ID))
    means: str = field(metadata=told(Code(codes.SENT_BY)))
    to: str | None = maybe(Text())
    delivery: str | None = maybe(ID)  # its row in the outbox
    copies: tuple[Copy, ...] = some(Row(Copy))
    levels: tuple[tuple[str, str], ...] = field(default=(), metadata=told(Ticks(codes.NAMING)))
    consents: tuple[str, ...] = some(ID, once=True)
    rests_on: tuple[str, ...] = some(ID, once=True)
    sources: tuple[str, ...] = some(ID, once=True)
    pictured: tuple[str, ...] = some(ID, once=True)
    approved_by: tuple[str, ...] = some(ID, once=True)
    intervention: str | None = maybe(ID)
    stopped: str | None = maybe(INSTANT)

    @property
    def left(self) -> bool:
        """Whether it left, as far as anybody knows."""
        return self.stopped is None
