"""Cookies and link tokens: what the database holds leads to none of them (security.md 2, 8, 29)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.errors import WrongKey
from alongside.vault.logins import (
    RECOVERY_CODES,
    Handle,
    challenge,
    contact,
    feed,
    from_text,
    invitation,
    login,
    new_cookie,
    new_recovery_seed,
    new_token,
    read_recovery_code,
    recovery_code,
    to_text,
    totp_offer,
)
from tests.vault.making import CALM


def test_id_and_key_of_every_kind_of_secret_are_all_different() -> None:
    token, cookie = bytes(16), bytes(32)
    handles = [login(cookie), feed(token), contact(token), invitation(token)]
    parts = {part for handle in handles for part in (handle.id, handle.key)}
    assert len(parts) == 8
    assert not {cookie, token} & parts


def test_a_handle_does_not_show_its_key() -> None:
    handle = login(bytes(32))
    assert repr(handle.key) not in repr(handle)


def test_fresh_secrets_differ_and_have_their_size() -> None:
    assert new_cookie() != new_cookie() and len(new_cookie()) == 32
    assert new_token() != new_token() and len(new_token()) == 16


@pytest.mark.parametrize(("arrive", "size"), [(login, 16), (login, 0), (feed, 32), (feed, 15), (contact, 17), (invitation, 32)])
def test_a_secret_of_another_size_is_refused(arrive: Callable[[bytes], Handle], size: int) -> None:
    with pytest.raises(WrongKey):
        arrive(bytes(size))


@CALM
@given(st.binary(max_size=40))
def test_a_secret_has_one_spelling(secret: bytes) -> None:
    assert from_text(to_text(secret)) == secret
    assert to_text(secret).replace("-", "").replace("_", "").isalnum() or not secret


@pytest.mark.parametrize("text", ["A", "AB=", "AB==", "A B", "A/8=", "AB", "_w==", "Ä", "AAA\n", "AAAA AAAA"])
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(WrongKey):
        from_text(text)


def test_what_comes_from_a_cookie_differs_by_purpose_and_by_cookie() -> None:
    cookie, other = bytes(32), bytes(31) + b"x"
    asked = [challenge(one, purpose) for one in (cookie, other) for purpose in (b"", b"enter", b"add")]
    offered = [totp_offer(one, seed) for one in (cookie, other) for seed in (bytes(16), bytes(15) + b"x")]
    assert len({*asked, *offered, login(cookie).id, login(cookie).key}) == 12
    assert {len(one) for one in asked} == {32} and {len(one) for one in offered} == {20}
    assert challenge(cookie, b"enter") == challenge(cookie, b"enter")


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_only_a_cookie_gives_a_challenge_or_an_offer(size: int) -> None:
    with pytest.raises(WrongKey):
        challenge(bytes(size), b"enter")
    with pytest.raises(WrongKey):
        totp_offer(bytes(size), b"seed")


def test_ten_recovery_codes_come_from_one_seed_and_no_two_are_alike() -> None:
    seed = new_recovery_seed()
    codes = [recovery_code(seed, number) for number in range(RECOVERY_CODES)]
    assert len(set(codes)) == 10 and seed != new_recovery_seed()
    assert all(len(code) == 19 and read_recovery_code(code) == code for code in codes)


@pytest.mark.parametrize(("size", "number"), [(31, 0), (33, 0), (32, -1), (32, 10)])
def test_no_other_seed_or_number_has_a_recovery_code(size: int, number: int) -> None:
    with pytest.raises(WrongKey):
        recovery_code(bytes(size), number)


@pytest.mark.parametrize(
    "typed",
    ["ABCD-EFGH-IJKL-OB23", "abcd efgh ijkl ob23", "ABCDEFGH1JKL0823", "\u200bABCD–EFGH–IJKL–OB23 ", "ＡＢＣＤefghijklob23"],
)
def test_a_recovery_code_is_read_as_paper_and_fingers_spell_it(typed: str) -> None:
    assert read_recovery_code(typed) == "ABCD-EFGH-IJKL-OB23"


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-IJKL-OB2", "ABCD-EFGH-IJKL-OB234", "ABCD-EFGH-IJKL-OBäö", "----------------"]
)
def test_what_cannot_be_a_recovery_code_is_refused(typed: str) -> None:
    with pytest.raises(WrongKey):
        read_recovery_code(typed)
