"""Documents of nothing, with everything that programs write into them beside their words."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.cleaning import photos

CANARY = "Kanarienvogel-7f3a"
WORDS = "Words that stay"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of today."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = CANARY.encode()
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 3, 4, 5, 6, 8)), body)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def holds(data: bytes, words: str) -> bool:
    """Whether the words stand anywhere: in clear or UTF-16, in the bytes, in a zipped part or a packed stream."""
    signs = [words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be"), words.encode().hex().encode()]
    bodies = [data]
    if data[:2] == b"PK":
        bodies += [*unzipped(data).values(), *(name.encode() for name in unzipped(data))]
    for body in [*bodies]:
        bodies += unpacked(body)
    return any(sign in body for sign in signs for body in bodies)


def unpacked(data: bytes) -> list[bytes]:
    """All that zlib can unpack, from wherever a stream may begin."""
    found, at = [], data.find(b"x")
    while at >= 0:
        if data[at + 1 : at + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            with contextlib.suppress(zlib.error):
                found.append(zlib.decompressobj().decompress(data[at:], 1 << 24))
        at = data.find(b"x", at + 1)
    return found


def relations(*told: tuple[str, str, str], outside: frozenset[str] = frozenset()) -> str:
    made = "".join(
        f'<Relationship Id="{number}" Type="{R}/{sort}" Target="{target}" TargetMode="{"External" if number in outside else "Internal"}"/>'
        for number, sort, target in told
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{P}">{made}</Relationships>'


def _types(*parts: str) -> str:
    made = "".join(f'<Override PartName="/{part}" ContentType="application/xml"/>' for part in parts)
    ends = "".join(f'<Default Extension="{end}" ContentType="application/{end}"/>' for end in ("rels", "xml", "jpeg"))
    return (
        f'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{ends}{made}</Types>'
    )


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{CANARY}</dc:creator></cp:coreProperties>'
)


def docx(more: dict[str, str | bytes] | None = None, body: str = "", links: str = "") -> bytes:
    """A letter with a comment, tracked changes, a photo, a template and all the properties."""
    main = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:pic="urn:pic" xmlns:w14="urn:w14"><w:body>'
        f'<w:p w:rsidR="00AB12CD" w14:paraId="1A2B3C4D"><w:r><w:t>{WORDS}</w:t></w:r>'
        f'<w:ins w:id="1" w:author="{CANARY}" w:date="2026-03-04T05:06:07Z"><w:r><w:t> and what was added</w:t></w:r></w:ins>'
        f'<w:del w:id="2" w:author="{CANARY}" w:date="2026-03-04T05:06:07Z"><w:r><w:delText>{CANARY}</w:delText></w:r></w:del>'
        " behind</w:p>"
        f'<w:p><w:r><pic:cNvPr id="3" name="{CANARY}.jpg" descr="C:\\{CANARY}\\x"/></w:r>{body}</w:p></w:body></w:document>'
    )
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{CANARY}" w:initials="{CANARY}" w:date="2026-03-04T05:06:07Z">'
        "<w:p><w:r><w:t>A remark</w:t></w:r></w:p></w:comment></w:comments>"
    )
    settings = (
        f'<w:settings xmlns:w="{W}" xmlns:r="{R}"><w:attachedTemplate r:id="t1"/>'
        '<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids></w:settings>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("word/document.xml", "word/comments.xml", "docProps/core.xml", "word/people.xml"),
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml"), ("b", "core-properties", "docProps/core.xml")),
        "docProps/core.xml": CORE,
        "docProps/thumbnail.jpeg": photos.jpeg(),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": links
        or relations(("c1", "comments", "comments.xml"), ("p1", "people", "people.xml"), ("i1", "image", "media/image1.jpeg")),
        "word/comments.xml": comments,
        "word/people.xml": f'<w15:people xmlns:w15="urn:w15" w15:author="{CANARY}"/>',
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": relations(
            ("t1", "attachedTemplate", f"file:///C:/{CANARY}.dotx"), outside=frozenset({"t1"})
        ),
        "word/media/image1.jpeg": photos.jpeg(),
        "customXml/item1.xml": f"<x>{CANARY}</x>",
    }
    return zipped(parts | (more or {}))


def xlsx(more: dict[str, str | bytes] | None = None) -> bytes:
    """A table with the path that it was saved at, who may write, a comment, and revision numbers."""
    s = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    revision = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
    book = (
        f'<workbook xmlns="{s}" xmlns:r="{R}" xmlns:mc="urn:mc" xmlns:x15ac="urn:ac"><fileVersion appName="xl" rupBuild="1"/>'
        f'<fileSharing userName="{CANARY}"/><mc:AlternateContent><mc:Choice><x15ac:absPath url="C:\\{CANARY}\\"/></mc:Choice>'
        '</mc:AlternateContent><sheets><sheet name="One" sheetId="1" r:id="s1"/></sheets></workbook>'
    )
    sheet = (
        f'<worksheet xmlns="{s}" xmlns:r="{R}" xmlns:xr="{revision}" xr:uid="{{00000000-0001-0000-0000-{CANARY[-4:]}00000000}}">'
        f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{WORDS}</t></is></c></row></sheetData>'
        '<pageSetup orientation="portrait" r:id="pr"/></worksheet>'
    )
    comments = f'<comments xmlns="{s}"><authors><author>{CANARY}</author></authors><commentList/></comments>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/comments1.xml"),
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml"), ("b", "core-properties", "docProps/core.xml")),
        "docProps/core.xml": CORE,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(("s1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("pr", "printerSettings", "../printerSettings/printerSettings1.bin"), ("co", "comments", "../comments1.xml")
        ),
        "xl/printerSettings/printerSettings1.bin": CANARY.encode("utf-16-le"),
        "xl/comments1.xml": comments,
    }
    return zipped(parts | (more or {}))


def pptx(more: dict[str, str | bytes] | None = None) -> bytes:
    """One slide with an author of comments and a file name at its picture."""
    p, a = "http://schemas.openxmlformats.org/presentationml/2006/main", "http://schemas.openxmlformats.org/drawingml/2006/main"
    slide = (
        f'<p:sld xmlns:p="{p}" xmlns:a="{a}"><p:cSld><p:spTree><p:pic><p:nvPicPr><p:cNvPr id="2" name="{CANARY}.jpg"/></p:nvPicPr></p:pic>'
        f"<a:t>{WORDS}</a:t></p:spTree></p:cSld></p:sld>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("ppt/presentation.xml", "ppt/slides/slide1.xml", "ppt/commentAuthors.xml"),
        "_rels/.rels": relations(("a", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{p}" xmlns:r="{R}"><p:sldIdLst>'
        '<p:sldId id="256" r:id="s"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("s", "slide", "slides/slide1.xml"), ("c", "commentAuthors", "commentAuthors.xml")
        ),
        "ppt/slides/slide1.xml": slide,
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{p}"><p:cmAuthor id="1" name="{CANARY}" initials="{CANARY}"/></p:cmAuthorLst>',
    }
    return zipped(parts | (more or {}))


def odt(more: dict[str, str | bytes] | None = None, kind: str = "text", body: str = "") -> bytes:
    """A letter with a note, a deleted sentence, settings, a preview and a photo."""
    o = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{o}office:1.0" xmlns:text="{o}text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:draw="{o}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:officeooo="urn:ooo"><office:body><office:text>'
        f"<text:tracked-changes><text:changed-region><text:deletion><text:p>{CANARY}</text:p></text:deletion></text:changed-region>"
        f'</text:tracked-changes><text:p officeooo:rsid="00ab">{WORDS}<text:change/> behind</text:p><office:annotation>'
        f"<dc:creator>{CANARY}</dc:creator><dc:date>2026-03-04</dc:date><text:p>A remark</text:p></office:annotation>"
        f'<draw:frame draw:name="{CANARY}.jpg"><draw:image xlink:href="Pictures/1000.jpg"/></draw:frame>{body}'
        "</office:text></office:body></office:document-content>"
    )
    m = f"{o}manifest:1.0"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="text/xml"/>'
        for path in ("/", "content.xml", "meta.xml", "Pictures/1000.jpg")
    )
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content,
        "styles.xml": f'<office:document-styles xmlns:office="{o}office:1.0"/>',
        "meta.xml": f'<office:document-meta xmlns:office="{o}office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:meta><dc:creator>{CANARY}</dc:creator></office:meta></office:document-meta>",
        "settings.xml": f"<x>{CANARY}</x>",
        "Thumbnails/thumbnail.png": photos.png(),
        "Pictures/1000.jpg": photos.jpeg(),
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{m}">{entries}</m:manifest>',
    }
    return zipped(parts | (more or {}))


def pdf(words: str = WORDS, pages: int = 2, **more: Any) -> bytes:
    """Pages with words, a photo, a note, a link, a form of its own, and everything that a program adds."""
    document = pikepdf.new()
    photo = document.make_stream(photos.jpeg())
    photo.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=96,
            Height=64,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
            ColorSpace=Array([Name.ICCBased, document.make_stream(photos.profile(), N=3)]),
            Metadata=document.make_stream(photos.XMP),
        )
    )
    form = document.make_stream(f"% {CANARY}\nBT /A 12 Tf 20 20 Td (in a form) Tj ET".encode())
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    form.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 300, 200]),
            Resources=Dictionary(Font=Dictionary(A=font)),
            PieceInfo=Dictionary(X=Dictionary(Private=CANARY)),
            LastModified="D:20260304",
        )
    )
    for number in range(pages):
        page = document.add_blank_page(page_size=(300, 200))
        page.obj.Resources = Dictionary(Font=Dictionary(A=font), XObject=Dictionary(Photo=photo, Form=form))
        text = f"% {CANARY}\n/P <</MCID 0 /E ({CANARY})>> BDC BT /A 18 Tf 20 150 Td ({words} {number}) Tj ET EMC"
        page.obj.Contents = document.make_stream(text.encode() + b" q 90 0 0 60 200 20 cm /Photo Do Q /Form Do")
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 20, 20]), T=CANARY, Contents=CANARY)
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 9, 9]), A=Dictionary(S=Name.URI, URI=f"file:///{CANARY}")
        )
        page.obj.Annots = Array([document.make_indirect(note), document.make_indirect(link)])
        page.obj.PieceInfo = Dictionary(X=Dictionary(Private=CANARY))
    document.docinfo["/Author"] = CANARY
    document.attachments[f"{CANARY}.txt"] = CANARY.encode()
    document.Root.Metadata = document.make_stream(photos.XMP)
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{CANARY}')")
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()
