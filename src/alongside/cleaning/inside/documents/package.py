"""Zip packages in memory: read within limits, written with one fixed date; and their XML, parsed without entities, network or comments."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from alongside.cleaning.inside.made import NotClean, need
from alongside.cleaning.results import Reason

MOST_PARTS = 5000
MOST_BYTES = 200 * 1024 * 1024
DATE = (1980, 1, 1, 0, 0, 0)
# A file name or a path, where a description was expected.
FILE_NAME = re.compile(r"[\\/]|\.[A-Za-z][A-Za-z0-9]{1,4}$")


def read(data: bytes) -> tuple[dict[str, bytes], set[str]]:
    """The parts by their names, and what the zip itself says beside them."""
    parts, found, total = dict[str, bytes](), set[str](), 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            need(len(infos) <= MOST_PARTS, Reason.TOO_LARGE)
            found |= {"comment"} if package.comment else set()
            for info in infos:
                need(not info.flag_bits & 1, Reason.LOCKED)
                if info.filename.endswith("/"):
                    continue
                name = info.filename
                need(name and name not in parts and ".." not in name.split("/") and "\\" not in name and not name.startswith("/"))
                need(total + info.file_size <= MOST_BYTES, Reason.TOO_LARGE)
                with package.open(info) as part:
                    parts[name] = part.read(info.file_size + 1)
                need(len(parts[name]) == info.file_size)
                total += info.file_size
                found |= {"timestamps"} if info.date_time[:3] != DATE[:3] else set()
                found |= {"comment"} if info.comment else set()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise NotClean(Reason.DAMAGED) from error
    return parts, found


def write(parts: Iterable[tuple[str, bytes]], *, stored_first: bool = False) -> bytes:
    """The parts as a zip that says nothing of when and where. OpenDocument wants its first part stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number, (name, body) in enumerate(parts):
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if stored_first and not number else zipfile.ZIP_DEFLATED
            package.writestr(info, body)
    return out.getvalue()


def parse(body: bytes) -> Any:
    """The root element, or DAMAGED. A document type is refused: no office program writes one, and bombs need it."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotClean(Reason.DAMAGED) from error
    need(not root.getroottree().docinfo.doctype, Reason.UNKNOWN_PART)
    return root


def serialise(root: Any) -> bytes:
    """The element as a part."""
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def local(name: Any) -> str:
    """A name without its namespace; empty for what is no element."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def remove(element: Any) -> None:
    """Take an element out, and leave the words behind it."""
    unwrap(element, keep=False)


def unwrap(element: Any, *, keep: bool = True) -> None:
    """Take an element out, and leave the words behind it; with `keep`, its children take its place."""
    parent = element.getparent()
    if parent is None:
        raise NotClean(Reason.UNKNOWN_PART)
    place = parent.index(element)
    children = list(element) if keep else []
    tail = element.tail or ""
    if tail:
        before = children[-1] if children else element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(place + offset, child)


def plain_name(element: Any, *attributes: str) -> bool:
    """Empty those of the attributes that hold the name of a file, and say whether there was one."""
    emptied = False
    for attribute in attributes:
        if FILE_NAME.search(element.get(attribute, "")):
            element.set(attribute, "")
            emptied = True
    return emptied
