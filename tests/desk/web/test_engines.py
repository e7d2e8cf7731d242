"""Which database is opened, what is said where that cannot be, and that PostgreSQL's own log holds nothing of what is stored."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection
from django.db.migrations.recorder import MigrationRecorder

from alongside.desk.people.models import Desk, Person
from alongside.desk.web import database as tables
from alongside.desk.web import engines
from tests.desk.database import Database, Postgresql, Sqlite, pointed

MARKER = "Zubaida-Marker"


def test_without_an_address_the_tables_lie_in_the_data_folder(tmp_path: Path) -> None:
    assert engines.database("", tmp_path)["NAME"] == tmp_path / "alongside.sqlite3"


def test_an_address_is_read_as_libpq_reads_it(tmp_path: Path) -> None:
    told = engines.database("postgresql://desk:p%40ss@db.example:5433/cases?sslmode=verify-full", tmp_path)
    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"], told["NAME"]) == (
        "desk",
        "p@ss",
        "db.example",
        "5433",
        "cases",
    )
    assert told["OPTIONS"]["sslmode"] == "verify-full"
    assert told["OPTIONS"]["server_side_binding"] is True


@pytest.mark.parametrize("address", ["mysql://desk@host/x", f"postgresql://desk:{MARKER}@[::/x", f"postgresql://{MARKER}@host"])
def test_what_is_no_address_gets_a_sentence_without_what_was_given(tmp_path: Path, address: str) -> None:
    with pytest.raises(engines.NotAnAddress) as refused:
        engines.database(address, tmp_path)
    assert str(refused.value).startswith("ALONGSIDE_DATABASE ") and MARKER not in str(refused.value)


def test_tables_that_are_as_they_should_be_are_left_alone(database: Database) -> None:
    with connection.execute_wrapper(_no_change):
        tables.prepare()
    assert not tables.has_desk()


def _no_change(execute: object, sql: str, params: object, many: bool, context: object) -> object:
    assert sql.split()[0] in ("SELECT", "PRAGMA", "BEGIN", "COMMIT"), sql
    return execute(sql, params, many, context)  # type: ignore[operator]


def test_every_change_of_a_model_has_its_migration(database: Database) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0, skip_checks=True)


def test_tables_of_a_newer_version_are_not_touched(database: Database) -> None:
    MigrationRecorder(connection).record_applied("people", "9999_of_the_future")
    try:
        with pytest.raises(tables.Unusable, match="newer version of Alongside; nothing was changed"):
            tables.prepare()
    finally:
        MigrationRecorder(connection).record_unapplied("people", "9999_of_the_future")


def test_a_file_that_is_no_database_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / engines.FILE).write_text("a shopping list, and more of it\n" * 100)
    with pointed(engines.sqlite(tmp_path)), pytest.raises(tables.Unusable, match=r"cannot be used \(file is not a database\)"):
        tables.prepare()


def test_a_server_that_does_not_answer_gets_a_sentence(tmp_path: Path) -> None:
    told = engines.postgresql(f"postgresql://desk:{MARKER}@/desk?host={tmp_path}")
    with pointed(told), pytest.raises(tables.Unusable) as refused:
        tables.prepare()
    assert str(refused.value).startswith("The database that ALONGSIDE_DATABASE names cannot be used (")
    assert MARKER not in str(refused.value) and "\n" not in str(refused.value)


def test_postgresql_logs_a_failed_statement_without_its_values(postgresql: Postgresql, tmp_path: Path) -> None:
    """As it comes out of the box it logs every statement that fails. Values that travel in the statement would stand in its log."""
    data = tmp_path / "data"
    data.mkdir()
    with postgresql.fresh(data) as fresh:
        desk = Desk.objects.create(founder=b"x")
        Person.objects.create(desk=desk, handle=b"taken")
        with pytest.raises(DataError):
            Person.objects.create(desk=desk, handle=b"other", roles=MARKER * 20)  # longer than its column
        with pytest.raises(IntegrityError):
            Person.objects.create(desk=desk, handle=b"taken", roles=MARKER)
        log = (fresh.folders[-1] / "server.log").read_text(errors="replace")
    assert "STATEMENT:" in log and "$1" in log
    assert MARKER not in log


def test_settings_that_make_postgresql_talk_are_named(postgresql: Postgresql, tmp_path: Path) -> None:
    with postgresql.fresh(tmp_path):
        assert tables.talkative() == ["log_error_verbosity"]
        connection.close()
        postgresql.cluster.admin("ALTER ROLE desk SET log_statement = 'all'", "ALTER ROLE desk SET log_error_verbosity = 'terse'")
        try:
            assert tables.talkative() == ["log_statement"]
        finally:
            postgresql.cluster.admin("ALTER ROLE desk RESET ALL")


def test_a_table_that_is_missing_gets_a_sentence(sqlite: Sqlite, tmp_path: Path) -> None:
    with sqlite.fresh(tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("DROP TABLE desk")
        with pytest.raises(tables.Unusable, match=r"cannot be used \(no such table: desk\)"):
            tables.has_desk()


@pytest.mark.parametrize("address", ["postgresql://u:pa@ss@127.0.0.1:1/db", "postgresql://u:p@q@r/db"])
def test_a_password_with_an_at_sign_is_never_taken_for_a_host(address: str) -> None:
    with pytest.raises(engines.NotAnAddress) as refused:
        engines.postgresql(address)
    assert (
        "%40" in str(refused.value) and "ss" not in str(refused.value).replace("password", "") and "@r" not in str(refused.value)
    )
