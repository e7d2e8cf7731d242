"""The search for traces itself: what is planted is found, in every writing and packing; what is not there is not."""

import pytest

from tests.browser.traces import Searcher, packed, writings

MARKER = "Zwölfqé7Жукxv"
ENCODINGS = ("utf-8", "utf-16le", "utf-16be", "percent", "base64", "hex", "json", "python", "markup")


@pytest.fixture
def searcher():
    return Searcher(MARKER)


def test_the_list_of_encodings_is_whole():
    assert tuple(writings(MARKER)) == ENCODINGS


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_way_of_writing_is_found_in_a_file(searcher, tmp_path, encoding):
    for number, value in enumerate(sorted(writings(MARKER)[encoding])):
        (tmp_path / f"left-{number}").write_bytes(b"\x00before " + value + b" after")
    places = searcher.folder(tmp_path)
    for path in tmp_path.iterdir():
        assert any(place.startswith(f"{path}: ") for place in places)


@pytest.mark.parametrize("before", range(3))
def test_base64_is_found_at_every_alignment(searcher, tmp_path, before):
    import base64

    (tmp_path / "left").write_bytes(base64.b64encode(b"x" * before + MARKER.encode() + b"and more"))
    assert searcher.folder(tmp_path) == [f"{tmp_path}/left: base64"]


@pytest.mark.parametrize("packing", packed(b""))
def test_each_packing_is_opened(searcher, tmp_path, packing):
    (tmp_path / "left").write_bytes(packed(b"before " + MARKER.encode() + b" after")[packing])
    assert any(place.endswith("utf-8") for place in searcher.folder(tmp_path))


@pytest.mark.parametrize("spelling", ["ZWÖLFQÉ7жукxv".casefold(), "Zwolfqe7Zhukxv", "zwo\u0308lfqe\u03017жукxv"])
def test_folded_transliterated_and_decomposed_spellings_are_found(searcher, tmp_path, spelling):
    (tmp_path / "left").write_text(spelling, encoding="utf-8")
    assert searcher.folder(tmp_path)


def test_a_name_of_a_file_is_read_too(searcher, tmp_path):
    (tmp_path / f"{MARKER}.txt").touch()
    assert searcher.folder(tmp_path)


def test_other_words_are_not_taken_for_it(searcher, tmp_path):
    (tmp_path / "left").write_text("Zwölf Жуки, qé7xv", encoding="utf-8")
    assert searcher.folder(tmp_path) == []
