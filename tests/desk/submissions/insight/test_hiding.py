"""Small counts cannot be read from what leaves: not one by one, not from the sum, not by who knows the rule."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.insight.hiding import LEAST, shown, total

CODES = "abcde"


def hidden(counts: dict[str, int]) -> set[str]:
    found = shown(counts)
    return set(counts) if found is None else {code for code, count in found.items() if count is None}


def test_a_table_without_small_counts_is_shown_whole() -> None:
    assert shown({"a": 5, "b": 9}) == {"a": 5, "b": 9}
    assert shown({}) == {}


def test_a_small_count_takes_the_next_larger_ones_along() -> None:
    assert hidden({"a": 3, "b": 7, "c": 9}) == {"a", "b"}
    assert hidden({"a": 1, "b": 5, "c": 5, "d": 9}) == {"a", "b", "c"}
    assert hidden({"a": 1, "b": 2, "c": 6, "d": 9}) == {"a", "b", "c"}


def test_where_there_is_nothing_to_hide_among_the_whole_table_goes() -> None:
    assert shown({"a": 3}) is None
    assert shown({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1}) is None
    assert shown({"a": 2, "b": 2}) == {"a": None, "b": None}


def test_a_count_of_nothing_is_no_row() -> None:
    assert shown({"a": 0, "b": 5}) == {"b": 5}


@pytest.mark.parametrize(("count", "told"), [(0, None), (4, None), (5, 5)])
def test_the_number_of_all_is_itself_a_count(count: int, told: int | None) -> None:
    assert total(count) == told


def possible(published: dict[str, int | None], everything: int) -> list[dict[str, int]]:
    """Every table of which the rule would publish just this, by whoever knows the rule and the sum of all."""
    unknown = [code for code, count in published.items() if count is None]
    rest = everything - sum(count for count in published.values() if count is not None)
    found = []
    for some in product(range(1, rest + 1), repeat=len(unknown)):
        if sum(some) == rest:
            table = published | dict(zip(unknown, some, strict=True))
            if shown(table) == published:  # type: ignore[arg-type]
                found.append(table)
    return found  # type: ignore[return-value]


@given(st.lists(st.integers(1, 8), min_size=1, max_size=4))
@settings(max_examples=150)
def test_no_small_count_can_be_worked_out_from_the_sum_and_the_rule(counts: list[int]) -> None:
    table = dict(zip(CODES, counts, strict=False))
    published = shown(table)
    if published is None:
        assert all(count < LEAST for count in counts)
        return
    could = possible(published, sum(counts))
    assert table in could
    for code, count in table.items():
        if count < LEAST:
            assert published[code] is None
            assert len({other[code] for other in could}) > 1, (table, published)


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 30)), st.permutations(CODES))
@settings(max_examples=100)
def test_what_is_hidden_does_not_hang_on_codes_or_their_order(table: dict[str, int], codes: list[str]) -> None:
    names = dict(zip(CODES, codes, strict=True))
    renamed = {names[code]: count for code, count in reversed(table.items())}
    assert {names[code] for code in hidden(table) if table[code]} == {code for code in hidden(renamed) if renamed[code]}
