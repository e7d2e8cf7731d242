"""What SQLite gives back at night."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.people.models import Desk
from alongside.desk.web import nightly
from tests.desk.database import Database, Sqlite

MARKER = b"Zubaida-Marker" * 20


@pytest.fixture
def opened(sqlite: Sqlite, tmp_path: Path) -> Iterator[Database]:
    with sqlite.fresh(tmp_path) as fresh:
        yield fresh


def on_disk(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_what_was_deleted_is_in_the_journal_until_the_night_and_nowhere_after_it(opened: Database) -> None:
    Desk.objects.bulk_create(Desk(founder=MARKER) for _ in range(300))
    Desk.objects.all().delete()
    assert MARKER in on_disk(opened.data)
    before = (opened.data / "alongside.sqlite3").stat().st_size
    nightly.tidy()
    assert MARKER not in on_disk(opened.data)
    assert (opened.data / "alongside.sqlite3").stat().st_size <= before
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_too_large_for_memory_is_left_as_it_is_with_its_journal_cut(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "LARGEST", 1)
    Desk.objects.bulk_create(Desk(founder=MARKER) for _ in range(300))
    Desk.objects.all().delete()
    nightly.tidy()
    assert MARKER not in on_disk(opened.data)
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA freelist_count").fetchone()[0] > 0


@pytest.mark.usefixtures("database")
def test_it_harms_neither_engine() -> None:
    desk = Desk.objects.create(founder=b"kept")
    nightly.tidy()
    assert bytes(Desk.objects.get(pk=desk.pk).founder) == b"kept"


@given(st.datetimes(max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  (a bound, as Hypothesis wants it)
def test_the_next_night_is_never_now_and_at_most_a_day_away(now: datetime) -> None:
    assert 0 < nightly.seconds_until_night(now) <= 24 * 3600


@pytest.mark.parametrize(("now", "hours"), [((2026, 11, 22, 2), 1), ((2026, 11, 22, 3), 24), ((2026, 12, 31, 23), 4)])
def test_nights(now: tuple[int, int, int, int], hours: int) -> None:
    assert nightly.seconds_until_night(datetime(*now, tzinfo=UTC)) == hours * 3600


def test_while_somebody_reads_the_journal_stays_and_is_tried_again(opened: Database) -> None:
    Desk.objects.create(founder=MARKER)
    reading, read, done = threading.Event(), threading.Event(), []

    def reader() -> None:
        with sqlite3.connect(opened.data / "alongside.sqlite3", isolation_level=None) as other:
            other.execute("BEGIN")
            done.append(other.execute("SELECT count(*) FROM desk").fetchone())
            reading.set()
            read.wait(30)
        other.close()

    thread = threading.Thread(target=reader)
    thread.start()
    try:
        assert reading.wait(30)
        Desk.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=1")
        assert not nightly.tidied()
    finally:
        read.set()
        thread.join()
    assert nightly.tidied()
    assert MARKER not in on_disk(opened.data)


def test_whatever_goes_wrong_in_a_night_is_logged_by_its_kind_alone_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing() -> bool:
        raise MemoryError

    monkeypatch.setattr(nightly, "tidy", failing)
    assert not nightly.tidied()
    assert "tried again" in caplog.text
