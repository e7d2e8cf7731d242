"""Codes of an app: the vectors of RFC 6238, taken once, near their moment, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault import totp
from alongside.vault.errors import WrongKey
from tests.vault.making import CALM

SECRET = b"12345678901234567890"
# RFC 6238, appendix B, SHA-1. Its codes have eight digits; apps show the last six.
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "eight"), VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, eight: str) -> None:
    assert totp.code(SECRET, seconds) == eight[2:]
    assert totp.matching(SECRET, eight[2:], seconds, -1) == totp.step(seconds)


def test_the_step_before_and_the_one_after_are_taken_and_no_other() -> None:
    now = 1_111_111_111
    taken = [totp.matching(SECRET, totp.code(SECRET, now + 30 * off), now, -1) for off in (-2, -1, 0, 1, 2)]
    here = totp.step(now)
    assert taken == [None, here - 1, here, here + 1, None]


def test_a_code_at_the_beginning_of_time_is_near_nothing_before_it() -> None:
    assert totp.matching(SECRET, totp.code(SECRET, 0), 0, -1) == 0


def test_a_step_that_was_taken_is_not_taken_again_nor_one_before_it() -> None:
    now = 1_111_111_111
    here = totp.step(now)
    assert totp.matching(SECRET, totp.code(SECRET, now), now, here - 1) == here
    assert totp.matching(SECRET, totp.code(SECRET, now), now, here) is None
    assert totp.matching(SECRET, totp.code(SECRET, now - 30), now, here - 1) is None


@pytest.mark.parametrize("typed", ["050 471", " 050471 ", "٠٥٠٤٧١", "０５０４７１"])
def test_digits_count_in_any_script_and_with_blanks(typed: str) -> None:
    assert totp.matching(SECRET, typed, 1111111111, -1)


@CALM
@given(st.text(max_size=12).filter(lambda text: totp._digits(text) not in (b"050471", b"081804", b"266759")))
def test_anything_else_matches_nothing(typed: str) -> None:
    steps = {totp.code(SECRET, 1111111111 + off).encode() for off in (-30, 0, 30)}
    assert totp.matching(SECRET, typed, 1111111111, -1) is None or totp._digits(typed) in steps


@pytest.mark.parametrize("size", [0, 16, 19, 21, 32])
def test_a_secret_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(WrongKey):
        totp.code(bytes(size), 0)


def test_fresh_secrets_differ_and_have_their_size() -> None:
    assert totp.new_secret() != totp.new_secret() and len(totp.new_secret()) == totp.SECRET_BYTES


def test_the_secret_as_text_and_in_the_square_code() -> None:
    assert totp.to_text(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert totp.uri(SECRET, "A desk/1") == (
        "otpauth://totp/A%20desk%2F1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A%20desk%2F1"
    )
