"""Pages of a PDF as pictures, by PDFium."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2

from alongside.cleaning.inside.made import NotClean, need
from alongside.cleaning.results import Reason

if TYPE_CHECKING:
    from PIL import Image

MOST_PAGES = 2000
LARGEST = 20_000.0  # points; 7 metres


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document with its form fields, as a reader would show them."""
    document = None
    try:
        document = pypdfium2.PdfDocument(data)
        need(0 < len(document) <= MOST_PAGES, Reason.MANY_PAGES)
        with contextlib.suppress(Exception):
            document.init_forms()
        yield document
    except pypdfium2.PdfiumError as error:
        raise NotClean(Reason.LOCKED if "password" in str(error).lower() else Reason.DAMAGED) from error
    finally:
        if document is not None:
            document.close()


def size(document: Any, number: int) -> tuple[float, float]:
    """Width and height of a page as it is shown, in points."""
    need(0 <= number < len(document), Reason.NO_PAGE)
    width, height = document.get_page_size(number)
    need(0 < width <= LARGEST and 0 < height <= LARGEST)
    return float(width), float(height)


def draw(document: Any, number: int, scale: float) -> Image.Image:
    """A page on white, in colours."""
    page = document[number]
    try:
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        return drawn
    finally:
        page.close()
