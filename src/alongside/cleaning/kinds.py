"""The kinds of files by their short names: what a browser is told, how a download ends, and whether a page may show it.

Only pictures of four kinds are ever shown in a page, and only their cleaned copies: everything else that a browser can open may carry
script, links or programs (PDF, SVG, office files) or a decoder with a longer history of holes (sound, moving pictures).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`media` for the Content-Type, `ending` for a name, `inline` where a cleaned copy may be shown in a page."""

    media: str
    ending: str
    inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_SEEN_OR_HEARD = ("image/", "video/", "audio/")
UNKNOWN = "unknown"
KINDS = {
    "jpeg": Kind("image/jpeg", "jpg", inline=True),
    "png": Kind("image/png", "png", inline=True),
    "webp": Kind("image/webp", "webp", inline=True),
    "gif": Kind("image/gif", "gif", inline=True),
    "tiff": Kind("image/tiff", "tif"),
    "heic": Kind("image/heic", "heic"),
    "pdf": Kind("application/pdf", "pdf"),
    "docx": Kind(_OFFICE + "wordprocessingml.document", "docx"),
    "xlsx": Kind(_OFFICE + "spreadsheetml.sheet", "xlsx"),
    "pptx": Kind(_OFFICE + "presentationml.presentation", "pptx"),
    "odt": Kind(_OPEN + "text", "odt"),
    "ods": Kind(_OPEN + "spreadsheet", "ods"),
    "odp": Kind(_OPEN + "presentation", "odp"),
    "zip": Kind("application/zip", "zip"),
    "mp3": Kind("audio/mpeg", "mp3"),
    "m4a": Kind("audio/mp4", "m4a"),
    "ogg": Kind("audio/ogg", "ogg"),
    "flac": Kind("audio/flac", "flac"),
    "wav": Kind("audio/wav", "wav"),
    "mp4": Kind("video/mp4", "mp4"),
    "mov": Kind("video/quicktime", "mov"),
    "webm": Kind("video/webm", "webm"),
    "text": Kind("text/plain; charset=utf-8", "txt"),
    UNKNOWN: Kind("application/octet-stream", "bin"),
}


def shows_somebody(*kinds: str | None) -> bool:
    """Whether a file of one of these kinds is a picture, a film or a sound: it tells who somebody is, however little is written beside it.
    An import may have brought a media type in place of a kind."""
    return any((KINDS[one].media if one in KINDS else one.lower()).startswith(_SEEN_OR_HEARD) for one in kinds if one)


def download_name(kind: str, number: int | None = None) -> str:
    """A name that says nothing but the kind: `evidence-1f00ab3c.jpg`. The same number gives the same name; without one it is random."""
    drawn = secrets.randbits(32) if number is None else number & 0xFFFFFFFF
    return f"evidence-{drawn:08x}.{KINDS.get(kind, KINDS[UNKNOWN]).ending}"
