"""A document as PDF, set by the typesetting child: values, never markup, and nothing about who made it, when and with what."""

from __future__ import annotations

import re
from typing import Any

from alongside import typeset
from alongside.desk.submissions.documents.document import Document, table_of
from alongside.desk.submissions.documents.safe_text import unisolated
from alongside.desk.submissions.documents.tidying import tidy
from alongside.language.catalogue import direction

# What the file says of the program that made it. A new version would change the bytes of every document that somebody compares later.
_PROGRAM = re.compile(
    rb"(?<=/Creator \()[^()]*(?=\))|(?<=/Creator\()[^()]*(?=\))|(?<=<xmp:CreatorTool>)[^<]*(?=</xmp:CreatorTool>)"
)


def written(document: Document) -> bytes:
    """The PDF. TypesetError (one sentence) where none could be made."""
    table = values(tidy(document))
    # The template sets each run of other letters apart by itself. The marks that catalogues put around a value would set a whole Arabic
    # sentence from left to right where its first word is Latin.
    return _without_program(typeset.pdf("submission", _unisolated(table) if table["dir"] == "rtl" else table))


def values(document: Document) -> dict[str, Any]:
    """The keys that `typeset/templates/submission.typ` names at its head."""
    labels = document.labels
    rest = () if document.annexes_shown or not document.annexes else table_of(document.annexes, labels).rows
    return {
        "lang": document.lang,
        "dir": direction(document.lang),
        "title": document.title,
        "footer": document.marks[0] if document.marks else document.sender.name,
        "sender": {"name": document.sender.name, "contact": document.sender.contact},
        "addressee": document.addressee,
        "marks": document.marks,
        "parts": [
            {
                "title": part.title,
                "blocks": [
                    {
                        "label": block.label,
                        "passages": [
                            {"kind": one.kind, "unsaid": one.unsaid, "paragraphs": one.paragraphs, "rows": one.rows}
                            for one in block.passages
                        ],
                    }
                    for block in part.blocks
                ],
            }
            for part in document.parts
        ],
        "annexes": rest,
        "closing": document.closing,
        "labels": {"to": labels.to, "sent_by": labels.sent_by, "own_words": labels.own_words, "annexes": labels.annexes},
    }


def _unisolated(value: Any) -> Any:
    if isinstance(value, str):
        return unisolated(value)
    if isinstance(value, dict):
        return {key: _unisolated(one) for key, one in value.items()}
    return [_unisolated(one) for one in value] if isinstance(value, list | tuple) else value


def _without_program(pdf: bytes) -> bytes:
    """The same length, so that the table of objects stays right."""
    return _PROGRAM.sub(lambda found: b" " * len(found[0]), pdf)
