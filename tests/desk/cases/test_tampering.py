"""Somebody writes to the database who holds no key: each thing that can be done there shows, and closes the case for changes."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from alongside.desk.cases import chain, store
from alongside.desk.cases.history import Happening, append, happenings, head_content
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Case, Head, History, Record
from alongside.desk.cases.opening import HISTORY, MANIFEST
from alongside.desk.cases.store import Damaged, Edit, NoCase
from alongside.desk.cases.verify import verify
from alongside.desk.people.models import Keyring
from alongside.vault.errors import RolledBack
from tests.desk.cases.telling import NOW, agreement, fact, few, withdrawal
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")


def kept(model, **which):
    return list(model.objects.filter(**which))


def put_back(model, rows, **which):
    model.objects.filter(**which).delete()
    model.objects.bulk_create(rows)


@pytest.fixture
def told(database):
    """Alice, a case, the person in it, her agreement and its withdrawal."""
    alice = found_desk()
    her, act = few()
    yes = agreement(her)
    case = store.create(alice, [her, act, yes], NOW)
    before = {model: kept(model, case=case) for model in (Record, History)} | {Case: kept(Case, pk=case)}
    no = withdrawal(her, yes)
    store.save(alice, case, [Edit(None, no)], NOW)
    return alice, case, her, no, before


def test_a_deleted_withdrawal_shows(told):
    alice, case, _, no, _ = told
    Record.objects.filter(pk=UUID(no.id)).delete()
    found = store.open_case(alice, case, NOW)
    assert found.damaged == {no.id}


def test_a_record_put_back_to_an_older_text_shows_and_is_not_written_over(told):
    alice, case, her, _, before = told
    store.save(alice, case, [Edit(her, replace(her, occupation="lawyer"))], NOW)
    put_back(Record, [row for row in before[Record] if row.pk.hex == her.id], pk=UUID(her.id))
    assert store.open_case(alice, case, NOW).damaged == {her.id}
    with pytest.raises(Damaged):
        store.save(alice, case, [Edit(her, replace(her, occupation="judge"))], NOW)


def test_a_record_that_was_removed_and_is_put_back_is_not_believed(told):
    alice, case, *_ = told
    note = fact("note", text="An old remark.")
    store.save(alice, case, [Edit(None, note)], NOW)
    rows = kept(Record, pk=UUID(note.id))
    store.save(alice, case, [Edit(note, None)], NOW)
    Record.objects.bulk_create(rows)
    found = store.open_case(alice, case, NOW)
    assert found.damaged == {note.id}
    assert note.id not in found.facts


def test_the_text_of_another_record_does_not_open(told):
    alice, case, her, no, _ = told
    Record.objects.filter(pk=UUID(no.id)).update(blob=Record.objects.get(pk=UUID(her.id)).blob)
    assert store.open_case(alice, case, NOW).damaged == {no.id}


def test_a_manifest_put_back_alone_shows(told):
    alice, case, _, _, before = told
    old = before[Case][0]
    Case.objects.filter(pk=case).update(manifest=old.manifest)
    assert MANIFEST in store.open_case(alice, case, NOW).damaged
    Case.objects.filter(pk=case).update(manifest=old.manifest, revision=old.revision)
    assert HISTORY in store.open_case(alice, case, NOW).damaged


def test_a_case_put_back_with_all_its_rows_shows_because_the_desk_remembers(told):
    alice, case, _, _, before = told
    put_back(Record, before[Record], case=case)
    put_back(History, before[History], case=case)
    Case.objects.filter(pk=case).update(manifest=before[Case][0].manifest, revision=1)
    for _ in range(3):  # looking at it, which is noted in its history, makes nothing whole
        assert store.open_case(alice, case, NOW).damaged == {HISTORY}
    with pytest.raises(Damaged):
        store.save(alice, case, [Edit(None, fact("note", text="x"))], NOW)
    assert {(fault.case, fault.what) for fault in verify(alice.desk).faults} >= {(case, "order")}


def test_a_case_put_back_without_its_history_stays_red_however_often_it_is_opened(told):
    alice, case, _, _, before = told
    put_back(Record, before[Record], case=case)
    Case.objects.filter(pk=case).update(manifest=before[Case][0].manifest, revision=1)
    for _ in range(3):
        assert store.open_case(alice, case, NOW).damaged == {HISTORY}


def test_a_desk_s_chain_computed_anew_contradicts_what_other_cases_remember_under_seal(told):
    alice, case, _, _, before = told
    other = store.create(alice, few(), NOW)
    store.open_case(alice, other, NOW)
    put_back(Record, before[Record], case=case)
    put_back(History, before[History], case=case)
    Case.objects.filter(pk=case).update(manifest=before[Case][0].manifest, revision=1)
    Head.objects.filter(case=case, case_sequence__gt=1).delete()
    previous = chain.START
    for sequence, head in enumerate(Head.objects.order_by("sequence"), 1):
        content = head_content(head.case, head.case_sequence, head.case_hash)
        mended = chain.hashed(alice.desk, "desk", alice.desk.bytes, sequence, previous, content)
        Head.objects.filter(pk=head.pk).update(sequence=sequence, previous=previous, hash=mended)
        previous = mended
    assert verify(alice.desk).faults == ()  # without a key nothing is seen
    assert store.open_case(alice, other, NOW).damaged == {HISTORY}


def test_a_link_under_the_key_of_an_earlier_epoch_is_not_believed(told):
    alice, case, *_ = told
    bob = member(alice, "Bob")
    store.add_member(alice, case, bob.person, NOW)
    old = hold(bob, case)
    store.remove_member(alice, case, bob.person, NOW)
    with transaction.atomic():
        append(old, Happening(0, NOW, alice.person.pk, "opened", 1))
    assert store.open_case(alice, case, NOW).damaged == {HISTORY}
    with pytest.raises(RolledBack):
        happenings(alice, case)


def test_a_key_moved_to_another_case_opens_nothing(told):
    alice, case, *_ = told
    other = store.create(alice, few(), NOW)
    Keyring.objects.filter(case=other).delete()
    Keyring.objects.filter(case=case).update(case=other)
    for one in (case, other):
        with pytest.raises(NoCase):
            store.open_case(alice, one, NOW)


def test_a_row_that_nobody_sealed_shows(told):
    alice, case, *_ = told
    record = uuid4()
    Record.objects.create(id=record, desk_id=alice.desk, case_id=case, revision=1, blob=b"\x01\x01\x00\x00\x00\x01" + bytes(300))
    assert store.open_case(alice, case, NOW).damaged == {record.hex}


def test_the_desk_s_chain_without_its_end_shows(told):
    alice, case, *_ = told
    Head.objects.order_by("-sequence").first().delete()
    assert store.open_case(alice, case, NOW).damaged == {HISTORY}
