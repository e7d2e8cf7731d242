"""The one EXIF tag that a copy may have, and what stood in the block of the original."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

ORIENTATION, GPS, PLACES, MAKER, DETAILS = 0x0112, 0x8825, 0x8825, 0x927C, 0x8769
UPRIGHT = 1


def only_orientation(way_up: int) -> bytes:
    """A TIFF header with one directory that holds one tag."""
    return b"MM\0*\0\0\0\x08" + b"\0\x01" + b"\x01\x12\0\x03\0\0\0\x01" + bytes((0, way_up, 0, 0)) + b"\0\0\0\0"


def way_up(data: bytes) -> int:
    """How the picture is turned, from 1 (not at all) to 8."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            said = picture.getexif().get(ORIENTATION, UPRIGHT)
    except (
        Exception
    ):  # a broken block makes Pillow raise struct, type and key errors alike: a picture that says nothing stands upright
        return UPRIGHT
    return said if isinstance(said, int) and 1 <= said <= 8 else UPRIGHT


def codes(block: Image.Exif) -> set[str]:
    """What of importance stands in a block."""
    from PIL import ExifTags

    found: set[str] = set()
    try:
        found |= {"gps"} if block.get_ifd(ExifTags.IFD.GPSInfo) else set()
        found |= {"maker"} if MAKER in block.get_ifd(ExifTags.IFD.Exif) else set()
        found |= {"thumbnail"} if block.get_ifd(ExifTags.IFD.IFD1) else set()
    except Exception:  # the same; what cannot be read is told as something that was there, never as nothing
        found.add("other")
    return found


def found_in(data: bytes) -> set[str]:
    """The codes of the block of a picture's bytes."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            block = picture.getexif()
            return codes(block)
    except Exception:  # the same
        return {"other"}
