"""Sealed files: the key of each, under the key of its case."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

from alongside.desk.people.columns import Blob


class Migration(migrations.Migration):
    dependencies = (("cases", "0001_initial"),)
    operations = (
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", Blob()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="cases.case")),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={"db_table": "sealed_file"},
        ),
    )
