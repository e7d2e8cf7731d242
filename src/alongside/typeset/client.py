"""The client: values to PDF by one long-lived child (`alongside.confined`), and one sentence where no document came."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alongside.confined import Child, Failed, Limits, Why
from alongside.typeset import messages

SECONDS_A_DOCUMENT = 20.0
SECONDS_TO_START = 30.0
# A document takes a quarter of a second.
SECONDS_TO_WAIT = 10.0
# Typst keeps what it has set in its cache (some 13 MB for a plan of 17 pages). A fresh child after this many documents, or this much
# text, keeps memory level and old values out of it.
DOCUMENTS_A_CHILD = 20
BYTES_A_CHILD = 1024 * 1024
# A resting child holds some 80 MB, more than half of what the whole server needs.
SECONDS_TO_REST = 60.0
TEMPLATES = Path(__file__).parent / "templates"
SENTENCES = {
    Why.TOO_MANY: "Too many documents are being set at this moment.",
    Why.WAITED: "The document waited {seconds:g} seconds for others and was given up.",
    Why.UNSTARTED: "The process that sets documents could not be started.",
    Why.OVERRAN: "The document was not ready after {seconds:g} seconds and was given up.",
    Why.ENDED: "The process that sets documents ended before this one was ready.",
}


class TypesetError(Exception):
    """No document came; the message is one sentence that quotes no value."""


class Typesetter(Child):
    """The child that holds Typst."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS_A_DOCUMENT,
        start: float = SECONDS_TO_START,
        wait: float = SECONDS_TO_WAIT,
        documents: int = DOCUMENTS_A_CHILD,
        rest: float = SECONDS_TO_REST,
        command: tuple[str, ...] = ("-m", "alongside.typeset.child"),
    ) -> None:
        super().__init__(command, Limits(seconds, start, wait, rest, documents, BYTES_A_CHILD, messages.LARGEST_ANSWER))

    def pdf(self, template: str, values: Mapping[str, Any]) -> bytes:
        """The document as bytes, or TypesetError."""
        try:
            kind, body = self.ask(messages.QUESTION, _question(template, values))
        except Failed as failed:
            raise TypesetError(SENTENCES[failed.why].format(seconds=failed.seconds)) from failed
        if kind == messages.DOCUMENT:
            return body
        raise TypesetError(str(json.loads(body)["sentence"]))


def _question(template: str, values: Mapping[str, Any]) -> bytes:
    """The question as bytes, checked here so that a wrong one costs no child."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", template) or not (TEMPLATES / f"{template}.typ").is_file():
        raise TypesetError("There is no template of that name.")
    try:
        question = json.dumps({"template": template, "values": dict(values)}, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise TypesetError("The values of a document must be text, numbers, true or false, lists and tables.") from error
    if len(question) > messages.LARGEST_QUESTION:
        raise TypesetError("The document is too long to be set.")
    return question


_shared = Typesetter()
_shared.shared()


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """Set `templates/<template>.typ` with these values and return the PDF. Raises TypesetError (one sentence)."""
    return _shared.pdf(template, values)
