"""The code of the first start: printed by the command, tried a few times at most, and kept in no file."""

from collections.abc import Iterator

import pytest

from alongside.desk.people import first_start


@pytest.fixture(autouse=True)
def nothing_armed() -> Iterator[None]:
    first_start.spend()
    yield
    first_start.spend()


def test_the_printed_code_fits_however_it_is_typed() -> None:
    code = first_start.arm()
    assert len(code) == 9 and code[4] == "-"
    assert first_start.fits(code)
    assert first_start.fits(f" {code.lower().replace('-', ' ')} "), "it is asked on each page of the way in"


def test_no_code_fits_where_none_was_made() -> None:
    assert not first_start.fits("") and not first_start.fits("AAAA-AAAA")


def test_after_a_few_wrong_tries_the_right_one_does_not_help() -> None:
    code = first_start.arm()
    for _ in range(first_start.TRIES):
        assert not first_start.fits("AAAA-AAA")
    assert not first_start.fits(code)


def test_a_code_is_good_for_one_desk() -> None:
    code = first_start.arm()
    assert first_start.fits(code)
    first_start.spend()
    assert not first_start.fits(code)


def test_two_codes_differ() -> None:
    assert first_start.arm() != first_start.arm()


@pytest.mark.parametrize("typed", ["\u0660" * 8, "\x00", "ß" * 8, "A" * 10_000])
def test_whatever_is_typed_is_answered(typed: str) -> None:
    first_start.arm()
    assert not first_start.fits(typed)
