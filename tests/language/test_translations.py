"""Every translation that exists has every key, the same shape and the same placeholders as English."""

import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

import alongside
from alongside.directory.vocabulary import LANGUAGES
from alongside.language.catalogue import flatten

SOURCE = Path(alongside.__file__).parent
CATALOGUES = ("plan/texts", "desk/guide/texts", "desk/web/texts", "desk/people/texts", "desk/cases/texts")
PAGES = SOURCE / "desk/guide/pages"


def english_files() -> list[Path]:
    files = [SOURCE / folder / "en.toml" for folder in CATALOGUES]
    return files + sorted((PAGES / "en").glob("*.toml"))


def translated(english: Path, language: str) -> Path:
    if english.parent.parent == PAGES:
        return PAGES / language / english.name
    return english.with_name(f"{language}.toml")


PAIRS = [
    (english, translated(english, language))
    for english in english_files()
    for language in LANGUAGES
    if language != "en" and translated(english, language).exists()
]


def words(path: Path) -> dict[str, Any]:
    return flatten(tomllib.loads(path.read_text(encoding="utf-8")))


def shape(value: Any) -> Any:
    """How a value is built: which keys, how many items, which placeholders; not its words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    if isinstance(value, str):
        # A set: grammar may need a name twice in one language and once in another.
        return {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}
    return value


def label(path: Any) -> str:
    return str(path.relative_to(SOURCE)) if isinstance(path, Path) else ""


@pytest.mark.parametrize(("english", "other"), PAIRS, ids=label)
def test_a_translation_has_every_key_and_no_other(english: Path, other: Path) -> None:
    wanted, found = words(english), words(other)
    assert sorted(set(wanted) - set(found)) == [], "missing"
    assert sorted(set(found) - set(wanted)) == [], "unknown"


@pytest.mark.parametrize(("english", "other"), PAIRS, ids=label)
def test_a_translation_keeps_placeholders_and_lists(english: Path, other: Path) -> None:
    wanted, found = words(english), words(other)
    differing = [key for key in wanted if key in found and shape(wanted[key]) != shape(found[key])]
    assert differing == []


@pytest.mark.parametrize(("english", "other"), PAIRS, ids=label)
def test_no_sentence_of_a_translation_is_empty_where_english_has_words(english: Path, other: Path) -> None:
    wanted, found = words(english), words(other)
    assert [key for key in wanted if wanted[key] and not found.get(key, "x") and key != "catalogue.reviewed_by"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_that_has_one_catalogue_has_them_all(language: str) -> None:
    have = [label(english) for english in english_files() if translated(english, language).exists()]
    assert have in ([], [label(english) for english in english_files()])
