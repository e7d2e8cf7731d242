"""PDF: pages are written anew with what draws them. Gone: properties, XMP, outlines, attachments, scripts, links, structure, thumbnails,
what programs keep for themselves, earlier versions, comments inside drawing instructions, EXIF of pictures inside, colour profiles.
Notes and form fields become part of the page, as they look. Fonts stay.

*Not cleaned*: encrypted, with layers (hidden ones would show), XFA forms, pictures or objects of unknown make.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from alongside.cleaning.inside.documents import pdf_pictures, pdf_streams
from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.results import Reason

MOST_PAGES = 2000
MOST_OBJECTS = 200_000
PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"})
FORM = frozenset(
    {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Filter", "/DecodeParms", "/Length"}
    | {"/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep"}
)
RESOURCES = frozenset({"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font"})
# Keys that draw nothing, wherever they stand.
TELLING = frozenset(
    {
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/Thumb",
        "/AA",
        "/A",
        "/OPI",
        "/Ref",
        "/StructParent",
        "/StructParents",
        "/PtData",
    }
    | {"/Measure", "/DPart", "/VP", "/AF", "/ID", "/Alternates", "/JS", "/JavaScript", "/OC", "/Properties", "/SourceModified"}
    | {"/Creator", "/Producer", "/Author", "/Title", "/Subject", "/Keywords", "/CreationDate", "/ModDate"}
)
# The keys of these are names that the document chose: a font called /A, a glyph called /A. Nothing is deleted there.
NAMED = RESOURCES | {"/CharProcs", "/Colorants"}
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_STATE = "BX cm CS cs d EX g G gs i j J k K M q Q rg RG ri sc SC scn SCN w d0 d1"
_PATHS = "b b* B B* c f f* F h l m n re s S v W W* y sh Do"
_TEXT = "BT ET T* Tc Td TD Tf TL Tm Tr Ts Tw Tz"
DRAWING = frozenset(f"{_STATE} {_PATHS} {_TEXT}".split())
MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})


def clean(data: bytes) -> Made:
    """The same pages, drawn by the same instructions."""
    try:
        # Without its repairs: what qpdf guesses of a broken file may be less than the file, or more than its author saw.
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=False) as source:
            return _clean(source)
    except pikepdf.PasswordError as error:
        raise NotClean(Reason.LOCKED) from error
    except (NotClean, MemoryError):
        raise
    except Exception as error:
        # qpdf, zlib and pikepdf raise many kinds over a broken file.
        raise NotClean(Reason.DAMAGED) from error


def _clean(source: pikepdf.Pdf) -> Made:
    root = source.Root
    need(Name.OCProperties not in root, Reason.LAYERS)
    form = root.get(Name.AcroForm)
    need(not isinstance(form, Dictionary) or Name.XFA not in form, Reason.FORM)
    need(0 < len(source.pages) <= MOST_PAGES, Reason.MANY_PAGES)
    need(len(source.objects) <= MOST_OBJECTS, Reason.TOO_LARGE)
    found = _found(source)
    if "annotations" in found:
        source.generate_appearance_streams()
        source.flatten_annotations("all")
    with pikepdf.new() as copy:
        for page in source.pages:
            copy.pages.append(page)
        for page in copy.pages:
            _page(page, found)
        for key in [*copy.Root.keys()]:
            if key not in ("/Type", "/Pages"):
                del copy.Root[key]
        copy.remove_unreferenced_resources()
        pages_alone = _saved(copy)
    # Opened again, only what the pages still need is there.
    with pikepdf.open(io.BytesIO(pages_alone)) as copy:
        _everything(copy, found)
        clean_alone = _saved(copy)
    # And again: a stream that is still needed, and that nobody knows, makes it not cleaned.
    with pikepdf.open(io.BytesIO(clean_alone)) as copy:
        need(pdf_streams.all_known(copy), Reason.UNKNOWN_PART)
        need(pdf_streams.wordless(copy), Reason.UNKNOWN_PART)
    return Made(clean_alone, "pdf", frozenset(found))


def _saved(copy: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    copy.save(out, deterministic_id=True, compress_streams=True, object_stream_mode=packed, fix_metadata_version=False)
    return out.getvalue()


def _found(source: pikepdf.Pdf) -> set[str]:
    """What the document says beside its pages."""
    root, found = source.Root, set[str]()
    info = source.trailer.get(Name.Info)
    if isinstance(info, Dictionary) and len(info):
        found.add("properties")
    names = root.get(Name.Names)
    held = {
        "xmp": Name.Metadata in root,
        "attachments": bool(source.attachments),
        "script": Name.OpenAction in root or Name.AA in root or (isinstance(names, Dictionary) and Name.JavaScript in names),
        "structure": Name.StructTreeRoot in root or Name.Outlines in root,
        "signature": _signed(root),
    }
    found |= {code for code, holds in held.items() if holds}
    for page in source.pages:
        for note in page.obj.get(Name.Annots, []):
            if isinstance(note, Dictionary):
                found.add("links" if note.get(Name.Subtype) == Name.Link else "annotations")
        found |= {"thumbnail"} if Name.Thumb in page.obj else set()
        found |= {"other"} if Name.PieceInfo in page.obj else set()
    return found


def _signed(root: Any) -> bool:
    form = root.get(Name.AcroForm)
    return isinstance(form, Dictionary) and bool(int(form.get(Name.SigFlags, 0)))


def _page(page: pikepdf.Page, found: set[str]) -> None:
    """What draws it, and nothing else. Inherited values were pushed down when the page was copied."""
    for key in [*page.obj.keys()]:
        if key not in PAGE:
            del page.obj[key]
    if Name.Resources in page.obj:
        _only(page.obj.Resources, RESOURCES)
    if Name.Contents in page.obj:
        page.contents_coalesce()
        stream = page.obj.Contents
        if isinstance(stream, Stream):
            stream.write(_instructions(page, found))


def _everything(copy: pikepdf.Pdf, found: set[str]) -> None:
    """Every object: forms and patterns by what they need, pictures by their make, all of them without what only tells."""
    named = {value.objgen for thing in copy.objects if isinstance(thing, Dictionary | Stream) for value in _named(thing)}
    for thing in copy.objects:
        if isinstance(thing, Stream):
            subtype = thing.get(Name.Subtype)
            need(subtype != Name.PS, Reason.PROGRAM)
            if subtype == Name.Image:
                found |= pdf_pictures.clean(thing)
            elif subtype == Name.Form or Name.PatternType in thing:
                for key in [*thing.keys()]:
                    if key not in FORM:
                        del thing[key]
                thing.write(_instructions(thing, found))
        if isinstance(thing, Dictionary | Stream | Array):
            _rid(thing, found, 0, named=thing.objgen in named)


def _named(thing: Any) -> list[Any]:
    """The dictionaries of names in an object of its own that this one points to."""
    inside = [thing, *(value for value in (thing.get(Name.Resources),) if isinstance(value, Dictionary))]
    values = (holder.get(key) for holder in inside for key in NAMED)
    return [value for value in values if isinstance(value, Dictionary) and value.is_indirect]


def _rid(thing: Any, found: set[str], depth: int, *, named: bool = False) -> None:
    """Delete the keys that only tell, in an object and the direct ones inside it, and replace colour profiles by plain colours."""
    need(depth < 60)
    if isinstance(thing, Array):
        for place, value in enumerate(thing):
            if (plain := _plain_colour(value)) is not None:
                thing[place] = plain
                found.add("icc")
            elif isinstance(value, Dictionary | Array) and not value.is_indirect:
                _rid(value, found, depth + 1)
        return
    for key in [*thing.keys()]:
        if key in TELLING and not named:
            found |= {"xmp"} if key == "/Metadata" else set()
            del thing[key]
            continue
        value = thing[key]
        if isinstance(value, pikepdf.String) and key not in pdf_streams.WORDS:
            found.add("other")
            del thing[key]
            continue
        if key == "/Resources" and isinstance(value, Dictionary) and not named:
            _only(value, RESOURCES)
        if (plain := _plain_colour(value)) is not None:
            thing[key] = plain
            found.add("icc")
        elif isinstance(value, Dictionary | Array) and not value.is_indirect:
            _rid(value, found, depth + 1, named=key in NAMED and not named)


def _plain_colour(value: Any) -> Any:
    """The device's own colours in place of a profile; None where it is none."""
    if not isinstance(value, Array) or len(value) != 2 or value[0] != Name.ICCBased or not isinstance(value[1], Stream):
        return None
    colours = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
    plain = colours.get(int(value[1].get(Name.N, 0)))
    need(plain is not None, Reason.UNKNOWN_PART)
    return plain


def _only(thing: Any, keys: frozenset[str]) -> None:
    for key in [*thing.keys()]:
        if key not in keys:
            del thing[key]


def _draws(operator: str, operands: Any) -> bool:
    """Whether readers draw by this: an operator that nobody knows, or a word where none is shown, could be anybody's."""
    if operator in SHOWING:
        return not any(isinstance(operand, Dictionary) for operand in operands)
    return operator in DRAWING and not any(isinstance(operand, Dictionary | pikepdf.String) for operand in operands)


def _instructions(holder: Any, found: set[str]) -> bytes:
    """The same instructions without comments and marks; a picture inside them is refused if it could carry anything of its own."""
    kept = []
    for instruction in pikepdf.parse_content_stream(holder):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            need(pdf_pictures.plain(instruction.iimage), Reason.EMBEDDED)
        elif str(instruction.operator) in MARKS:
            found.add("structure")
            continue
        else:
            need(_draws(str(instruction.operator), instruction.operands))
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
