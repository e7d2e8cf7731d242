"""What a seized database shows is what docs/threat-model.md says, column by column, read from the schema itself (security.md 12)."""

import re
from pathlib import Path

from django.db import connection

from tests.desk.database import Database

PAGE = Path(__file__).parents[2] / "docs" / "threat-model.md"
LINE = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \| (open|sealed) \|", re.MULTILINE)
# Only SQLite has it: the counter of Django's own table.
OF_SQLITE = {"sqlite_sequence.name", "sqlite_sequence.seq"}
BYTES = {"BLOB", "bytea"}


def listed() -> dict[str, str]:
    """Every column of the page, and whether it is open or sealed."""
    return dict(LINE.findall(PAGE.read_text(encoding="utf-8")))


def of_the_schema() -> dict[str, str]:
    """Every column there is, tables of other packages included, with its type."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT table_name || '.' || column_name, data_type FROM information_schema.columns"
                " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
            )
        else:
            cursor.execute(
                "SELECT m.name || '.' || c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            )
        return dict(cursor.fetchall())


def test_the_page_lists_every_column_and_no_other(database: Database) -> None:
    expected = set(listed()) - (OF_SQLITE if database.engine == "postgresql" else set())
    assert set(of_the_schema()) == expected


def test_a_column_that_is_called_sealed_holds_bytes(database: Database) -> None:
    kinds = of_the_schema()
    assert [column for column, state in listed().items() if state == "sealed" and kinds[column] not in BYTES] == []


def test_no_column_is_listed_twice() -> None:
    assert len(LINE.findall(PAGE.read_text(encoding="utf-8"))) == len(listed())


def test_no_view_hides_beside_the_tables_and_one_trigger_that_draws_a_mark(database: Database) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname, prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal"
                " UNION SELECT viewname, '', '' FROM pg_views WHERE schemaname = 'public'"
            )
            body = " BEGIN NEW.mark := floor(random() * 1099511627776); RETURN NEW; END "
        else:
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')")
            body = (
                'CREATE TRIGGER keyring_redrawn AFTER UPDATE OF id, person_id, "case", epoch ON keyring\n'
                "BEGIN UPDATE keyring SET mark = random() & 1099511627775 WHERE id = new.id; END"
            )
        assert cursor.fetchall() == [("keyring", "keyring_redrawn", body)]
