"""What a shrunk case leaves, and whether a case came back from a backup that is older than it was."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

from alongside.desk.people.columns import Blob


class Migration(migrations.Migration):
    dependencies = (("cases", "0005_exporting"),)
    operations = (
        migrations.AddField(model_name="case", name="behind", field=models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Statistic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("blob", Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={"db_table": "statistic"},
        ),
    )
