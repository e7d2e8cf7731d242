"""What a member may do with a case; what somebody who is not one learns: nothing."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.models import Case, Record
from alongside.desk.cases.store import Edit, LastMember, NoCase
from alongside.desk.people.models import Keyring
from alongside.facts.consent import Consent, Recipient, may_leave
from tests.desk.cases.telling import NOW, agreement, fact, few, person, withdrawal
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")


def test_what_was_told_is_read_again_by_each_member_and_by_nobody_else():
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    told = few()
    case = store.create(alice, told, NOW, [bob.person])
    for one in (alice, bob):
        assert dict(store.open_case(one, case, NOW).facts) == {fact.id: fact for fact in told}
        assert not store.open_case(one, case, NOW).damaged
    with pytest.raises(NoCase):
        store.open_case(charlie, case, NOW)


def test_an_outsider_costs_the_same_queries_whether_or_not_the_case_exists():
    alice = found_desk()
    charlie = member(alice, "Charlie")
    case = store.create(alice, few(), NOW)
    asked = []
    for which in (case, uuid4()):
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            pytest.raises(NoCase),
        ):
            store.open_case(charlie, which, NOW)
        asked.append([query["sql"].replace(which.hex, "x").replace(str(which), "x") for query in queries])
    assert asked[0] == asked[1]


def test_nothing_that_was_told_stands_in_any_column():
    alice = found_desk()
    store.create(alice, [person("Marker-Amal-7731")], NOW)
    for model in (Case, Record, Keyring):
        for row in model.objects.all().values_list():
            assert b"Marker-Amal-7731" not in b"|".join(
                bytes(value) if isinstance(value, bytes) else str(value).encode() for value in row
            )


def test_a_save_counts_the_record_up_and_keeps_the_rest():
    alice = found_desk()
    her, act = few()
    case = store.create(alice, [her, act], NOW)
    saved = store.save(alice, case, [Edit(her, replace(her, occupation="lawyer"))], NOW)
    found = store.open_case(alice, case, NOW)
    assert (saved.revision, saved.conflicts) == (2, {})
    assert (found.facts[her.id].occupation, found.facts[her.id].revision, found.facts[act.id]) == ("lawyer", 2, act)


def test_two_who_change_different_fields_both_keep_theirs():
    alice = found_desk()
    bob = member(alice, "Bob")
    her, act = few()
    case = store.create(alice, [her, act], NOW, [bob.person])
    store.save(bob, case, [Edit(her, replace(her, occupation="lawyer"))], NOW)
    saved = store.save(alice, case, [Edit(her, replace(her, birthplace="Nowhere"))], NOW)
    found = store.open_case(alice, case, NOW).facts[her.id]
    assert not saved.conflicts
    assert (found.occupation, found.birthplace, found.revision) == ("lawyer", "Nowhere", 3)


def test_two_who_change_the_same_field_are_both_shown():
    alice = found_desk()
    bob = member(alice, "Bob")
    her, act = few()
    case = store.create(alice, [her, act], NOW, [bob.person])
    store.save(bob, case, [Edit(her, replace(her, occupation="lawyer"))], NOW)
    (conflict,) = store.save(alice, case, [Edit(her, replace(her, occupation="judge"))], NOW).conflicts[her.id]
    assert (conflict.field, conflict.mine, conflict.theirs) == ("occupation", "judge", "lawyer")
    assert store.open_case(alice, case, NOW).facts[her.id].occupation == "lawyer"


def test_a_form_sent_twice_over_a_bad_line_is_stored_once():
    alice = found_desk()
    case = store.create(alice, few(), NOW)
    note = fact("note", text="She called again.")
    first = store.save(alice, case, [Edit(None, note)], NOW)
    assert store.save(alice, case, [Edit(None, note)], NOW) == first
    assert len(store.open_case(alice, case, NOW).facts) == 3


def test_a_form_of_another_kind_with_the_same_seed_is_a_record_of_its_own():
    alice = found_desk()
    her, act = few()
    case = store.create(alice, [her, act], NOW)
    store.save(alice, case, [Edit(None, replace(fact("note", text="x"), id=act.id))], NOW)
    found = store.open_case(alice, case, NOW).facts
    assert found[act.id] == act
    assert sorted(type(one).__name__ for one in found.values()) == ["Act", "Note", "Person"]


def test_what_was_agreed_or_taken_back_is_never_written_over_by_its_own_form():
    alice = found_desk()
    her, act = few()
    yes = agreement(her)
    case = store.create(alice, [her, act, yes], NOW)
    no = withdrawal(her, yes)
    store.save(alice, case, [Edit(None, no)], NOW)
    again = replace(agreement(her), id=no.id)
    store.save(alice, case, [Edit(None, again)], NOW)
    found = store.open_case(alice, case, NOW)
    assert found.facts[no.id] == no
    assert len(found.of(Consent)) == 3
    assert (
        may_leave(found.of(Consent), her, Recipient("x", frozenset({"un-special-procedure"})), "send", NOW.date()).value == "no"
    )
    assert store.save(alice, case, [Edit(None, no)], NOW).revision == found.revision


def test_what_somebody_changed_is_not_removed_by_who_has_not_seen_it():
    alice = found_desk()
    her, act = few()
    case = store.create(alice, [her, act], NOW)
    store.save(alice, case, [Edit(act, replace(act, place="Airport"))], NOW)
    assert act.id in store.save(alice, case, [Edit(act, None)], NOW).conflicts
    newer = store.open_case(alice, case, NOW).facts[act.id]
    assert not store.save(alice, case, [Edit(newer, None)], NOW).conflicts
    assert act.id not in store.open_case(alice, case, NOW).facts


def test_what_is_written_while_another_removes_it_is_kept():
    alice = found_desk()
    her, act = few()
    case = store.create(alice, [her, act], NOW)
    store.save(alice, case, [Edit(act, None)], NOW)
    store.save(alice, case, [Edit(act, replace(act, place="Airport"))], NOW)
    found = store.open_case(alice, case, NOW)
    assert found.facts[act.id].place == "Airport"
    assert not found.damaged


def test_one_bad_edit_stores_none_of_its_save():
    alice = found_desk()
    her, act = few()
    case = store.create(alice, [her, act], NOW)
    other = replace(fact("note", text="x"), id=act.id)
    with pytest.raises(ValueError, match="kind"):
        store.save(alice, case, [Edit(her, replace(her, occupation="lawyer")), Edit(act, other)], NOW)
    found = store.open_case(alice, case, NOW)
    assert found.facts[her.id].occupation is None
    assert found.revision == 1


def test_who_is_let_in_reads_all_and_who_is_put_out_nothing():
    alice = found_desk()
    charlie = member(alice, "Charlie")
    case = store.create(alice, few(), NOW)
    store.add_member(alice, case, charlie.person, NOW)
    store.add_member(alice, case, charlie.person, NOW)
    assert len(store.open_case(charlie, case, NOW).facts) == 2
    assert [one.pk for one in store.members(case)] == sorted([alice.person.pk, charlie.person.pk])
    store.remove_member(alice, case, charlie.person, NOW)
    with pytest.raises(NoCase):
        store.open_case(charlie, case, NOW)
    with pytest.raises(NoCase):
        store.save(charlie, case, [Edit(None, fact("note", text="x"))], NOW)


def test_the_last_member_cannot_leave():
    alice = found_desk()
    case = store.create(alice, few(), NOW)
    with pytest.raises(LastMember):
        store.remove_member(alice, case, alice.person, NOW)
