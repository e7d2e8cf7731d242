"""One document between a draft and its four writings: what stands in it, in order, as plain text without any markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from alongside.desk.submissions.documents.annex import Annex
from alongside.desk.submissions.documents.safe_text import line, prose
from alongside.desk.submissions.drafting.draft import Drafted, Sender, Shown
from alongside.desk.submissions.drafting.form import Form

TEXT, OWN_WORDS, LIST, TABLE = "text", "own-words", "list", "table"
Say = Callable[[str], str]

# Items that are told line by line: each line stands for itself and is marked as one of a list.
LISTED = frozenset({
    "victims", "victim-details", "relatives", "beneficiaries", "timeline", "act-types", "perpetrators", "un-cooperation", "un-references",
    "charges", "court-dates", "search-steps", "current-situation", "domestic-steps", "remedies", "other-procedures", "state-response",
    "measures-requested", "needs", "consent", "family-consent", "name-publication", "confidential-parts", "annexes",
})  # fmt: skip
ANNEXES = "annexes"  # the item that the table of annexes answers
# Says whose words follow and opens a quotation, or begins with one.
_QUOTES = re.compile('(?:^|[:\uff1a])[\\s\u2066-\u2069]*[«“„"「『]')


@dataclass(frozen=True, slots=True)
class Passage:
    """Some paragraphs of one kind. `rows` are those of a table, its head first; else empty."""

    kind: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def unsaid(self) -> bool:
        """Whether these are the person's own words and they do not say so themselves, by a word and quotation marks."""
        return self.kind == OWN_WORDS and bool(self.paragraphs) and not _QUOTES.search(self.paragraphs[0])


@dataclass(frozen=True, slots=True)
class Block:
    """What the form calls a field: its label and its answer. `text` is the answer as one would paste it; `limit` in characters."""

    key: str
    label: str
    passages: tuple[Passage, ...]
    text: str
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section under its heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words that a writer itself needs, in the language of the document."""

    to: str
    sent_by: str
    own_words: str
    annexes: str
    annex: str  # of the columns of the table of annexes: number, title, file, size, digest
    described: str
    file: str
    size: str
    digest: str
    page: str  # "Page {page} of {pages}"
    count: str  # "{count} characters", "{count} of {limit} characters"
    count_of: str
    over: str


@dataclass(frozen=True, slots=True)
class Document:
    """All that stands in a document. `marks` are lines about confidence, `closing` what is asked of who receives it."""

    lang: str
    title: str
    labels: Labels
    sender: Sender
    addressee: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    annexes: tuple[Annex, ...] = ()
    closing: tuple[str, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for part in self.parts for block in part.blocks)

    @property
    def annexes_shown(self) -> bool:
        """Whether a field of the form already shows the table of annexes: it then stands there, and not a second time at the end."""
        return any(passage.kind == TABLE for block in self.blocks for passage in block.passages)


def from_drafted(
    drafted: Drafted,
    say: Say,
    addressee: str,
    sender: Sender,
    annexes: Sequence[Annex] = (),
    marks: Iterable[str] = (),
) -> Document:
    """The document of a draft. `say` knows the words of the rooms in the draft's language, `drafting.` and `documents.` alike; `addressee`
    is the name of the mechanism, or nothing where it goes to the public; `marks` are lines beside those that follow from the draft."""
    labels = _labels(say)
    answers = {one.field.key: one for one in drafted.shown}
    parts = []
    for section in drafted.form.sections:
        found = [answers[one.key] for one in section.fields if one.key in answers]
        blocks = tuple(block for one in found if (block := _block(one, drafted.form, labels, annexes, say)) is not None)
        if blocks:
            parts.append(Part(line(say(f"drafting.section.{section.key}")), blocks))
    return Document(
        lang=drafted.lang,
        title=line(say(f"drafting.form.{drafted.form.id}")),
        labels=labels,
        sender=Sender(line(sender.name), prose(sender.contact)),
        addressee=tuple(filter(None, (line(one) for one in addressee.splitlines()))),
        marks=tuple(filter(None, (line(one) for one in (*_marks(drafted, say), *marks)))),
        parts=tuple(parts),
        annexes=tuple(annexes),
        closing=(line(say("documents.receipt")),) if drafted.form.receipt else (),
    )


def _labels(say: Say) -> Labels:
    return Labels(**{name: say(f"documents.label.{name}") for name in Labels.__dataclass_fields__})


def _marks(drafted: Drafted, say: Say) -> Iterator[str]:
    """What whoever receives it must keep to. Who asked a form's persons whether the State or the public may read their names says so in
    `naming`; nobody else may be told them."""
    form = drafted.form
    if not form.mechanisms and form.recipient in ("public", "media"):
        return
    yield say("documents.mark.confidential")
    levels = {level for _, level in drafted.levels}
    asked = {purpose for _, purpose in form.naming}
    if "named" in levels and "publish" not in asked:
        yield say(
            "documents.mark.not_published" if ("responsible-state", "name") in form.naming else "documents.mark.addressee_only"
        )
    if levels & {"sender-only", "unnamed"}:
        yield say("documents.mark.unnamed")


def _block(shown: Shown, form: Form, labels: Labels, annexes: Sequence[Annex], say: Say) -> Block | None:
    """A field that says something; None for one that is missing or left out."""
    text = prose(shown.text)
    if shown.state == "left-out" or not text:
        return None
    table = shown.field.item == ANNEXES and shown.state == "filled" and bool(annexes)
    passages = (table_of(annexes, labels),) if table else _passages(shown)
    label = line(say(f"drafting.field.{shown.field.key}"))
    return Block(shown.field.key, label, passages, text, shown.field.limit)


def _passages(shown: Shown) -> tuple[Passage, ...]:
    """The lines of an answer, the person's own words apart from ours.

    A line that the officer left as it was generated is still the person's own: it is known by its text, since an edited answer has lost
    its sentences.
    """
    own = {part for one in shown.filled.sentences if one.own_words for part in prose(one.text).split("\n") if part}
    lines = [one for one in prose(shown.text).split("\n") if one]
    # An edited answer stands as the officer wrote it.
    plain = LIST if shown.state == "filled" and shown.field.item in LISTED and len(lines) > 1 else TEXT
    found: list[tuple[str, list[str]]] = []
    for one in lines:
        kind = OWN_WORDS if one in own else plain
        if not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(one)
    return tuple(Passage(kind, tuple(paragraphs)) for kind, paragraphs in found)


def table_of(annexes: Sequence[Annex], labels: Labels) -> Passage:
    """The annexes as rows: number, what it shows, name of the file, size in bytes, digest."""
    head = (labels.annex, labels.described, labels.file, labels.size, labels.digest)
    rows = ((str(one.number), line(one.title), one.name, str(one.size), one.sha256) for one in annexes)
    return Passage(TABLE, rows=(head, *rows))
