"""Words of six scripts, names by their sound, and the digest of a case."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.facts import normal, sounds
from alongside.facts.digest import LARGEST, digest, query
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, PersonName
from alongside.facts.steps import Cooperation, Intervention
from alongside.facts.when import When
from tests.facts.making import ALICE, BOB, CHARLIE, IDS, facts

# --- words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("القاهرة", "قاهره"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("مـحـمـد", "محمد"),
        ("مصطفى", "مصطفي"),
        ("کریم", "كريم"),
        ("Фёдор", "Федор"),
        ("Андрей", "АНДРЕИ"),
        ("José", "jose"),
        ("Gündoğan", "gundogan"),
        ("O’Brien", "o'brien"),
        ("Łukasz", "lukasz"),
        ("ＷＧＡＤ", "wgad"),
        ("Stra\u00adße", "strasse"),
    ],
)
def test_what_makes_no_difference_makes_none(one: str, other: str) -> None:
    assert normal.words(one) == normal.words(other) == normal.query(one)


def test_chinese_is_found_by_every_character_and_pair() -> None:
    assert normal.words("王小明 WGAD") == ("王小", "小明", "王", "小", "明", "wgad")
    assert normal.query("王小明") == ("王小", "小明") and normal.query("王") == ("王",)
    assert set(normal.query("小明")) <= set(normal.words("律师王小明被捕"))


def test_words_end_at_signs_and_chinese_begins_a_new_one() -> None:
    assert normal.words("al-Sisi, (Cairo) 2021律师") == ("al", "sisi", "cairo", "2021", "律师", "律", "师")


def test_vowel_signs_of_other_scripts_stay() -> None:
    assert normal.words("हिन्दी") == normal.words("हिन्दी") and normal.words("हिन्दी") != normal.words("हन्द")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more_and_every_word_is_found_again(text: str) -> None:
    assert set(normal.query(text)) <= set(normal.words(text)) or normal.words(text) == ()
    for word in normal.words(text):
        assert not any(sign.isspace() or sign == "_" for sign in word)


# --- sounds

NAMES = [
    ("Khaled", "خالد", "Халед"),
    ("Hussein", "Husain", "حسين", "Хусейн"),
    ("Mohammed", "Muhammad", "Mohamed", "محمد", "Мухаммед"),
    ("Gamal", "Jamal", "Djamel", "جمال", "Джамал"),
    ("Qaddafi", "Gaddafi", "Kadhafi", "القذافي", "Каддафи"),
    ("Othman", "Osman", "عثمان", "Усман"),
    ("Shaker", "Chaker", "شاكر", "Шакер"),
    ("Yusuf", "Yousef", "Youssef", "يوسف", "Юсуф"),
    ("Walid", "Oualid", "وليد", "Валид"),
    ("Abdullah", "Abd Allah", "Abdallah", "عبد الله", "عبدالله", "Абдулла"),
    ("Abdelrahman", "Abdul Rahman", "Abd al-Rahman", "Abderrahmane", "عبد الرحمن", "Абдуррахман"),
    ("Omar", "Umar", "عمر", "Омар"),
    ("Fatima", "Fatma", "فاطمة", "Фатима"),
    ("رمضان", "Ramadan", "Ramazan", "Рамазан"),
    ("Elena", "Yelena", "Елена"),
    ("Ivanov", "Ivanoff", "Иванов", "ايفانوف"),
    ("Oussama", "Usama", "أسامة", "Усама"),
    ("Dawood", "Daoud", "داود", "Давуд"),
    ("Wafa", "Ouafa", "وفاء"),
    ("Havel", "Гавел"),
]


@pytest.mark.parametrize("spellings", NAMES, ids=lambda spellings: spellings[0])
def test_one_name_sounds_alike_in_every_spelling(spellings: tuple[str, ...]) -> None:
    for other in spellings[1:]:
        assert sounds.alike(spellings[0], other), (other, sounds.keys(spellings[0]), sounds.keys(other))


def test_different_names_do_not_sound_alike() -> None:
    firsts = ["Khaled", "Hussein", "Mohammed", "Qaddafi", "Shaker", "Walid", "Fatima", "Ramadan", "Elena", "Ivanov"]
    assert not [(one, other) for one in firsts for other in firsts if one < other and sounds.alike(one, other)]


def test_each_word_of_the_shorter_name_must_be_heard_in_the_longer() -> None:
    assert sounds.alike("Mona Seif", "منى أحمد سيف")
    assert sounds.alike("Ahmed Seif", "منى أحمد سيف")
    assert not sounds.alike("Ahmed Fathy", "منى أحمد سيف")


@pytest.mark.parametrize("silent", ["", "王小明", "aei", "...", "अनिल"])
def test_where_no_consonant_is_heard_there_is_no_key(silent: str) -> None:
    assert sounds.keys(silent) == frozenset() and not sounds.alike(silent, silent)


def test_a_name_that_is_only_an_article_or_only_servant_is_still_a_name() -> None:
    assert sounds.keys("Bin") == {"bn"} and sounds.keys("Abdul") == {"abdl"}


def test_a_word_with_many_ambiguous_letters_keeps_a_few_keys() -> None:
    assert len(sounds.word_keys("dhadhaqatha")) == sounds.MOST_KEYS


def spelled_out(word: str) -> frozenset[str]:
    """The keys by their definition: every combination of what may be heard, the first few. Endless for a long word."""
    tokens = [token for token, _ in itertools.groupby(sounds._TOKEN.findall(word))]
    heard = [sound for token in tokens if (sound := sounds._SOUND.get(token) or sounds._LETTERS.get(token, ""))]
    ways = [sounds._heard(sound, place == 0, place == len(heard) - 1, heard) for place, sound in enumerate(heard)]
    found: list[str] = []
    for combination in itertools.product(*ways) if heard else ():
        spelled = "".join(combination)
        key = (spelled if word[0] in sounds._ARABIC else re.sub(r"(.)\1+", r"\1", spelled)).replace(".", "").lower()
        key = re.sub(r"^abdl(?=..)", "abd", key)[: sounds.LONGEST_KEY]
        if key.strip("a") and key not in found:
            found.append(key)
    return frozenset(found[: sounds.MOST_KEYS])


@settings(max_examples=200)
@given(
    st.builds(
        str.__add__,
        st.sampled_from(("", "", "abd", "abdul", "عبد", "bdbdbdbdbd")),
        st.one_of(
            *(st.text(letters, max_size=8) for letters in ("".join(sounds._LATIN), "bwuqthadlx", "وذقبا", "гбвдж", "é1ß中"))
        ),
    )
)
def test_the_keys_of_a_word_are_the_first_of_all_its_combinations(word: str) -> None:
    assert sounds.word_keys(word) == spelled_out(word)


@pytest.mark.parametrize("word", ["bd" * 6 + "qw" * 14, "بد" * 6 + "قث" * 14, "wu" * 20, "qw" * 20, "b" + "wa" * 1000])
def test_no_word_takes_longer_than_its_letters(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word of forty letters in one account held the desk for hours: all its combinations have one key."""
    steps = 0

    def longer(*given: object, made: object = sounds._longer) -> object:
        nonlocal steps
        steps += 1
        assert steps <= 100 * len(word)
        return made(*given)  # type: ignore[operator]

    monkeypatch.setattr(sounds, "_longer", longer)
    assert 0 < len(sounds.word_keys(word)) <= sounds.MOST_KEYS


@given(st.text(max_size=40))
def test_keys_are_few_short_and_plain_for_any_text(text: str) -> None:
    for word in sounds.heard(text):
        assert 0 < len(word) <= sounds.MOST_KEYS
        assert all(key.isascii() and key.isalpha() and 0 < len(key) <= sounds.LONGEST_KEY for key in word)


# --- the digest

CASE: list[Fact] = [
    Person(id=ALICE, revision=1, names=(PersonName(text="منى خالد", transliterations=("Mona Khaled",)),), roles=("harmed",),
           nationality=("EGY",), categories=("lawyer", "woman"), organisation="مركز النديم"),
    Person(id=BOB, revision=1, names=(PersonName(text="王小明"),), roles=("source",), occupation="prison doctor"),
    Event(id=CHARLIE, revision=1, title="Taken at the airport",
          state_responsible="EGY", place="Cairo", began=When("2026-11"), needs=("visa",)),
    Act(id=IDS[3], revision=1, code="travel-ban", date=When("2026-11-20"), until=When("XXXX"), place="القاهرة"),
    Detention(id=IDS[4], revision=1, person=ALICE, held=True, since=When("2025/2026"), place="Tora"),
    Cooperation(id=IDS[5], revision=1, body="un-treaty-body", which="CAT", date=When("2010/2025")),
    Intervention(id=IDS[6], revision=1, party="Embassy of Ireland", party_kind="embassy",
                 mechanism="ireland-hrd", reference="AL EGY 3/2026"),
]  # fmt: skip


def found(text: str) -> bool:
    """Whether an index over the digest would find what was typed, by its words."""
    stored = set(digest(CASE).split())
    return bool(query(text).words) and set(query(text).words) <= stored


@pytest.mark.parametrize(
    "text",
    ["منى", "MONA khaled", "النديم", "نديم", "小明", "doctor", "cairo", "القاهره", "Tora", "CAT", "airport", "ireland", "2026", "2026-11",
     "2026-11-20", "2025", "2015", "2025-07"],
)  # fmt: skip
def test_the_case_is_found_by_words_names_places_and_partial_dates(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize("text", ["", "...", "Paris", "2026-10-20", "2015-03", "2027", "state_egy x"])
def test_the_case_is_not_found_by_what_is_not_in_it(text: str) -> None:
    assert not found(text)


def test_codes_stand_in_the_digest_as_words_that_no_name_can_be() -> None:
    stored = digest(CASE).split()
    for code in ("state_egy", "act_travel_ban", "group_lawyer", "role_harmed", "body_un_treaty_body", "mechanism_ireland_hrd", "held_yes",
                 "party_embassy", "needs_visa"):  # fmt: skip
        assert code in stored
    assert "date_2026_11_20" in stored and "date_xxxx" not in stored


def test_a_name_is_found_by_its_sound_in_another_script() -> None:
    stored = set(digest(CASE).split())
    for text in ("Халед", "Haled", "Muna Khalid"):
        assert query(text).sounds and all(word & stored for word in query(text).sounds)
    assert not all(word & stored for word in query("Ivanov").sounds)


def test_whoever_is_harmed_stands_first_and_the_end_falls_off_at_a_whole_word() -> None:
    assert digest(CASE).split()[:2] == ["مني", "خالد"]
    whole = digest(CASE)
    for largest in range(0, len(whole.encode()) + 2, 7):
        short = digest(CASE, largest=largest)
        assert len(short.encode()) <= largest and whole.split()[: len(short.split())] == short.split()


@given(st.lists(facts, max_size=4))
@settings(max_examples=30)
def test_any_case_has_a_digest_within_bounds_whatever_the_order(case: list[Fact]) -> None:
    made = digest(case)
    assert len(made.encode()) <= LARGEST and len(set(made.split(" "))) == len(made.split(" "))
    assert sorted(digest({fact.id: fact for fact in case}.values()).split()) == sorted(
        digest(reversed(list({fact.id: fact for fact in case}.values()))).split()
    )


def test_no_text_is_remembered() -> None:
    """A cache of the process would hold names and typed words long after the login that read them was locked."""
    for room in (normal, sounds):
        assert [name for name, one in vars(room).items() if hasattr(one, "cache_info")] == []
