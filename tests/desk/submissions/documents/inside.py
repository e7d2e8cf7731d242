"""What can be read in a file that leaves, for tests that look for a name where it must not be (security.md 24).

`texts_inside` takes PDF, DOCX and other zips, JSON, mail, gzip and plain text, packed in each other as they come. `found_in` looks for
words in all of that, and in every writing of the bytes themselves (tests/browser/traces.py).
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import gzip
import io
import json
import re
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pypdf

from alongside.facts.normal import fold
from tests.browser.traces import Searcher

DEPTH = 6
_XML_TEXT = re.compile(rb"<[^>]*>")
_SPOKEN = re.compile(rb"<FEFF([0-9A-Fa-f]+)>")
_FLATE = re.compile(rb"stream\r?\n(\x78[\x01\x5e\x9c\xda].*?)endstream", re.DOTALL)
_HEADERS = re.compile(rb"\A[A-Za-z][A-Za-z-]*:[^\n]*\r?\n(?:[A-Za-z \t][^\n]*\r?\n)*?(?=\r?\n)")


def texts_inside(data: bytes) -> str:
    """All that can be read in these bytes, whatever packs it, each text on lines of its own."""
    return "\n".join(_texts(data, 0))


def found_in(data: bytes, *words: str) -> list[str]:
    """The words that stand in it: in any writing, in any case, accented or not, broken over lines or not. Empty: none of them."""
    read = _squeezed(texts_inside(data))
    return [word for word in words if _squeezed(word) in read or Searcher(word).data(data, "")]


def _squeezed(text: str) -> str:
    """Without spaces, ends of lines and hyphens: a name is found even where a line ends in it."""
    return re.sub(r"[\s\u00ad\u2010-\u2011-]+", "", fold(unicodedata.normalize("NFKC", text)))


def _texts(data: bytes, depth: int) -> Iterator[str]:
    if depth > DEPTH:
        return
    yield data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _of_zip(data, depth)
    elif data.startswith(b"\x1f\x8b"):
        yield from _texts(gzip.decompress(data), depth + 1)
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace")
    elif data.lstrip()[:1] in (b"{", b"["):
        yield from _of_json(data)
    elif data.lstrip().startswith(b"<"):
        yield _XML_TEXT.sub(b"", data).decode("utf-8", "replace")  # a name may stand in two runs
    elif _HEADERS.match(data):
        yield from _of_mail(data, depth)


def _of_pdf(data: bytes) -> Iterator[str]:
    done = subprocess.run(["pdftotext", "-q", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    yield done.stdout.decode("utf-8", "replace")
    reader = pypdf.PdfReader(io.BytesIO(data))
    yield from (str(value) for value in (reader.metadata or {}).values())
    yield from (str(one.title) for one in _flat(reader.outline))
    for stream in (data, *_inflated(data)):
        for spoken in _SPOKEN.findall(stream):
            yield bytes.fromhex(spoken.decode()).decode("utf-16-be", "replace")


def _flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def _inflated(data: bytes) -> Iterator[bytes]:
    for match in _FLATE.finditer(data):
        try:
            yield zlib.decompressobj().decompress(match[1])
        except zlib.error:
            continue


def _of_zip(data: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment.decode("utf-8", "replace")
        for member in archive.infolist():
            yield member.filename
            yield from _texts(archive.read(member), depth + 1)


def _of_json(data: bytes) -> Iterator[str]:
    try:
        yield from _strings(json.loads(data))
    except ValueError:
        return


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _of_mail(data: bytes, depth: int) -> Iterator[str]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body != data:
            charset = part.get_content_charset() or "utf-8"
            with contextlib.suppress(LookupError):
                yield body.decode(charset, "replace")
            yield from _texts(body, depth + 1)
