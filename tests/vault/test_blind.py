"""Blind look-ups: the same value is found again, and only on its own desk, in its own domain, under its own key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.blind import Domain, blind, handle, phone
from alongside.vault.errors import WrongKey
from tests.vault.making import CALM, DESK, KEY

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@CALM
@given(texts, texts)
def test_two_values_meet_only_if_they_are_one(one: str, other: str) -> None:
    assert (blind(KEY, DESK, Domain.LOGIN, one) == blind(KEY, DESK, Domain.LOGIN, other)) == (one == other)


def test_key_desk_and_domain_keep_apart() -> None:
    found = {
        blind(KEY, DESK, Domain.LOGIN, "1"),
        blind(KEY, DESK, Domain.PHONE, "1"),
        blind(KEY, b"another-desk-id!", Domain.LOGIN, "1"),
        blind(KEY[::-1], DESK, Domain.LOGIN, "1"),
    }
    assert len(found) == 4 and {len(one) for one in found} == {32}


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(WrongKey):
        blind(b"short", DESK, Domain.LOGIN, "1")


@CALM
@given(texts)
def test_a_handle_in_its_one_form_stays(typed: str) -> None:
    assert handle(handle(typed)) == handle(typed)


def test_handles_forgive_form() -> None:
    assert handle(" Heron ") == handle("HERON") == handle("ｈｅｒｏｎ") == "heron"


@pytest.mark.parametrize("typed", ["+49 (30) 1234-567", "0049 30 1234567", "٤٩٣٠١٢٣٤٥٦٧", "49301234567"])
def test_a_phone_number_is_its_digits(typed: str) -> None:
    assert phone(typed) == "49301234567"
