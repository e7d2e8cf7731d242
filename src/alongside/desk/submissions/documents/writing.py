"""The writings of a document by the ending of a file: for whoever freezes, sends or downloads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alongside.desk.submissions.documents import data, pdf, plain, word
from alongside.desk.submissions.documents.document import Document

WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "pdf": pdf.written,
    "docx": word.written,
    "txt": plain.written,
    "json": data.written,
}
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
ENDINGS = tuple(WRITERS)


def written(document: Document, ending: str) -> bytes:
    """The document as a file of that ending. TypesetError where no PDF could be made."""
    return WRITERS[ending](document)


def name(ending: str) -> str:
    """A name that says nothing."""
    return f"submission.{ending}"
