"""Names of States in six languages, and the way back from what people type."""

import pytest

from alongside.directory.reader import load
from alongside.directory.vocabulary import LANGUAGES
from alongside.language.countries import ALSO_CALLED, find, fold, name, names, nearest

STATES = load().states


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_every_language_finds_its_state(language: str) -> None:
    lost = {}
    for iso3, row in STATES.items():
        said = name(iso3, row["alpha2"], language)
        if find(said, STATES) != iso3:
            lost[iso3] = said
    assert lost == {}


def test_a_state_without_a_name_is_said_by_its_code() -> None:
    assert name("ATL", "00", "en") == "ATL"
    assert name("EGY", "EG", "fr") == "Égypte"


def test_codes_of_two_and_three_letters_find_their_state_in_any_case() -> None:
    for iso3, row in STATES.items():
        assert find(iso3, STATES) == find(iso3.lower(), STATES) == iso3
        assert find(row["alpha2"], STATES) == find(f" {row['alpha2'].lower()} ", STATES) == iso3


@pytest.mark.parametrize(
    ("typed", "iso3"),
    [
        ("cote d'ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("IVORY  COAST", "CIV"),
        ("guinea bissau", "GNB"),
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("UK", "GBR"),
        ("usa", "USA"),
        ("D.R. Congo", None),
        ("dr congo", "COD"),
        ("مِصْر", "EGY"),
        ("Россия", "RUS"),
        ("россия", "RUS"),
        ("中国", "CHN"),
        ("", None),
        ("zz", None),
        ("Atlantis", None),
    ],
)
def test_what_people_type_finds_its_state_or_nothing(typed: str, iso3: str | None) -> None:
    assert find(typed, STATES) == iso3


def test_other_names_point_to_states_that_exist() -> None:
    assert {key: iso3 for key, iso3 in ALSO_CALLED.items() if iso3 not in STATES} == {}
    assert [key for key in ALSO_CALLED if fold(key) != key] == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Tunesia", "tunisia"), ("Belarussia", "belarus"), ("xqwzjkv", None), ("qq", None), ("qjx", None)],
)
def test_a_mistyped_name_gets_the_nearest_or_nothing(typed: str, near: str | None) -> None:
    assert nearest(typed, STATES) == near


def test_a_mistyped_code_gets_a_code() -> None:
    assert nearest("EGX", STATES) in STATES


def test_a_near_name_finds_its_state() -> None:
    for typed in ("Tunesia", "Columbia", "Phillipines", "Moroco", "Египед"):
        near = nearest(typed, STATES)
        assert near and find(near, STATES), typed


def test_folding_takes_case_accents_tashkeel_and_punctuation_away() -> None:
    assert fold("  São-Tomé & Príncipe ") == "sao tome principe"
    assert fold("مُحَمَّد") == "محمد"


def test_names_are_read_once() -> None:
    assert names("en") is names("en")
