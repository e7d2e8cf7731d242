"""Names with letters of another script that look the same, as scanners and pasted texts have them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting.lookalikes import readings_of
from alongside.desk.submissions.referral.naming import Names
from alongside.facts.persons import ContactWay, Person, PersonName
from tests.desk.submissions.drafting.test_withholding import MARK, her, net, without
from tests.desk.submissions.drafting.whole import AMAL, BORIS, agreed

HER = "Amal Haddad"


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        (HER, "They took Аmal Hаddаd away.", "They took [withheld] away."),
        (HER, "Hаddаd's house, НADDАD", "[withheld]'s house, [withheld]"),
        (HER, "Αmal Hαddad", "[withheld]"),
        (HER, "记者Аmal被捕", "记者[withheld]被捕"),
        (HER, "А\u0301mal, А\u200dmal", "[withheld]"),
        (HER, "#FreeАmal", "#[withheld]"),
        ("Аmal Hаddаd", "Amal Haddad, Аmal", "[withheld]"),
        ("Павел Ивaнов", "Пaвла видели с Ивановым", "[withheld] видели с [withheld]"),
        ("Павел Иванов", "Πaвeл и Ивaнов", "[withheld] и [withheld]"),
        (HER, "В СССР и IТ-отдел, COVID и Δt, Амal", "В СССР и IТ-отдел, COVID и Δt, Амal"),
        ("Capa Marek", "Сара видела", "Сара видела"),
    ],
)
def test_a_name_with_letters_of_another_script_in_it_is_found(name: str, text: str, left: str) -> None:
    assert without(text, her(name)) == left
    hers = MARK in left
    assert net(her(name)).found_in(text) == ((AMAL,) if hers else ())
    assert Names([her(name)]).stand_in(text) is hers


def test_an_address_is_found_too() -> None:
    mail = her("Zzz", contact_ways=(ContactWay(kind="email", value="quiet.reader@example.org"),))
    assert "rеader" not in without("write to quiet.rеader@example.org", mail)


def test_whoever_may_be_told_stays_however_she_is_written() -> None:
    known = Person(id=BORIS, revision=1, names=(PersonName(text="Оmar Haddаd"),), roles=("harmed",))
    text = "Omar Haddad, Оmar Haddаd, Omar Hаddаd"
    assert without(text, her(HER), known, *agreed(BORIS)) == text
    assert without(f"{text}, Аmal", her(HER), known, *agreed(BORIS)) == f"{text}, {MARK}"


@settings(max_examples=80)
@given(st.text(st.sampled_from("AmalаАρΑ \u200d\u0301某1-x"), max_size=30))
def test_every_reading_has_its_signs_in_the_same_places_and_words_of_one_script_are_left_alone(text: str) -> None:
    found = readings_of(text)
    assert found[0] == text and all(len(one) == len(text) for one in found)
    assert readings_of("Иван Haddad νέα") == ("Иван Haddad νέα",)
