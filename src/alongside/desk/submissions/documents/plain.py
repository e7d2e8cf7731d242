"""A document as plain text, to be copied field by field into a form on the web: label, count against the limit, answer.

Lines end with LF, letters are composed (NFC), and no mark of direction is left: a form elsewhere would count it and keep it.
"""

from __future__ import annotations

from collections.abc import Iterator

from alongside.desk.submissions.documents.document import Block, Document, Labels
from alongside.desk.submissions.documents.safe_text import unmarked
from alongside.desk.submissions.documents.tidying import tidy

RULE = "-" * 60
# A form elsewhere keeps no rule at the side: there the person's own words stand between marks, after a word that says so.
QUOTES = {"ar": ("«", "»"), "en": ("“", "”"), "es": ("«", "»"), "fr": ("«\u00a0", "\u00a0»"), "ru": ("«", "»"), "zh": ("“", "”")}


def written(document: Document) -> bytes:
    """The text as UTF-8, without a byte order mark."""
    return unmarked("\n".join(_lines(tidy(document)))).encode()


def count(text: str) -> int:
    """Characters as most forms count them: one for each sign and each end of a line."""
    return len(unmarked(text))


def answer(block: Block, document: Document) -> str:
    """What to paste into one field of a form elsewhere."""
    if not any(one.unsaid for one in block.passages):
        return unmarked(block.text)
    opens, closes = QUOTES[document.lang]
    found: list[str] = []
    for passage in block.passages:
        if passage.unsaid:
            first, *more = (f"{opens}{one}{closes}" for one in passage.paragraphs)
            found += [f"{document.labels.own_words}: {first}", *more]
        else:
            found += passage.paragraphs
    return unmarked("\n".join(found))


def _lines(document: Document) -> Iterator[str]:
    labels = document.labels
    yield document.title
    if document.addressee:
        yield f"{labels.to}: {', '.join(document.addressee)}"
    yield from document.marks
    for part in document.parts:
        yield from ("", part.title, RULE)
        for block in part.blocks:
            text = answer(block, document)
            yield from ("", f"{block.label} [{_counted(text, block.limit, labels)}]", text)
    if document.annexes:
        yield from ("", labels.annexes, RULE)
        for one in document.annexes:
            told = f" – {one.title}" if one.title else ""
            yield from ("", f"{one.number}. {one.name}{told}", f"{labels.size}: {one.size}", f"{labels.digest}: {one.sha256}")
    yield from ("", RULE, *document.closing)
    if document.sender.name:
        yield f"{labels.sent_by}: {document.sender.name}"
        yield from filter(None, document.sender.contact.split("\n"))
    yield ""


def _counted(text: str, limit: int | None, labels: Labels) -> str:
    length = count(text)
    if limit is None:
        return labels.count.format(count=length)
    if length > limit:
        return labels.over.format(count=length, limit=limit, over=length - limit)
    return labels.count_of.format(count=length, limit=limit)
