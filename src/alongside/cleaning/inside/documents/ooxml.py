"""DOCX, XLSX and PPTX: parts that are known are kept and rid of names, dates and numbers; parts that only tell are left out, with every
reference to them; a part that nobody here knows makes the file *not cleaned*."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any

from alongside.cleaning.inside.documents import ooxml_words, package
from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.results import Reason

TYPES = "[Content_Types].xml"
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
# What a drawn page needs. Everything else is dropped or refused, never kept.
KEPT = re.compile(
    r"""
    word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|comments|(header|footer)\d*)\.xml
  | xl/(workbook|styles|sharedStrings|calcChain|metadata|comments\d*)\.xml
  | xl/(worksheets|chartsheets)/sheet\d+\.xml | xl/tables/table\d+\.xml | xl/comments/comment\d+\.xml
  | xl/(pivotTables/pivotTable|pivotCache/pivotCache(Definition|Records))\d+\.xml
  | ppt/(presentation|presProps|tableStyles|commentAuthors|authors)\.xml | ppt/comments/[A-Za-z]*[0-9A-Fa-f_]+\.xml
  | ppt/(slides/slide|slideLayouts/slideLayout|slideMasters/slideMaster|notesSlides/notesSlide|notesMasters/notesMaster
        |handoutMasters/handoutMaster)\d+\.xml
  | (word|xl|ppt)/theme/theme(Override)?\d+\.xml | (word|xl|ppt)/charts/(chart|style|colors)\d+\.xml
  | (word|xl|ppt)/drawings/(drawing\d+\.xml|(vmlDrawing|commentsDrawing)\d+\.vml)
  | (word|xl|ppt)/diagrams/(data|layout|quickStyle|colors|drawing)\d+\.xml
    """,
    re.VERBOSE,
)
MEDIA = re.compile(r"(word|xl|ppt)/media/[A-Za-z0-9_-]+\.\w+")
FONTS = re.compile(r"(word|ppt)/fonts/font\d+\.(odttf|fntdata)")
# What only tells of people, machines and earlier versions.
DROPPED = {
    re.compile(r"docProps/thumbnail\.\w+"): "thumbnail",
    re.compile(r"docProps/.*"): "properties",
    re.compile(
        r"customXml/.*|(word|xl|ppt)/customXml/.*|xl/customProperty\d*\.bin|ppt/tags/.*|xl/customProperty/.*"
    ): "properties",
    re.compile(r"word/(people|commentsExtended|commentsIds|commentsExtensible)\.xml|xl/(persons|threadedComments)/.*"): "authors",
    re.compile(r"xl/revisions/.*|ppt/(changesInfos/.*|revisionInfo\.xml)"): "changes",
    re.compile(r"(word|xl|ppt)/printerSettings/.*|ppt/viewProps\.xml|word/glossary/.*|word/attachedToolbars\.bin"): "other",
    re.compile(r"_xmlsignatures/.*"): "signature",
}
REFUSED = {
    re.compile(r".*vbaProject.*|.*/activeX/.*|.*/vbaData\.xml|.*/ctrlProps/.*|xl/macrosheets/.*|customUI/.*"): Reason.PROGRAM,
    re.compile(r"xl/(externalLinks/.*|connections\.xml|queryTables/.*)"): Reason.LINKED,
}
EMBEDDED = re.compile(r"(word|xl|ppt)/embeddings/.*")
CHARTS = re.compile(r"(word|xl|ppt)/charts/chart\d+\.xml")


def clean(kind: str, data: bytes, clean_picture: Callable[[bytes], Made]) -> Made:
    """The same document of known parts, with fixed dates."""
    parts, found = package.read(data)
    need(MAIN[kind] in parts and TYPES in parts)
    need(b"macroEnabled" not in parts[TYPES], Reason.PROGRAM)
    kept = {name: body for name, body in parts.items() if _keeps(name, found)}
    _no_objects(parts, kept, found)
    gone, relations = _relations(parts, kept, found)
    done = dict[str, bytes]()
    for name, body in kept.items():
        if MEDIA.fullmatch(name):
            picture = _picture(body, clean_picture)
            found |= picture.found
            done[name] = picture.data
        elif FONTS.fullmatch(name):
            done[name] = body
        else:
            root = package.parse(body)
            _forget(root, gone.get(name, set()))
            found |= ooxml_words.clean(name, root)
            done[name] = package.serialise(root)
    done |= relations
    types = _types(package.parse(parts[TYPES]), done)
    return Made(package.write([(TYPES, types), *done.items()]), kind, frozenset(found))


def _keeps(name: str, found: set[str]) -> bool:
    """Whether a part goes into the copy; NotClean where nobody can say."""
    if name == TYPES or name.endswith(".rels"):
        return False  # made anew, below
    for refused, reason in REFUSED.items():
        need(not refused.fullmatch(name), reason)
    for dropped, code in DROPPED.items():
        if dropped.fullmatch(name):
            found.add(code)
            return False
    if EMBEDDED.fullmatch(name):
        return False
    need(KEPT.fullmatch(name) or MEDIA.fullmatch(name) or FONTS.fullmatch(name), Reason.UNKNOWN_PART)
    return True


def _no_objects(parts: dict[str, bytes], kept: dict[str, bytes], found: set[str]) -> None:
    """The workbook behind a chart may go: the chart holds the numbers that it shows. Any other file inside cannot."""
    for name in kept:
        for relation in _of(parts, name):
            target = _target(name, relation.get("Target", ""))
            if EMBEDDED.fullmatch(target) and relation.get("TargetMode") != "External":
                need(CHARTS.fullmatch(name), Reason.EMBEDDED)
                found.add("attachments")


def _relations(parts: dict[str, bytes], kept: dict[str, bytes], found: set[str]) -> tuple[dict[str, set[str]], dict[str, bytes]]:
    """For each kept part: the ids of what is gone, and its relations to what is left. The empty name is the package itself."""
    from lxml import etree

    gone, made = dict[str, set[str]](), dict[str, bytes]()
    for name in ("", *kept):
        root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
        for relation in _of(parts, name):
            target = _left(name, relation, kept, found)
            if target is None:
                gone.setdefault(name, set()).add(relation.get("Id", ""))
                continue
            told = {"Id": relation.get("Id", ""), "Type": relation.get("Type", ""), "Target": target}
            if relation.get("TargetMode") == "External":
                told["TargetMode"] = "External"
            etree.SubElement(root, f"{{{RELATIONS}}}Relationship", told)
        if len(root):
            made[_relations_of(name)] = package.serialise(root)
    need(_relations_of("") in made)
    return gone, made


def _left(name: str, relation: Any, kept: dict[str, bytes], found: set[str]) -> str | None:
    """What a relation may still point to; None where it goes."""
    target, sort = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
    if relation.get("TargetMode") != "External":
        return target if _target(name, target) in kept else None
    if sort == "attachedTemplate":
        found.add("properties")
        return None
    need(sort == "hyperlink", Reason.LINKED)
    if re.match(r"(https?://|mailto:|#)", target, re.IGNORECASE):
        return str(target)
    found.add("links")  # a path of the computer that the document comes from
    return "about:blank"


def _of(parts: dict[str, bytes], name: str) -> list[Any]:
    body = parts.get(_relations_of(name))
    return [child for child in package.parse(body) if package.local(child.tag) == "Relationship"] if body else []


def _relations_of(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"


def _target(name: str, target: str) -> str:
    base = posixpath.dirname(name)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))


def _forget(root: Any, gone: set[str]) -> None:
    """Take out what refers to a part that is no longer there: an element for nothing else, an attribute of one that has its own work."""
    for element in [*root.iter()]:
        for attribute, value in [*element.attrib.items()]:
            if value in gone and "relationships" in attribute:
                if package.local(element.tag) in ("pageSetup", "presentation", "workbook", "worksheet"):
                    del element.attrib[attribute]
                elif element.getparent() is not None:
                    package.remove(element)
                    break


def _types(root: Any, done: dict[str, bytes]) -> bytes:
    endings = {name.rpartition(".")[2].lower() for name in done}
    for child in [*root]:
        part, ending = child.get("PartName"), child.get("Extension")
        if (part is not None and part.lstrip("/") not in done) or (ending is not None and ending.lower() not in endings):
            root.remove(child)
    return package.serialise(root)


def _picture(body: bytes, clean_picture: Callable[[bytes], Made]) -> Made:
    try:
        return clean_picture(body)
    except NotClean as error:
        raise NotClean(Reason.EMBEDDED) from error
