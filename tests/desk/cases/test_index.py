"""The index of one login: words of six scripts, names by sound, States in six languages, dates, codes, facets, orders, pages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.cases.finding import asking
from alongside.desk.cases.finding.index import PAGE, Found, Index, expression
from alongside.desk.cases.summary import to_digest
from alongside.facts.fact import Fact
from tests.desk.cases.telling import fact

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def case(
    name: str, *, state: str = "EGY", code: str = "travel-ban", on: str = "2021-05-03", also: Sequence[Fact] = (), **event: object
) -> list[Fact]:
    her = fact("person", names=[{"text": name}], roles=["harmed"], categories=["lawyer"])
    return [her, fact("event", state_responsible=state, **event), fact("act", code=code, victims=[her.id], date=on), *also]


CASES = {
    "mona": case("منى خالد", title="Taken at the airport", place="Cairo"),
    "wang": case("王小明", state="CHN", code="arrest-detention", on="2024"),
    "ivanov": case("Иванов", state="RUS", code="smear-campaign", urgency="days"),
    "jose": case("José Ñandú", state="COL", code="killing", on="2019-11"),
    "jordan": case("Jordan Example", state="GBR", code="threats", on="2022"),
    "and": case("Anda Near", state="ROU", title='NEAR("a" OR b)'),
}


def index_of(cases: dict[str, list[Fact]]) -> tuple[Index, dict[UUID, str]]:
    names = {uuid4(): name for name in cases}
    index = Index()
    digests = [(one, 1, to_digest(cases[name], NOW + timedelta(minutes=at))) for at, (one, name) in enumerate(names.items())]
    index.apply(digests)
    return index, names


@pytest.fixture(scope="module")
def shelf() -> tuple[Index, dict[UUID, str]]:
    return index_of(CASES)


def named(found: Found, names: dict[UUID, str]) -> list[str]:
    return [names[row.case] for row in found.rows]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("منى", "mona"),
        ("مُنَى", "mona"),
        ("Mona Khaled", "mona"),
        ("Халед", "mona"),
        ("airport", "mona"),
        ("airp*", "mona"),
        ("Cairo 2021-05", "mona"),
        ("Egypt Khalid", "mona"),
        ("Египет Халед", "mona"),
        ("埃及 خالد", "mona"),
        ("王", "wang"),
        ("小明", "wang"),
        ("王小明", "wang"),
        ("中国王小明", "wang"),
        ("Chine", "wang"),
        ("الصين", "wang"),
        ("2024", "wang"),
        ("CHN", "wang"),
        ("Ivanoff", "ivanov"),
        ("ايفانوف", "ivanov"),
        ("Rusia", "ivanov"),
        ("smear-campaign", "ivanov"),
        ("jose nandu", "jose"),
        ("2019-11", "jose"),
        ("Jordan", "jordan"),
        ("near", "and"),
    ],
)
def test_a_case_is_found_by_what_people_type(shelf: tuple[Index, dict[UUID, str]], typed: str, expected: str) -> None:
    index, names = shelf
    assert named(index.find(asking.read(typed)), names) == [expected]


@pytest.mark.parametrize("typed", ["Mona Wang", "2019-12", "2031", "Egypt Ivanov", "nobodyofthisname", "China 2021-05"])
def test_all_that_was_typed_must_fit(shelf: tuple[Index, dict[UUID, str]], typed: str) -> None:
    index, names = shelf
    assert named(index.find(asking.read(typed)), names) == []


@given(st.text(max_size=80))
def test_any_text_is_answered(shelf: tuple[Index, dict[UUID, str]], text: str) -> None:
    found = shelf[0].find(asking.read(text))
    assert 0 <= found.by_sound <= found.total <= len(CASES)


@given(st.lists(st.text("\"*AND OR NOT NEAR(){}:^-+\x00'", min_size=1, max_size=12), min_size=1, max_size=5))
def test_no_term_is_read_as_syntax(shelf: tuple[Index, dict[UUID, str]], terms: list[str]) -> None:
    groups = tuple(((term.replace("\x00", "") or "a",),) for term in terms)
    shelf[0]._words.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression(groups),)).fetchall()


def test_names_that_only_sound_alike_come_last_and_are_marked() -> None:
    index, names = index_of({"sound": case("Gaddafi"), "letters": case("Qaddafi")})
    found = index.find(asking.read("Qaddafi"))
    assert named(found, names) == ["letters", "sound"] and [row.by_sound for row in found.rows] == [False, True]
    assert (found.total, found.by_sound) == (2, 1)


def test_facets_count_what_another_choice_would_give(shelf: tuple[Index, dict[UUID, str]]) -> None:
    index, names = shelf
    everything = index.find()
    assert everything.counts["state"] == {"egy": 1, "chn": 1, "rus": 1, "col": 1, "gbr": 1, "rou": 1}
    assert everything.counts["act"]["travel_ban"] == 2 and everything.counts["group"] == {"lawyer": 6}
    narrowed = index.find(narrowed={"act": ["travel_ban"]})
    assert set(named(narrowed, names)) == {"mona", "and"}
    assert narrowed.counts["state"] == {"egy": 1, "rou": 1} and narrowed.counts["act"] == everything.counts["act"]
    both = index.find(narrowed={"act": ["travel_ban"], "state": ["egy", "chn"]})
    assert named(both, names) == ["mona"]
    assert index.find(narrowed={"state": ["nowhere"]}).total == 0


def test_a_code_that_no_facet_names_is_no_error(shelf: tuple[Index, dict[UUID, str]]) -> None:
    assert shelf[0].find(narrowed={"unknown": ["x"]}).total == 0


def test_lists_are_sorted_by_change_by_day_and_by_name() -> None:
    due = fact("task", what="Call", due="2026-12-01")
    later = fact("task", what="Call", due="2026-12-24")
    done = fact("task", what="Called", due="2026-01-01", done="2026-01-01")
    index, names = index_of({"z": case("Zed", also=[later]), "a": case("alice"), "m": case("Miriam", also=[due, done])})
    assert named(index.find(), names) == ["m", "a", "z"]
    assert named(index.find(order="due"), names) == ["m", "z", "a"]
    assert named(index.find(order="name"), names) == ["a", "m", "z"]
    assert named(index.find(order="unheard of"), names) == ["m", "a", "z"]
    assert [names[row.case] for row in index.due(date(2026, 12, 1))] == ["m"]


def test_pages_hold_thirty_and_a_page_beyond_the_last_is_the_last() -> None:
    index, names = index_of({f"{number:03}": case(f"Alice {number:03}" if number % 2 else "Bob") for number in range(100)})
    pages = [named(index.find(order="changed", page=page), names) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [PAGE, PAGE, PAGE, 10]
    assert [name for page in pages for name in page] == [f"{number:03}" for number in reversed(range(100))]
    assert index.find(page=99).page == 4 == index.find().pages and index.find(page=-3).page == 1
    index, names = index_of({f"{n:03}": case("Gaddafi" if n < 50 else "Qaddafi") for n in range(100)})
    second = index.find(asking.read("qaddafi"), page=2)
    assert [row.by_sound for row in second.rows] == [False] * 20 + [True] * 10
    assert len({row.case for page in (1, 2, 3, 4) for row in index.find(asking.read("qaddafi"), page=page).rows}) == 100


def test_a_changed_case_is_found_by_its_new_words_alone() -> None:
    index, names = index_of({"one": case("Alice"), "two": case("Bob")})
    one = next(case for case, name in names.items() if name == "one")
    index.apply([(one, 2, to_digest(case("Charlie", state="PER"), NOW + timedelta(days=1)))])
    assert len(index) == 2 and index.versions[one] == 2
    assert index.find(asking.read("Alice")).total == 0 and named(index.find(asking.read("Charlie")), names) == ["one"]
    found = index.find()
    assert named(found, names) == ["one", "two"] and found.counts["state"] == {"egy": 1, "per": 1}


def test_an_index_with_many_dead_slots_is_worn() -> None:
    index, names = index_of({"one": case("Alice")})
    one = next(iter(names))
    for version in range(2, 202):
        index.apply([(one, version, to_digest(case("Alice")))])
        assert not index.worn
    index.apply([(one, 300, to_digest(case("Alice")))])
    assert index.worn


@pytest.mark.parametrize("digest", [None, b"", b"{}", b"\xff\n\n", b'{"format":2}\n\n', b"[]\n\n", b'{"format":1,"due":"x"}\n\n'])
def test_a_digest_that_cannot_be_read_is_shown_as_such(digest: bytes | None) -> None:
    index = Index()
    one = uuid4()
    index.apply([(one, 1, digest)])
    assert index.unreadable() == [one] and index.find().rows[0].summary is None and index.summary_of(one) is None
    index.apply([(one, 1, to_digest(case("Alice")))])
    assert index.unreadable() == [] and index.find(asking.read("alice")).total == 1


def test_an_empty_index_answers() -> None:
    found = Index().find(asking.read("Alice"))
    assert (found.total, found.pages, found.rows, found.counts) == (0, 1, (), {})
