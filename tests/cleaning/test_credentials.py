"""Content credentials are noticed, named as what they claim of themselves, and never called true. The copy has none."""

from __future__ import annotations

import struct

import pytest

from tests.cleaning import photos, sounds

PROGRAM = "Invented Camera/1.0"


def manifest() -> bytes:
    """A manifest store with one claim, in the boxes of JUMBF."""
    description = b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71" + b"\x03" + b"c2pa\0"
    jumd = struct.pack(">I4s", 8 + len(description), b"jumd") + description
    claim = b"\xa1\x6fclaim_generator" + bytes((0x60 + len(PROGRAM),)) + PROGRAM.encode()
    cbor = struct.pack(">I4s", 8 + len(claim), b"cbor") + claim
    return struct.pack(">I4s", 8 + len(jumd) + len(cbor), b"jumb") + jumd + cbor


def with_credentials(kind: str) -> bytes:
    store = manifest()
    if kind == "jpeg":
        return photos.with_segment(photos.jpeg(), 0xEB, b"JP\0\x01\0\0\0\x01" + store)
    if kind == "png":
        whole = photos.png()
        return whole[:33] + photos.png_chunk(b"caBX", store) + whole[33:]
    whole = sounds.wav()[: -len(sounds.CANARY)] + b"C2PA" + struct.pack("<I", len(store)) + store
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


@pytest.mark.parametrize("kind", ["jpeg", "png", "wav"])
def test_credentials_are_noticed_and_not_believed(kind, cleaner):
    said = cleaner.credentials(with_credentials(kind))
    assert (said.standing, said.claims) == ("present", (PROGRAM,))
    assert cleaner.metadata(with_credentials(kind))["c2pa"] == "present"


@pytest.mark.parametrize("kind", ["jpeg", "png", "wav"])
def test_the_copy_has_none_and_says_that_the_original_had(kind, cleaner):
    done = cleaner.clean(with_credentials(kind))
    assert done.note == ""
    assert "credentials" in done.found
    assert b"c2pa" not in done.data
    assert cleaner.credentials(done.data).standing == "absent"


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, sounds.wav])
def test_a_file_without_credentials_has_none(make, cleaner):
    assert cleaner.credentials(make()).standing == "absent"
