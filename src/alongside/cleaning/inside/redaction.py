"""Removing what is under boxes: the pixels are painted over before anything is encoded, and nothing of the original but pixels goes on.

A PDF is drawn, all of its pages, and the copy is built of the drawings alone: no object of the original can be in it, so no text under
a box, no hidden layer, no earlier version. The price is that nobody can search or copy text from it; it is paid because every cheaper
way has to prove for each font, form and shared resource that the words are gone.

Boxes grow outwards: to whole pixels in a PDF, to whole blocks of 16 pixels in a JPEG, whose neighbours within a block still carry a shade
of what stood beside them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from alongside.cleaning.inside.images import pixels
from alongside.cleaning.inside.made import Made, need
from alongside.cleaning.results import Box, Reason

if TYPE_CHECKING:
    from PIL import Image

DOTS_AN_INCH = 150
MOST_PAGES = 200
MOST_PIXELS_A_PAGE = 25_000_000
BLOCK = 16
MARGIN = 1


def redact_image(data: bytes, kind: str, boxes: Iterable[Box]) -> Made:
    """The picture upright and painted over: JPEG stays JPEG, everything else becomes PNG."""
    need(kind in pixels.FORMATS, Reason.UNKNOWN_KIND)
    with pixels.opened(data, kind) as picture:
        need(getattr(picture, "n_frames", 1) == 1 or picture.format == "MPO", Reason.MANY_PAGES)
        plain = pixels.plain(picture)
    lossy = kind in ("jpeg", "heic", "webp")
    # What is under a box may show through a palette or an alpha channel.
    plain = plain if plain.mode in ("L", "RGB") else _opaque(plain)
    paint(plain, boxes, BLOCK if lossy else 1)
    return Made(pixels.jpeg(plain), "jpeg") if kind in ("jpeg", "heic") else Made(pixels.png(plain), "png")


def redact_pdf(data: bytes, boxes: Mapping[int, Iterable[Box]]) -> Made:
    """A PDF of drawings of all pages."""
    from alongside.cleaning.inside.documents import drawing, pdf_of_pictures

    with drawing.opened(data) as document:
        count = len(document)
        need(count <= MOST_PAGES, Reason.MANY_PAGES)
        need(all(0 <= page < count for page in boxes), Reason.NO_PAGE)
        sheets = []
        for number in range(count):
            width, height = drawing.size(document, number)
            scale = min(DOTS_AN_INCH / 72, math.sqrt(MOST_PIXELS_A_PAGE / (width * height)))
            picture = drawing.draw(document, number, scale)
            paint(picture, boxes.get(number, ()), 1)
            sheets.append(pdf_of_pictures.Sheet(pixels.jpeg(picture, 85), picture.width, picture.height, width, height))
    return Made(pdf_of_pictures.written(sheets), "pdf")


def paint(picture: Image.Image, boxes: Iterable[Box], block: int) -> None:
    """Black over each box and a pixel around it, out to whole blocks."""
    width, height = picture.size
    black = 0 if picture.mode == "L" else (0, 0, 0)
    for box in boxes:
        need(box.fits(), Reason.BOX)
        left = (math.floor(box.left * width) - MARGIN) // block * block
        top = (math.floor(box.top * height) - MARGIN) // block * block
        right = -(-(math.ceil(box.right * width) + MARGIN) // block) * block
        bottom = -(-(math.ceil(box.bottom * height) + MARGIN) // block) * block
        picture.paste(black, (max(0, left), max(0, top), min(width, right), min(height, bottom)))


def _opaque(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if picture.mode == "I;16":
        return picture.point(lambda value: value / 256).convert("L")
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")
