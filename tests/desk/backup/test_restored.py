"""After a restore: what happened since the backup is unknown, so nothing counts as agreed, and no old key is written under."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from alongside.desk.backup import months, restoring, writing
from alongside.desk.cases import ledger, rekeying, store
from alongside.desk.cases.models import Case
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock, leaving, unlocking
from alongside.desk.people.models import Desk, Keyring, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.vault import custody
from alongside.vault.persons import Secret
from tests.desk.cases.telling import NOW, agreement, fact, few, withdrawal
from tests.desk.cases.walking import post, text
from tests.desk.making import found_desk, login_client, member

YES = "send|class:un-special-procedure"
NO = "publish|public"


@dataclass
class Back:
    """A desk brought back: since its backup Bob has left, and Amal has taken her agreement back. Nobody here can know either."""

    alice: Unlocked
    bob: Unlocked
    case: UUID
    her: Fact
    found: restoring.Found

    def answers(self) -> dict[str, tuple[str, str]]:
        opened = store.open_case(self.alice, self.case, NOW, note=False)
        rows = ledger.rows(opened, opened.facts[self.her.id], NOW.date())
        return {row.key: (row.answer.value, row.answer.code) for row in rows}


@pytest.fixture
def back(request, database, tmp_path, monkeypatch) -> Iterator[Back]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    alice = found_desk(NOW)
    bob = member(alice, "Bob", now=NOW)
    her, act = few()
    yes = agreement(her)
    day = {"person": her.id, "date": "2026-11-20", "given_by": her.id}
    no = fact("consent", recipient="public", purpose="publish", answer="refused", **day)
    name = fact("consent", recipient="responsible-state", purpose="name", answer="agreed", risks_explained=True, **day)
    event = fact("event", state_responsible="EGY")
    case = store.create(alice, [her, act, event, yes, no, name], NOW, [bob.person])
    lines = months.make(alice, months.following(NOW.date(), 1), 2, 2)
    writing.write(tmp_path / "stick", alice.desk, NOW)
    store.save(alice, case, [Edit(None, withdrawal(her, yes))], NOW + timedelta(days=1))
    leaving.end(alice, bob.person, NOW + timedelta(days=1))
    (tmp_path / "bare").mkdir()
    with request.getfixturevalue("sqlite" if database.engine == "postgresql" else "postgresql").fresh(tmp_path / "bare"):
        found = restoring.restore(tmp_path / "stick", Secret(custody.combine([line.share for line in lines])))
        people = (Unlocked(Person.objects.get(pk=one.person.pk), one.secret, proven=NOW) for one in (alice, bob))
        yield Back(*people, case, her, found)


def test_who_asks_is_told_of_which_day_it_is_and_how_many_come_back(back):
    assert (back.found.made, back.found.active) == (NOW.date(), 2)
    assert back.found.rows == sum(model.objects.count() for model in restoring.rows.tables().values()) - Rekey.objects.count()


def test_a_yes_is_asked_again_and_a_no_stays_until_somebody_has_looked(back):
    assert back.answers()[YES] == ("ask", "restored")
    assert back.answers()[NO] == ("no", "refused")
    alice = login_client(back.alice)
    assert "may have been taken back since" in text(alice.get(f"/desk/en/cases/{back.case}/consent/"))
    assert post(alice, "/desk/en/restored/looked/", {}).status_code == 303
    assert back.answers()[YES] == ("yes", "agreed")
    assert back.answers()[NO] == ("no", "refused")


def test_a_plan_promises_nothing_that_may_have_been_taken_back(back):
    """It asks the ledger by another way than the pages of consent."""
    unsure = states(back)
    Desk.objects.update(restored=None)
    sure = states(back)
    assert sure.count("ready") > unsure.count("ready")
    assert sure.count("barred") == unsure.count("barred")


def states(back: Back) -> list[str]:
    """What a plan that is kept now says of consent, route by route."""
    kept = post(login_client(back.alice), f"/desk/en/cases/{back.case}/plan/{back.her.id}/", {"seed": uuid4().hex})["Location"]
    snapshot = store.open_case(back.alice, back.case, NOW, note=False).facts[kept.rstrip("/").rpartition("/")[2]]
    return [entry.consent_state or "" for entry in snapshot.entries]


def test_today_says_it_in_red_to_everybody_and_lets_an_administrator_end_it(back):
    alice, bob = login_client(back.alice), login_client(back.bob)
    shown = alice.get("/desk/en/").content.decode()
    assert 'role="alert"' in shown and "22 November 2026" in shown and "I have looked" in shown
    told = text(bob.get("/desk/en/"))
    assert "brought back from a backup" in told and "I have looked" not in told
    assert post(bob, "/desk/en/restored/looked/", {}).status_code == 403
    assert Desk.objects.get().restored == NOW.date()
    post(alice, "/desk/en/restored/looked/", {})
    assert Desk.objects.get().restored is None
    assert "brought back from a backup" not in text(bob.get("/desk/en/"))


def test_every_key_is_replaced_as_members_log_in(back):
    """Whoever left since holds the keys of the backup's day."""
    assert set(Rekey.objects.values_list("case", flat=True)) == {back.case, None}
    unlocking.run(back.alice, NOW)
    rekeying.work(back.alice, NOW)
    assert Case.objects.get(pk=back.case).epoch == 2
    assert not Rekey.objects.exists()
    assert set(Keyring.objects.filter(person=back.alice.person).values_list("epoch", flat=True)) == {2}


def test_who_does_not_agree_finds_the_folder_as_empty_as_before(request, database, tmp_path):
    alice = found_desk(NOW)
    lines = months.make(alice, months.following(NOW.date(), 1), 2, 2)
    writing.write(tmp_path / "stick", alice.desk, NOW)
    (tmp_path / "bare").mkdir()
    with request.getfixturevalue(database.engine).fresh(tmp_path / "bare"):
        with pytest.raises(restoring.Declined):
            restoring.restore(tmp_path / "stick", Secret(custody.combine([line.share for line in lines])), lambda found: False)
        assert not Desk.objects.exists()
        assert not (tmp_path / "bare" / "keys").exists()
