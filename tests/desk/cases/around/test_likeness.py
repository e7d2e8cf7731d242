"""Who is like whom, and why: names in any script, what agrees, what speaks against it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.around.likeness import ENOUGH, WEIGHTS, Written, likeness, spellings
from alongside.facts.persons import Person
from tests.desk.cases.telling import fact


def somebody(*names: str, **told: object) -> Person:
    made = fact("person", names=[{"text": names[0], "transliterations": list(names[1:])}] if names else [], **told)
    assert isinstance(made, Person)
    return made


def reasons(one: Person, other: Person) -> tuple[str, ...]:
    found, back = likeness(Written.of(one), Written.of(other)), likeness(Written.of(other), Written.of(one))
    assert found == back  # as like as the other is to her
    return found.reasons if found else ()


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("Amal Hassan",), ("amal HASSAN",), "same-letters"),
        (("Amal Hassan",), ("Hassan, Amal",), "same-letters"),
        (("منى الزيتون",), ("منى زيتون",), "same-letters"),
        (("منى الزيتون", "Mona al-Zaytoun"), ("Mouna Zeitoun",), "sounds-alike"),
        (("Muammar Qaddafi",), ("Каддафи Муаммар",), "sounds-alike"),
        (("Amal Hassan Fictional",), ("Amal Fictional",), "part-of-name"),
        (("王小明",), ("王小明",), "same-letters"),
        (("Amal",), ("Amal",), "same-letters"),
    ],
)
def test_names_are_alike_by_letters_by_parts_and_by_sound(one: tuple[str, ...], other: tuple[str, ...], why: str) -> None:
    assert reasons(somebody(*one), somebody(*other))[0] == why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amal Hassan", "Amal Ivanova"),
        ("王小明", "王大明"),
        ("Amal", "Amal Hassan"),
        ("Amal", "Emil"),
        ("Noor", "Nora Nyman Njoku"),
        ("", ""),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert reasons(somebody(one) if one else somebody(), somebody(other) if other else somebody()) == ()


def test_one_word_needs_something_beside_it() -> None:
    told = {"nationality": ["EGY"]}
    assert reasons(somebody("Amal", **told), somebody("Amal Hassan", **told)) == ("one-word", "same-state")


def test_nothing_but_a_name_begins_a_likeness() -> None:
    told = {"born": "1984-05-03", "nationality": ["EGY"], "birthplace": "Port", "sex": "female"}
    assert reasons(somebody("Amal Hassan", **told), somebody("Vera Ivanova", **told)) == ()


def test_what_agrees_is_said_strongest_first() -> None:
    way = [{"kind": "phone", "value": "+20 100 555-01"}]
    one = somebody("Amal Hassan", born="1984-05-03", nationality=["EGY"], contact_ways=way)
    other = somebody(
        "Amal Hassan", born="1984-05-03", present_country="EGY", contact_ways=[{"kind": "messenger", "value": "+2010055501"}]
    )
    assert reasons(one, other) == ("same-letters", "same-contact", "same-birthday", "same-state")


@pytest.mark.parametrize(("one", "other"), [("1984", "1984-05-03"), ("1984~", "1985-02"), ("1984-05", "1984-05")])
def test_births_that_may_be_the_same_agree_only_as_far_as_anybody_knows(one: str, other: str) -> None:
    assert "same-birth-year" in reasons(somebody("Amal Hassan", born=one), somebody("Amal Hassan", born=other))


def test_another_birth_speaks_against_it_and_is_said() -> None:
    assert reasons(somebody("Amal Hassan", born="1984"), somebody("Amal Hassan", born="1950")) == ()
    told = {"nationality": ["EGY"]}
    assert reasons(somebody("Amal Hassan", born="1984", **told), somebody("Amal Hassan", born="1950", **told)) == (
        "same-letters",
        "same-state",
        "other-birth",
    )
    assert "other-birth" not in reasons(somebody("Amal Hassan", born="XXXX"), somebody("Amal Hassan", born="1950"))


def test_a_body_goes_by_its_organisation() -> None:
    unit = fact("person", organisation="Border Police, Port Section", roles=["perpetrator"])
    assert isinstance(unit, Person) and spellings(unit) == ("Border Police, Port Section",)
    assert reasons(unit, somebody("border police port section"))[0] == "same-letters"


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100)
def test_any_two_names_are_compared_and_one_with_letters_is_like_itself(one: str, other: str) -> None:
    from alongside.facts.persons import PersonName

    def named(text: str) -> Written:
        return Written.of(Person(id="0" * 32, revision=1, names=(PersonName(text=text),)))

    found = likeness(named(one), named(other))
    assert found is None or found.score >= ENOUGH
    itself = likeness(named(one), named(one))
    assert itself is None or itself.reasons[0] in WEIGHTS
