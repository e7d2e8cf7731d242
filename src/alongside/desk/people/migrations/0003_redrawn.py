"""The database draws a new mark for a keyring row that is turned to another case, epoch or person, whoever turns it, through the desk or
in SQL. Then the marks alone tell of every change of what a person holds, and a list of ten thousand cases need not be compared by name.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from alongside.desk.people.columns import MOST_MARK

_TURNED = 'id, person_id, "case", epoch'
_ON_SQLITE = f"""CREATE TRIGGER keyring_redrawn AFTER UPDATE OF {_TURNED} ON keyring
BEGIN UPDATE keyring SET mark = random() & {MOST_MARK} WHERE id = new.id; END"""  # noqa: S608
_FUNCTION = f"""CREATE FUNCTION keyring_redrawn() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.mark := floor(random() * {MOST_MARK + 1}); RETURN NEW; END $$"""
_ON_POSTGRESQL = (
    f"CREATE TRIGGER keyring_redrawn BEFORE UPDATE OF {_TURNED} ON keyring FOR EACH ROW EXECUTE FUNCTION keyring_redrawn()"
)


def draw(apps: Any, schema_editor: Any) -> None:
    for statement in (_FUNCTION, _ON_POSTGRESQL) if schema_editor.connection.vendor == "postgresql" else (_ON_SQLITE,):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("people", "0002_marks"),)
    operations = (migrations.RunPython(draw, migrations.RunPython.noop),)
