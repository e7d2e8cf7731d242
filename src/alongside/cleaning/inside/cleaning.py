"""A file to its cleaned copy: recognised, made anew, read again. Or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable

from alongside.cleaning.inside import credentials, embedded, recognise
from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.kinds import UNKNOWN
from alongside.cleaning.results import FOUND, Cleaned, Reason

NOTHING_TO_CLEAN = "nothing_to_clean"
PICTURES = frozenset({"jpeg", "png", "webp", "gif"})


def clean(data: bytes) -> Cleaned:
    """The copy, or the reason."""
    kind, found = UNKNOWN, set[str]()
    try:
        kind = kind_of(data)
        if kind == "text":
            return Cleaned(data, kind, (), NOTHING_TO_CLEAN)
        made = maker(kind)(data)
        verified(made)
        found |= made.found
        if credentials.present(data, kind):
            found.add("credentials")
        return Cleaned(made.data, made.kind, _in_order(found))
    except NotClean as error:
        return Cleaned(None, kind, _in_order(found | error.found), error.reason.value)


def verified(made: Made) -> None:
    """Drawn once where it is a picture, and read again: nothing may be left."""
    if made.kind in PICTURES:
        from alongside.cleaning.inside.images import pixels

        pixels.check(made.data, made.kind)
    left = embedded.left(made.data, made.kind)
    if left:
        raise NotClean(Reason.LEFT_OVER, set(made.found))


def kind_of(data: bytes) -> str:
    """The kind, with zips told apart, and sound told from moving pictures."""
    kind = recognise.kind(data)
    if kind == "zip":
        return _package(data)
    if kind in ("mp4", "mov") and _only_sound(data):
        return "m4a"
    return kind


def _package(data: bytes) -> str:
    from alongside.cleaning.inside.documents import odf, ooxml, package

    try:
        parts, _ = package.read(data)
    except NotClean as error:
        if error.reason is Reason.LOCKED:
            raise
        return "zip"
    if (mime := parts.get(odf.MIME, b"").strip()) in odf.MIMES:
        return odf.MIMES[mime]
    return next((kind for kind, main in ooxml.MAIN.items() if main in parts and ooxml.TYPES in parts), "zip")


def _only_sound(data: bytes) -> bool:
    from alongside.cleaning.inside.sound import m4a

    try:
        return m4a.only_sound(data)
    except NotClean:
        return False


def maker(kind: str) -> Callable[[bytes], Made]:
    """What makes a copy of this kind."""
    if kind in PICTURES:
        return lambda data: picture(data, kind)
    if kind in ("tiff", "heic"):
        from alongside.cleaning.inside.images import pixels

        return lambda data: pixels.encode_anew(data, kind)
    if kind == "pdf":
        from alongside.cleaning.inside.documents import pdf

        return pdf.clean
    if kind in ("docx", "xlsx", "pptx"):
        from alongside.cleaning.inside.documents import ooxml

        return lambda data: ooxml.clean(kind, data, picture_inside)
    if kind in ("odt", "ods", "odp"):
        from alongside.cleaning.inside.documents import odf

        return lambda data: odf.clean(kind, data, picture_inside)
    return _sound(kind)


def _sound(kind: str) -> Callable[[bytes], Made]:
    from alongside.cleaning.inside.sound import flac, m4a, mp3, ogg, wav

    need(kind not in ("mp4", "mov", "webm"), Reason.VIDEO)
    makers = {"wav": wav.clean, "mp3": mp3.clean, "flac": flac.clean, "ogg": ogg.clean, "m4a": m4a.clean}
    need(kind in makers, Reason.UNKNOWN_KIND)
    return makers[kind]


def picture(data: bytes, kind: str) -> Made:
    """One of the four kinds that are taken apart."""
    from alongside.cleaning.inside.images import gif, jpeg, png, webp

    return {"jpeg": jpeg.clean, "png": png.clean, "webp": webp.clean, "gif": gif.clean}[kind](data)


def picture_inside(data: bytes) -> Made:
    """A picture inside a document: cleaned to the same kind, because the document names its kind elsewhere."""
    kind = recognise.kind(data)
    need(kind in PICTURES, Reason.EMBEDDED)
    made = picture(data, kind)
    verified(made)
    return made


def _in_order(found: set[str] | frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in FOUND if code in found)
