"""A sealed value opens under its key at its place, whole, or not at all (security.md 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings

from alongside.vault import sealed
from alongside.vault.context import Context
from alongside.vault.errors import Refused, Tampered, UnknownFormat, WrongKey
from alongside.vault.padding import pad
from alongside.vault.sealed import Algorithm, epoch_of, new_key, seal, unseal
from tests.vault.making import CALM, ELSEWHERE, KEY, NONCE, changed, contexts, place

SECRET = "Amal told the Committee on 3 May. أمل".encode()


@CALM
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=3000), contexts)
def test_what_is_sealed_comes_back(key: bytes, plaintext: bytes, where: Context) -> None:
    blob = seal(key, plaintext, where)
    assert unseal(key, blob, where) == plaintext
    assert epoch_of(blob) == where.epoch


def test_every_changed_byte_every_cut_and_every_extension_is_refused() -> None:
    for forged in changed(seal(KEY, SECRET, place())):
        with pytest.raises(Refused):
            unseal(KEY, forged, place())


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_value_moved_or_rolled_back_is_refused(elsewhere: Context) -> None:
    with pytest.raises(Tampered):
        unseal(KEY, seal(KEY, SECRET, place()), elsewhere)


@CALM
@given(contexts, contexts)
def test_a_value_opens_at_its_own_place_alone(one: Context, other: Context) -> None:
    blob = seal(KEY, SECRET, one)
    if one == other:
        assert unseal(KEY, blob, other) == SECRET
    else:
        with pytest.raises(Tampered):
            unseal(KEY, blob, other)


def test_an_epoch_rewritten_in_the_header_does_not_open_under_that_epoch() -> None:
    blob = seal(KEY, SECRET, place(epoch=2))
    forged = blob[:2] + (3).to_bytes(4, "big") + blob[6:]
    assert epoch_of(forged) == 3
    with pytest.raises(Tampered):
        unseal(KEY, forged, place(epoch=3))


def test_a_value_whose_header_contradicts_its_place_is_refused_even_under_the_right_key() -> None:
    header = b"\x01\x01" + (3).to_bytes(4, "big") + NONCE
    beside = place(epoch=2).associated("value", header)
    forged = header + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(pad(SECRET), beside, NONCE, KEY)
    with pytest.raises(Tampered):
        unseal(KEY, forged, place(epoch=2))


def test_two_values_with_their_bodies_swapped_are_refused() -> None:
    one, other = seal(KEY, b"one", place()), seal(KEY, b"other", place())
    with pytest.raises(Tampered):
        unseal(KEY, one[:30] + other[30:], place())


def test_another_key_is_refused_and_the_sentence_tells_nothing() -> None:
    with pytest.raises(Tampered) as refusal:
        unseal(new_key(), seal(KEY, SECRET, place()), place())
    assert str(refusal.value) == Tampered.sentence
    assert refusal.value.__cause__ is None and refusal.value.__suppress_context__


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY + b"x"])
def test_what_cannot_be_a_key_is_refused_on_both_sides(key: bytes) -> None:
    with pytest.raises(WrongKey):
        seal(key, SECRET, place())
    with pytest.raises(WrongKey):
        unseal(key, seal(KEY, SECRET, place()), place())


@pytest.mark.parametrize(("at", "version", "algorithm"), [(0, 9, 1), (1, 1, 9)])
def test_an_unknown_version_or_algorithm_is_refused_by_name(at: int, version: int, algorithm: int) -> None:
    blob = bytearray(seal(KEY, SECRET, place()))
    blob[at] = 9
    for read in (lambda: unseal(KEY, bytes(blob), place()), lambda: epoch_of(bytes(blob))):
        with pytest.raises(
            UnknownFormat, match=f"No sealed value of format {version} with algorithm {algorithm} is known"
        ) as refusal:
            read()
        assert (refusal.value.version, refusal.value.algorithm) == (version, algorithm)


def test_a_second_algorithm_takes_one_line_and_old_values_keep_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    old = seal(KEY, SECRET, place())
    ietf = Algorithm(
        "ChaCha20-Poly1305",
        bindings.crypto_aead_chacha20poly1305_ietf_NPUBBYTES,
        bindings.crypto_aead_chacha20poly1305_ietf_ABYTES,
        bindings.crypto_aead_chacha20poly1305_ietf_encrypt,
        bindings.crypto_aead_chacha20poly1305_ietf_decrypt,
    )
    monkeypatch.setitem(sealed.ALGORITHMS, 2, ietf)
    monkeypatch.setattr(sealed, "NEWEST", 2)
    new = seal(KEY, SECRET, place())
    assert new[:2] == b"\x01\x02"
    assert unseal(KEY, new, place()) == unseal(KEY, old, place()) == SECRET
    with pytest.raises(Tampered):  # relabelled as the old algorithm
        unseal(KEY, b"\x01\x01" + new[2:], place())


def test_the_size_of_a_blob_tells_the_bucket_alone() -> None:
    assert {len(seal(KEY, bytes(size), place())) for size in range(0, 256, 15)} == {30 + 256 + 16}


def test_each_sealing_draws_its_own_nonce() -> None:
    assert seal(KEY, SECRET, place()) != seal(KEY, SECRET, place())
    assert seal(KEY, SECRET, place(), nonce=NONCE) == seal(KEY, SECRET, place(), nonce=NONCE)
