"""The code of a report: words and digits are one code, and what was not given out is refused (security.md 30, 31)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.codes import BITS, from_seed, handle, new_seed, read_code, to_digits, to_words
from alongside.vault.errors import Misspelt, WrongKey
from tests.vault.making import CALM, DESK

codes = st.integers(0, 2**BITS - 1).map(lambda number: number.to_bytes(14, "big"))
A_CODE = from_seed(bytes(32), DESK)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@CALM
@given(codes)
def test_both_spellings_decode_to_the_same_bytes(code: bytes) -> None:
    spellings = [to_words(code), to_digits(code)]
    assert len(spellings[0].split()) == 10
    assert [len(group) for group in spellings[1].split()] == [4] * 9
    for text in [*spellings, spellings[0].upper(), spellings[0].replace(" ", "-"), spellings[1].replace(" ", "")]:
        assert read_code(text) == code
    assert read_code(spellings[1].translate(ARABIC).replace(" ", " - ")) == code


@CALM
@given(codes, st.integers(0, 35), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(code: bytes, at: int, more: int) -> None:
    digits = to_digits(code).replace(" ", "")
    wrong = digits[:at] + str((int(digits[at]) + more) % 10) + digits[at + 1 :]
    with pytest.raises(Misspelt):
        read_code(wrong)


@CALM
@given(codes, st.integers(0, 34))
def test_two_exchanged_digits_are_found(code: bytes, at: int) -> None:
    digits = to_digits(code).replace(" ", "")
    wrong = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if wrong != digits:
        with pytest.raises(Misspelt):
            read_code(wrong)


def test_a_number_beyond_110_bits_is_refused_even_with_the_right_check() -> None:
    number = 2**BITS
    with pytest.raises(Misspelt):
        read_code(f"{number:034d}{98 - number * 100 % 97:02d}")


@pytest.mark.parametrize(
    "typed", ["", "abandon", "abandon " * 11, "1234", "1" * 36, "0000 " * 9 + "a", to_digits(bytes(14)) + "/"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Misspelt):
        read_code(typed)


def test_digits_of_a_wrong_count_say_how_many_were_found() -> None:
    with pytest.raises(Misspelt) as refusal:
        read_code("1234 5678")
    assert (refusal.value.found, refusal.value.expected) == (8, 36)


def test_a_word_outside_the_list_is_named_by_its_place() -> None:
    with pytest.raises(Misspelt) as refusal:
        read_code(to_words(bytes(14)).replace("abandon", "abandom", 1))
    assert refusal.value.places == (1,)


def test_the_same_form_gives_the_same_code_and_another_form_or_desk_another() -> None:
    assert from_seed(bytes(32), DESK) == A_CODE
    assert from_seed(bytes(31) + b"1", DESK) != A_CODE != from_seed(bytes(32), b"another-desk-id!")
    assert new_seed() != new_seed() and len(new_seed()) == 32


def test_look_up_and_key_differ_and_depend_on_the_desk() -> None:
    here, there = handle(A_CODE, DESK), handle(A_CODE, b"another-desk-id!")
    assert len({here.id, here.key, there.id, there.key}) == 4


@pytest.mark.parametrize("code", [b"", bytes(13), bytes(15), b"\xff" * 14])
def test_bytes_that_are_no_code_are_refused(code: bytes) -> None:
    for use in (lambda: handle(code, DESK), lambda: to_words(code), lambda: to_digits(code)):
        with pytest.raises(WrongKey):
            use()


def test_a_seed_is_32_bytes() -> None:
    with pytest.raises(WrongKey):
        from_seed(bytes(31), DESK)
