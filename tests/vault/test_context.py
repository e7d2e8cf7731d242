"""A place has one spelling, and no two places share it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.context import Context
from alongside.vault.encoding import prefixed
from tests.vault.making import CALM, ELSEWHERE, contexts, place


@CALM
@given(contexts, contexts)
def test_two_places_have_the_same_bytes_only_if_they_are_one_place(one: Context, other: Context) -> None:
    assert (one.canonical() == other.canonical()) == (one == other)


@CALM
@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_lists_of_fields_never_run_together(one: list[bytes], other: list[bytes]) -> None:
    assert (prefixed(*one) == prefixed(*other)) == (one == other)


@CALM
@given(contexts, st.text("abc", max_size=3), st.text("abc", max_size=3))
def test_the_use_is_part_of_what_is_authenticated(where: Context, one: str, other: str) -> None:
    assert (where.associated(one, b"h") == where.associated(other, b"h")) == (one == other)


def test_moving_a_letter_from_one_field_to_the_next_changes_the_bytes() -> None:
    assert place(table="ab", row=b"c").canonical() != place(table="a", row=b"bc").canonical()


def test_every_field_counts() -> None:
    spellings = {where.canonical() for where in [place(), *ELSEWHERE]}
    assert len(spellings) == len(ELSEWHERE) + 1


@pytest.mark.parametrize("wrong", [{"revision": -1}, {"revision": 2**64}, {"epoch": -1}, {"epoch": 2**32}, {"table": "\ud800"}])
def test_a_place_without_bytes_is_the_programmers_mistake(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        place(**wrong)  # type: ignore[arg-type]


def test_the_same_place_under_another_epoch_differs_in_that_alone() -> None:
    assert place(epoch=7) == place(epoch=2).at(7)
