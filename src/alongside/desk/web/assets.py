"""The few files a page needs, read once into memory under names that carry their own hash.

In memory, because an installed wheel lies in a folder that may be read-only and has no step that collects static files; a page
of another release asks for another name, so a browser may keep each for ever.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire, plain and packed."""

    name: str
    content_type: str
    plain: bytes
    packed: bytes


@lru_cache(maxsize=1)
def by_hashed_name() -> Mapping[str, Asset]:
    """Every asset by the name that browsers ask for."""
    return {asset.name: asset for asset in map(_read, sorted(FOLDER.iterdir())) if asset}


@lru_cache(maxsize=64)
def address(plain_name: str) -> str:
    """The path of an asset, for templates: `alongside.css` -> `/static/alongside.0123456789ab.css`."""
    stem, dot, ending = plain_name.rpartition(".")
    for name in by_hashed_name():
        if name.startswith(stem + dot) and name.endswith(dot + ending):
            return f"/static/{name}"
    raise LookupError(plain_name)


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with an asset; its headers for keeping are set by the middleware like all others."""
    asset = by_hashed_name().get(name)
    if asset is None:
        raise Http404
    packed = takes_gzip(request.headers.get("Accept-Encoding", ""))
    body = asset.packed if packed else asset.plain
    response = HttpResponse(body, content_type=asset.content_type)
    response["Content-Length"] = str(len(body))
    response["Vary"] = "Accept-Encoding"
    if packed:
        response["Content-Encoding"] = "gzip"
    return response


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip; `gzip;q=0` forbids it."""
    for part in accepted.lower().split(","):
        coding, _, weight = part.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return weight.rstrip("0.") != "" if weight else True
    return False


def _read(path: Path) -> Asset | None:
    if path.suffix not in TYPES:
        return None
    plain = path.read_bytes()
    digest = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(f"{path.stem}.{digest}{path.suffix}", TYPES[path.suffix], plain, gzip.compress(plain, 9, mtime=0))
