"""A PDF written from pictures: a page each, the same bytes each time, and not a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A JPEG in colours, its size in pixels, and the size of its page in points."""

    jpeg: bytes
    across: int
    down: int
    width: float
    height: float


def written(sheets: Sequence[Sheet]) -> bytes:
    """The document: catalogue, list of pages, and for each page itself, its picture and the instruction to draw it."""
    pages = [3 + 3 * number for number in range(len(sheets))]
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)]
    for page, sheet in zip(pages, sheets, strict=True):
        box = b"%.2f %.2f" % (sheet.width, sheet.height)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Resources<</XObject<</P %d 0 R>>>>/Contents %d 0 R>>"
            % (box, page + 1, page + 2),
            _stream(
                b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
                % (sheet.across, sheet.down),
                sheet.jpeg,
            ),
            _stream(b"", b"%.2f 0 0 %.2f 0 0 cm /P Do" % (sheet.width, sheet.height)),
        ]
    parts, places, at = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"], [], 15
    for number, body in enumerate(objects, 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        places.append(at)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
    parts.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, at))
    return b"".join(parts)


def _stream(told: bytes, body: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (told, len(body), body)
