"""An import from its table to its cases and back: counted is stored, all or none where she says so, undone but for what was worked on."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.finding.registry import Registry
from alongside.desk.cases.importing import keeping, working
from alongside.desk.cases.importing.delimited import read_text
from alongside.desk.cases.importing.keeping import DONE, DRAFT, RUNNING, UNDONE, NoImport
from alongside.desk.cases.importing.suggesting import suggested
from alongside.desk.cases.models import Case, ImportBatch, ImportPart
from alongside.desk.cases.verify import verify
from alongside.desk.people import unlocking
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.persons import Person
from alongside.vault.persons import Secret
from tests.desk.cases.telling import NOW, fact
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")
HEADINGS = "Name,Country,Type of act"


def table(count: int, *bad: int):
    """Rows 2, 3, ...; those numbered in `bad` name no State."""
    rows = [f"Person {number},{'Nowhere' if number in bad else 'Egypt'},threats" for number in range(2, count + 2)]
    return read_text("\n".join([HEADINGS, *rows]))


def begun(alice, count: int = 5, *bad: int):
    told = table(count, *bad)
    return keeping.begin(alice, told, NOW, suggested(told.headings))


def imported(alice, *members, count: int = 5):
    one = begun(alice, count)
    working.start(alice, one.id, [person.person for person in members], NOW)
    return working.run(alice, one.id)


def test_every_good_row_is_a_case_of_hers_and_of_those_she_picked(monkeypatch):
    monkeypatch.setattr(working, "STEP", 2)
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    one = begun(alice, 6, 4)
    heard = []
    working.start(alice, one.id, [bob.person], NOW)
    done = working.run(alice, one.id, told=lambda now: heard.append(now.done))
    assert (done.state, done.total, done.done, done.bad, heard) == (DONE, 5, 5, 1, [2, 4, 5])
    cases = keeping.cases_of(alice, done)
    unlocking.run(bob, NOW)
    names = []
    for case in cases:
        found = store.open_case(bob, case, NOW)
        assert not found.damaged
        names.append(found.of(Person)[0].names[0].text)
        with pytest.raises(store.NoCase):
            store.open_case(charlie, case, NOW)
    assert names == ["Person 2", "Person 3", "Person 5", "Person 6", "Person 7"]
    assert verify(alice.desk).faults == ()
    left = keeping.table_of(alice, done)
    assert [row.number for row in left.rows] == [4]
    with Registry(sweep=3600).index(alice) as index:
        assert index.find().total == 5


def test_all_or_none_where_she_says_so():
    alice = found_desk()
    one = begun(alice, 5, 4)
    with pytest.raises(working.NothingToDo):
        working.start(alice, one.id, [], NOW, all_or_none=True)
    assert keeping.get(alice, one.id).state == DRAFT and not Case.objects.exists()
    nothing = begun(alice, 2, 2, 3)
    with pytest.raises(working.NothingToDo):
        working.start(alice, nothing.id, [], NOW)


def test_what_was_stopped_goes_on_where_it_stood(monkeypatch):
    monkeypatch.setattr(working, "STEP", 2)
    alice = found_desk()
    one = begun(alice, 7)
    working.start(alice, one.id, [], NOW)
    steps = iter([True, True, False])
    half = working.run(alice, one.id, going=lambda: next(steps))
    assert (half.state, half.done) == (RUNNING, 4) and Case.objects.count() == 4
    again = working.run(Unlocked(alice.person, alice.secret), one.id)
    assert (again.state, again.done) == (DONE, 7) and Case.objects.count() == 7
    assert len(set(keeping.cases_of(alice, again))) == 7
    assert not ImportPart.objects.filter(pk=UUID(one.table)).exists()


def test_a_step_that_fails_leaves_nothing_and_the_next_does_not_repeat_what_was_counted(monkeypatch):
    monkeypatch.setattr(working, "STEP", 2)
    alice = found_desk()
    one = begun(alice, 5)
    working.start(alice, one.id, [], NOW)
    write = keeping.write
    told = iter([True, False])

    def failing(unlocked, some):
        if not next(told, True):
            raise OSError("no space left on the disk")
        return write(unlocked, some)

    monkeypatch.setattr(keeping, "write", failing)
    with pytest.raises(OSError):
        working.run(alice, one.id)
    assert keeping.get(alice, one.id).done == 2 == Case.objects.count()
    assert working.run(alice, one.id).done == 5 == Case.objects.count()


def test_a_table_that_would_now_give_other_cases_is_not_gone_on_with(monkeypatch):
    alice = found_desk()
    one = begun(alice, 5)
    working.start(alice, one.id, [], NOW)
    keeping.change(alice, one.id, RUNNING, total=4)
    with pytest.raises(working.Changed):
        working.run(alice, one.id)


def test_undo_takes_away_what_nobody_has_worked_on_and_says_what_it_left(monkeypatch):
    monkeypatch.setattr(working, "UNDO_STEP", 2)
    alice = found_desk()
    bob = member(alice, "Bob")
    one = imported(alice, bob, count=6)
    cases = keeping.cases_of(alice, one)
    unlocking.run(bob, NOW)
    store.save(bob, cases[1], [store.Edit(None, fact("note", text="Called."))], NOW)
    store.remove_member(alice, cases[2], bob.person, NOW)
    store.open_case(bob, cases[3], NOW)  # looked at, and nothing else
    store.remove_member(bob, cases[4], alice.person, NOW)  # no longer hers to take away
    working.undo(alice, one.id, NOW)
    after = working.run(alice, one.id)
    assert (after.state, after.gone, after.kept) == (UNDONE, 3, (cases[1].hex, cases[2].hex))
    assert set(Case.objects.values_list("pk", flat=True)) == {cases[1], cases[2], cases[4]}
    report = verify(alice.desk)
    assert report.faults == () and report.destroyed == 3
    assert not ImportPart.objects.exists()
    with pytest.raises(NoImport):
        working.undo(alice, one.id, NOW)


def test_an_import_that_was_stopped_can_be_undone(monkeypatch):
    monkeypatch.setattr(working, "STEP", 2)
    alice = found_desk()
    one = begun(alice, 5)
    working.start(alice, one.id, [], NOW)
    steps = iter([True, False])
    working.run(alice, one.id, going=lambda: next(steps))
    working.undo(alice, one.id, NOW)
    assert working.run(alice, one.id).gone == 2
    assert not Case.objects.exists() and not ImportPart.objects.exists()


def test_it_is_hers_alone_and_lies_sealed():
    alice = found_desk()
    bob = member(alice, "Bob")
    one = keeping.begin(alice, read_text("Name,canary\nAmal,canary"), NOW)
    for row in (*ImportBatch.objects.all(), *ImportPart.objects.all()):
        assert b"canary" not in bytes(row.blob)
    for import_id in (one.id, uuid4()):
        for ask in (keeping.get, lambda who, which: keeping.change(who, which, DRAFT)):
            with pytest.raises(NoImport):
                ask(bob, import_id)
        keeping.forget(bob, import_id)
    assert keeping.mine(bob) == [] and [found.id for found in keeping.mine(alice)] == [one.id]
    ImportBatch.objects.update(person=bob.person)
    assert keeping.mine(bob) == []


def test_her_choices_are_remembered_for_the_same_headings_in_any_order():
    alice = found_desk()
    told = read_text("Odd,Name,Type of act\nx,Amal,threats")
    one = keeping.begin(alice, told, NOW, ("case.note", "person.name", "act.code"))
    assert keeping.remembered(alice, told.headings) == {}  # nothing came of it yet
    working.start(alice, one.id, [], NOW)
    known = keeping.remembered(alice, ("name", "TYPE OF ACT", "odd"))
    assert suggested(("name", "TYPE OF ACT", "odd"), known) == ("person.name", "act.code", "case.note")
    assert keeping.remembered(alice, ("Name", "Odd")) == {}


def test_what_a_word_stands_for_is_said_once_and_known_in_the_next_table():
    alice = found_desk()
    for number, word in enumerate(("threats", "killing")):
        one = begun(alice, 2)
        keeping.change(alice, one.id, DRAFT, words={"act:menaces": word, f"act:{number}": "threats"})
        working.start(alice, one.id, [], NOW + timedelta(minutes=number))
    assert keeping.known_words(alice).keys() == {"act:menaces", "act:0", "act:1"}
    assert begun(alice).words.keys() == {"act:menaces", "act:0", "act:1"}
    assert keeping.known_words(member(alice, "Bob")) == {}


def test_a_table_that_nobody_goes_on_with_is_gone_after_a_week():
    alice = found_desk()
    draft, done = begun(alice, 3), imported(alice, count=2)
    bad = begun(alice, 3, 2)
    working.start(alice, bad.id, [], NOW)
    working.run(alice, bad.id)
    stopped = begun(alice, 3)
    working.start(alice, stopped.id, [], NOW)
    keeping.sweep(alice, NOW + timedelta(days=6))
    assert len(keeping.mine(alice)) == 4
    keeping.sweep(alice, NOW + timedelta(days=7))
    assert {one.id for one in keeping.mine(alice)} == {done.id, bad.id, stopped.id}
    with pytest.raises(NoImport):
        keeping.table_of(alice, keeping.get(alice, bad.id))
    assert keeping.table_of(alice, keeping.get(alice, stopped.id)).rows
    assert draft.id not in set(ImportPart.objects.values_list("batch", flat=True))


def test_thirty_are_enough(monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    alice = found_desk()
    for _ in range(2):
        begun(alice)
    with pytest.raises(keeping.TooMany):
        begun(alice)


def test_they_move_along_to_a_new_secret():
    alice = found_desk()
    one, draft, lost = imported(alice, count=3), begun(alice), begun(alice)
    ImportPart.objects.filter(pk=UUID(lost.table)).update(blob=b"nothing")
    broken = begun(alice)
    ImportBatch.objects.filter(pk=broken.id).update(blob=b"nothing")
    new = Secret.fresh()
    card = new.card(alice.desk.bytes, alice.person.pk.bytes, 2)
    keeping.reseal(alice.person, alice.secret, alice.card, new, card)
    assert keeping.mine(alice) == []
    before = keeping.cases_of(Unlocked(alice.person, alice.secret), one)
    alice.person.card = card.to_bytes()
    renewed = Unlocked(alice.person, new)
    assert {found.id for found in keeping.mine(renewed)} >= {one.id, draft.id}
    assert broken.id not in {found.id for found in keeping.mine(renewed)}
    assert len(keeping.cases_of(renewed, one)) == 3 and before == []
    assert keeping.table_of(renewed, draft) == table(5)


def test_rows_of_the_table_are_the_same_after_they_lay_in_the_database():
    alice = found_desk()
    told = replace(table(3), sheets=("A", "B"), more={"encoding": "utf-8"})
    assert keeping.table_of(alice, keeping.begin(alice, told, NOW)) == told
