"""What waits to be carried, and how each channel is reached."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

from alongside.desk.people.columns import Blob


class Migration(migrations.Migration):
    initial = True
    dependencies = (("cases", "0007_uploads"), ("people", "0003_redrawn"))
    operations = (
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lane", models.CharField(max_length=8)),
                ("due", models.DateTimeField(null=True)),
                ("lease", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("twice", models.BooleanField(default=False)),
                ("blob", Blob(default=bytes)),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "outbox",
                "indexes": [models.Index(condition=models.Q(("due__isnull", False)), fields=["due"], name="outbox_due")],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lane", models.CharField(max_length=8)),
                ("blob", Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "outbox_route",
                "constraints": [models.UniqueConstraint(fields=("desk", "lane"), name="one_route")],
            },
        ),
    )
