"""A case ends: by two people, or by one after a wait; with a receipt that holds outside, and a row that leads nowhere."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from alongside.desk.cases import store
from alongside.desk.cases.destroying import Blocked
from alongside.desk.cases.models import Case, History, Record
from alongside.desk.cases.models import Statistic as Row
from alongside.desk.cases.retention import ending, receipt, rules, statistics
from alongside.desk.cases.retention.counted import Statistic, statistic
from alongside.desk.cases.retention.receipt import NotAReceipt, check
from alongside.desk.cases.store import Edit
from alongside.desk.cases.verify import verify
from alongside.desk.outbox import deliveries
from alongside.desk.outbox.deliveries import Message
from alongside.desk.people import leaving, notices, rekeying, unlocking
from alongside.facts.fact import Fact
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")
COUNTED = Statistic(
    year=2026,
    state="EGY",
    acts=("threats", "travel-ban"),
    targets=("family",),
    cooperation=True,
    bodies=("un-special-procedures",),
    outcomes=(("intervention_status", "pending"), ("monitoring", "closed")),
    held=True,
)


def whole() -> list[Fact]:
    """A case with one fact of everything that counts."""
    her = person("Amal Fictional")
    return [
        her,
        fact("event", title="The canary's travels", state_responsible="EGY", place="Harbour", monitoring="closed"),
        fact("act", code="travel-ban", victims=[her.id], date="2026-11-20", description="They came at night"),
        fact("act", code="threats", aimed_at=["family"], date="2026-12-01"),
        fact("cooperation", body="un-special-procedures", form="done", by=her.id, which="HRC 62"),
        fact("detention", person=her.id, held=False, since="2026-11-21", place="Tora"),
        fact("intervention", party="Embassy of Nowhere", status="pending"),
    ]


def request(who, kind="destroy", when=NOW) -> Fact:
    asked = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return fact("end-request", ending=kind, asked=asked, asked_by=who.person.pk.hex, why="Nobody needs it any more")


def ask(who, case, kind="destroy"):
    ending.ask(who, store.open_case(who, case, NOW), request(who, kind), NOW)


@pytest.fixture
def two():
    alice = found_desk()
    bob = member(alice, "Bob")
    return alice, bob, store.create(alice, whole(), NOW, [bob.person])


def test_it_takes_two_people_and_the_one_who_asked_is_not_the_other_however_often_she_logs_in(two):
    alice, bob, case = two
    with pytest.raises(ending.NotYet, match="nobody-asked"):
        ending.carry_out(alice, case, "destroy", NOW)
    ask(alice, case)
    again = type(alice)(alice.person, alice.secret, login="another")
    for one in (alice, again):
        with pytest.raises(ending.NotYet, match="second"):
            ending.carry_out(one, case, "destroy", NOW + timedelta(days=400))
    with pytest.raises(ending.NotYet, match="nobody-asked"):
        ending.carry_out(bob, case, "shrink", NOW)  # another thing than what she asked for
    assert [note.key for note in notices.mine(bob, NOW.date())] == ["notices.ending_asked"]
    ending.carry_out(bob, case, "destroy", NOW)
    assert not Case.objects.filter(pk=case).exists() and verify(alice.desk).faults == ()


def test_what_waits_to_be_sent_goes_with_its_case(two):
    alice, bob, case = two
    mine, other = (deliveries.put(alice.desk, "mail", Message(alice.card, NOW, b"a letter"), NOW) for _ in range(2))
    told = {"form": "press-text", "lang": "en", "means": "mail", "sent": "2026-11-20T00:00:00Z", "sent_by": alice.person.pk.hex}
    store.save(alice, case, [Edit(None, fact("submission", draft="d" * 32, delivery=mine.hex, **told))], NOW)
    ask(alice, case)
    ending.carry_out(bob, case, "destroy", NOW)
    assert list(deliveries.standing(alice.desk, [mine, other], NOW)) == [other]


def test_a_request_under_another_s_name_counts_as_that_of_who_wrote_it(two):
    alice, bob, case = two
    store.save(bob, case, [Edit(None, request(alice))], NOW)
    with pytest.raises(ending.NotYet, match="second"):
        ending.carry_out(bob, case, "destroy", NOW)


def test_who_is_alone_waits_and_a_member_let_in_meanwhile_has_a_word(two):
    alice, bob, _ = two
    case = store.create(alice, whole(), NOW)
    ask(alice, case)
    with pytest.raises(ending.NotYet, match="wait"):
        ending.carry_out(alice, case, "destroy", NOW)
    later = NOW + rules.WAIT
    store.add_member(alice, case, bob.person, NOW)
    with pytest.raises(ending.NotYet, match="second"):
        ending.carry_out(alice, case, "destroy", later)
    store.remove_member(alice, case, bob.person, NOW)
    for soon in (later, NOW + ending.LATELY - timedelta(seconds=1)):
        with pytest.raises(ending.NotYet, match="second"):  # he was taken out so that nobody is asked
            ending.carry_out(alice, case, "destroy", soon)
    ending.carry_out(alice, case, "destroy", NOW + ending.LATELY)


def test_who_was_taken_out_lately_hears_of_an_end_that_two_others_agreed_on(two):
    alice, bob, case = two
    charlie = member(alice, "Charlie")
    store.add_member(alice, case, charlie.person, NOW)
    store.remove_member(alice, case, charlie.person, NOW)
    ask(alice, case)
    ending.carry_out(bob, case, "destroy", NOW)
    assert "notices.destroyed" in [note.key for note in notices.mine(charlie, NOW.date())]


def test_alone_the_wait_begins_when_the_request_was_written_whatever_it_says(two):
    alice, _, _ = two
    case = store.create(alice, whole(), NOW)
    store.save(alice, case, [Edit(None, request(alice, when=NOW - timedelta(days=300)))], NOW)
    with pytest.raises(ending.NotYet, match="wait"):
        ending.carry_out(alice, case, "destroy", NOW)


def test_who_lifts_a_hold_empties_the_case_a_day_later_at_the_earliest(two):
    alice, bob, case = two
    ask(alice, case)
    told = {"since": "2026-11-22", "why": "A court", "placed_by": alice.person.pk.hex}
    lifted = {"lifted": "2026-11-22", "lifted_by": bob.person.pk.hex, "lifted_at": NOW.strftime("%Y-%m-%dT%H:%M:%SZ")}
    store.save(alice, case, [Edit(None, fact("legal-hold", **told, **lifted))], NOW)
    with pytest.raises(Blocked, match="lifted"):
        ending.carry_out(bob, case, "destroy", NOW + timedelta(hours=23))
    ending.carry_out(bob, case, "destroy", NOW + rules.AFTER_HOLD)


def test_a_hold_or_a_no_of_this_moment_counts(two):
    alice, bob, case = two
    ask(alice, case)
    hold = fact("legal-hold", since="2026-11-22", why="A court", placed_by=alice.person.pk.hex)
    store.save(alice, case, [Edit(None, hold)], NOW)
    with pytest.raises(Blocked, match="hold"):
        ending.carry_out(bob, case, "destroy", NOW)
    opened = store.open_case(bob, case, NOW)
    ending.withdraw(bob, opened, ending.request_for(opened, "destroy", NOW), NOW)
    assert ending.request_for(store.open_case(alice, case, NOW), "destroy", NOW) is None


def test_the_receipt_holds_outside_and_each_member_has_it(two):
    alice, bob, case = two
    ask(alice, case)
    text = ending.carry_out(bob, case, "destroy", NOW)
    found = check(text.encode())
    assert found.faults == () and list(found.words) == list(bob.card.fingerprint())
    one = found.receipt
    last = History.objects.filter(case=case).order_by("-sequence")[0]
    assert (one.case, one.records, one.files, one.links) == (case, 8, 0, last.sequence)
    assert (one.gone, one.unreadable, one.tombstone[1]) == (NOW.date(), None, bytes(last.hash))
    for who in (alice, bob):
        (note,) = [note for note in notices.mine(who, NOW.date()) if note.key == "notices.destroyed"]
        assert note.params["receipt"] == text and "Amal" not in str(note)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("files: 0", "files: 9", {"signature"}),
        ("history entries: 3", "history entries: 2", {"signature", "tombstone", "desk"}),
        ("ending: destroy", "ending: shrink", {"signature"}),
    ],
)
def test_a_changed_receipt_says_what_does_not_fit(two, old, new, fault):
    alice, bob, case = two
    ask(alice, case)
    text = ending.carry_out(bob, case, "destroy", NOW)
    old, new = (one.replace("3", str(check(text.encode()).receipt.links)) if "entries: 3" in one else one for one in (old, new))
    assert old in text
    assert set(check(text.replace(old, new).encode()).faults) == fault
    assert check(text.replace("\n", "\r\n").encode()).faults == ()


@pytest.mark.parametrize("text", ["", "x", receipt.TITLE, receipt.TITLE + "\ncase: x", "\udcff", "a" * 70_000])
def test_what_is_no_receipt_is_said_to_be_none(text):
    with pytest.raises(NotAReceipt):
        check(text.encode(errors="surrogateescape"))


def test_shrunk_it_leaves_codes_a_year_and_a_state_and_nothing_that_leads_back(two):
    alice, bob, case = two
    charlie = member(alice, "Charlie")
    before = set(Record.objects.values_list("pk", flat=True))
    ask(alice, case, "shrink")
    ending.carry_out(bob, case, "shrink", NOW)
    assert list(statistics.statistics(charlie)) == [COUNTED]
    (row,) = Row.objects.all()
    assert row.pk not in before | {case}
    opened = charlie.desk_ring.unseal(row.blob, statistics._place(charlie.desk, row.pk)).decode()
    for trace in ("Amal", "canary", "night", "Harbour", "HRC", "Nowhere", "2026-11", case.hex, str(case)):
        assert trace not in opened
    assert not Case.objects.exists() and verify(alice.desk).faults == ()


def test_the_last_row_of_the_table_is_not_that_of_the_last_tombstone(two):
    alice, bob, _ = two
    for year in range(2016, 2026):
        told = [fact("act", code="threats", date=str(year))]
        keep(alice, statistic(told))
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute("SELECT id FROM statistic ORDER BY ctid" if postgresql else "SELECT id FROM statistic ORDER BY rowid")
        ids = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    assert ids == sorted(ids)
    assert {len(row.blob) for row in Row.objects.all()} == {len(Row.objects.all()[0].blob)}
    assert sorted(one.year for one in statistics.statistics(bob)) == list(range(2016, 2026))


def keep(who, one):
    with transaction.atomic():
        statistics.keep(who, one)


def test_a_new_key_of_the_desk_opens_the_rows_and_the_old_one_does_not(two):
    alice, bob, _ = two
    keep(alice, COUNTED)
    leaving.end(alice, bob.person, NOW)
    old = alice.desk_ring
    unlocking.run(alice, NOW)
    rekeying.advance_desk(alice, NOW)
    assert list(statistics.statistics(alice)) == [COUNTED]
    row = Row.objects.get()
    with pytest.raises(Exception):  # noqa: B017  whichever way the vault refuses
        old.unseal(row.blob, statistics._place(alice.desk, row.pk))


def test_nothing_told_is_nothing_counted():
    assert statistic([]) == Statistic()
    assert statistic([fact("act", code="threats", date="2025-12/2026-01")]).year is None
    assert statistic([fact("event", un_link=False), fact("cooperation", body="un-other", form="presumed")]).cooperation is False
    assert Statistic.from_bytes(COUNTED.to_bytes()) == COUNTED
