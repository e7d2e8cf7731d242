"""A country's page: treaty by treaty, with dates, confidence and source; what follows from it; how old it is."""

from datetime import date

from django.test import Client

from alongside.desk.guide import country, entries
from alongside.directory import reader

TODAY = date(2026, 11, 22)


def test_every_state_and_territory_has_a_page(client: Client) -> None:
    for iso3 in list(reader.load().states)[::12]:
        assert client.get(f"/en/countries/{iso3}/").status_code == 200, iso3


def test_the_list_names_them_in_the_readers_language_and_order(client: Client) -> None:
    body = client.get("/es/countries/").content.decode()
    assert "Alemania" in body and body.index("Alemania") < body.index("Zimbabue")


def test_an_accepted_treaty_shows_its_dates_and_routes(client: Client) -> None:
    body = client.get("/en/countries/ARG/").content.decode()
    assert "8 November 1986" in body  # three months after the deposit of 8 August 1986
    assert 'href="/en/directory/un-ccpr/"' in body
    assert "check today" in body


def test_a_state_that_left_is_not_shown_as_bound() -> None:
    places = {row.code.code: place for place, rows in country.rows("BLR", TODAY, "en").items() for row in rows}
    assert places["ICCPR-OP1"] == "not_accepted"


def test_every_treaty_stands_in_exactly_one_place() -> None:
    treaties = sorted(code.code for code in reader.load().codes.values() if code.kind in ("treaty", "declaration"))
    for iso3 in ("EGY", "RUS", "CHE", "VAT", "ABW"):
        rows = country.rows(iso3, TODAY, "en")
        assert sorted(row.code.code for place in ("accepted", "unclear", "not_accepted") for row in rows[place]) == treaties


def test_a_list_read_within_ninety_days_needs_no_check_today() -> None:
    codes = reader.load().codes
    dated = next(code for code in codes.values() if code.as_of and code.kind == "treaty")
    assert dated.as_of is not None
    day = dated.as_of.last
    fresh = [row for rows in country.rows("CHE", day, "en").values() for row in rows if row.code is dated]
    assert fresh and not fresh[0].stale


def test_a_national_mechanism_stands_on_its_countrys_page_only() -> None:
    assert "national-mechanism-mexico" in {one.id for one in country.only_here("MEX", "en")}
    assert "national-mechanism-mexico" not in {one.id for one in country.only_here("EGY", "en")}


def test_a_territory_says_whose_it_is(client: Client) -> None:
    body = client.get("/en/countries/ABW/").content.decode()
    assert "Netherlands" in body and 'href="/en/countries/NLD/"' in body


def test_an_unknown_code_is_its_own_name() -> None:
    assert entries.country("XXX", "en") == "XXX"
