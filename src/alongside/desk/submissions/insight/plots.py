"""Figures drawn as plain SVG: no script and no style in the page. The numbers stand in a table beside each. Pure but for a data file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

HIGH, BAR, GAP, SIDE, FOOT, HEAD = 160, 26, 10, 10, 22, 18
MOST_YEARS = 18  # that are drawn; the table has them all
STEPS = (0.25, 0.45, 0.7, 1.0)  # how strongly a State is shaded, by its share of the largest count


@cache
def world() -> Mapping[str, Any]:
    """Outlines and points of States on one sheet."""
    told: Mapping[str, Any] = json.loads((Path(__file__).parent / "world.json").read_text(encoding="utf-8"))
    return told


def years(counts: Mapping[str, int], title: str) -> str:
    """Bars over the years, none left out between the first and the last; empty where no year is told."""
    told = [int(code) for code in counts if code]
    if not told:
        return ""
    span = range(max(min(told), max(told) - MOST_YEARS + 1), max(told) + 1)
    most = max(counts.get(str(year), 0) for year in span)
    width = 2 * SIDE + len(span) * (BAR + GAP) - GAP
    every = 1 if len(span) <= 6 else 2  # four digits are wider than a bar
    parts = []
    for place, year in enumerate(span):
        count = counts.get(str(year), 0)
        x, tall = SIDE + place * (BAR + GAP), round(count / most * HIGH) if most else 0
        top, middle = HEAD + HIGH - tall, x + BAR / 2
        if count:
            parts.append(f'<rect x="{x}" y="{top}" width="{BAR}" height="{tall}"/>')
            parts.append(f'<text x="{middle:g}" y="{top - 5}" text-anchor="middle">{count}</text>')
        if (len(span) - 1 - place) % every == 0:
            parts.append(f'<text class="word" x="{middle:g}" y="{HEAD + HIGH + 16}" text-anchor="middle">{year}</text>')
    parts.append(f'<path d="M{SIDE} {HEAD + HIGH}H{width - SIDE}"/>')
    box = f'viewBox="0 0 {width} {HEAD + HIGH + FOOT}" width="{width}" height="{HEAD + HIGH + FOOT}"'
    return f'<svg class="plot" {box} role="img" aria-label="{escape(title)}" direction="ltr">{"".join(parts)}</svg>'


def bar(count: int, most: int) -> str:
    """One bar in the cell of a table, beside its number."""
    wide = max(1, round(count / most * 100)) if most else 0
    return (
        '<svg class="plot share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{wide}" height="10"/></svg>'
    )


def chart(counts: Mapping[str, int], name: Callable[[str], str], title: str) -> str:
    """The map: States shaded by their number of cases, small ones as discs. What has no place on it stands in the table alone."""
    sheet = world()
    most = max((count for state, count in counts.items() if state), default=0)
    parts = [f'<path class="land" d="{sheet["land"]}"/>'] if sheet["land"] else []
    told = []
    for state, outline in sheet["states"].items():
        count = counts.get(state, 0)
        if count:
            told.append(
                f'<path class="on" fill-opacity="{_shade(count, most)}" d="{outline}"><title>{escape(name(state))}: {count}</title></path>'
            )
        parts.append(f'<path class="land" d="{outline}"/>')
    for state, (x, y) in sheet["points"].items():
        count = counts.get(state, 0)
        if count:
            disc = f'cx="{x}" cy="{y}" r="6"'
            title_ = f"<title>{escape(name(state))}: {count}</title>"
            told.append(f'<circle class="on" fill-opacity="{_shade(count, most)}" {disc}>{title_}</circle>')
    box = f'viewBox="0 0 {sheet["width"]} {sheet["height"]}"'
    return f'<svg class="plot world" {box} role="img" aria-label="{escape(title)}">{"".join(parts + told)}</svg>'


def placed(state: str) -> bool:
    """Whether a State has a place on the map."""
    sheet = world()
    return state in sheet["states"] or state in sheet["points"]


def _shade(count: int, most: int) -> str:
    share = count / most if most else 0
    return f"{next(step for step in STEPS if share <= step or step == STEPS[-1]):g}"
