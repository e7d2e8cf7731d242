"""What is embedded in a file, as plain strings: read for the desk from an original, and read again from each copy.

Other code than the makers of copies: Pillow, qpdf and mutagen read what the makers' own parsers wrote.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from alongside.cleaning.inside import credentials
from alongside.cleaning.inside.made import NotClean

MOST = 200
LONGEST_NAME, LONGEST_VALUE = 80, 500
Pairs = Iterator[tuple[str, str]]


def metadata(data: bytes, kind: str) -> dict[str, str]:
    """The first MOST entries, in the order of the file, each cut to its length."""
    said: dict[str, str] = {}
    try:
        for name, value in READERS.get(kind, _nothing)(data):
            text = "".join(sign if sign.isprintable() else " " for sign in value).strip()
            if text:
                said.setdefault(name[:LONGEST_NAME], text[:LONGEST_VALUE])
            if len(said) >= MOST:
                break
    except (NotClean, MemoryError):
        raise
    except Exception:  # six libraries read here, each with errors of its own over a broken file: what was read until then is told
        said.setdefault("unreadable", "yes")
    if credentials.present(data, kind):
        said["c2pa"] = "present"
    return said


def left(data: bytes, kind: str) -> Mapping[str, str]:
    """What a copy still says; the way up of a picture is the only thing that it may."""
    return {name: value for name, value in metadata(data, kind).items() if name != "exif.Orientation"}


def _nothing(data: bytes) -> Pairs:
    yield from ()


def _of_picture(kind: str) -> Callable[[bytes], Pairs]:
    def read(data: bytes) -> Pairs:
        from alongside.cleaning.inside import embedded_pictures

        yield from embedded_pictures.read(data, kind)

    return read


def _of_pdf(data: bytes) -> Pairs:
    import pikepdf

    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
        info = document.trailer.get(pikepdf.Name.Info)
        if isinstance(info, pikepdf.Dictionary):
            for key in info.keys():  # noqa: SIM118  (a PDF dictionary is no mapping)
                yield f"pdf.{key.lstrip('/')}", str(info[key])
        root = document.Root
        if pikepdf.Name.Metadata in root:
            yield from xmp(bytes(root.Metadata.read_bytes()))
        for name in document.attachments:
            yield "pdf.attachment", str(name)
        for key in ("/Names", "/Outlines", "/OpenAction", "/AcroForm", "/StructTreeRoot", "/PieceInfo", "/Lang"):
            if key in root:
                yield f"pdf.has.{key.lstrip('/')}", "yes"
        for number, page in enumerate(document.pages, 1):
            notes = [note for note in page.obj.get(pikepdf.Name.Annots, []) if pikepdf.Name.T in note]
            for note in notes:
                yield f"pdf.page-{number}.note.author", str(note.T)
        if any(_tells(thing) for thing in document.objects):
            yield "pdf.has.Metadata", "yes"


def _tells(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and any(
        key in thing and isinstance(thing.get(key), sort)
        for key, sort in (("/Metadata", pikepdf.Stream), ("/PieceInfo", pikepdf.Dictionary), ("/LastModified", pikepdf.String))
    )


def _of_office(data: bytes) -> Pairs:
    from alongside.cleaning.inside.documents import embedded_office

    yield from embedded_office.read(data)


def _of_sound(data: bytes) -> Pairs:
    import mutagen

    sound = mutagen.File(io.BytesIO(data))
    if sound is None or sound.tags is None:
        return
    for name, value in sound.tags.items() if hasattr(sound.tags, "items") else sound.tags:
        yield f"tag.{name}", _text_of(value)
    for picture in getattr(sound, "pictures", ()):
        yield "tag.picture", f"{len(picture.data)} bytes"


def _text_of(value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, list | tuple):
        return "; ".join(map(_text_of, value[:20]))
    if hasattr(value, "data") and isinstance(value.data, bytes):
        return f"{len(value.data)} bytes"
    return str(value)


def xmp(packet: bytes) -> Pairs:
    """The properties of an XMP packet."""
    from alongside.cleaning.inside.documents import package

    try:
        root = package.parse(packet.strip(b"\0 \r\n\t"))
    except NotClean:
        yield "xmp", "unreadable"
        return
    something = False
    for element in root.iter():
        for attribute, value in element.attrib.items():
            name = package.local(attribute)
            if name not in ("about", "lang", "parseType", "xmptk"):
                yield f"xmp.{name}", str(value)
                something = True
        text = (element.text or "").strip()
        if text:
            holder = element
            while package.local(holder.tag) in ("li", "Alt", "Seq", "Bag") and holder.getparent() is not None:
                holder = holder.getparent()
            yield f"xmp.{package.local(holder.tag)}", text
            something = True
    if not something:
        yield "xmp", "empty"


READERS: dict[str, Callable[[bytes], Pairs]] = {
    **{kind: _of_picture(kind) for kind in ("jpeg", "png", "webp", "gif", "tiff", "heic")},
    "pdf": _of_pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), _of_office),
    **dict.fromkeys(("mp3", "m4a", "ogg", "flac", "wav", "mp4", "mov"), _of_sound),
}
