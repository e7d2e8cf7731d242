"""Pictures inside a PDF: their keys by a list, JPEG taken apart like any other, JPEG 2000 without its boxes of words."""

from __future__ import annotations

import struct
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from alongside.cleaning.inside.images import jpeg
from alongside.cleaning.inside.made import NotClean, need
from alongside.cleaning.results import Reason

KEYS = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode"}
    | {"/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/Filter", "/DecodeParms", "/Length"}
)
# Packings that hold pixels and no words.
PLAIN = frozenset(
    {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}
)
TEXT = frozenset({"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"})
FAX = frozenset({"/CCITTFaxDecode", "/CCF", "/JBIG2Decode"})
MOST_BYTES = 400_000_000
JP2_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})


def clean(picture: Stream) -> set[str]:
    """Change a picture in place; the codes of what it held."""
    found = set[str]()
    for key in [*picture.keys()]:
        if key not in KEYS:
            found |= {"xmp"} if key == "/Metadata" else {"other"}
            del picture[key]
    filters = _filters(picture)
    last = filters[-1] if filters else ""
    if last == "/DCTDecode":
        need(len(filters) == 1 or all(name in PLAIN | TEXT for name in filters[:-1]), Reason.EMBEDDED)
        body = picture.read_raw_bytes() if len(filters) == 1 else None
        need(body is not None, Reason.EMBEDDED)
        made = jpeg.clean(bytes(body or b""))
        found |= made.found
        picture.write(_upright(made.data), filter=Name.DCTDecode, decode_parms=_parms(picture))
    elif last == "/JPXDecode":
        need(len(filters) == 1, Reason.EMBEDDED)
        body = picture.read_raw_bytes()
        picture.write(_jp2(bytes(body), found), filter=Name.JPXDecode)
    else:
        need(all(name in PLAIN | TEXT for name in filters), Reason.UNKNOWN_PART)
        need(last in FAX or _fills(picture))
    return found


def _fills(picture: Stream) -> bool:
    """Whether the pixels are as many as it says: what is no pixel, or stands behind them, is not taken along."""
    width, height = int(picture.get(Name.Width, 0)), int(picture.get(Name.Height, 0))
    if picture.get(Name.ImageMask, False):
        bits = 1
    else:
        bits = int(picture.get(Name.BitsPerComponent, 8)) * _components(picture.get(Name.ColorSpace))
    expected = (width * bits + 7) // 8 * height
    need(0 < expected <= MOST_BYTES, Reason.TOO_LARGE)
    pixels = bytes(picture.read_bytes())
    if not expected <= len(pixels) <= expected + 2:  # some programs end their pixels with a line break
        return False
    if len(pixels) > expected:
        picture.write(pixels[:expected])
    return True


def _components(space: Any) -> int:
    """How many numbers a pixel has."""
    if isinstance(space, Array) and len(space):
        sort = str(space[0])
        if sort == "/ICCBased":
            return int(space[1].get(Name.N, 0))
        if sort == "/DeviceN":
            return len(space[1])
    else:
        sort = str(space)
    return {"/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}.get(sort, 1)


def plain(picture: Any) -> bool:
    """Whether an inline picture holds pixels alone."""
    return all(name in PLAIN | TEXT for name in map(str, picture.filters))


def _filters(picture: Stream) -> list[str]:
    filters = picture.get(Name.Filter)
    if filters is None:
        return []
    return [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]


def _parms(picture: Stream) -> Any:
    parms = picture.get(Name.DecodeParms)
    if isinstance(parms, Array):
        parms = parms[0] if len(parms) else None
    if isinstance(parms, Dictionary) and Name.ColorTransform in parms:
        return Dictionary(ColorTransform=parms.ColorTransform)
    return None


def _upright(data: bytes) -> bytes:
    """A PDF does not look at the way up of a JPEG inside: the tag would be words for nothing."""
    if data[2:4] == b"\xff\xe1":
        return data[:2] + data[4 + struct.unpack_from(">H", data, 4)[0] :]
    return data


def _jp2(data: bytes, found: set[str]) -> bytes:
    """The boxes that draw. A bare codestream has none, and may hold comments: then it is refused."""
    need(data[4:8] == b"jP  ", Reason.EMBEDDED)
    parts, at = [], 0
    while at < len(data):
        need(at + 8 <= len(data))
        length, name = struct.unpack_from(">I4s", data, at)
        length = length or len(data) - at
        need(8 <= length <= len(data) - at)
        if name in JP2_BOXES:
            parts.append(data[at : at + length])
        else:
            found.add("xmp")
        at += length
    if b"\xff\x64" in data and _comment(data):
        raise NotClean(Reason.EMBEDDED)
    return b"".join(parts)


def _comment(data: bytes) -> bool:
    """Whether the head of the codestream holds a comment beyond the encoder's own name."""
    at = data.find(b"\xff\x4f\xff\x51") + 2
    while 2 <= at < len(data) - 4 and data[at : at + 2] not in (b"\xff\x90", b"\xff\xd9"):
        if data[at : at + 2] == b"\xff\x64":
            return True
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return False
