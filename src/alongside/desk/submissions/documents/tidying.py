"""A document with every text safe to be written, whoever made it: what each writer does first."""

from __future__ import annotations

from dataclasses import replace

from alongside.desk.submissions.documents.document import Block, Document, Part, Passage
from alongside.desk.submissions.documents.safe_text import line, prose
from alongside.desk.submissions.drafting.draft import Sender


def tidy(document: Document) -> Document:
    """The same document; a second time changes nothing."""
    return replace(
        document,
        title=line(document.title),
        sender=Sender(line(document.sender.name), prose(document.sender.contact)),
        addressee=_lines(document.addressee),
        marks=_lines(document.marks),
        parts=tuple(Part(line(part.title), tuple(map(_block, part.blocks))) for part in document.parts),
        annexes=tuple(replace(one, title=line(one.title)) for one in document.annexes),
        closing=_lines(document.closing),
    )


def _lines(told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(line, told)))


def _block(block: Block) -> Block:
    passages = tuple(filter(_says_something, map(_passage, block.passages)))
    return replace(block, label=line(block.label), passages=passages, text=prose(block.text))


def _passage(passage: Passage) -> Passage:
    paragraphs = tuple(filter(None, map(prose, passage.paragraphs)))
    return replace(passage, paragraphs=paragraphs, rows=tuple(tuple(map(line, row)) for row in passage.rows))


def _says_something(passage: Passage) -> bool:
    return bool(passage.paragraphs or passage.rows)
