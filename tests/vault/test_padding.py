"""Sizes tell little, and one content has one padded form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.errors import Tampered
from alongside.vault.padding import BUCKETS, is_size, pad, padded_size, unpad
from tests.vault.making import CALM


@CALM
@given(st.binary(max_size=70000) | st.binary(max_size=300) | st.integers(0, 300000).map(bytes))
def test_what_is_padded_comes_back(content: bytes) -> None:
    padded = pad(content)
    assert unpad(padded) == content
    assert is_size(len(padded))


@CALM
@given(st.binary(max_size=1200))
def test_nothing_is_unpadded_that_was_not_padded(something: bytes) -> None:
    try:
        content = unpad(something)
    except Tampered:
        return
    assert pad(content) == something


@CALM
@given(st.integers(0, 2**40))
def test_sizes_grow_and_waste_little(content: int) -> None:
    size = padded_size(content)
    assert content < size <= padded_size(content + 1)
    if size > BUCKETS[-1]:
        assert size - content - 1 <= (content + 1) / 32


@pytest.mark.parametrize(
    ("content", "size"),
    [
        *[(0, 256), (255, 256), (256, 1024), (1023, 1024), (1024, 4096), (4095, 4096), (16383, 16384), (65535, 65536)],
        *[(65536, 67584), (67583, 67584), (67584, 69632), (999_999, 1_015_808), (10**9, 1_006_632_960)],
    ],
)
def test_the_sizes_are_those_of_the_list_then_padme(content: int, size: int) -> None:
    assert padded_size(content) == size


@pytest.mark.parametrize("padded", [b"", bytes(256), b"a" * 256, b"a\x80", b"\x80" + bytes(1023), b"a\x80" + bytes(4094)])
def test_padding_of_another_make_is_refused(padded: bytes) -> None:
    with pytest.raises(Tampered):
        unpad(padded)


def test_content_that_looks_like_padding_survives() -> None:
    assert unpad(pad(b"a\x80\0\0")) == b"a\x80\0\0"


@pytest.mark.parametrize(
    ("size", "one_of_ours"), [(0, False), (255, False), (256, True), (257, False), (65536, True), (66000, False)]
)
def test_a_size_is_known_or_not(size: int, one_of_ours: bool) -> None:
    assert is_size(size) is one_of_ours
