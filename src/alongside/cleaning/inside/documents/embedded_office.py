"""Properties of an office file, and the people and numbers in its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from alongside.cleaning.inside.documents import package

_PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml|meta\.xml")
_PEOPLE = frozenset({"author", "initials", "userName", "lastModifiedBy"})
_NUMBERS = re.compile(r"rsid\w*|paragraph-rsid|paraId")
_OTHERS = re.compile(
    r"docProps/.*|customXml/.*|.*/people\.xml|.*persons/.*|Thumbnails/.*|settings\.xml|.*printerSettings/.*|.*/changesInfos/.*"
)


def read(data: bytes) -> Iterator[tuple[str, str]]:
    """The properties first, then who stands at comments and changes, then what else only tells."""
    parts, zipped = package.read(data)
    for name in sorted(parts, key=lambda part: not _PROPERTIES.fullmatch(part)):
        if _PROPERTIES.fullmatch(name):
            yield from _properties(package.parse(parts[name]))
        elif name.endswith((".xml", ".vml")) and name != "[Content_Types].xml":
            yield from _people(name, package.parse(parts[name]))
        if _OTHERS.fullmatch(name) and not _PROPERTIES.fullmatch(name):
            yield f"office.part.{name}", "present"
    if "comment" in zipped:
        yield "zip.comment", "present"
    if "timestamps" in zipped:
        yield "zip.dates", "present"


def _properties(root: Any) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        text = (element.text or "").strip()
        if text and package.local(element.tag):
            # Custom properties and those of OpenDocument carry their name in an attribute.
            own = next((value for name, value in element.attrib.items() if package.local(name) == "name"), "")
            parent = element.getparent()
            above = parent.get("name") if parent is not None and not own else None
            yield f"office.{own or above or package.local(element.tag)}", text


def _people(part: str, root: Any) -> Iterator[tuple[str, str]]:
    numbers = False
    for element in root.iter():
        name = package.local(element.tag)
        text = (element.text or "").strip()
        if text and (name == "creator" or (name == "author" and part.startswith("xl/"))):
            yield f"office.{part}.{name}", text
        for attribute, value in element.attrib.items():
            own = package.local(attribute)
            if own in _PEOPLE and value:
                yield f"office.{part}.{own}", value
            numbers = numbers or bool(_NUMBERS.fullmatch(own))
        if name in ("tracked-changes", "absPath", "fileSharing", "rsids", "attachedTemplate"):
            yield f"office.{part}.{name}", "present"
    if numbers:
        yield f"office.{part}.rsid", "present"
