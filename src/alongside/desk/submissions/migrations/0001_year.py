"""What a desk has written down of the year of a report."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

from alongside.desk.people.columns import Blob


class Migration(migrations.Migration):
    initial = True
    dependencies = (("cases", "0007_uploads"),)
    operations = (
        migrations.CreateModel(
            name="ReportYear",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("blob", Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={"db_table": "report_year"},
        ),
    )
