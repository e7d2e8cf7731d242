"""ODT, ODS and ODP: words, styles and pictures are kept; names, dates, settings, previews and tracked changes go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from alongside.cleaning.inside.documents import package
from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.results import Reason

MIMES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
MIME, MANIFEST = "mimetype", "META-INF/manifest.xml"
KEPT = re.compile(r"((Object \d+/)?(content|styles)\.xml)|Fonts/[\w.-]+")
PICTURES = re.compile(r"(Object \d+/)?Pictures/[A-Za-z0-9_-]+\.\w+")
DROPPED = {
    re.compile(r"(Object \d+/)?meta\.xml"): "properties",
    re.compile(r"Thumbnails/.*|ObjectReplacements/.*"): "thumbnail",
    re.compile(
        r"(Object \d+/)?settings\.xml|Configurations2/.*|layout-cache|manifest\.rdf|(Object \d+/)?Configurations2/.*"
    ): "other",
    re.compile(r"META-INF/(document|macro|package)signatures\.xml"): "signature",
}
REFUSED = {re.compile(r"(Basic|Scripts|Dialogs)/.*"): Reason.PROGRAM}
_NAMED = frozenset({"creator", "date", "creator-initials", "sender-initials"})
_CHANGES = frozenset({"tracked-changes", "change", "change-start", "change-end"})
_PROGRAMS = frozenset({"scripts", "event-listeners", "forms"})
_LINKS = frozenset({"dde-connection-decls", "table-source", "dde-source", "cell-range-source", "dde-link", "section-source"})


def clean(kind: str, data: bytes, clean_picture: Callable[[bytes], Made]) -> Made:
    """The same document of known parts, with fixed dates."""
    parts, found = package.read(data)
    need("content.xml" in parts and MANIFEST in parts and MIME in parts)
    manifest = package.parse(parts[MANIFEST])
    need(not any(package.local(element.tag) == "encryption-data" for element in manifest.iter()), Reason.LOCKED)
    done = dict[str, bytes]()
    for name, body in parts.items():
        if name in (MIME, MANIFEST) or not _keeps(name, found):
            continue
        if PICTURES.fullmatch(name):
            picture = _picture(body, clean_picture)
            found |= picture.found
            done[name] = picture.data
        elif name.endswith(".xml"):
            root = package.parse(body)
            found |= _words(root)
            done[name] = package.serialise(root)
        else:
            done[name] = body
    listed = _manifest(manifest, done)
    return Made(
        package.write([(MIME, parts[MIME].strip()), *done.items(), (MANIFEST, listed)], stored_first=True), kind, frozenset(found)
    )


def _keeps(name: str, found: set[str]) -> bool:
    for refused, reason in REFUSED.items():
        need(not refused.fullmatch(name), reason)
    for dropped, code in DROPPED.items():
        if dropped.fullmatch(name):
            found.add(code)
            return False
    need(KEPT.fullmatch(name) or PICTURES.fullmatch(name), Reason.UNKNOWN_PART)
    return True


def _words(root: Any) -> set[str]:
    found = set[str]()
    for element in [*root.iter()]:
        name = package.local(element.tag)
        if not name or (element is not root and element.getparent() is None):
            continue
        need(name not in _LINKS, Reason.LINKED)
        if name in _CHANGES:
            package.remove(element)
            found.add("changes")
            continue
        if name in _PROGRAMS:
            found |= {"script"} if len(element) else set()
            package.remove(element)
            continue
        if name in _NAMED and _beside_a_note(element):
            package.remove(element)
            found.add("authors")
            continue
        found |= _attributes(element, name)
    return found


def _beside_a_note(element: Any) -> bool:
    """The author and date of a note; a field in the text that shows a date is the writer's own words."""
    return package.local(element.getparent().tag) in ("annotation", "change-info") or "dc/elements" in element.tag


def _attributes(element: Any, name: str) -> set[str]:
    found = set[str]()
    for attribute, value in [*element.attrib.items()]:
        own = package.local(attribute)
        if own in ("rsid", "paragraph-rsid"):
            del element.attrib[attribute]
            found.add("identifiers")
        elif own == "href" and not re.match(
            r"(https?://|mailto:|#|(\./)?(Pictures/|Object \d+|ObjectReplacements/|Fonts/))", value, re.IGNORECASE
        ):
            need(name == "a", Reason.LINKED)
            element.attrib[attribute] = "about:blank"
            found.add("links")
        elif own in ("protection-key", "protection-key-digest-algorithm"):
            del element.attrib[attribute]
            found.add("properties")
        elif name in ("frame", "image") and own == "name" and package.plain_name(element, attribute):
            found.add("properties")
    return found


def _manifest(manifest: Any, done: dict[str, bytes]) -> bytes:
    for entry in [*manifest]:
        path = next((value for name, value in entry.attrib.items() if package.local(name) == "full-path"), "")
        folder_of_kept = path.endswith("/") and any(name.startswith(path) for name in done)
        if path != "/" and path not in done and not folder_of_kept:
            manifest.remove(entry)
            continue
        for name in [*entry.attrib]:
            if package.local(name) not in ("full-path", "media-type", "version"):
                del entry.attrib[name]
    return package.serialise(manifest)


def _picture(body: bytes, clean_picture: Callable[[bytes], Made]) -> Made:
    try:
        return clean_picture(body)
    except NotClean as error:
        raise NotClean(Reason.EMBEDDED) from error
