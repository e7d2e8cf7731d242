"""The server's end: a file goes to a fresh child by pipe, an answer comes back, the child ends.

What a broken file can do to the child is an answer too: it ends (`failed`) or overruns (`overran`), and the file is *not cleaned*. Only
where others are being worked on (`busy`) is there no answer; whoever asks comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from typing import Any, TypeVar

from alongside.cleaning import messages
from alongside.cleaning.kinds import KINDS, UNKNOWN
from alongside.cleaning.results import STANDINGS, Box, Cleaned, CleaningError, Credentials, Page, Picture, Reason
from alongside.confined import Child, Failed, Limits, Why

SECONDS_A_FILE = 45.0
SECONDS_TO_START = 15.0
SECONDS_TO_WAIT = 20.0
REASONS = {
    Why.TOO_MANY: Reason.BUSY,
    Why.WAITED: Reason.BUSY,
    Why.UNSTARTED: Reason.BUSY,
    Why.OVERRAN: Reason.OVERRAN,
    Why.ENDED: Reason.FAILED,
}
WIDEST_PREVIEW = 2000
T = TypeVar("T")


class Cleaner(Child):
    """One child at a time, and a new one for each file."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS_A_FILE,
        start: float = SECONDS_TO_START,
        wait: float = SECONDS_TO_WAIT,
        command: tuple[str, ...] = ("-m", "alongside.cleaning.inside"),
    ) -> None:
        super().__init__(command, Limits(seconds, start, wait, 1.0, 1, 0, messages.LARGEST_ANSWER))

    def clean(self, data: bytes) -> Cleaned:
        """A copy without what devices and programs wrote into the file, or why there is none. Raises CleaningError(BUSY) alone."""

        def read(head: Any, body: bytes) -> Cleaned:
            done = Cleaned(body if head["cleaned"] is True else None, head["kind"], tuple(map(str, head["found"])), head["note"])
            if done.kind not in KINDS or (done.data is None) != (done.note in {*Reason}):
                raise ValueError("neither cleaned nor a reason")
            return done

        try:
            return self._put(messages.CLEAN, data, read)
        except CleaningError as error:
            if error.reason is Reason.BUSY:
                raise
            return Cleaned(None, UNKNOWN, (), error.reason.value)

    def metadata(self, data: bytes) -> dict[str, str]:
        """What is embedded, as short plain strings; empty where nothing is, or nothing can be read."""
        return self._put(
            messages.METADATA, data, lambda head, _: {str(name): str(said) for name, said in head["metadata"].items()}
        )

    def pages(self, data: bytes) -> tuple[Page, ...]:
        """The pages of a PDF, or the one of a picture."""
        return self._put(messages.PAGES, data, lambda head, _: tuple(Page(float(w), float(h)) for w, h in head["pages"]))

    def preview(self, data: bytes, page: int, width: int) -> bytes:
        """A page (the first is 0) as a PNG of that width, on which boxes can be chosen."""
        wide = max(16, min(width, WIDEST_PREVIEW))
        return self._put(messages.PREVIEW, data, lambda _, body: body, page=page, width=wide)

    def redact_image(self, data: bytes, boxes: Iterable[Box]) -> Picture:
        """The picture, clean, with nothing of what was under the boxes."""
        told = _checked(boxes)
        return self._put(messages.REDACT_IMAGE, data, lambda head, body: Picture(body, str(head["kind"])), boxes=told)

    def redact_pdf(self, data: bytes, boxes: Mapping[int, Iterable[Box]]) -> bytes:
        """A new PDF of pictures of the pages (the first is 0), with nothing of what was under the boxes and no object of the original."""
        told = [(page, _checked(some)) for page, some in boxes.items()]
        if not told:
            raise CleaningError(Reason.BOX)
        return self._put(messages.REDACT_PDF, data, lambda _, body: body, boxes=told)

    def credentials(self, data: bytes) -> Credentials:
        """How the content credentials of the file stand, and what they say of themselves; never whether the signer is to be believed."""

        def read(head: Any, _: bytes) -> Credentials:
            if head["standing"] not in STANDINGS:
                raise ValueError("no such standing")
            signer, signed, program = (str(head[name]) for name in ("signer", "signed", "program"))
            actions, codes = (tuple(map(str, head[name])) for name in ("actions", "codes"))
            return Credentials(head["standing"], signer, signed, program, actions, codes)

        return self._put(messages.CREDENTIALS, data, read)

    def _put(self, kind: bytes, data: bytes, read: Callable[[Any, bytes], T], **head: Any) -> T:
        if not data:
            raise CleaningError(Reason.EMPTY)
        if len(data) > messages.LARGEST_FILE:
            raise CleaningError(Reason.TOO_LARGE)
        try:
            letter, body = self.ask(kind, messages.pack(head, data))
        except Failed as failed:
            raise CleaningError(REASONS[failed.why]) from failed
        # A child that was taken over by a file may answer anything.
        try:
            answer, rest = messages.unpack(body)
            if letter == messages.ANSWER:
                return read(answer, rest)
            reason = Reason(answer["reason"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CleaningError(Reason.FAILED) from error
        raise CleaningError(reason)


def _checked(boxes: Iterable[Box]) -> list[tuple[float, ...]]:
    told = list(boxes)
    if not told or not all(box.fits() for box in told):
        raise CleaningError(Reason.BOX)
    return [astuple(box) for box in told]


_shared = Cleaner()
_shared.shared()
clean, metadata, credentials = _shared.clean, _shared.metadata, _shared.credentials
pages, preview = _shared.pages, _shared.preview
redact_image, redact_pdf = _shared.redact_image, _shared.redact_pdf
