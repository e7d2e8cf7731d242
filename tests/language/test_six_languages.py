"""Every file of words agrees with its English one: the same keys, placeholders, lists, addresses and figures, in its own script.

A key that is missing would show English in the middle of a page; a placeholder that is missing would swallow a State or a date; one
too many would end in a KeyError in front of the person; a wrong figure would send her to the wrong day or the wrong number.
"""

import re
import string
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import alongside
from alongside.directory.reader import load, load_text
from alongside.directory.vocabulary import LANGUAGES

ROOT = Path(alongside.__file__).parent
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
# Folders with one file a language, and folders with one folder a language.
CATALOGUES = (
    ROOT / "plan" / "texts",
    ROOT / "desk" / "guide" / "texts",
    *(ROOT / "desk" / room / "texts" for room in ("web", "people", "cases")),
    *sorted((ROOT / "desk" / "submissions").glob("**/texts")),
)
PAGES = ROOT / "desk" / "guide" / "pages"
ENTRIES = ROOT / "directory" / "data" / "text"
SCRIPTS = {"ar": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]", "es": "[a-zà-ÿ]", "fr": "[a-zà-ÿ]"}
# Kept as they are in every language.
ADDRESS_OR_ID = re.compile(r"\.(url|mechanisms\[\d+\])$")
# Who signed is each language's own.
OWN = ".catalogue.reviewed_by"
# Invisible in an editor: a translator must see them, so they are written as \u200E.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def pairs(language: str) -> Iterator[tuple[Path, Path]]:
    """Each file of a language with its English one."""
    for folder in CATALOGUES:
        yield folder / "en.toml", folder / f"{language}.toml"
    for path in sorted((PAGES / "en").glob("*.toml")):
        yield path, PAGES / language / path.name
    for path in sorted((ENTRIES / language).glob("*.toml")):
        yield ENTRIES / "en" / path.name, path


@lru_cache(maxsize=1024)
def leaves(path: Path) -> dict[str, str]:
    """Every text of a file by its place in it: `.reason.not-party`, `.sections[2].items[0]`."""
    return dict(walk(tomllib.loads(path.read_text(encoding="utf-8"))))


def walk(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{place}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from walk(item, f"{place}[{number}]")
    else:
        assert isinstance(value, str), place
        yield place, value


def said(language: str) -> Iterator[tuple[str, str, str]]:
    """(file and place, English, translation) for every text that both have and that is translated at all."""
    for english, own in pairs(language):
        theirs = leaves(own)
        for place, text in leaves(english).items():
            if place in theirs and place != OWN and not ADDRESS_OR_ID.search(place):
                yield f"{own.parent.name}/{own.name}{place}", text, theirs[place]


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


def figures(text: str) -> set[str]:
    """Numbers of two digits and more; smaller ones may be words, and 1,000 is 1 000 elsewhere."""
    return set(re.findall(r"\d{2,}", re.sub(r"(?<=\d)[, \u00a0\u202f.](?=\d{3}(?!\d))", "", text)))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_catalogue_and_page_exists_in_every_language(language: str) -> None:
    wanted = [
        *(folder / f"{language}.toml" for folder in CATALOGUES),
        *(PAGES / language / p.name for p in (PAGES / "en").iterdir()),
    ]
    assert [path for path in wanted if not path.is_file()] == []


def test_no_file_stands_in_a_language_that_nobody_speaks() -> None:
    for folder in CATALOGUES:
        assert {path.stem for path in folder.iterdir()} == set(LANGUAGES)
    for folder in (PAGES, ENTRIES):
        assert {path.name for path in folder.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_keys_and_lengths_of_lists_are_the_same_as_in_english(language: str) -> None:
    differing = {
        f"{own.parent.name}/{own.name}": sorted(leaves(english).keys() ^ leaves(own).keys())
        for english, own in pairs(language)
        if leaves(english).keys() != leaves(own).keys()
    }
    assert differing == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_the_same_as_in_english(language: str) -> None:
    folders = [folder.name for folder in CATALOGUES]
    for english, own in pairs(language):
        if own.parent.name in folders:  # only a catalogue fills in
            theirs = leaves(own)
            for place, text in leaves(english).items():
                assert placeholders(theirs[place]) == placeholders(text), (own.parent.parent.name, language, place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_placeholder_is_a_plain_name(language: str) -> None:
    """`{0}` or `{state!r}` or `{x.y}` would read something else than the value."""
    for folder in CATALOGUES:
        for place, text in leaves(folder / f"{language}.toml").items():
            for _, name, spec, conversion in string.Formatter().parse(text):
                assert name is None or (name.isidentifier() and not spec and not conversion), (folder.parent.name, place)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_empty_where_english_says_something(language: str) -> None:
    assert [where for where, english, own in said(language) if bool(english.strip()) != bool(own.strip())] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_was_left_in_english(language: str) -> None:
    """Names of organisations stay; whole sentences do not."""
    names = (".name", ".operator", ".title")
    left = [where for where, english, own in said(language) if own == english and len(english) > 25 and not where.endswith(names)]
    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_in_the_script_of_its_language(language: str) -> None:
    script = re.compile(SCRIPTS[language], re.IGNORECASE)
    names = (".name", ".operator", ".title")
    foreign = [
        where
        for where, english, own in said(language)
        if len(english) > 25 and not where.endswith(names) and not script.search(own)
    ]
    assert foreign == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_figures_are_the_same_as_in_english(language: str) -> None:
    lost = {
        where: sorted(figures(english) - figures(own))
        for where, english, own in said(language)
        if figures(english) - figures(own)
    }
    assert lost == {}


def test_figures_are_read_with_any_mark_of_thousands() -> None:
    assert figures("EUR 7,500") == figures("7 500 евро") == figures("7\u202f500 €") == figures("7.500") == {"7500"}
    assert figures("2 of 12; 2023, 2024; 1.5") == {"12", "2023", "2024"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_addresses_and_ids_are_the_same_as_in_english(language: str) -> None:
    for english, own in pairs(language):
        kept = {place: text for place, text in leaves(english).items() if ADDRESS_OR_ID.search(place)}
        assert {place: leaves(own).get(place) for place in kept} == kept, own.name


def test_every_mechanism_that_a_page_names_exists() -> None:
    named = {text for path in (PAGES / "en").glob("*.toml") for place, text in leaves(path).items() if ".mechanisms[" in place}
    assert named and named - set(load().mechanisms) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_of_direction_are_written_so_that_a_translator_sees_them(language: str) -> None:
    assert [own.name for _, own in pairs(language) if DIRECTION_MARKS.search(own.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_stands_between_marks_of_direction(language: str) -> None:
    """The catalogue isolates each value itself; a second pair would be shown as two boxes by old phones."""
    around = re.compile(f"{DIRECTION_MARKS.pattern}{{|}}{DIRECTION_MARKS.pattern}")
    assert [
        f"{own.name}{place}" for _, own in pairs(language) for place, text in leaves(own).items() if around.search(text)
    ] == []


def test_all_five_languages_have_words_for_the_same_entries() -> None:
    entries = {language: {path.stem for path in (ENTRIES / language).glob("*.toml")} for language in TRANSLATED}
    assert len(entries["ar"]) >= 40
    assert {language: sorted(ids ^ entries["ar"]) for language, ids in entries.items() if ids != entries["ar"]} == {}
    assert entries["ar"] <= set(load().mechanisms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_words_of_the_directory_are_those_of_the_files(language: str) -> None:
    files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (ENTRIES / language).glob("*.toml")}
    assert load_text(language) == files
