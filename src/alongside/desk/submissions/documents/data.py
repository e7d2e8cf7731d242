"""A document as JSON, for whoever takes data: the keys of the form and its answers, and no id of ours.

`format` and `version` say how to read it; a key is never renamed, and the number goes up when one goes away or changes its meaning.
"""

from __future__ import annotations

import json
from typing import Any

from alongside.desk.submissions.documents.document import TABLE, Block, Document, Passage
from alongside.desk.submissions.documents.tidying import tidy

FORMAT, VERSION = "alongside.submission", 1


def written(document: Document) -> bytes:
    """The JSON as UTF-8, its keys always in the same order."""
    return (json.dumps(_table(tidy(document)), ensure_ascii=False, indent=1) + "\n").encode()


def _table(document: Document) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "language": document.lang,
        "title": document.title,
        "addressee": list(document.addressee),
        "marks": list(document.marks),
        "sender": {"name": document.sender.name, "contact": document.sender.contact},
        "parts": [{"title": part.title, "fields": [_field(one) for one in part.blocks]} for part in document.parts],
        "annexes": [
            {
                "number": one.number,
                "title": one.title,
                "file": one.name,
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in document.annexes
        ],
        "closing": list(document.closing),
    }


def _field(block: Block) -> dict[str, Any]:
    return {
        "field": block.key,
        "label": block.label,
        "limit": block.limit,
        "text": block.text,
        "passages": [_passage(one) for one in block.passages],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    """The table of annexes stands under `annexes` already."""
    return {"kind": passage.kind} if passage.kind == TABLE else {"kind": passage.kind, "paragraphs": list(passage.paragraphs)}
