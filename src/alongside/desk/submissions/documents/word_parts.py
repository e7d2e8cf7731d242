"""The empty file that a DOCX begins as: styles, list, settings. Our own, since every ready one says who made it, when, and with what."""

from __future__ import annotations

import io
import zipfile

from alongside.desk.submissions.documents.zipped import packed
from alongside.language.catalogue import direction

# What a word processor calls the language in which it shall look for mistakes.
PROOFED = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
INK, QUIET, ACCENT, LINE = "1C1B19", "55524C", "1D4E5F", "CFCAC0"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = {"document": "document.main", "styles": "styles", "settings": "settings", "numbering": "numbering"}

_TYPES = (
    _HEAD
    + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}{kind}+xml"/>' for name, kind in _PARTS.items())
    + "</Types>"
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_RELATED}">'
    f'<Relationship Id="rId1" Type="{_TYPE}officeDocument" Target="word/document.xml"/></Relationships>'
)
_INNER = (
    f'{_HEAD}<Relationships xmlns="{_RELATED}">'
    + "".join(
        f'<Relationship Id="rId{at}" Type="{_TYPE}{name}" Target="{name}.xml"/>'
        for at, name in enumerate(("styles", "settings", "numbering"), start=1)
    )
    + "</Relationships>"
)
_BODY = (
    f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body><w:sectPr>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1247" w:right="1531" w:bottom="1474" w:left="1531" w:header="709" w:footer="709" w:gutter="0"/>{bidi}'
    "</w:sectPr></w:body></w:document>"
)
# Whoever saves it in Word leaves neither name nor time in it.
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:removePersonalInformation/><w:removeDateAndTime/><w:defaultTabStop w:val="709"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    "</w:settings>"
)
_NUMBERING = (
    f'{_HEAD}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def empty(lang: str) -> bytes:
    """A file without a word in it, for a language and its direction."""
    right_to_left = direction(lang) == "rtl"
    return packed(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _ROOT.encode(),
            "word/_rels/document.xml.rels": _INNER.encode(),
            "word/document.xml": _BODY.replace("{bidi}", "<w:bidi/>" if right_to_left else "").encode(),
            "word/numbering.xml": _NUMBERING.encode(),
            "word/settings.xml": _SETTINGS.encode(),
            "word/styles.xml": _styles(lang, right_to_left).encode(),
        }
    )


def repacked(data: bytes) -> bytes:
    """The same file without the times at which its parts were written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return packed({name: archive.read(name) for name in names})


def _styles(lang: str, right_to_left: bool) -> str:
    side = "right" if right_to_left else "left"
    bidi = "<w:bidi/>" if right_to_left else ""
    named = {"ar": f'w:val="en-GB" w:bidi="{PROOFED["ar"]}"', "zh": f'w:val="en-GB" w:eastAsia="{PROOFED["zh"]}"'}
    told = named.get(lang, f'w:val="{PROOFED[lang]}"')
    box = "".join(f'<w:{at} w:val="single" w:sz="6" w:space="6" w:color="{INK}"/>' for at in ("top", "left", "bottom", "right"))
    rule = f'<w:bottom w:val="single" w:sz="4" w:space="3" w:color="{LINE}"/>'
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei" w:cs="Arial"/>'
        f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="23"/><w:lang {told}/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr>{bidi}<w:spacing w:after="100" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="142" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + _style(
            "Heading1", "heading 1", '<w:keepNext/>{}<w:spacing w:before="240" w:after="160"/><w:outlineLvl w:val="0"/>', 34, INK
        )
        + _style(
            "Heading2",
            "heading 2",
            f'<w:keepNext/><w:pBdr>{rule}</w:pBdr>{{}}<w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="1"/>',
            26,
            ACCENT,
        )
        + _style("Sender", "Sender", '<w:keepNext/>{}<w:spacing w:after="40"/>', 23, INK)
        + _style("Quiet", "Quiet", '{}<w:spacing w:after="20"/>', 19, QUIET, bold=False)
        + _style("Digest", "Digest", '{}<w:spacing w:after="80"/>', 16, QUIET, bold=False)
        + _style("Label", "Label", '<w:keepNext/>{}<w:spacing w:before="200" w:after="60"/>', 19, QUIET, bold=False)
        + _style(
            "Mark",
            "Mark",
            f'<w:pBdr>{box}</w:pBdr>{{}}<w:spacing w:after="60"/><w:ind w:left="142" w:right="142"/>',
            22,
            INK,
            bold=False,
        )
        + _style("ListBullet", "List Bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{}', 22, INK, bold=False)
        + _style(
            "OwnWords",
            "Own Words",
            f'<w:pBdr><w:{side} w:val="single" w:sz="14" w:space="8" w:color="{ACCENT}"/></w:pBdr>{{}}<w:ind w:left="284"/>',
            22,
            INK,
            bold=False,
        )
        + _style("Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>{}', 17, QUIET, bold=False)
        + "</w:styles>"
    ).replace("{}", bidi)


def _style(key: str, name: str, paragraph: str, size: int, colour: str, *, bold: bool = True) -> str:
    """A style of a paragraph. `{}` stands where its direction goes: the order of these is fixed."""
    strong = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{paragraph}</w:pPr><w:rPr>{strong}<w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )
