"""Catalogues: English where a translation is missing, parameters isolated in Arabic, a draft until somebody signs."""

from pathlib import Path

import pytest

from alongside.language.catalogue import END_ISOLATE, ISOLATE, OWN_NAMES, Catalogue, direction, flatten, read

ENGLISH = '[catalogue]\nreviewed_by = "A. Reader"\n[greeting]\nhello = "Hello {name}"\nlist = ["a"]\nonly = "Only here"\n'
ARABIC = '[catalogue]\nreviewed_by = ""\n[greeting]\nhello = "مرحبا {name}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.toml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "ar.toml").write_text(ARABIC, encoding="utf-8")
    return tmp_path


def test_a_sentence_is_said_with_its_parameters(folder: Path) -> None:
    assert read(folder, "en").say("greeting.hello", {"name": "Cairo"}) == "Hello Cairo"
    assert read(folder, "en").say("greeting.only") == "Only here"


def test_parameters_in_arabic_are_isolated_so_that_numbers_and_initials_keep_their_order(folder: Path) -> None:
    assert read(folder, "ar").say("greeting.hello", {"name": "A. B."}) == f"مرحبا {ISOLATE}A. B.{END_ISOLATE}"


def test_a_missing_sentence_is_english(folder: Path) -> None:
    arabic = read(folder, "ar")
    assert arabic.raw("greeting.list") == ["a"]
    assert "greeting.only" in arabic
    assert arabic.keys() == {"catalogue.reviewed_by", "greeting.hello"}


def test_a_language_without_a_file_is_english_throughout(folder: Path) -> None:
    russian = read(folder, "ru")
    assert russian.keys() == frozenset() and russian.say("greeting.only") == "Only here"
    assert "greeting.nothing" not in russian


def test_a_key_that_nobody_has_is_an_error(folder: Path) -> None:
    for language in ("en", "ar"):
        with pytest.raises(KeyError, match=r"greeting\.nothing"):
            read(folder, language).raw("greeting.nothing")


def test_a_translation_is_a_draft_until_somebody_signs_it(folder: Path) -> None:
    assert read(folder, "ar").machine_drafted and read(folder, "ru").machine_drafted
    assert not read(folder, "en").machine_drafted


def test_a_language_that_the_product_does_not_speak_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="tlh"):
        read(folder, "tlh")


def test_a_catalogue_is_read_once(folder: Path) -> None:
    assert read(folder, "ar") is read(folder, "ar")


def test_arabic_alone_reads_from_right_to_left() -> None:
    assert {language: direction(language) for language in OWN_NAMES} == dict.fromkeys(OWN_NAMES, "ltr") | {"ar": "rtl"}


def test_nested_tables_become_dotted_keys() -> None:
    assert flatten({"a": {"b": {"c": 1}, "d": 2}, "e": 3}) == {"a.b.c": 1, "a.d": 2, "e": 3}


def test_a_value_with_braces_is_a_value(folder: Path) -> None:
    assert Catalogue("en", {"x": "{a}"}).say("x", {"a": "{b}"}) == "{b}"
