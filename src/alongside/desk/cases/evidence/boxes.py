"""What a page on which parts of a file are blacked out knows: sheets, boxes as they were typed or clicked, one corner of the next box.

All of it travels in the form as numbers and lies nowhere else. A click names a place on the picture in its own pixels; a box is counted
in percent of its page from the upper left corner, so that it can be typed without seeing or pointing. Knows no framework.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from alongside.cleaning import Box, Page

SIZES = (280, 600, 1200)  # pixels across: a telephone, a page, a look through a glass
USUAL = 600
MOST = 100  # boxes of one copy
_EDGES = ("left", "top", "width", "height")
_NUMBER = re.compile(r"\d{1,3}(\.\d{0,6})?")
_SHEET = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)x(\d{1,6}(?:\.\d{1,4})?)")
_SEPARATORS = str.maketrans({",": ".", "\N{ARABIC DECIMAL SEPARATOR}": ".", "%": " ", "\N{ARABIC PERCENT SIGN}": " "})


@dataclass(frozen=True, slots=True)
class Typed:
    """One box as it stands in the form: the number of its page, counted from 1, and percent of it."""

    page: str
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""

    @property
    def blank(self) -> bool:
        return not any((self.left, self.top, self.width, self.height))


@dataclass(frozen=True, slots=True)
class Work:
    """One page of the work: `page` counts from 0, `corner` is the first click of a box, in percent."""

    sheets: tuple[Page, ...]
    page: int = 0
    size: int = USUAL
    corner: tuple[float, float] | None = None
    boxes: tuple[Typed, ...] = ()

    @property
    def height(self) -> int:
        """How high the picture of this page stands on the screen."""
        sheet = self.sheets[self.page]
        return max(1, round(self.size * sheet.height / sheet.width))

    @property
    def here(self) -> list[Typed]:
        """The boxes of this page that can be drawn."""
        return [one for one in self.boxes if _box(one, len(self.sheets))[1] is not None and one.page == str(self.page + 1)]


def packed(sheets: Iterable[Page]) -> str:
    """The sizes of all pages, for a hidden field: asked of the file once."""
    return " ".join(f"{sheet.width:.2f}x{sheet.height:.2f}" for sheet in sheets)


def unpacked(text: str) -> tuple[Page, ...]:
    """The same read again; nothing where it does not fit, and the file is asked anew."""
    found = [_SHEET.fullmatch(part) for part in text.split()]
    sheets = tuple(Page(float(one[1]), float(one[2])) for one in found if one)
    return (
        sheets if len(sheets) == len(found) and all(one.width > 0 and 0 < one.height < 200 * one.width for one in sheets) else ()
    )


def read(typed: Mapping[str, str], sheets: tuple[Page, ...]) -> Work:
    """The work as a form holds it, and one step further: what was pressed (`do`), or the place that was clicked (`at.x`, `at.y`)."""
    work = Work(
        sheets,
        min(_whole(typed.get("page", ""), 0), len(sheets) - 1),
        size if (size := _whole(typed.get("size", ""), USUAL)) in SIZES else USUAL,
        _place(typed.get("corner", "")),
        tuple(_rows(typed)),
    )
    do, _, which = typed.get("do", "").partition("-")
    number = _whole(which, 0)
    match do:
        case "page":
            return replace(work, page=min(number, len(sheets) - 1), corner=None)
        case "size":
            return replace(work, size=number if number in SIZES else USUAL)
        case "remove":
            return replace(work, boxes=tuple(one for at, one in enumerate(work.boxes) if at != number))
        case "add" if len(work.boxes) < MOST:
            return replace(work, boxes=(*work.boxes, Typed(str(work.page + 1))))
        case "":
            return _clicked(work, _whole(typed.get("at.x", ""), 0), _whole(typed.get("at.y", ""), 0))
    return work


def chosen(work: Work) -> tuple[dict[int, list[Box]], dict[int, str]]:
    """The boxes by page, counted from 0, and what is wrong with which: `number`, `outside` or `page`. Blank ones say nothing."""
    boxes: dict[int, list[Box]] = {}
    faults: dict[int, str] = {}
    for at, one in enumerate(work.boxes):
        if one.blank:
            continue
        fault, box = _box(one, len(work.sheets))
        if box is None:
            faults[at] = fault
        else:
            boxes.setdefault(int(one.page) - 1, []).append(box)
    return boxes, faults


def _clicked(work: Work, x: int, y: int) -> Work:
    """A corner, or the box between two. The very first pixel is what a browser sends for a key instead of a click: it names no place."""
    if (x, y) == (0, 0):
        return work
    place = min(100.0, 100 * x / work.size), min(100.0, 100 * y / work.height)
    if work.corner is None:
        return replace(work, corner=place)
    if len(work.boxes) >= MOST:
        return replace(work, corner=None)
    (left, width), (top, height) = (_between(one, other) for one, other in zip(work.corner, place, strict=True))
    made = Typed(str(work.page + 1), _said(left), _said(top), _said(width), _said(height))
    return replace(work, corner=None, boxes=(*work.boxes, made))


def _between(one: float, other: float) -> tuple[float, float]:
    """Beginning and extent, out to the next tenth of a percent: what was meant to be covered is covered."""
    begins = min(99.9, math.floor(min(one, other) * 10) / 10)
    return begins, max(0.1, math.ceil(round(max(one, other) * 10, 6)) / 10 - begins)


def _said(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _rows(typed: Mapping[str, str]) -> Iterable[Typed]:
    for at in range(MOST):
        if f"left-{at}" in typed:
            yield Typed(typed.get(f"on-{at}", "1") or "1", *(typed.get(f"{edge}-{at}", "") for edge in _EDGES))


def _box(one: Typed, pages: int) -> tuple[str, Box | None]:
    """The box, or what is wrong with it."""
    if not one.page.isascii() or not one.page.isdecimal() or not 1 <= _whole(one.page, 0) <= pages:
        return "page", None
    numbers = [_percent(text) for text in (one.left, one.top, one.width, one.height)]
    if any(number is None for number in numbers):
        return "number", None
    left, top, width, height = (number or 0.0 for number in numbers)
    right, bottom = left + width, top + height
    if not (width and height) or right > 100.05 or bottom > 100.05:
        return "outside", None
    box = Box(left / 100, top / 100, min(right / 100, 1.0), min(bottom / 100, 1.0))
    return ("", box) if box.fits() else ("outside", None)


def _percent(text: str) -> float | None:
    """A number as people type one, in whichever digits."""
    text = text.translate(_SEPARATORS).strip()
    return float(text) if _NUMBER.fullmatch(text) else None


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else default


def _place(text: str) -> tuple[float, float] | None:
    parts = [_percent(part) for part in text.split()]
    if len(parts) != 2 or any(part is None or part > 100 for part in parts):
        return None
    return parts[0] or 0.0, parts[1] or 0.0
