"""From a question to its answer: the file is recognised, the right room is asked, and whatever goes wrong becomes a reason."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from alongside.cleaning import messages
from alongside.cleaning.inside import cleaning, embedded, recognise
from alongside.cleaning.inside.made import NotClean, need
from alongside.cleaning.results import Box, Reason


def answer(letter: bytes, body: bytes) -> tuple[bytes, bytes]:
    """The frame that answers."""
    warnings.simplefilter("ignore")
    try:
        head, data = messages.unpack(body)
        return messages.ANSWER, ANSWERS[letter](data, head)
    except NotClean as error:
        return _refusal(error.reason)
    except MemoryError:
        return _refusal(Reason.TOO_LARGE)
    except RecursionError:
        return _refusal(Reason.DAMAGED)
    except Exception:  # whatever a file does to a decoder is an answer about the file: the child must not end without one
        return _refusal(Reason.FAILED)


def threaded(body: bytes) -> bool:
    """Whether the file in this question is of the kind whose decoder starts a thread."""
    try:
        return recognise.kind(messages.unpack(body)[1]) == "heic"
    except ValueError:
        return False


def _refusal(reason: Reason) -> tuple[bytes, bytes]:
    return messages.REFUSAL, messages.pack({"reason": reason.value})


def _clean(data: bytes, head: Any) -> bytes:
    done = cleaning.clean(data)
    told = {"cleaned": done.data is not None, "kind": done.kind, "found": list(done.found), "note": done.note}
    return messages.pack(told, done.data or b"")


def _metadata(data: bytes, head: Any) -> bytes:
    return messages.pack({"metadata": embedded.metadata(data, cleaning.kind_of(data))})


def _credentials(data: bytes, head: Any) -> bytes:
    from alongside.cleaning.inside import verifying

    return messages.pack(asdict(verifying.verified(data, cleaning.kind_of(data))))


def _pages(data: bytes, head: Any) -> bytes:
    if cleaning.kind_of(data) == "pdf":
        from alongside.cleaning.inside.documents import drawing

        with drawing.opened(data) as document:
            return messages.pack({"pages": [drawing.size(document, number) for number in range(len(document))]})
    return messages.pack({"pages": [_upright(data).size]})


def _preview(data: bytes, head: Any) -> bytes:
    from alongside.cleaning.inside.images import pixels

    number, width = int(head["page"]), int(head["width"])
    if cleaning.kind_of(data) == "pdf":
        from alongside.cleaning.inside.documents import drawing

        with drawing.opened(data) as document:
            across, down = drawing.size(document, number)
            scale = width / across
            need(down * scale * width <= pixels.MOST, Reason.TOO_LARGE)
            return messages.pack({}, pixels.png(drawing.draw(document, number, scale)))
    need(number == 0, Reason.NO_PAGE)
    picture = _upright(data)
    if picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    picture.thumbnail((width, 100 * width))
    return messages.pack({}, pixels.png(picture))


def _upright(data: bytes) -> Any:
    from alongside.cleaning.inside.images import pixels

    kind = cleaning.kind_of(data)
    need(kind in pixels.FORMATS, Reason.UNKNOWN_KIND)
    with pixels.opened(data, kind) as picture:
        return pixels.plain(picture)


def _redact_image(data: bytes, head: Any) -> bytes:
    from alongside.cleaning.inside import redaction

    made = redaction.redact_image(data, cleaning.kind_of(data), [Box(*box) for box in head["boxes"]])
    cleaning.verified(made)
    return messages.pack({"kind": made.kind}, made.data)


def _redact_pdf(data: bytes, head: Any) -> bytes:
    from alongside.cleaning.inside import redaction

    need(cleaning.kind_of(data) == "pdf", Reason.UNKNOWN_KIND)
    made = redaction.redact_pdf(data, {int(page): [Box(*box) for box in boxes] for page, boxes in head["boxes"]})
    cleaning.verified(made)
    return messages.pack({"kind": made.kind}, made.data)


ANSWERS: dict[bytes, Callable[[bytes, Any], bytes]] = {
    messages.CLEAN: _clean,
    messages.METADATA: _metadata,
    messages.PAGES: _pages,
    messages.PREVIEW: _preview,
    messages.REDACT_IMAGE: _redact_image,
    messages.REDACT_PDF: _redact_pdf,
    messages.CREDENTIALS: _credentials,
}
