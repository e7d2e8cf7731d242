"""States by the names that letters, forms and people use, which CLDR does not list: those of the United Nations and short ones."""

import pytest

from alongside.directory.reader import load
from alongside.language import countries

STATES = load().states


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Antigua and Barbuda", "ATG"), ("Bolivia (Plurinational State of)", "BOL"), ("Bosnia and Herzegovina", "BIH"),
        ("Brunei Darussalam", "BRN"), ("Democratic People's Republic of Korea", "PRK"),
        ("Democratic Republic of the Congo", "COD"), ("Iran (Islamic Republic of)", "IRN"),
        ("Lao People's Democratic Republic", "LAO"), ("Micronesia (Federated States of)", "FSM"), ("Myanmar", "MMR"),
        ("Netherlands (Kingdom of the)", "NLD"), ("Republic of Korea", "KOR"), ("Republic of Moldova", "MDA"),
        ("Saint Kitts and Nevis", "KNA"), ("Saint Lucia", "LCA"), ("Saint Vincent and the Grenadines", "VCT"),
        ("Sao Tome and Principe", "STP"), ("State of Palestine", "PSE"), ("Trinidad and Tobago", "TTO"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"), ("United Republic of Tanzania", "TZA"),
        ("United States of America", "USA"), ("Venezuela (Bolivarian Republic of)", "VEN"), ("Hong Kong", "HKG"), ("Macao", "MAC"),
        ("The Gambia", "GMB"), ("Republic of the Congo", "COG"), ("Vatican", "VAT"),
        ("Estados Unidos de América", "USA"), ("République démocratique du Congo", "COD"), ("Российская Федерация", "RUS"),
        ("США", "USA"), ("Палестина", "PSE"), ("فلسطين", "PSE"), ("السعودية", "SAU"), ("الإمارات", "ARE"),
        ("جمهورية الكونغو الديمقراطية", "COD"), ("巴勒斯坦", "PSE"), ("刚果民主共和国", "COD"),
    ],
)  # fmt: skip
def test_a_state_is_found_by_the_name_that_people_read_in_letters(text: str, iso3: str) -> None:
    assert countries.find(text, STATES) == iso3


def test_other_names_do_not_hide_a_name_of_another_state() -> None:
    """CLDR's own names come first in every language, whatever else a State is called."""
    for iso3, row in STATES.items():
        assert countries.find(countries.name(iso3, row["alpha2"], "en"), STATES) == iso3
