"""The last net: what may not leave is taken out of every account, however it is spelled, and found in what officers type."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting.naming import Naming, Terms
from alongside.desk.submissions.drafting.withholding import Net, clean
from alongside.facts.events import Act, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import ContactWay, Person, PersonName
from tests.desk.submissions.drafting.whole import AMAL, BORIS, RAPPORTEUR, TO_STATE, TODAY, agreed, yes

MARK = "[withheld]"


def net(*facts: Fact) -> Net:
    return Net(Naming(facts, Terms(RAPPORTEUR, TODAY, TO_STATE)))


def her(*names: str, **told: Any) -> Person:
    """Somebody who was not asked, with one name in these spellings."""
    written = (PersonName(text=names[0], transliterations=names[1:]),) if names else ()
    return Person(id=AMAL, revision=1, names=written, roles=("harmed",), **told)


def without(text: str, *facts: Fact) -> str:
    return net(*facts).withheld(text, MARK)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Amal Haddad", "They took Amal Haddad away.", "They took [withheld] away."),
        ("Amal Haddad", "They took AMAL HADDAD, and Haddad only.", "They took [withheld], and [withheld] only."),
        ("Amal Haddad", "Amal’s brother; Haddad's house", "[withheld]’s brother; [withheld]'s house"),
        ("Amal Haddad", "la maison d’Amal", "la maison d’[withheld]"),
        ("Amal Haddad", "Haddadin is another name, and so is Kamal.", "Haddadin is another name, and so is Kamal."),
        ("José Nuñez", "Jose Nunez and JOSÉ", "[withheld] and [withheld]"),
        ("Jose Nunez", "José Núñez", "[withheld]"),
        ("Sinéad O'Brien", "o’brien, OBrien, O'Brien", "[withheld]"),
        ("Bo Xu", "Bo Xu stayed, Bo left", "[withheld] stayed, Bo left"),
        ("Abu al-Hassan", "al-Hassan and the abu of others", "al-[withheld] and the abu of others"),
        ("أمل حدّاد", "اعتُقلت أَمَل حَدَّاد أمس", "اعتُقلت [withheld] أمس"),
        ("أمل حداد", "حدادُ هنا", "[withheld] هنا"),
        ("أحمد الحسن", "وأحمد للحسن والحسن بالحسن", "[withheld]"),
        ("أحمد حسن", "احمد مع ٱحمد", "[withheld] مع [withheld]"),
        ("Анна Петрова", "Видели Анну Петрову с Анной.", "Видели [withheld] с [withheld]."),
        ("Иван Сергеев", "К Ивану пришли.", "К [withheld] пришли."),
        ("李明华", "昨天李明华被捕，明华在家", "昨天[withheld]被捕，[withheld]在家"),
        ("김철수", "어제 김철수는 체포되었다", "어제 [withheld]는 체포되었다"),
        ("สมชาย ใจดี", "จับสมชายไป", "จับ[withheld]ไป"),
        ("Amal Haddad", "Ａｍａｌ Haddad", "[withheld]"),
        ("Amal Haddad", "A\u200bmal \u202eHaddad\u202c", "[withheld]"),
        ("Amal Haddad", "A\u0301mal", "[withheld]"),
        ("Amal Haddad", "AMAL_HADDAD", "[withheld]"),
    ],
)
def test_a_name_is_taken_out_in_every_form_in_which_people_write_it(name: str, text: str, left: str) -> None:
    assert without(text, her(name)).replace("[withheld] [withheld]", MARK) == left


def test_every_recorded_spelling_is_a_spelling() -> None:
    assert without("Amel Hadad and أمل", her("Amal Haddad", "Amel Hadad", "أمل حداد")) == "[withheld] and [withheld]"


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("أحمد منصور", "They took Ahmed Mansoor at dawn.", "They took [withheld] at dawn."),
        ("أحمد منصور", "They took Mansour.", "They took [withheld]."),
        ("Ahmed Mansoor", "أخذوا أحمد منصور فجرًا", "أخذوا [withheld] فجرًا"),
        ("Ahmed Mansoor", "Взяли Ахмеда Мансура.", "Взяли [withheld]."),
        ("أحمد منصور", "Aia saw Ahmed Aia Mansoor.", "Aia saw [withheld]."),
        ("أمل سعد", "They took Amal. Later Sid left.", "They took [withheld]. Later Sid left."),
        ("Karim Saad", "كرم في العمل", "كرم في العمل"),
        ("أحمد منصور", "They took Omar at dawn.", "They took Omar at dawn."),
        ("أحمد منصور", "they took a man sure of himself", "they took a man sure of himself"),
    ],
)
def test_a_name_that_nobody_spelled_in_the_script_of_the_text_is_found_by_its_sound(name: str, text: str, left: str) -> None:
    assert without(text, her(name)) == left


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Layla Muhammad", "They took Leila Mohammed at dawn.", "They took [withheld] at dawn."),
        ("Layla Muhammad", "leila mohamed was taken", "[withheld] was taken"),
        ("Layla Muhammad", "MOHAMED, Leyla", "[withheld]"),
        ("Layla Muhammad", "Leila Um Mohammed, Leila K. al-Mohammed", "[withheld]"),
        ("Layla Muhammad", "Leila went home. Later Mohammed came.", "Leila went home. Later Mohammed came."),
        ("Layla Muhammad", "They took Leila.", "They took Leila."),
        ("Aleksandr Petrov", "Видели Alexander Petrow.", "Видели [withheld]."),
        ("Юлия Семёнова", "Видели Юлю Семенову.", "Видели [withheld]."),
        ("ليلى محمّد", "أخذوا ليلا محمد فجرا", "أخذوا [withheld] فجرا"),
        ("Amal Haddad", "The mail had arrived, and all of it.", "The mail had arrived, and all of it."),
        ("Bo Xu", "By ice and by car", "By ice and by car"),
    ],
)
def test_another_spelling_of_a_whole_name_in_the_same_script_is_heard(name: str, text: str, left: str) -> None:
    assert without(text, her(name)).replace("[withheld] [withheld]", MARK) == left


def test_whose_name_may_be_told_is_not_taken_for_another_spelling_of_a_hidden_one() -> None:
    known = Person(id=BORIS, revision=1, names=(PersonName(text="Omar Hadad"),), roles=("harmed",))
    assert without("Omar Hadad and Omer Haddad", her("Umar Haddad"), known, *agreed(BORIS)) == "Omar Hadad and [withheld]"


@pytest.mark.parametrize("sign", "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u180b\ufe0f\U000e0101\u20dd\u0483\ufe20")
def test_a_sign_that_nobody_sees_or_writes_hides_no_name(sign: str) -> None:
    assert "ad" not in without(f"A{sign}mal Had{sign}dad, Hadda{sign}d", her("Amal Haddad"))


@pytest.mark.parametrize("text", ["\U0001d400\U0001d426\U0001d41a\U0001d425", "\u24b6\u24dc\u24d0\u24db", "\U0001d538mal"])
def test_letters_of_mathematics_are_letters(text: str) -> None:
    assert without(text, her("Amal Haddad")) == MARK


def test_a_part_that_belongs_to_an_allowed_name_stays_and_the_whole_name_goes() -> None:
    known = Person(id=BORIS, revision=1, names=(PersonName(text="Omar Haddad"),), roles=("harmed",))
    found = without("Omar Haddad saw Amal Haddad, then Haddad left.", her("Amal Haddad"), known, *agreed(BORIS))
    assert found == "Omar Haddad saw [withheld], then Haddad left."


def test_a_longer_name_is_no_form_of_an_allowed_shorter_one() -> None:
    known = Person(id=BORIS, revision=1, names=(PersonName(text="Иван Грозный"),), roles=("harmed",))
    assert without("Иван и Иванов", her("Пётр Иванов"), known, *agreed(BORIS)) == "Иван и [withheld]"


def test_names_of_organisations_are_taken_as_a_whole_and_those_of_families_in_parts() -> None:
    body = her("Committee for Justice", counting_unit="organisation")
    assert without("The Committee for Justice is a committee.", body) == "The [withheld] is a committee."
    family = her("The Haddad family", counting_unit="family")
    assert without("A family called Haddad.", family) == "A family called [withheld]."


@pytest.mark.parametrize(
    ("told", "text", "left"),
    [
        ({"contact_ways": (ContactWay(kind="phone", value="+20 100 123 4567"),)}, "Ring 0100-123-4567.", "Ring [withheld]."),
        (
            {"contact_ways": (ContactWay(kind="phone", value="+20 100 123 4567"),)},
            "٠١٠٠١٢٣٤٥٦٧ أو 20-11-2026",
            "[withheld] أو 20-11-2026",
        ),
        (
            {"contact_ways": (ContactWay(kind="email", value="a.h@example.org"),)},
            "Write to A.H@Example.org",
            "Write to [withheld]",
        ),
        (
            {"address": "12 Nile Street, Zamalek, Egypt"},
            "at 12 nile street in Zamalek, Egypt",
            "at [withheld] in [withheld], Egypt",
        ),
        ({"address": "12 Nile Street, Zamalek"}, "number 12 Nile", "number [withheld]"),
        ({"identity_papers": "Passport A12345678 of 2020"}, "holder of A12345678", "holder of [withheld]"),
        ({"organisation": "Women of Zamalek"}, "the women of zamalek met", "the [withheld] met"),
        ({"birthplace": "Aswan"}, "born in Aswan", "born in [withheld]"),
        ({"birthplace": "Egypt"}, "born in Egypt", "born in Egypt"),
        ({"address": "开罗市解放广场"}, "他住在开罗市解放广场", "他住在[withheld]"),
    ],
)
def test_contacts_addresses_papers_organisations_and_places_go(told: dict[str, Any], text: str, left: str) -> None:
    assert without(text, her("Amal", **told)) == left


def test_of_a_named_person_only_cover_names_and_unsafe_ways_go() -> None:
    named = Person(
        id=AMAL, revision=1, roles=("harmed",), organisation="Women of Zamalek",
        names=(PersonName(text="Amal Haddad"), PersonName(text="Falcon Night", kind="alias")),
        contact_ways=(ContactWay(kind="phone", value="0100 123 4567"), ContactWay(kind="phone", value="0100 765 4321", safe=True)),
    )  # fmt: skip
    text = "Amal Haddad of Women of Zamalek, Falcon Night, 0100 123 4567, 0100 765 4321"
    assert without(text, named, *agreed(AMAL)) == "Amal Haddad of Women of Zamalek, [withheld], 0100 765 4321"


def test_a_place_goes_unless_another_fact_tells_it() -> None:
    secret = Act(id="a" * 32, revision=1, code="threats", place="Tora prison", victims=(AMAL,), confidential=True)
    told = Event(id="b" * 32, revision=1, place="Tora Prison")
    ledger = agreed(AMAL)
    assert without("held in Tora prison", her("Amal"), secret, *ledger) == "held in [withheld]"
    assert without("held in Tora prison", her("Amal"), secret, told, *ledger) == "held in Tora prison"


def test_what_officers_typed_is_never_changed_but_the_persons_in_it_are_told() -> None:
    found = net(her("Amal Haddad"), Person(id=BORIS, revision=1, names=(PersonName(text="Boris Karim"),)), yes(BORIS, 901))
    assert found.found_in("Haddad met Karim.") == (AMAL, BORIS)
    assert found.found_in("Somebody met somebody.") == ()
    assert net().found_in("Haddad") == ()


def test_a_word_that_only_sounds_a_little_like_a_name_does_not_hold_what_somebody_typed() -> None:
    found = net(her("كريم سعد"))
    assert found.found_in("Crime is on the rise.") == ()
    assert found.found_in("Karim Saad is gone.") == (AMAL,)
    assert found.withheld("Crime is on the rise.", MARK) == "[withheld] is on the rise."


def test_direction_overrides_and_control_characters_never_leave() -> None:
    assert clean("a\u202eb\u0000c\u200bd\r\ne\u2028f\u200c") == "abcd\ne\nf\u200c"
    assert clean("\u2068a\u2069") == "a"
    assert clean("\u2068a\u2069", isolates=True) == "\u2068a\u2069"
    assert clean("\u2069a\u2068", isolates=True) == "a"
    assert clean("e\u0301") == "é"
    assert clean("plain") == "plain"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(("Amal Haddad", "أمل حداد", "Анна Петрова", "李明华")))
def test_any_text_around_a_name_keeps_nothing_of_it(around: str, name: str) -> None:
    person = her(name)
    found = net(person)
    left = found.withheld(f"{around} {name} {around}", MARK)
    assert found.withheld(left, MARK) == left or found.found_in(left.replace(MARK, "")) == ()
    assert name not in left


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_a_case_without_secrets_leaves_every_text_as_it_is_but_for_signs_that_nobody_sees(text: str) -> None:
    assert without(text) == clean(text)
