"""The address book."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

from alongside.desk.people.columns import Blob


class Migration(migrations.Migration):
    dependencies = (("submissions", "0001_year"),)
    operations = (
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("blob", Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={"db_table": "address"},
        ),
    )
