"""Arabic that can be read out, searched and copied, not only seen.

Noto Naskh Arabic draws a letter as a bare shape and its dots as a second glyph of no width, placed higher or lower. Typst writes each
of the two as if it were the whole letter, so the text of the document holds most letters twice and broken apart: a screen reader
stammers and a search finds nothing. Here the glyphs without width that claim to be a letter are told to say nothing; the shape keeps
the letter, and no drawn point moves. Readers built on poppler (most of Linux) then find each word; those that trust the order of
drawing (Chrome, MuPDF) still find only some. Only the layout of Typst's own PDFs is understood; anything else comes back as it was.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"(<<.*?>>)\nstream\n(.*)\nendstream\Z", re.DOTALL)
_FONT = re.compile(rb"\+NotoNaskhArabic.*?/DescendantFonts\[(\d+) 0 R\]/ToUnicode (\d+) 0 R")
_PAGE = re.compile(rb"<</Type/Page/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
_ENTRY = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n")
_STRING = rb"\((?:\\.|[^\\)])*\)"
_SPOKEN = re.compile(rb"/Span<</ActualText<FEFF[0-9A-F]+>>>BDC( 0 Tr/(f\d+) (?:[^()\n]|" + _STRING + rb")*\nEMC)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def readable(pdf: bytes) -> bytes:
    """The same drawing, each Arabic letter written once in its text."""
    trailer = re.search(rb"trailer\n(.*?)\nstartxref", pdf, re.DOTALL)
    objects = {int(match[1]): match[2] for match in _OBJECT.finditer(pdf)}
    # Numbers without a gap are what Typst writes; with one, the table of objects written below would be wrong.
    if b"+NotoNaskhArabic" not in pdf or trailer is None or sorted(objects) != list(range(1, len(objects) + 1)):
        return pdf
    # By the number of a font: the glyphs that have a width. The others are dots and marks.
    wide: dict[int, frozenset[int]] = {}
    for number, body in list(objects.items()):
        if font := _FONT.search(body):
            wide[number] = _wide(objects[int(font[1])])
            _rewrite(objects, int(font[2]), _without_dots(wide[number]))
    for body in list(objects.values()):
        if page := _PAGE.match(body):
            names = re.findall(rb"/(f\d+) (\d+) 0 R", objects[int(page[1])])
            fonts = {name: wide[int(number)] for name, number in names if int(number) in wide}
            _rewrite(objects, int(page[2]), _without_spoken_dots(fonts))
    return _assembled(pdf[: pdf.index(b"1 0 obj")], objects, trailer[1])


def _wide(font: bytes) -> frozenset[int]:
    """The glyphs with a width in a table `/DW 0 /W[first last width ...]`."""
    table = re.search(rb"/W\[([^\]]*)\]", font)
    numbers = table[1].split() if table else []
    runs = zip(numbers[::3], numbers[1::3], strict=False)
    return frozenset(glyph for first, last in runs for glyph in range(int(first), int(last) + 1))


def _without_dots(wide: frozenset[int]) -> Callable[[bytes], bytes]:
    """For a table of glyphs and their text: those without width that claim a letter claim nothing."""

    def entry(found: re.Match[bytes]) -> bytes:
        text = bytes.fromhex(found[2].decode()).decode("utf-16-be")
        claims = int(found[1], 16) not in wide and any(unicodedata.category(sign) == "Lo" for sign in text)
        return b"<" + found[1] + b"> <>\n" if claims else found[0]

    return lambda table: _ENTRY.sub(entry, table)


def _without_spoken_dots(fonts: Mapping[bytes, frozenset[int]]) -> Callable[[bytes], bytes]:
    """For a page: a run of dots and marks alone that is to be read as a letter is to be read as nothing."""

    def run(found: re.Match[bytes]) -> bytes:
        wide = fonts.get(found[2])
        if wide is None or any(glyph in wide for glyph in _glyphs(found[1])):
            return found[0]
        return b"/Span<</ActualText<FEFF>>>BDC" + found[1]

    return lambda page: _SPOKEN.sub(run, page)


def _glyphs(shown: bytes) -> list[int]:
    glyphs: list[int] = []
    for string in re.findall(_STRING, shown, re.DOTALL):
        plain = _ESCAPE.sub(lambda e: bytes([int(e[1], 8)]) if e[1].isdigit() else _LETTERS.get(e[1], e[1]), string[1:-1])
        glyphs += (plain[at] << 8 | plain[at + 1] for at in range(0, len(plain) - 1, 2))
    return glyphs


def _rewrite(objects: dict[int, bytes], number: int, change: Callable[[bytes], bytes]) -> None:
    """Change the text of a compressed stream, and its length with it."""
    stream = _STREAM.match(objects[number])
    if stream is None or b"/Filter/FlateDecode" not in stream[1]:
        return
    text = zlib.compress(change(zlib.decompress(stream[2])), 6)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(text), stream[1])
    objects[number] = head + b"\nstream\n" + text + b"\nendstream"


def _assembled(head: bytes, objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    """The objects in their order, with a new table of where each begins."""
    parts, table, at = [head], [b"0000000000 65535 f\r\n"], len(head)
    for number in sorted(objects):
        part = b"%d 0 obj\n%s\nendobj\n\n" % (number, objects[number])
        table.append(b"%010d 00000 n\r\n" % at)
        parts.append(part)
        at += len(part)
    end = b"xref\n0 %d\n%s" % (len(table), b"".join(table))
    return b"".join([*parts, end, b"trailer\n", trailer, b"\nstartxref\n%d\n%%%%EOF\n" % at])
