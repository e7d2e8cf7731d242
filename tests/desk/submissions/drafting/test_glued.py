"""Names with nothing between: hashtags, addresses, footnotes, invisible signs, and Latin letters in a text without blanks."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting import withholding
from alongside.desk.submissions.drafting.withholding import Net, clean
from alongside.desk.submissions.referral.naming import Names
from alongside.facts.persons import ContactWay, Person, PersonName
from alongside.facts.steps import Intervention
from tests.desk.submissions.drafting.test_withholding import MARK, her, net, without
from tests.desk.submissions.drafting.whole import AMAL, BORIS, agreed


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Amal Hassan", "They wrote #FreeAmalHassan and #freehassan", "They wrote #[withheld] and #[withheld]"),
        ("Amal Hassan", "FreeAmal, FREEAmal; AmalFREE", "Free[withheld], FREE[withheld]; [withheld]FREE"),
        ("Amal Hassan", "Write to amalhassan@example.org, ahassan@example.org", "Write to [withheld]@example.org, [withheld]@example.org"),
        ("Amal Hassan", "facebook.com/hassan.amal; freehassan.org", "facebook.com/[withheld]; [withheld].org"),
        ("Amal Hassan", "amalhassan; HASSANAMAL; freeamalhassannow", "[withheld]; [withheld]; [withheld]"),
        ("Amal Mohamed Hassan", "amalhassan; amalmohamedhassan", "[withheld]; [withheld]"),
        ("Amal Hassan", "Hassan¹ said; Hassan2 fled; Amal₃", "[withheld]¹ said; [withheld]2 fled; [withheld]₃"),
        ("Amal Hassan", "the Hassans, the HASSANS", "the [withheld]s, the [withheld]S"),
        ("Abdelrahman Saad", "#freeabdelrahman; Abdelrahmans", "#[withheld]; [withheld]s"),
        ("Li Na", "@lina88 said LiNa; Carolina, #nationality", "@[withheld] said [withheld]; Carolina, #nationality"),
        ("Ali Sati", "no visualisation, no realisation", "no visualisation, no realisation"),
        ("أمل سعد", "كتبوا #أملسعد ثم وأملسعد ثم وأمل٢", "كتبوا #[withheld] ثم [withheld] ثم [withheld]٢"),
        ("Анна Петрова", "АннаПетрова, #аннапетрова, annapetrova", "[withheld], #[withheld], annapetrova"),
        ("Thi Dan", "This stands dans and this", "This stands dans and this"),
        ("Alia Pari", "an alias in Paris; Miss and Alis", "an alias in Paris; Miss and Alis"),
        ("Amal Haddad", "A4, iPhone, UNHCRs, #Amalfi2026 3.50", "A4, iPhone, UNHCRs, #[withheld] 3.50"),
    ],
)  # fmt: skip
def test_a_name_is_found_where_nothing_parts_its_words(name: str, text: str, left: str) -> None:
    """A hashtag, the front of an address and a footnote hid a whole name: it was one word with what stands beside it."""
    assert without(text, her(name)).replace("[withheld][withheld]", MARK) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("记者Amal被捕", "记者[withheld]被捕"),
        ("记者Amal Hassan被捕", "记者[withheld]被捕"),
        ("기자 Amal은", "기자 [withheld]은"),
        ("จับAmalไป", "จับ[withheld]ไป"),
        ("アマルAmalは", "アマル[withheld]は"),
        ("وAmal قالت", "و[withheld] قالت"),
        ("בAmal", "ב[withheld]"),
        ("её зовут Амal", "её зовут Амal"),
        ("账号nightowl77被封，7owls被封", "账号[withheld]被封，[withheld]被封"),
        ("她住在12 Harbour Street，开罗", "她住在[withheld]，开罗"),
        ("证件A1234567号", "证件[withheld]号"),
    ],
)
def test_latin_letters_in_a_text_without_blanks_are_words_of_their_own(text: str, left: str) -> None:
    """记者Amal被捕 was one word, and none of hers."""
    person = her(
        "Amal Hassan", address="12 Harbour Street, Cairo", identity_papers="护照A1234567",
        contact_ways=(ContactWay(kind="other", value="@nightowl77"), ContactWay(kind="other", value="7owls")),
    )  # fmt: skip
    assert without(text, person).replace("[withheld] [withheld]", MARK) == left


def test_a_name_that_was_recorded_in_two_scripts_at_once_is_found_in_each() -> None:
    assert (
        without("Amal with 李娜 and 李娜Amal", her("Amal李娜")).replace("[withheld][withheld]", MARK)
        == "[withheld] with [withheld] and [withheld]"
    )


def test_a_place_that_was_recorded_in_two_scripts_at_once_is_found_as_it_is() -> None:
    person = her("Zzz", address="Nile街12号, 迪拜Airport路")
    assert without("在Nile街12号，迪拜Airport路；airport", person) == "在[withheld]，[withheld]；airport"


def test_the_words_of_every_ruling_are_no_reference() -> None:
    ruling = Intervention(id="c" * 32, revision=1, type="petition", party="court", persons=(AMAL,), reference="(2026)京01刑初5号")
    assert without("刑初二字; (2026)京01刑初5号", her("Zzz"), ruling) == "刑初二字; ([withheld]"


def test_a_handle_of_who_may_be_told_stays() -> None:
    known = Person(
        id=BORIS, revision=1, names=(PersonName(text="Omar Hassani"), PersonName(text="Omar Adams")), roles=("harmed",)
    )
    text = "@omarhassani, OmarHassani, omarhassani@example.org, Adams, Omar Hassani"
    assert without(text, her("Adam Hassan"), known, *agreed(BORIS)) == text
    assert without("#omarhassaniandhassan", her("Adam Hassan"), known, *agreed(BORIS)) == "#[withheld]"
    assert without("#omarhassan", her("Adam Hassan"), known, *agreed(BORIS)) == "#[withheld]"


@pytest.mark.parametrize(
    "text", ["#FreeAmalHassan", "amalhassan@example.org", "Hassan¹ said", "the Hassans", "记者Amal被捕", "Amal\u200bsaid"]
)
def test_a_referral_finds_a_name_where_nothing_parts_its_words(text: str) -> None:
    person = her("Amal Hassan")
    assert Names([person]).stand_in(text) and Names([person]).stand_in(text, typed=True)


@settings(max_examples=80)
@given(st.text("abcABC12,.@# أب明", max_size=30), st.sampled_from(("AmalHaddad", "amalhaddad", "HaddadAmal")))
def test_a_whole_name_is_found_whatever_stands_around_it(around: str, name: str) -> None:
    assert net(her("Amal Haddad")).found_in(f"{around}{name}{around[::-1]}") == (AMAL,)


def test_a_name_of_one_letter_in_a_word_without_end_does_not_hang_the_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place of the word holds the name, and is looked at once."""
    looked = 0

    def holds(*given: Any, made: Any = Net._holds) -> Any:
        nonlocal looked
        looked += 1
        return made(*given)

    monkeypatch.setattr(Net, "_holds", holds)
    named = her("a" * 20 + " " + "a" * 30, " ".join("a" * 100), "aA" * 140)
    assert net(named).withheld("#" + "aA" * 10_000, MARK) == f"#{MARK}"
    assert looked <= 20


@pytest.mark.parametrize("sign", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u2068\u202e\u3164\u2800\u0007\ufe0f\U000e0041")
@pytest.mark.parametrize("name", ["Amal Haddad", "أمل حداد", "Анна Петрова"])
def test_a_sign_that_nobody_sees_may_part_a_name_from_what_stands_beside_it(sign: str, name: str) -> None:
    """It is taken out, and what was written as two words would stand in the document as one that no name is a word of."""
    first, last = name.split()
    for text in (f"{first}{sign}{last}", f"{last.lower()}{sign}came home", f"it was{sign}{first.lower()}{sign}who"):
        left = without(text, her(name))
        assert MARK in left and first.lower() not in left.lower() and last.lower() not in left.lower()
        assert net(her(name)).found_in(text) == (AMAL,) and Names([her(name)]).stand_in(text)


ODD = "\u200b\u200d\u00ad\u2068\u3164\u0301\uac00\u1100\u1161\u11a8e\r\n\u0b47\u0b56\u0b3e\ufe0f\ud800 a"


@settings(max_examples=200)
@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=20))
def test_where_something_was_taken_out_is_known_to_the_letter(text: str) -> None:
    seen, ends = clean(text), [found.end() for found in withholding._CUT.finditer(text)]
    assert withholding._cuts(text) == {len(clean(text[:end])) for end in ends}
    assert all(seen.startswith(clean(text[:end])) and seen[len(clean(text[:end])) :] == clean(text[end:]) for end in ends)
    assert all(cut < len(seen) for cut in withholding._cuts(text))
