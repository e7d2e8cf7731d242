"""Content credentials are verified, told as what they say of themselves, and never called trusted. The copy has none."""

from __future__ import annotations

import functools
import random
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.cleaning import CleaningError, client, messages
from alongside.cleaning.inside import answers, verifying
from alongside.cleaning.results import STANDINGS, Credentials
from tests.cleaning import papers, photos, signing, sounds

PROGRAM = "Invented Camera/1.0"
MAKERS = {"jpeg": photos.jpeg, "png": photos.png, "webp": photos.webp, "tiff": photos.tiff, "heic": photos.heic}
MAKERS |= {"gif": photos.gif, "docx": papers.docx, "xlsx": papers.xlsx, "pptx": papers.pptx, "odt": papers.odt}
MAKERS |= {"wav": sounds.wav, "mp3": sounds.mp3, "flac": sounds.flac, "m4a": sounds.m4a_file}


@functools.cache
def signed(kind: str) -> bytes:
    return signing.signed(MAKERS[kind](), kind)


def changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


def manifest() -> bytes:
    """A manifest store with one claim, in the boxes of JUMBF, and no signature."""
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


def test_whole_credentials_hold_and_tell_what_the_certificate_names(cleaner):
    said = cleaner.credentials(signed("jpeg"))
    assert said == Credentials(
        "intact",
        signer=f"{signing.CAMERA}, {signing.MAKER}",
        program=f"{signing.PROGRAM} 1.0",
        actions=(f"c2pa.created {signing.MADE}",),
    )
    assert cleaner.metadata(signed("jpeg"))["c2pa"] == "present"


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_they_are_verified_in_each_kind_that_can_carry_them(kind):
    assert verifying.verified(signed(kind), kind).standing == "intact"


def test_a_child_that_may_start_no_thread_verifies_the_other_kinds_too(cleaner):
    assert [cleaner.credentials(signed(kind)).standing for kind in ("docx", "m4a")] == ["intact", "intact"]


def test_a_changed_byte_of_the_picture_breaks_them(cleaner):
    whole = signed("jpeg")
    said = cleaner.credentials(changed(whole, len(whole) - 30))
    assert (said.standing, said.codes) == ("broken", ("assertion.dataHash.mismatch",))
    assert said.signer == f"{signing.CAMERA}, {signing.MAKER}", "what they say of themselves is told all the same"


@pytest.mark.parametrize("said_before", [signing.MADE.encode(), signing.PROGRAM.encode()])
def test_a_changed_word_of_the_manifest_breaks_them(said_before):
    whole = signed("jpeg")
    assert verifying.verified(changed(whole, whole.index(said_before)), "jpeg").standing == "broken"


def test_a_cut_manifest_cannot_be_read_and_says_so(cleaner):
    whole = signed("jpeg")
    said = cleaner.credentials(whole[: whole.index(b"c2pa.signature")])
    assert (said.standing, said.codes) == ("unreadable", (verifying.FAILED,))


@pytest.mark.parametrize("kind", ["jpeg", "png", "wav"])
def test_a_manifest_without_a_signature_is_never_called_whole(kind, cleaner):
    said = cleaner.credentials(with_credentials(kind))
    assert said.standing in ("broken", "unreadable") and said.codes
    assert cleaner.metadata(with_credentials(kind))["c2pa"] == "present"


def test_an_address_of_credentials_is_not_asked(cleaner):
    said = cleaner.credentials(signing.signed(photos.jpeg(), "jpeg", elsewhere="http://127.0.0.1:9/manifest"))
    assert (said.standing, said.codes) == ("unreadable", (verifying.ELSEWHERE,))


def test_a_kind_that_is_not_verified_is_not_called_whole():
    said = verifying.verified(b"%PDF-1.7\n" + manifest(), "pdf")
    assert (said.standing, said.program, said.codes) == ("unreadable", PROGRAM, (verifying.UNVERIFIED_KIND,))


@pytest.mark.parametrize("said", ["provenance", "c2pa"])
def test_a_word_in_a_picture_is_no_credential(said):
    assert verifying.verified(photos.with_segment(photos.jpeg(), 0xFE, said.encode()), "jpeg").standing == "absent"


def test_a_certificate_that_has_ended_is_told_and_breaks_nothing():
    """The library judges by the clock of today: an old photograph is not a changed one."""
    part = {"success": [{"code": "claimSignature.validated"}, {"code": "assertion.dataHash.match"}]}
    told = {"active_manifest": "a", "manifests": {"a": {}}, "validation_results": {"activeManifest": part}}
    part["failure"] = [{"code": "signingCredential.expired"}]
    assert verifying._told(told) == Credentials("intact", codes=("signingCredential.expired",))


@pytest.mark.parametrize(
    ("passed", "failed", "standing"),
    [
        (["claimSignature.validated", "assertion.dataHash.match"], [], "intact"),
        (["claimSignature.validated"], [], "unreadable"),
        (["assertion.dataHash.match"], ["signingCredential.invalid"], "unreadable"),
        (["assertion.dataHash.match"], ["claimSignature.mismatch"], "broken"),
    ],
)
def test_only_what_was_signed_and_is_bound_to_the_bytes_is_whole(passed, failed, standing):
    part = {"success": [{"code": code} for code in passed], "failure": [{"code": code} for code in failed]}
    told = {"active_manifest": "a", "manifests": {"a": {}}, "validation_results": {"activeManifest": part}}
    assert verifying._told(told).standing == standing


def test_the_moment_is_told_as_the_time_stamp_gives_it_and_control_signs_are_taken_out():
    manifest = {"signature_info": {"time": "2026-03-04T05:06:07+00:00", "common_name": "A\nB" + 900 * "x", "issuer": 7}}
    said = verifying._told({"active_manifest": "a", "manifests": {"a": manifest}, "validation_results": {}})
    assert (said.standing, said.signed) == ("unreadable", "2026-03-04T05:06:07+00:00")
    assert said.signer == "A B" + 197 * "x"


def test_a_picture_made_from_a_signed_one_holds_until_the_first_manifest_is_changed():
    whole = signing.signed(signed("jpeg"), "jpeg", edited=True)
    said = verifying.verified(whole, "jpeg")
    assert (said.standing, said.codes) == ("intact", ())
    said = verifying.verified(changed(whole, whole.index(signing.MADE.encode())), "jpeg")
    assert said.standing == "broken" and "ingredient.manifest.mismatch" in said.codes


def test_a_picture_made_from_a_broken_one_says_so_although_its_own_signature_holds():
    whole = signed("jpeg")
    said = verifying.verified(signing.signed(changed(whole, len(whole) - 30), "jpeg", edited=True), "jpeg")
    assert (said.standing, said.codes) == ("intact", ("ingredient: assertion.dataHash.mismatch",))


@pytest.mark.parametrize("kind", ["jpeg", "png", "wav"])
def test_the_copy_has_none_and_says_that_the_original_had(kind, cleaner):
    done = cleaner.clean(signed(kind))
    assert done.note == ""
    assert "credentials" in done.found
    assert b"c2pa" not in done.data and signing.CAMERA.encode() not in done.data
    assert cleaner.credentials(done.data) == Credentials("absent")


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, sounds.wav])
def test_a_file_without_credentials_has_none(make, cleaner):
    assert cleaner.credentials(make()) == Credentials("absent")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["jpeg", "png", "m4a", "docx"]), st.integers(0, 2**32))
def test_whatever_is_changed_gets_a_standing(kind, seed):
    whole, chance = signed(kind), random.Random(seed)
    begin = chance.randrange(len(whole))
    data = whole[:begin] + chance.randbytes(chance.randrange(1, 9)) + whole[begin + chance.randrange(9) :]
    letter, body = answers.answer(messages.CREDENTIALS, messages.pack({}, data))
    told, _ = messages.unpack(body)
    if letter == messages.ANSWER:
        assert told["standing"] in STANDINGS
        assert all(len(text) <= 2000 for text in (told["signer"], told["signed"], *told["actions"], *told["codes"]))


@settings(max_examples=60)
@given(st.binary(max_size=600))
def test_any_bytes_in_the_place_of_a_manifest_get_a_standing(data):
    store = struct.pack(">I4s", 8 + len(data), b"jumb") + data
    whole = photos.with_segment(photos.jpeg(), 0xEB, b"JP\0\x01\0\0\0\x01" + store + b"c2pa\0")
    assert verifying.verified(whole, "jpeg").standing in ("absent", "broken", "unreadable")


def test_a_child_that_was_taken_over_cannot_invent_a_standing(monkeypatch):
    body = messages.pack({"standing": "trusted", "signer": "", "signed": "", "program": "", "actions": [], "codes": []})
    made = client.Cleaner()
    monkeypatch.setattr(made, "ask", lambda *_: (messages.ANSWER, body))
    with pytest.raises(CleaningError, match="failed"):
        made.credentials(b"x")
