"""Several files in one, the same bytes each time: no times, no owner, no system that made it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_UNIX, _PRIVATE = 3, 0o600 << 16


def packed(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """These files in their order; `stored`: as they are, where they are packed already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _PRIVATE
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
