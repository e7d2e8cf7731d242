"""What a file is, by its content. Its name says nothing: names are typed by people and lie about kinds."""

from __future__ import annotations

import re

from alongside.cleaning.kinds import UNKNOWN

_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"PK\x03\x04", "zip"),
)
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1"})
_M4A = frozenset({b"M4A ", b"M4B "})
# Text that is a program, a letter with its head, or a document with its own metadata: not to be taken for plain words.
_NO_PLAIN_TEXT = re.compile(
    r"""\s*(<[a-z!?/]|\{\\rtf|%!|\#!|BEGIN:|-----BEGIN|@charset|<<)
    | \A(From[ ]|[A-Za-z][A-Za-z-]{2,40}:[ \t][^\n]*\r?\n[A-Za-z][A-Za-z-]{2,40}:[ \t])""",
    re.IGNORECASE | re.VERBOSE,
)


def kind(data: bytes) -> str:
    """The short name of the kind; a zip is told apart by what it holds, elsewhere."""
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    if data[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(data[8:12], UNKNOWN)
    if data[4:8] == b"ftyp":
        return _of_boxes(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:3] == b"ID3":
        return _behind_tag(data)
    if len(data) > 4 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2:
        return "mp3"
    return "text" if _is_text(data) else UNKNOWN


def _of_boxes(data: bytes) -> str:
    brand = data[8:12]
    if brand in _HEIC:
        return "heic"
    if brand in _M4A:
        return "m4a"
    if brand in (b"avif", b"avis", b"crx ", b"jp2 ", b"jxl ", b"msf1"):
        return UNKNOWN
    return "mov" if brand == b"qt  " else "mp4"


def _behind_tag(data: bytes) -> str:
    if len(data) < 10 or any(part & 0x80 for part in data[6:10]):
        return UNKNOWN
    end = 10 + sum(part << shift for part, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    return "flac" if data[end : end + 4] == b"fLaC" else "mp3"


def _is_text(data: bytes) -> bool:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(sign < " " and sign not in "\t\n\r\f" for sign in set(text)) or "\x7f" in text:
        return False
    return not _NO_PLAIN_TEXT.match(text)
