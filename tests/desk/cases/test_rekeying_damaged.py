"""A new key that is owed to a case which was damaged: it keeps no no from stopping mail, and no other case from its new key."""

from uuid import UUID

import pytest

from alongside.desk.cases import rekeying, store
from alongside.desk.cases.models import Case, Record, SealedFile
from alongside.desk.people import clock, keyring
from alongside.desk.people.models import Keyring, Rekey
from alongside.facts.consent import Consent
from alongside.vault.errors import Refused
from alongside.vault.sealed import epoch_of
from tests.desk.cases import waiting
from tests.desk.cases.telling import NOW, fact, few
from tests.desk.cases.walking import Walk, text, walk

pytestmark = pytest.mark.usefixtures("database")
COLUMNS = ("manifest", "digest", "past")


def owed(one: Walk, column: str) -> None:
    """A member went, or a backup came back, and the disk is bad."""
    Rekey.objects.create(desk_id=one.alice.desk, case=one.case)
    Case.objects.filter(pk=one.case).update(**{column: b"x"})


def epochs(case: UUID) -> list[int]:
    return sorted(epoch_of(row.blob) for row in Record.objects.filter(case=case))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_withdrawal_stops_what_waits_although_a_new_key_is_owed_and_cannot_be_made(column: str) -> None:
    """The page broke off before it asked what the no means, and the mail left."""
    one = walk()
    letter = waiting.letter(one)
    owed(one, column)
    answer = waiting.take_back(one)
    assert not waiting.waits(one, letter)
    if column == "digest":
        assert answer.status_code == 303 and [found.answer for found in one.of(Consent)] == ["withdrawn"]
    else:
        assert answer.status_code == 409 and "She rang: no more." in text(answer)


@pytest.mark.parametrize("column", COLUMNS)
def test_so_does_a_member_who_stops_it(column: str) -> None:
    one = walk()
    letter = waiting.letter(one)
    owed(one, column)
    answer = one.send(f"submissions/sent/{letter.id}/stop/", {})
    assert answer.status_code == (303 if column == "digest" else 409) and not waiting.waits(one, letter)


def test_a_damaged_digest_is_made_anew_under_the_new_key() -> None:
    """Left as it was, the case went on under a key that somebody holds who was removed."""
    one = walk()
    owed(one, "digest")
    rekeying.work(one.alice, clock.now())
    case = Case.objects.get(pk=one.case)
    assert case.epoch == 2 and set(epochs(one.case)) == {2} and not Rekey.objects.exists()
    assert not one.opened().damaged and "Amal Fictional" in text(one.browser.get("/desk/en/cases/"))


def test_a_record_that_was_put_in_does_not_come_into_the_new_digest() -> None:
    one = walk()
    note = fact("note", text="Zwolfqe was put in again.")
    one.add(note)
    rows = list(Record.objects.filter(pk=UUID(note.id)))
    store.save(one.alice, one.case, [store.Edit(note, None)], clock.now())
    Record.objects.bulk_create(rows)
    owed(one, "digest")
    rekeying.work(one.alice, clock.now())
    case = Case.objects.get(pk=one.case)
    ring = keyring.ring(one.alice, one.case)
    digest = ring.unseal(case.digest, rekeying.places.digest(one.alice.desk, one.case, case.digest_version))
    assert b"amal" in digest.lower() and b"zwolfqe" not in digest.lower()


@pytest.mark.parametrize("column", ["manifest", "past"])
def test_what_cannot_be_done_leaves_the_case_as_it_was(column: str) -> None:
    one = walk()
    owed(one, column)
    with pytest.raises(store.Damaged):
        one.add(fact("task", what="Call her"))
    rekeying.work(one.alice, clock.now())
    assert Case.objects.get(pk=one.case).epoch == 1 and set(epochs(one.case)) == {1}
    assert Rekey.objects.filter(case=one.case).count() == 1
    assert set(Keyring.objects.filter(case=one.case).values_list("epoch", flat=True)) == {1}


def test_one_damaged_record_does_not_keep_the_others_under_the_key_of_who_was_removed() -> None:
    """Whoever removed her got an error, and everything stayed under the old key at every later unlock."""
    one = walk()
    waiting.flip(one.husband)
    answer = one.send("members/", {"action": "removed", "who": one.bob.person.pk.hex})
    assert answer.status_code == 303
    assert one.bob.person.pk not in {found.pk for found in store.members(one.case)}
    assert epochs(one.case) == [1, 2, 2, 2]
    assert one.opened().damaged == {one.husband.id}
    assert rekeying.owed_cases(one.alice) == [one.case]
    rekeying.work(one.alice, clock.now())
    assert epochs(one.case) == [1, 2, 2, 2]


def test_what_opens_again_is_sealed_anew_and_only_then_the_old_key_goes() -> None:
    one = walk()
    waiting.flip(one.husband)
    one.send("members/", {"action": "removed", "who": one.bob.person.pk.hex})
    waiting.flip(one.husband)  # the disk was mended from a copy
    rekeying.work(one.alice, clock.now())
    assert epochs(one.case) == [2, 2, 2, 2] and not one.opened().damaged
    assert rekeying.owed_cases(one.alice) == []


@pytest.mark.parametrize("step", [1, 2, 100])
@pytest.mark.parametrize("blob", [b"", b"x", b"\x01\x01\x00\x00\x00\x09" + bytes(300)])
def test_rows_that_never_open_do_not_make_it_run_for_ever(monkeypatch: pytest.MonkeyPatch, blob: bytes, step: int) -> None:
    monkeypatch.setattr(rekeying, "STEP", step)
    one = walk()
    Record.objects.filter(pk__in=[UUID(one.her.id), UUID(one.husband.id)]).update(blob=blob)
    file = SealedFile.objects.create(desk_id=one.alice.desk, case_id=one.case, key=blob)
    Rekey.objects.create(desk_id=one.alice.desk, case=one.case)
    rekeying.work(one.alice, clock.now())
    rows = Record.objects.filter(case=one.case).exclude(blob=blob)
    assert [epoch_of(row.blob) for row in rows] == [2, 2]
    assert SealedFile.objects.get(pk=file.pk).key == blob


def test_other_cases_get_their_new_key_whatever_became_of_one() -> None:
    one = walk()
    cases = [one.case, *(store.create(one.alice, few(), NOW, [one.bob.person]) for _ in range(6))]
    (damaged, *others) = sorted(cases)
    row = Record.objects.filter(case=damaged).first()
    assert row is not None
    Record.objects.filter(pk=row.pk).update(blob=row.blob[:-1] + bytes([row.blob[-1] ^ 1]))
    for case in cases:
        Rekey.objects.create(desk_id=one.alice.desk, case=case)
    rekeying.work(one.alice, clock.now())
    assert rekeying.owed_cases(one.alice) == [damaged]
    assert all(set(epochs(case)) == {2} for case in others)


def test_a_case_that_is_refused_altogether_hinders_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    one = walk()
    cases = sorted([one.case, store.create(one.alice, few(), NOW)])
    real = rekeying.catch_up

    def catch_up(unlocked, case_id, now):
        if case_id == cases[0]:
            raise Refused
        real(unlocked, case_id, now)

    for case in cases:
        Rekey.objects.create(desk_id=one.alice.desk, case=case)
    monkeypatch.setattr(rekeying, "catch_up", catch_up)
    rekeying.work(one.alice, clock.now())
    assert rekeying.owed_cases(one.alice) == [cases[0]]
