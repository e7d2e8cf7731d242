"""Similar persons: found across the asker's own cases by letters and sound, with the reason, and never across anybody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.around import alike
from alongside.desk.cases.demo import bulk
from alongside.desk.cases.demo.bulk import New
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.models import History, Record
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.cases.walking import post, text
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
PAGE = "/desk/en/cases/similar/"


def mona(**told: object) -> Fact:
    names = [{"text": "منى الزيتون", "transliterations": ["Mona al-Zaytoun"]}]
    return fact("person", names=names, roles=["harmed"], **told)


def similar(browser: Client, case: object) -> str:
    answer = browser.get(f"/desk/en/cases/{case}/similar/")
    assert answer.status_code == 200
    return text(answer)


def looked_for(browser: Client, name: str, status: int = 200, **more: str) -> str:
    answer = post(browser, PAGE, {"name": name, "born": "", "state": "", **more})
    assert answer.status_code == status
    return text(answer)


def found(unlocked: Unlocked, one: Person) -> list[tuple[str, str]]:
    """Who is like somebody, best first, with the first reason."""
    with registry.index(unlocked) as index:
        candidates = alike.candidates(index, [one])
    best = alike.best([one], alike.persons_of(unlocked, list(candidates)))[one.id]
    return [(like.person.names[0].text, like.likeness.reasons[0]) for like in best]


def test_somebody_in_another_of_my_cases_is_found_by_letters_and_by_sound_best_first() -> None:
    alice = found_desk()
    case = store.create(alice, [mona(born="1984-05-03")], NOW)
    store.create(alice, [person("Mouna Zeitoun")], NOW)
    store.create(alice, [mona(born="1984")], NOW)
    store.create(alice, [person("Mona Ivanova"), person("Vera Zaytoun")], NOW)  # each only one of the two words
    page = similar(login_client(alice), case)
    assert page.index("may be of the same year of birth") < page.index("Mouna Zeitoun") < page.index("sounds alike")
    assert "Ivanova" not in page and "Vera" not in page


def test_two_of_one_name_in_the_same_case_are_named_too_and_nobody_is_like_herself() -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal Hassan"), person("Amal Hassan", "source")], NOW)
    assert similar(login_client(alice), case).count("same letters") == 2
    alone = store.create(alice, [person("Vera Example")], NOW)
    assert "Nobody in your cases has a name like this" in similar(login_client(alice), alone)


@pytest.mark.usefixtures("still")
def test_a_case_that_is_not_mine_changes_no_byte_and_no_question() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(bob, [mona()], NOW)
    browser = login_client(bob)

    def answers() -> tuple[object, ...]:
        similar(browser, case), looked_for(browser, "Mona Zaytoun")
        with CaptureQueriesContext(connection) as asked:
            pages = similar(browser, case), looked_for(browser, "Mona Zaytoun"), text(browser.get(PAGE))
        return *pages, len(asked)

    before = answers()
    store.create(alice, [mona(), person("Mona Zaytoun")], NOW)
    assert answers() == before


def test_what_was_taken_from_me_is_like_nobody_any_more() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, [mona()], NOW, [bob.person])
    browser = login_client(bob)
    assert "sounds alike" in looked_for(browser, "Mouna Zeitoun")
    store.remove_member(alice, case, bob.person, NOW)
    assert "Nobody in your cases" in looked_for(browser, "Mouna Zeitoun")


def test_comparing_leaves_no_line_in_the_history_of_the_others_and_one_in_its_own() -> None:
    alice = found_desk()
    case, other = store.create(alice, [mona()], NOW), store.create(alice, [mona()], NOW)
    similar(login_client(alice), case)
    assert (History.objects.filter(case=case).count(), History.objects.filter(case=other).count()) == (2, 1)


@pytest.mark.usefixtures("still")
def test_a_page_costs_as_many_questions_for_many_cases_as_for_few() -> None:
    alice = found_desk()
    case = store.create(alice, [mona()], NOW)
    browser = login_client(alice)
    counts = []
    for count in (2, 60):
        bulk.create(alice.desk, [New([mona()], alice, NOW, [alice]) for _ in range(count)])
        similar(browser, case)
        with CaptureQueriesContext(connection) as asked:
            similar(browser, case)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_record_that_was_put_back_in_sql_is_like_nobody() -> None:
    alice = found_desk()
    her = mona()
    case = store.create(alice, [her, person("Somebody Else")], NOW)
    row = Record.objects.get(pk=her.id)
    store.save(alice, case, [store.Edit(her, None)], NOW)
    one = person("Mona Zaytoun")
    assert isinstance(one, Person) and found(alice, one) == []
    Record.objects.bulk_create([row])
    with registry.index(alice) as index:
        assert alike.persons_of(alice, list(index.versions)) and found(alice, one) == []
    assert [who.id for some in alike.persons_of(alice, [case]).values() for who in some if who.id == her.id] == []


def test_what_is_typed_is_compared_and_kept_nowhere() -> None:
    alice = found_desk()
    store.create(alice, [mona(born="1984-05-03", nationality=["EGY"])], NOW)
    page = looked_for(login_client(alice), "Zaitun, Mouna", born="1984", state="EGY")
    for words in ("منى الزيتون", "sounds alike", "may be of the same year of birth", "same State", 'value="Zaitun, Mouna"'):
        assert words in page, words


@pytest.mark.parametrize(
    ("name", "born", "words"),
    [
        ("", "", "this is needed"),
        ("Amal", "yesterday", "not a date that we can read"),
        ("Amal", "3/5/1984", "this can mean"),
        ("a" * 301, "", "too long"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays(name: str, born: str, words: str) -> None:
    page = looked_for(login_client(found_desk()), name, 422, born=born)
    assert words in page and f'value="{name}"' in page and f'value="{born}"' in page


def test_a_state_that_is_none_is_refused_in_a_sentence() -> None:
    assert "choose a country" in looked_for(login_client(found_desk()), "Amal", 422, state="XXX")


def test_the_same_name_in_several_of_my_cases_is_shown_from_the_index_alone() -> None:
    alice = found_desk()
    for name in ("Amal Hassan", "Hassan, AMAL", "Vera Example", "Amal"):
        store.create(alice, [person(name)], clock.now())
    page = text(login_client(alice).get(PAGE))
    assert "Amal Hassan" in page and "Hassan, AMAL" in page and "Vera" not in page
    assert "The same name in several" not in text(login_client(member(alice, "Bob")).get(PAGE))


def test_a_title_is_no_name() -> None:
    alice = found_desk()
    for _ in range(2):
        store.create(alice, [fact("event", title="At the airport")], NOW)
    assert "At the airport" not in text(login_client(alice).get(PAGE))
