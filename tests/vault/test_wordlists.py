"""The lists are the published ones, and reading forgives form but never content."""

import hashlib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.errors import Misspelt
from alongside.vault.wordlists import BIP39, EFF_LARGE, letters, read, words
from tests.vault.making import CALM


@pytest.mark.parametrize(("name", "count"), [(EFF_LARGE, 7776), (BIP39, 2048)])
def test_a_list_is_the_one_its_readme_names(name: str, count: int) -> None:
    folder = files("alongside.vault").joinpath("words")
    digest = hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest()
    assert digest in folder.joinpath("README.md").read_text(encoding="utf-8")
    assert len(words(name)) == len(set(words(name))) == count
    assert all(word.isascii() and word == word.lower() and letters(word).isalpha() for word in words(name))


def test_no_word_written_in_two_parts_can_be_taken_for_two_words() -> None:
    plain = {letters(word) for word in words(EFF_LARGE)}
    parts = [word.split("-")[0] for word in words(EFF_LARGE) if "-" in word]
    assert parts == ["drop", "felt", "t", "yo"]
    assert not plain & set(parts)
    assert len(plain) == 7775  # "yo-yo" and "yoyo" are one


@CALM
@given(
    st.lists(st.integers(0, 7775), min_size=6, max_size=6),
    st.sampled_from([" ", "-", "  ", "\n", " - ", "\u2011", "\u2014", "\t", ", "]),
)
def test_words_are_read_however_they_are_set(places: list[int], between: str) -> None:
    text = between.join(words(EFF_LARGE)[place] for place in places)
    shown = [letters(words(EFF_LARGE)[place]) for place in places]
    for typed in (text, text.upper(), f" {text}\n", text.title(), "\u200b" + text.replace("a", "\u00ada")):
        assert [letters(words(EFF_LARGE)[place]) for place in read(typed, EFF_LARGE, 6)] == shown


def test_full_width_letters_are_the_same_letters() -> None:
    assert read("ａｂａｃｕｓ abdomen", EFF_LARGE, 2) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "places", "found"),
    [
        ("abacus abdomem abdominal", (2,), 3),
        ("abacus1 abdomen abdominal", (1,), 3),
        ("ábacus abdomen abdominaI.", (1, 3), 3),
        ("abacus abdomen", (), 2),
        ("abacus abdomen abdominal abide", (), 4),
        ("abacusabdomen abdominal abide", (1,), 3),
        ("drop-down drop abide", (2,), 3),
        ("abacus abide drop", (3,), 3),
        ("", (), 0),
    ],
)
def test_what_is_not_in_the_list_is_named_by_its_place_and_never_corrected(
    typed: str, places: tuple[int, ...], found: int
) -> None:
    with pytest.raises(Misspelt) as refusal:
        read(typed, EFF_LARGE, 3)
    assert (refusal.value.places, refusal.value.found, refusal.value.expected) == (places, found, 3)
    assert not any(word in str(refusal.value) for word in typed.split())


@pytest.mark.parametrize("typed", ["yo-yo drop down t-shirt", "YOYO dropdown tshirt", "yo yo drop-down t shirt"])
def test_hyphenated_words_may_be_written_three_ways(typed: str) -> None:
    assert [letters(words(EFF_LARGE)[place]) for place in read(typed, EFF_LARGE, 3)] == ["yoyo", "dropdown", "tshirt"]
