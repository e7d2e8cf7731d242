"""Which streams of a PDF are known for what they are: by who points to them, or by what they must say of themselves. And where words may
stand outside of the instructions of a page: in the names of fonts and alphabets, nowhere else.

A stream that nobody knows may be a photograph with its EXIF under a misspelt name, and a word that nobody knows somebody's name. Either
makes the file *not cleaned*.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

# Who points there, and so what it is: instructions, fonts, tables of letters.
POINTED = frozenset(
    {"/Contents", "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/Encoding", "/CIDToGIDMap", "/CIDSet", "/UseCMap"}
    | {"/JBIG2Globals"}
)
# What it says of itself.
OWN = ("/FunctionType", "/ShadingType", "/PatternType", "/HalftoneType")
# The keys under which a word may stand.
WORDS = frozenset({"/Registry", "/Ordering", "/CharSet", "/FontFamily", "/Panose"})
TYPES = frozenset({"/XRef", "/ObjStm"})


def all_known(document: pikepdf.Pdf) -> bool:
    """Whether every stream is known."""
    found = set[tuple[int, int]]()
    for thing in document.objects:
        if isinstance(thing, Stream) and _says(thing):
            found.add(thing.objgen)
        if isinstance(thing, Dictionary | Stream | Array):
            _walk(thing, found, 0)
    return all(thing.objgen in found for thing in document.objects if isinstance(thing, Stream))


def wordless(document: pikepdf.Pdf) -> bool:
    """Whether no word stands where none is needed, and what is drawn as an object is one."""
    tables = [thing for thing in document.objects if _is_table(thing)]
    if len(tables) > 1:  # one is written by every save; another would be something else by that name
        return False
    for thing in document.objects:
        if _is_table(thing):
            continue
        if isinstance(thing, pikepdf.String) or (isinstance(thing, Dictionary | Stream | Array) and not _wordless(thing, 0)):
            return False
    return True


def _is_table(thing: Any) -> bool:
    return isinstance(thing, Stream) and thing.get(Name.Type) == Name.XRef


def _wordless(thing: Any, depth: int) -> bool:
    if depth > 60:
        return False
    if isinstance(thing, Array):
        # A palette may be written as a string, behind the number of its colours.
        inside = [*thing][:-1] if len(thing) == 4 and thing[0] in (Name.Indexed, Name.I) else [*thing]
    else:
        inside = [thing[key] for key in [*thing.keys()] if key not in WORDS]
        drawn = thing.get(Name.XObject)
        if isinstance(drawn, Dictionary) and not all(_is_drawn(drawn[key]) for key in [*drawn.keys()]):
            return False
    if any(isinstance(value, pikepdf.String) for value in inside):
        return False
    nested = (value for value in inside if isinstance(value, Dictionary | Array) and not value.is_indirect)
    return all(_wordless(value, depth + 1) for value in nested)


def _is_drawn(thing: Any) -> bool:
    return isinstance(thing, Stream) and thing.get(Name.Subtype) in (Name.Image, Name.Form)


def _says(stream: Stream) -> bool:
    if stream.get(Name.Subtype) in (Name.Image, Name.Form):
        return True
    return any(key in stream for key in OWN) or str(stream.get(Name.Type, "")) in TYPES


def _walk(thing: Any, found: set[tuple[int, int]], depth: int) -> None:
    if depth > 60:
        return
    if isinstance(thing, Array):
        for value in thing:
            if isinstance(value, Dictionary | Array) and not value.is_indirect:
                _walk(value, found, depth + 1)
        return
    for key in [*thing.keys()]:
        value = thing[key]
        if key in POINTED:
            found |= {stream.objgen for stream in (value if isinstance(value, Array) else [value]) if isinstance(stream, Stream)}
        if key == "/CharProcs" and isinstance(value, Dictionary):
            found |= {value[name].objgen for name in [*value.keys()] if isinstance(value[name], Stream)}
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            _walk(value, found, depth + 1)
