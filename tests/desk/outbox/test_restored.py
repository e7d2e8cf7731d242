"""After a restore: what waited on the day of the backup may have left since, so nothing of it leaves before a person has said so."""

from datetime import timedelta

import pytest

from alongside.desk.backup import months, restoring, writing
from alongside.desk.outbox import deliveries, receipts
from alongside.desk.people.models import Desk, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import custody
from alongside.vault.persons import Secret
from tests.desk import making
from tests.desk.making import NOW
from tests.desk.outbox.making import Ticking, sent, use
from tests.desk.outbox.sink import sink


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_waited_is_held_on_the_restored_desk_and_released_one_by_one(request, database, tmp_path) -> None:
    alice = making.found_desk()
    lines = months.make(alice, months.following(NOW.date(), 1), 2, 2)
    with sink() as server:
        use(alice, server)
        done = sent(alice)
        ticking = Ticking()
        ticking.carry()
        rows = [sent(alice) for _ in range(2)]
        writing.write(tmp_path / "stick", alice.desk, NOW)
        ticking.carry()
        assert len(server.caught) == 3
        (tmp_path / "bare").mkdir()
        with request.getfixturevalue("postgresql").fresh(tmp_path / "bare"):
            restoring.restore(tmp_path / "stick", Secret(custody.combine([line.share for line in lines])))
            again = Unlocked(Person.objects.get(pk=alice.person.pk), alice.secret)
            ticking = Ticking(NOW + timedelta(days=1))
            assert ticking.carry() == 0
            Desk.objects.update(restored=None)  # somebody has looked at the desk, and not yet at what waits
            assert ticking.carry() == 0 and deliveries.waiting(again.desk) == [(row, "held") for row in sorted(rows)]
            assert deliveries.release(again.desk, rows[0], ticking.now) and deliveries.stop(again.desk, rows[1])
            assert ticking.carry() == 1 and len(server.caught) == 4
            told = receipts.receipt(again, rows[0])
            assert told is not None and told.twice  # and says so
            assert receipts.receipt(again, done) is not None
