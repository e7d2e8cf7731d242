import uuid

import django.db.models.deletion
from django.db import migrations, models

import alongside.desk.people.columns


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_retention"),
        ("people", "0003_redrawn"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revision", models.BigIntegerField()),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "upload",
            },
        ),
    ]
