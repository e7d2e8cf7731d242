"""Content credentials (C2PA): whether a manifest stands in the file, by the place where each kind keeps it. Verified by `verifying.py`."""

from __future__ import annotations

import re

_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
# A JUMBF superbox whose description names a manifest store.
_STORE = re.compile(rb"jumb.{4}jumd.{16}.c2pa\0", re.DOTALL)
# What a claim says of its maker: CBOR text behind its key.
_GENERATOR = re.compile(rb"claim_generator[\x60-\x77]([\x20-\x7e]{1,23})|claim_generator\x78([\x18-\xff])")
_MOST_CLAIMS = 5


def present(data: bytes, kind: str) -> bool:
    """Whether a manifest stands in the file."""
    if kind in ("mp4", "mov", "m4a", "heic") and _UUID in data:
        return True
    return _STORE.search(data) is not None


def claims(data: bytes) -> list[str]:
    """The programs that the manifests name, as they name themselves."""
    named: list[str] = []
    for found in _GENERATOR.finditer(data):
        if found[1]:
            text = found[1][: found[0][len(b"claim_generator")] - 0x60]
        else:
            text = data[found.end() : found.end() + found[2][0]]
        said = "".join(sign if sign.isprintable() else " " for sign in text.decode("utf-8", "replace")).strip()
        if said and said not in named:
            named.append(said)
        if len(named) == _MOST_CLAIMS:
            break
    return named
