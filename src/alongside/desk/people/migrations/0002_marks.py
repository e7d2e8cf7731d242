"""A keyring row has a mark, a random number, in the place of a version that counted how often a case was worked on."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from alongside.desk.people.columns import new_mark


def draw(apps: Any, schema_editor: Any) -> None:
    """Each row its own: the default of a new column is one number for all, and their sum would then miss an exchange."""
    keyring = apps.get_model("people", "Keyring")
    rows = list(keyring.objects.only("id"))
    for row in rows:
        row.mark = new_mark()
    keyring.objects.bulk_update(rows, ["mark"], batch_size=400)


class Migration(migrations.Migration):
    dependencies = (("people", "0001_initial"),)
    operations = (
        migrations.RemoveIndex(model_name="keyring", name="keyring_of_person"),
        migrations.RemoveField(model_name="keyring", name="version"),
        migrations.AddField(model_name="keyring", name="mark", field=models.BigIntegerField(default=new_mark)),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.AddIndex(model_name="keyring", index=models.Index(fields=["person", "mark"], name="keyring_marks")),
    )
