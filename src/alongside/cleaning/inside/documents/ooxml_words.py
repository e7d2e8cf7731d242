"""What goes out of the XML of an office part: names and dates at comments, tracked changes, numbers of editing, paths, fingerprints of
passwords. Names are compared without their namespace, so that the "strict" dialect is treated alike."""

from __future__ import annotations

import re
from typing import Any

from alongside.cleaning.inside.documents.package import local, plain_name, remove, unwrap

# Numbers that tie a paragraph, sheet or slide to a session of editing or to another version of the file.
_IDENTIFIERS = re.compile(r"rsid\w*|paraId|textId|gfxdata|dateUtc|editId|anchorId")
_REVISIONS = re.compile(r"\{http://schemas\.microsoft\.com/office/spreadsheetml/20\d\d/revision\d*\}uid")
_NAMES = frozenset({"author", "initials", "userId", "providerId", "displayName", "refreshedBy", "userName"})
_DATES = frozenset({"date", "dt", "created", "refreshedDate", "refreshedDateIso", "lastModified"})
_NO_DATE = "2000-01-01T00:00:00.000"
# Elements that tell and draw nothing, and the code of each.
_TELLING = {
    "rsids": "identifiers",
    "docId": "identifiers",
    "docVars": "properties",
    "attachedTemplate": "properties",
    "mailMerge": "properties",
    "writeProtection": "properties",
    "documentProtection": "properties",
    "workbookProtection": "properties",
    "sheetProtection": "properties",
    "fileSharing": "authors",
    "fileVersion": "application",
    "absPath": "properties",
    "revisionPtr": "identifiers",
    "presenceInfo": "authors",
    "creationId": "identifiers",
    "docVar": "properties",
    "smartTagPr": "properties",
    "proofState": "other",
}
_DELETED = frozenset({"del", "moveFrom", "cellDel", "delInstrText"})
_INSERTED = frozenset({"ins", "moveTo"})
_MARKS = re.compile(
    r"\w+Change|(moveFrom|moveTo|customXml(Ins|Del|MoveFrom|MoveTo))Range(Start|End)|cellIns|cellMerge|numberingChange"
)
_COMMENTS = re.compile(r"comment|author", re.IGNORECASE)


def clean(part: str, root: Any) -> set[str]:
    """Change a part in place; the codes of what it held."""
    found = set[str]()
    if part.startswith("word/"):
        found |= _accept(root)
    for element in [*root.iter()]:
        name = local(element.tag)
        if not name or (element is not root and element.getparent() is None):
            continue
        if name in _TELLING and element is not root:
            found.add(_TELLING[name])
            remove(element)
            continue
        found |= _attributes(part, element)
        if name == "author" and part.startswith("xl/") and (element.text or "").strip():
            element.text = None
            found.add("authors")
        if name in ("cNvPr", "docPr", "imagedata") and plain_name(element, "name", "descr", "title"):
            found.add("properties")
    return found


def _attributes(part: str, element: Any) -> set[str]:
    found = set[str]()
    about_people = bool(_COMMENTS.search(part))
    for attribute in [*element.attrib]:
        name = local(attribute)
        if _IDENTIFIERS.fullmatch(name) or _REVISIONS.fullmatch(attribute):
            del element.attrib[attribute]
            found.add("identifiers")
        elif name in _NAMES or (name == "name" and about_people):
            # A comment must name an author: it names nobody.
            if element.attrib[attribute]:
                element.attrib[attribute] = ""
                found.add("authors")
        elif name in _DATES and _is_date(element.attrib[attribute]):
            found.add("timestamps")
            if name == "created":
                element.attrib[attribute] = _NO_DATE
            else:
                del element.attrib[attribute]
        elif name == "title" and "office:office" in attribute:
            del element.attrib[attribute]  # the file name of a picture
            found.add("properties")
    return found


def _is_date(value: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\dT|\d+\.\d+$", value))


def _accept(root: Any) -> set[str]:
    """Tracked changes as if all were accepted: what was deleted is gone."""
    found = set[str]()
    for row in [*root.iter("{*}tr")]:
        if any(local(child.tag) == "del" for properties in row.findall("{*}trPr") for child in properties):
            remove(row)
            found.add("changes")
    for element in [*root.iter()]:
        name = local(element.tag)
        if element.getparent() is None or not _in_words(element):
            continue
        if name in _DELETED or _MARKS.fullmatch(name):
            remove(element)
            found.add("changes")
        elif name in _INSERTED:
            unwrap(element)
            found.add("changes")
    return found


def _in_words(element: Any) -> bool:
    return "wordprocessingml" in element.tag
