"""Which streams of a PDF are known for what they are: by who points to them, or by what they must say of themselves.

A stream that nobody knows may be a photograph with its EXIF under a misspelt name. It makes the file *not cleaned*.
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
