"""Persons and their ties laid out and drawn as plain SVG: no script, no style in the page, the same picture for the same case.

Persons stand in rows of three by what they are in the case, whoever did it above. A line carries a number, and the table below the picture
says what it means: words on lines would lie on top of each other. The layout knows boxes and numbers, no case: any names, any ties.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

COLUMNS = 3
WIDE, HIGH = 152, 68  # one box
ACROSS, DOWN = 40, 72  # between boxes: room for the numbers of lines
SIDE, TOP = 14, 46  # above the first row a line may bend
MOST_PERSONS, MOST_LINES = 45, 80  # more is no picture any more; the table has them all
LINES, UNITS = 2, 17  # of a name: lines of so many narrow letters
ROUND, DIGIT = 10, 4  # of a number's disc: radius, and half of what each digit more needs
_BENDS = (0, -95, 95, -170, 170, -240, 240)
_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


@dataclass(frozen=True, slots=True)
class Node:
    """One person: her name, a word on what she is, a class for the style, and in which layer she stands."""

    id: str
    name: str
    word: str
    tone: str
    layer: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes; `towards` is one of them, or empty."""

    one: str
    other: str
    towards: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place."""

    node: Node
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + WIDE / 2, self.y + HIGH / 2


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Path:
    """A line in its place: a bend between two points on the rims of two boxes, and where its number stands."""

    number: int
    start: Point
    bend: Point
    end: Point
    label: Point
    arrow: str  # "", "start" or "end"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, and on how large a sheet."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]


def lay_out(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Everything in its place. Edges are numbered from 1 in their order; one of a node that is not there is left out."""
    rows = list(_rows(nodes))
    columns = max(2, *map(len, rows)) if rows else 2  # as narrow as it can be for a phone, with room for a line to bend
    width = 2 * SIDE + columns * WIDE + (columns - 1) * ACROSS
    boxes = {box.node.id: box for number, row in enumerate(rows) for box in _row(row, number, width)}
    height = 2 * TOP + len(rows) * HIGH + max(0, len(rows) - 1) * DOWN
    paths: list[Path] = []
    for number, edge in enumerate(edges, 1):
        if edge.one in boxes and edge.other in boxes and edge.one != edge.other:
            paths.append(_path(number, edge, boxes, paths, (width, height)))
    return Drawing(width, height, tuple(boxes.values()), tuple(paths))


def _rows(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Layer by layer, each in rows that are filled evenly: four persons stand two and two, not three and one."""
    for layer in sorted({node.layer for node in nodes}):
        some = [node for node in nodes if node.layer == layer]
        count = -(-len(some) // COLUMNS)
        for number in range(count):
            yield some[number * len(some) // count : (number + 1) * len(some) // count]


def _row(row: Sequence[Node], number: int, width: int) -> Iterator[Box]:
    start = (width - len(row) * WIDE - (len(row) - 1) * ACROSS) // 2
    for place, node in enumerate(row):
        yield Box(node, start + place * (WIDE + ACROSS), TOP + number * (HIGH + DOWN), fitted(node.name))


def fitted(name: str, most: int = LINES, units: int = UNITS) -> tuple[str, ...]:
    """A name in as many lines as a box has, cut with an ellipsis where it is longer. The table below says it whole."""
    waiting, found = name.split(), [""]
    while waiting:
        word = waiting.pop(0)
        joined = f"{found[-1]} {word}".strip()
        if width_of(joined) <= units:
            found[-1] = joined
        elif found[-1] and len(found) < most and (width_of(word) <= units or len(found[-1]) > units // 2):
            found.append("")
            waiting.insert(0, word)
        else:
            start = f"{found[-1]} " if found[-1] else ""
            kept = _cut(start + word, units - (1.5 if len(found) == most else 0))  # the ellipsis needs its place
            rest = (start + word)[len(kept) :].strip()
            if len(found) == most:
                found[-1] = kept.rstrip() + "…"
                break
            found[-1] = kept.rstrip()
            found.append("")
            waiting.insert(0, rest)
    return tuple(line for line in found if line)


def width_of(text: str) -> float:
    """How wide a text is at most, in narrow letters; nothing here knows the reader's font."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return 2
    return 1.5 if sign in "mwMWОЖШЩЮФМДЫшщжюфмды@%—…" or sign.isupper() else 1


def _cut(text: str, units: float) -> str:
    used = 0.0
    for at, sign in enumerate(text):
        used += _width(sign)
        if used > units:
            return text[:at]
    return text


def _path(number: int, edge: Edge, boxes: dict[str, Box], before: Sequence[Path], size: tuple[int, int]) -> Path:
    """The straightest line that runs behind the fewest boxes, and on it the first place where its number covers nothing."""
    one, other = boxes[edge.one], boxes[edge.other]
    rest = [box for box in boxes.values() if box is not one and box is not other]
    bends = [_bent(one.centre, other.centre, bend, size) for bend in _BENDS]
    bend = min(bends, key=lambda bend: _hidden(one.centre, bend, other.centre, rest))
    start, end = _rim(one, bend), _rim(other, bend)
    arrow = {one.node.id: "start", other.node.id: "end"}.get(edge.towards, "")
    wide = ROUND + DIGIT * (len(str(number)) - 1)
    places = [_at(start, bend, end, place) for place in _PLACES]
    label = max(places, key=lambda place: (_clear(place, wide, boxes.values(), before), -places.index(place)))
    return Path(number, start, bend, end, label, arrow)


def _bent(one: Point, other: Point, by: float, size: tuple[int, int]) -> Point:
    """The point that a line bends towards: beside the middle, on the sheet."""
    (x1, y1), (x2, y2) = one, other
    length = max(1.0, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    x, y = (x1 + x2) / 2 - (y2 - y1) / length * by, (y1 + y2) / 2 + (x2 - x1) / length * by
    return min(max(x, SIDE), size[0] - SIDE), min(max(y, SIDE), size[1] - SIDE)


def _at(start: Point, bend: Point, end: Point, t: float) -> Point:
    """A point of the quadratic curve. It lies between the three, so never off the sheet."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]


def _hidden(start: Point, bend: Point, end: Point, boxes: Sequence[Box]) -> int:
    """How much of a curve other boxes would hide."""
    points = [_at(start, bend, end, step / 20) for step in range(1, 20)]
    return sum(1 for box in boxes for x, y in points if box.x - 6 < x < box.x + WIDE + 6 and box.y - 6 < y < box.y + HIGH + 6)


def _rim(box: Box, towards: Point) -> Point:
    """Where a line from the middle of a box leaves it."""
    (cx, cy), (x, y) = box.centre, towards
    dx, dy = x - cx, y - cy
    if not dx and not dy:
        return cx, cy
    scale = min((WIDE / 2) / abs(dx) if dx else float("inf"), (HIGH / 2) / abs(dy) if dy else float("inf"))
    return cx + dx * scale, cy + dy * scale


def _clear(place: Point, wide: int, boxes: Iterable[Box], before: Sequence[Path]) -> float:
    """How far a number is from what it would cover; beyond a finger's breadth farther is not better."""
    x, y = place
    nearest = 8.0
    for box in boxes:
        dx, dy = max(box.x - x, x - box.x - WIDE, 0), max(box.y - y, y - box.y - HIGH, 0)
        nearest = min(nearest, max(dx - wide, dy - ROUND))
    for path in before:
        dx, dy = abs(path.label[0] - x), abs(path.label[1] - y)
        nearest = min(nearest, max(dx - 2 * wide, dy - 2 * ROUND))
    return nearest


def svg(drawing: Drawing, title: str, description: str) -> str:
    """The picture as SVG for a page. Every text is escaped; each name runs in its own direction."""
    parts = [
        (
            f'<svg class="ties" role="img" aria-labelledby="ties-title ties-text" xmlns="http://www.w3.org/2000/svg"'
            f' width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}" direction="ltr">'
        ),
        f'<title id="ties-title">{escape(title)}</title><desc id="ties-text">{escape(description)}</desc>',
        (
            '<defs><marker id="ties-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9"'
            ' orient="auto-start-reverse"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>'
        ),
    ]
    parts += [_line(path) for path in drawing.paths]
    parts += [_box(box) for box in drawing.boxes]
    parts += [_number(path) for path in drawing.paths]
    return "".join((*parts, "</svg>"))


def _line(path: Path) -> str:
    (x1, y1), (bx, by), (x2, y2) = path.start, path.bend, path.end
    tip = f' marker-{path.arrow}="url(#ties-tip)"' if path.arrow else ""
    return f'<path class="tie" d="M{x1:.1f} {y1:.1f}Q{bx:.1f} {by:.1f} {x2:.1f} {y2:.1f}"{tip}/>'


def _number(path: Path) -> str:
    x, y = path.label
    half = ROUND + DIGIT * (len(str(path.number)) - 1)
    return (
        f'<rect class="count" x="{x - half:.1f}" y="{y - ROUND:.1f}" width="{2 * half}" height="{2 * ROUND}" rx="{ROUND}"/>'
        f'<text class="number" x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{path.number}</text>'
    )


def _box(box: Box) -> str:
    """Name and word in the middle of a box, line under line."""
    x, texts = box.x + WIDE / 2, [*((line, "name") for line in box.lines), (_short(box.node.word), "word")]
    texts = [(text, kind) for text, kind in texts if text]
    first = box.y + HIGH / 2 - (len(texts) - 1) * 9 + 5
    said = "".join(
        f'<text class="{kind}" x="{x:g}" y="{first + 18 * number:g}" text-anchor="middle" direction="{_direction(text)}"'
        f' unicode-bidi="isolate">{escape(text)}</text>'
        for number, (text, kind) in enumerate(texts)
    )
    return f'<rect class="{escape(box.node.tone)}" x="{box.x}" y="{box.y}" width="{WIDE}" height="{HIGH}" rx="6"/>{said}'


def _short(word: str) -> str:
    lines = fitted(word, 1, UNITS + 2)  # set smaller than a name
    return lines[0] if lines else ""


def _direction(text: str) -> str:
    """That of the first letter that has one."""
    strong = next((kind for sign in text if (kind := unicodedata.bidirectional(sign)) in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"
