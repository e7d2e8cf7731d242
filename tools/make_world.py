"""Makes `world.json` from the country files of the npm package world-atlas 2.0.2 (Natural Earth, public domain): run by hand, never by the
desk. `python make_world.py FOLDER`, where FOLDER holds countries-110m.json, countries-50m.json and countries-10m.json.

Each State of the directory has the outline of the coarsest file in whole units of an Equal Earth projection, or, too small for that file,
one point. Land that belongs to none of them is kept as land.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

from alongside.directory import reader

WIDTH = 1000
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # Equal Earth (Savric, Patterson, Jenny 2018)
_LEFT, _TOP = 2.7066, 1.3173  # the largest x and y of the projection
_SCALE = WIDTH / (2 * _LEFT)
_SOUTH = -58.0  # no State lies beyond
Point = tuple[float, float]
ROOM = Path(__file__).parents[1] / "src/alongside/desk/submissions/insight"
WITHOUT_NUMBER = {"Kosovo": "XKX"}


def projected(longitude: float, latitude: float) -> Point:
    """A place on the sheet, from its upper left corner."""
    radians = math.radians(latitude)
    angle = math.asin(math.sqrt(3) / 2 * math.sin(radians))
    a1, a2, a3, a4 = _A
    two, six = angle**2, angle**6
    slope = 9 * a4 * angle**8 + 7 * a3 * six + 3 * a2 * two + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(angle) / (3 * slope)
    y = a4 * angle**9 + a3 * angle**7 + a2 * angle**3 + a1 * angle
    return (x + _LEFT) * _SCALE, (_TOP - y) * _SCALE


def countries(path: Path) -> list[tuple[str, str, list[list[Point]]]]:
    """Numeric code, name and rings (longitude, latitude) of each country of a TopoJSON file."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(numbers: list[int]) -> list[Point]:
        found: list[Point] = []
        for number in numbers:
            points = arcs[number] if number >= 0 else arcs[~number][::-1]
            found += points[1:] if found else points
        return found

    found = []
    for one in topology["objects"]["countries"]["geometries"]:
        polygons: list[Any] = {"Polygon": [one.get("arcs")], "MultiPolygon": one.get("arcs")}.get(one.get("type"), [])
        found.append((str(one.get("id", "")), one["properties"]["name"], [ring(polygon[0]) for polygon in polygons]))
    return found


def outline(rings: list[list[Point]]) -> str:
    """Rings as one path of whole units, each step from the point before."""
    parts = []
    for ring in (piece for one in rings for piece in whole(one)):
        if min(latitude for _, latitude in ring) < _SOUTH:
            continue
        points: list[tuple[int, int]] = []
        for place in ring:
            x, y = projected(*place)
            point = (round(x), round(y))
            if not points or points[-1] != point:
                points.append(point)
        if len(points) < 3:
            continue
        steps = [(x - px, y - py) for (px, py), (x, y) in zip(points, points[1:-1] or points[1:], strict=False)]
        parts.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z")
    return "".join(parts)


def whole(ring: list[Point]) -> list[list[Point]]:
    """A ring that crosses the antimeridian as two: drawn as it is, its outline would run across the whole sheet."""
    unwrapped = [ring[0]]
    for longitude, latitude in ring[1:]:
        before = unwrapped[-1][0]
        unwrapped.append((longitude - 360 * round((longitude - before) / 360), latitude))
    pieces = [cut(unwrapped, west, west + 360) for west in (-540.0, -180.0, 180.0)]
    shifts = (360.0, 0.0, -360.0)
    return [[(x + shift, y) for x, y in piece] for piece, shift in zip(pieces, shifts, strict=True) if len(piece) > 2]


def cut(ring: list[Point], west: float, east: float) -> list[Point]:
    """What of a ring lies between two meridians."""
    for edge, side in ((west, 1), (east, -1)):
        kept: list[Point] = []
        for (x1, y1), (x2, y2) in pairwise([*ring, *ring[:1]]):
            inside, next_inside = (x1 - edge) * side >= 0, (x2 - edge) * side >= 0
            if inside:
                kept.append((x1, y1))
            if inside != next_inside:
                kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
        ring = kept
    return ring


def middle(rings: list[list[Point]]) -> Point:
    """The middle of the largest ring."""
    ring = max(rings, key=lambda ring: abs(_area(ring)))
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def main(folder: Path) -> None:
    states = reader.load().states
    by_alpha2 = {row["alpha2"]: iso3 for iso3, row in states.items()}
    aliases = get_global("territory_aliases")

    def state(code: str) -> str:
        return by_alpha2.get((aliases.get(code) or [""])[0], "")

    shapes: dict[str, str] = {}
    land = ""
    for code, name, rings in countries(folder / "countries-110m.json"):
        drawn, iso3 = outline(rings), state(code) or WITHOUT_NUMBER.get(name, "")
        if iso3 in states and drawn:
            shapes[iso3] = drawn
        else:
            land += drawn
    points: dict[str, list[int]] = {}
    for name in ("countries-50m.json", "countries-10m.json"):
        for code, _, rings in countries(folder / name):
            if rings and state(code) and state(code) not in shapes | points:
                points[state(code)] = [round(one) for one in projected(*middle(rings))]
    height = round(projected(0, _SOUTH)[1])
    told = {
        "width": WIDTH,
        "height": height,
        "states": dict(sorted(shapes.items())),
        "points": dict(sorted(points.items())),
        "land": land,
    }
    text = json.dumps(told, separators=(",", ":"))
    (ROOM / "world.json").write_text(text + "\n", encoding="utf-8")
    lost = sorted(set(states) - {*shapes, *points})
    sys.stdout.write(f"{len(text)} bytes; {len(shapes)} shapes; {len(points)} points; without a place: {lost}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
