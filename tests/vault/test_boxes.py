"""What is sealed to a person opens for her, at its place; a key passed on comes from a member or is refused (security.md 3, 4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings as sodium

from alongside.vault.boxes import hand_to, open_sealed, receive, seal_to
from alongside.vault.context import Context
from alongside.vault.encoding import head
from alongside.vault.errors import NotVouched, Refused, Tampered, UnknownFormat, WrongKey
from alongside.vault.padding import pad
from alongside.vault.persons import Card
from alongside.vault.vouches import Vouch
from tests.vault.making import DESK, ELSEWHERE, FEW, card, changed, circle, contexts, place, secret, vouch

US = circle(vouch("Alice", "Bob"), vouch("Alice", "Charlie"))
BOB, ALICE = card("Bob"), card("Alice")


def handed(plaintext: bytes = b"a case key") -> bytes:
    return hand_to(BOB, plaintext, place(), US, secret("Alice"), ALICE)


@FEW
@given(st.binary(max_size=2000), contexts)
def test_what_is_sealed_to_her_comes_back(plaintext: bytes, where: Context) -> None:
    assert open_sealed(secret("Bob"), BOB, seal_to(BOB, plaintext, where, US), where) == plaintext
    blob = hand_to(BOB, plaintext, where, US, secret("Alice"), ALICE)
    assert receive(secret("Bob"), BOB, blob, where, US) == (plaintext, ALICE)


def test_every_changed_byte_every_cut_and_every_extension_is_refused() -> None:
    for forged in changed(seal_to(BOB, b"x", place(), US)):
        with pytest.raises(Refused):
            open_sealed(secret("Bob"), BOB, forged, place())
    for forged in changed(handed()):
        with pytest.raises(Refused):
            receive(secret("Bob"), BOB, forged, place(), US)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_box_moved_or_rolled_back_is_refused(elsewhere: Context) -> None:
    with pytest.raises(Tampered):
        open_sealed(secret("Bob"), BOB, seal_to(BOB, b"x", place(), US), elsewhere)
    with pytest.raises(Tampered):
        receive(secret("Bob"), BOB, handed(), elsewhere, US)


@pytest.mark.parametrize("swapped", ["box", "sign", "both"])
def test_every_sealing_refuses_a_public_key_swapped_in_the_database(swapped: str) -> None:
    mallory = card("Mallory")
    box = BOB.box if swapped == "sign" else mallory.box
    sign = BOB.sign if swapped == "box" else mallory.sign
    forged = Card(DESK, b"Bob", 1, box, sign)
    with pytest.raises(NotVouched):
        seal_to(forged, b"x", place(), US)
    with pytest.raises(NotVouched):
        hand_to(forged, b"x", place(), US, secret("Alice"), ALICE)


def test_another_person_opens_nothing() -> None:
    blob = seal_to(BOB, b"x", place(), US)
    for who, whose in [("Charlie", card("Charlie")), ("Bob", card("Bob", 2)), ("Charlie", BOB)]:
        with pytest.raises(Refused):
            open_sealed(secret(who), whose, blob, place())


def test_a_box_for_an_older_key_of_hers_says_wrong_key() -> None:
    with pytest.raises(WrongKey):
        open_sealed(secret("Bob 2"), card("Bob", 2), seal_to(BOB, b"x", place(), US), place())


def test_a_key_planted_by_somebody_outside_the_circle_is_refused() -> None:
    mallory = card("Mallory")
    hers = circle(vouch("Alice", "Bob"), vouch("Alice", "Mallory"))
    planted = hand_to(BOB, b"her own key", place(), hers, secret("Mallory"), mallory)
    assert receive(secret("Bob"), BOB, planted, place(), hers) == (b"her own key", mallory)
    with pytest.raises(NotVouched):
        receive(secret("Bob"), BOB, planted, place(), US)


def test_a_key_planted_in_the_name_of_a_member_is_refused() -> None:
    """Mallory knows every public key, so she can build the whole inside but the signature."""
    inside = pad(_inside_of(handed())[: 32 + 4 + len(ALICE.to_bytes())] + secret("Mallory").sign(b"?") + b"her own key")
    forged = handed()[:6] + sodium.crypto_box_seal(inside, BOB.box)
    with pytest.raises(Tampered):
        receive(secret("Bob"), BOB, forged, place(), US)


def _inside_of(blob: bytes) -> bytes:
    return secret("Bob").open_box(blob[6:])


def test_an_unsigned_box_does_not_pass_for_a_signed_one_nor_the_other_way_round() -> None:
    with pytest.raises(Tampered):
        receive(secret("Bob"), BOB, seal_to(BOB, b"x", place(), US), place(), US)
    with pytest.raises(Tampered):
        open_sealed(secret("Bob"), BOB, handed(), place())


def test_a_box_passed_on_to_another_member_does_not_keep_its_signature() -> None:
    """Bob may not make Alice say to Charlie what she said to him."""
    forged = head(1, 2, 1) + sodium.crypto_box_seal(_inside_of(handed()), card("Charlie").box)
    with pytest.raises(Tampered):
        receive(secret("Charlie"), card("Charlie"), forged, place(), US)


def test_nobody_hands_over_in_another_name_or_from_outside() -> None:
    with pytest.raises(NotVouched):
        hand_to(BOB, b"x", place(), US, secret("Charlie"), ALICE)
    with pytest.raises(NotVouched):
        hand_to(BOB, b"x", place(), US, secret("Mallory"), card("Mallory"))


@pytest.mark.parametrize("at", [0, 1])
def test_an_unknown_format_is_refused_by_name(at: int) -> None:
    blob = bytearray(handed())
    blob[at] = 8
    with pytest.raises(UnknownFormat, match="No value sealed to a person of format"):
        receive(secret("Bob"), BOB, bytes(blob), place(), US)


def test_a_point_that_agrees_on_no_secret_is_refused_even_when_vouched_for() -> None:
    weak = Card(DESK, b"Weak", 1, bytes(32), card("Bob").sign)
    deceived = circle(Vouch.make(secret("Alice"), ALICE, weak))
    with pytest.raises(NotVouched):
        seal_to(weak, b"x", place(), deceived)
