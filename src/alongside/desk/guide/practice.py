"""The practice texts: one file a page and language under `pages/`, English where a page is not translated yet."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"
# The order in which someone in danger, or about to travel, needs them.
SLUGS = (
    "consent", "embassies", "publicity", "travel", "device", "leaving-no-trace", "write-rapporteur", "write-committee", "reports",
)  # fmt: skip
RISK = "risk"


@dataclass(frozen=True, slots=True)
class Page:
    """One text. `lang` is the language it is really in."""

    slug: str
    lang: str
    words: Mapping[str, Any]


@lru_cache(maxsize=128)
def read(slug: str, lang: str) -> Page:
    """The page in this language, else in English. Raises KeyError for a page that does not exist."""
    if slug not in (*SLUGS, RISK):
        raise KeyError(slug)
    for tongue in (lang, "en"):
        path = PAGES / tongue / f"{slug}.toml"
        if path.exists():
            return Page(slug, tongue, tomllib.loads(path.read_text(encoding="utf-8")))
    raise KeyError(slug)
