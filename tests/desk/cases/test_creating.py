"""Many cases at once are as many that were made one by one: they open, their members can work on them, and `verify` finds them whole."""

import pytest

from alongside.desk.cases import creating, store
from alongside.desk.cases.history import happenings
from alongside.desk.cases.models import Case, Head, Record
from alongside.desk.cases.verify import verify
from alongside.desk.people import unlocking
from alongside.desk.people.models import Keyring
from alongside.facts.problems import BadFact
from alongside.vault.errors import NotVouched
from tests.desk.cases.telling import NOW, fact, few
from tests.desk.making import found_desk, member, newcomer

pytestmark = pytest.mark.usefixtures("database")


def test_cases_made_together_are_whole_for_every_member():
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    store.create(charlie, few(), NOW)
    told = [few() for _ in range(3)]
    cases = creating.create(alice, told, NOW, [bob.person])
    unlocking.run(bob, NOW)
    for case, facts in zip(cases, told, strict=True):
        for one in (alice, bob):
            found = store.open_case(one, case, NOW)
            assert not found.damaged and dict(found.facts) == {fact.id: fact for fact in facts}
            assert store.let_in(found) == sorted((alice.person, bob.person), key=lambda person: person.pk)
        with pytest.raises(store.NoCase):
            store.open_case(charlie, case, NOW)
        store.save(bob, case, [store.Edit(None, fact("note", text="Called."))], NOW)
    assert verify(alice.desk).faults == ()
    # Each remembers the one before it in the desk's chain, as if they had been made one after the other.
    first, second = (happenings(alice, case)[0] for case in cases[:2])
    assert second.desk[0] == first.desk[0] + 1 == Head.objects.get(case=cases[0], case_sequence=1).sequence


def test_all_or_none():
    alice = found_desk()
    erin = newcomer(alice, "Erin")
    bad = fact("person", names=[{"text": "Amal"}])
    object.__setattr__(bad, "sex", "no such code")
    for cases, members, refusal in (([few(), [bad]], [], BadFact), ([few(), few()], [erin.person], NotVouched)):
        with pytest.raises(refusal):
            creating.create(alice, cases, NOW, members)
    assert not Case.objects.exists() and not Record.objects.exists() and not Head.objects.exists()
    assert not Keyring.objects.filter(purpose="case").exists()


def test_none_is_none():
    assert creating.create(found_desk(), [], NOW) == []
