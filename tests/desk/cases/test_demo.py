"""The demonstration: invented cases that are whole cases; the same seed tells the same; many countries and scripts."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.demo import bulk, desk
from alongside.desk.cases.demo.bulk import New
from alongside.desk.cases.demo.stories import SAID, stories
from alongside.desk.cases.finding.registry import Registry
from alongside.desk.cases.models import Case, History
from alongside.desk.cases.verify import verify
from alongside.desk.people import factors, logins
from alongside.desk.people.logins import Pending
from alongside.facts.events import Event
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.protection import Note
from alongside.vault import totp
from alongside.vault.passphrases import CHEAPEST
from tests.desk.cases.telling import NOW, few
from tests.desk.making import found_desk, member

TODAY = date(2026, 11, 22)


def some(count: int, seed: int = 1) -> list[list]:
    return list(islice(stories(seed, TODAY), count))


def test_the_same_seed_tells_the_same_and_another_seed_something_else() -> None:
    assert some(20) == some(20) and some(20) != some(20, seed=2)


def test_every_fact_is_one_that_a_case_can_hold() -> None:
    for case in some(60):
        assert len({fact.id for fact in case}) == len(case)
        for fact in case:
            assert from_plain(to_plain(fact)) == fact
            assert not [*fact.problems()]


def test_nobody_can_take_a_story_for_true() -> None:
    for case in some(60):
        assert any(isinstance(fact, Note) and fact.text == SAID for fact in case)


def test_there_are_many_countries_and_at_least_six_scripts() -> None:
    cases = some(300)
    states = {fact.state_responsible for case in cases for fact in case if isinstance(fact, Event)}
    names = "".join(name.text for case in cases for fact in case if isinstance(fact, Person) for name in fact.names)
    scripts = {unicodedata.name(letter).split()[0] for letter in set(names) if letter.isalpha()}
    assert len(states) >= 20
    assert {"ARABIC", "CYRILLIC", "CJK", "LATIN", "DEVANAGARI", "ETHIOPIC", "BENGALI", "THAI"} <= scripts


@pytest.mark.usefixtures("database")
def test_a_case_written_in_bulk_is_as_one_that_was_created() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    first = store.create(alice, few(), NOW)
    facts = [few() for _ in range(3)]
    cases = bulk.create(alice.desk, [New(one, bob, NOW, [alice, bob]) for one in facts])
    store.create(alice, few(), NOW)
    for case, told in zip(cases, facts, strict=True):
        for one in (alice, bob):
            opened = store.open_case(one, case, NOW)
            assert not opened.damaged and dict(opened.facts) == {fact.id: fact for fact in told}
        with pytest.raises(store.NoCase):
            store.open_case(charlie, case, NOW)
        store.add_member(bob, case, charlie.person, NOW)
        assert not store.open_case(charlie, case, NOW).damaged
    assert not verify(alice.desk).faults
    made, bulked = Case.objects.get(pk=first), Case.objects.get(pk=cases[0])
    for name in ("epoch", "revision", "digest_version"):
        assert getattr(made, name) == getattr(bulked, name)
    assert History.objects.filter(case=cases[0]).order_by("sequence").first().sequence == 1


@pytest.mark.usefixtures("database")
def test_everybody_can_log_in_with_what_is_printed() -> None:
    now = datetime.now(UTC)
    made = desk.members(now, CHEAPEST)
    desk.fill([one.unlocked for one in made], 12, 1, now)
    for one in made:
        pending = logins.read(logins.begin(one.handle, one.passphrase, now, CHEAPEST), now)
        assert isinstance(pending, Pending)
        assert factors.enrolled(pending) == {factors.TOTP, factors.CODES}
        secret = next(
            bytes.fromhex(factors.opened(pending, row)["secret"])
            for row in factors.of(one.unlocked.person)
            if row.kind == factors.TOTP
        )
        assert totp.to_text(secret) == one.totp
        factors.check_totp(pending, totp.code(secret, int(now.timestamp())), now)
        assert factors.use_code(pending, one.codes[0]) == len(one.codes) - 1
        with Registry(sweep=3600).index(logins.finish(pending, now)) as index:
            assert 0 < index.find().total <= 12 and not index.unreadable()
    text = "\n".join(desk.lines(made))
    for one in made:
        assert one.passphrase in text and one.totp in text and one.codes[0] in text


@pytest.mark.usefixtures("database")
def test_no_case_is_lonely_and_the_newest_is_the_last_that_was_told() -> None:
    now = datetime.now(UTC) - timedelta(days=1)
    made = desk.members(now, CHEAPEST)
    heard: list[int] = []
    desk.fill([one.unlocked for one in made], 30, 1, now, told=heard.append)
    assert heard == [30] and Case.objects.count() == 30
    assert {len(store.members(case)) for case in Case.objects.values_list("pk", flat=True)} == {2}
