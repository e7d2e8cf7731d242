"""Looking for a marker in everything that a program may have left: each way of writing it down, also inside packed files."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

CYRILLIC = {"Ж": "Zh", "ж": "zh", "у": "u", "к": "k"}
DEPTH = 4  # packed inside packed: a document in an archive in a backup
LARGEST = 64 * 1024 * 1024


def spellings(marker: str) -> set[str]:
    """The marker as a search index or a file name may hold it: composed, decomposed, folded, in plain letters."""
    plain = "".join(CYRILLIC.get(sign, sign) for sign in marker)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    forms = {unicodedata.normalize(form, marker) for form in ("NFC", "NFD", "NFKC", "NFKD")} | {plain}
    return forms | {form.casefold() for form in forms}


def writings(marker: str) -> dict[str, set[bytes]]:
    """Bytes to look for, by the name of the encoding."""
    found: dict[str, set[bytes]] = {}
    for text in spellings(marker):
        plain = text.encode()
        for name, values in {
            "utf-8": {plain},
            "utf-16le": {text.encode("utf-16-le")},
            "utf-16be": {text.encode("utf-16-be")},
            "percent": {quote(text, safe="").encode(), quote(text, safe="").lower().encode()},
            "base64": {core for raw in (plain, text.encode("utf-16-le")) for core in aligned(raw)},
            "hex": {plain.hex().encode(), plain.hex().upper().encode()},
            "json": {json.dumps(text)[1:-1].encode()},
            "python": {ascii(text)[1:-1].encode(), ascii(plain)[2:-1].encode()},
            "markup": {text.encode("ascii", "xmlcharrefreplace")},
        }.items():
            found.setdefault(name, set()).update(values)
    return found


def aligned(raw: bytes) -> Iterator[bytes]:
    """Base64 of bytes that begin anywhere in a longer text: three alignments, without the letters that neighbours share."""
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + raw)
        start, end = -(-offset * 8 // 6), (offset + len(raw)) * 8 // 6
        core = whole[start:end]
        yield core
        yield core.replace(b"+", b"-").replace(b"/", b"_")


class Searcher:
    """Says where a marker stands, as "place: encoding"."""

    def __init__(self, marker: str) -> None:
        self.writings = writings(marker)

    def folder(self, root: Path) -> list[str]:
        """Every file below a folder, with the names of files and folders themselves."""
        found = []
        for path in sorted(root.rglob("*")):
            found += self.data(str(path.relative_to(root)).encode("utf-8", "surrogateescape"), f"name of {path}")
            if path.is_file() and not path.is_symlink():
                found += self.file(path)
        return found

    def file(self, path: Path) -> list[str]:
        try:
            return self.data(path.read_bytes()[:LARGEST], str(path))
        except FileNotFoundError:
            return []  # removed since it was listed

    def data(self, data: bytes, place: str, depth: int = 0) -> list[str]:
        """In these bytes and in whatever is packed in them."""
        found = [f"{place}: {name}" for name, values in self.writings.items() if any(value in data for value in values)]
        if depth < DEPTH:
            for name, inner in unpacked(data):
                found += self.data(inner, f"{place} > {name}", depth + 1)
        return found


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in some bytes: members of a zip, gzip anywhere, and Flate as PDFs and others carry it."""
    if b"PK\x03\x04" in data:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    yield f"zip {member.filename}", member.filename.encode() + b"\0" + archive.read(member)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            pass
    for name, start, bits in (("gzip", rb"\x1f\x8b\x08", 31), ("flate", rb"\x78[\x01\x5e\x9c\xda]", 15)):
        for match in re.finditer(start, data):
            try:
                inner = zlib.decompressobj(bits).decompress(data[match.start() :], LARGEST)
            except zlib.error:
                continue
            if len(inner) > 8:
                yield f"{name} at {match.start()}", inner


def packed(data: bytes) -> dict[str, bytes]:
    """The same bytes inside each packing, to prove that the search looks there."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("inner.txt", data)
    return {
        "zip": archive.getvalue(),
        "gzip": b"head" + gzip.compress(data),
        "flate": b"%PDF-1.7\nstream\n" + zlib.compress(data) + b"\nendstream",
        "zip in gzip": gzip.compress(archive.getvalue()),
    }
