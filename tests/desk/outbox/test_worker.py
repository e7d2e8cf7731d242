"""The worker as a loop: it looks again, survives a database that is away, and ends when it is told to."""

import threading

import pytest

from alongside.desk.outbox import deliveries, worker
from alongside.desk.outbox.worker import Worker
from tests.desk import making
from tests.desk.database import Database, aside
from tests.desk.making import NOW
from tests.desk.outbox.making import sent, use
from tests.desk.outbox.sink import sink


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_database_that_is_away_for_a_while_ends_no_worker(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, asked, look = making.found_desk(), list[int](), deliveries.is_due

    def away(now: object) -> bool:
        asked.append(1)
        if len(asked) == 1:
            raise OSError
        return look(now)  # type: ignore[arg-type]

    monkeypatch.setattr(deliveries, "is_due", away)
    monkeypatch.setattr(worker, "LONG_PAUSE", 0.01)
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    arrived = threading.Event()
    with sink(at=lambda verb: arrived.set() if verb == "QUIT" else None) as server:
        use(alice, server)
        sent(alice)
        one = Worker(lambda sentence: None, lambda: NOW)
        thread = threading.Thread(target=one.run)
        thread.start()
        assert arrived.wait(20)
        one.end()
        thread.join(20)
        assert not thread.is_alive() and len(asked) > 1
    assert aside(lambda: deliveries.is_due(NOW)) is False


def test_what_a_worker_says_names_nobody_and_is_one_sentence_a_line() -> None:
    assert all(sentence.endswith(".") and "{" not in sentence and "\n" not in sentence for sentence in worker.SENTENCES.values())
