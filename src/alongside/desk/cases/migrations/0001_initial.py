import uuid

import django.db.models.deletion
from django.db import migrations, models

import alongside.desk.people.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("epoch", models.BigIntegerField()),
                ("revision", models.BigIntegerField()),
                ("manifest", alongside.desk.people.columns.Blob()),
                ("digest_version", models.BigIntegerField()),
                ("digest", alongside.desk.people.columns.Blob()),
                ("past", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "protection_case",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("case", models.UUIDField()),
                ("case_sequence", models.BigIntegerField()),
                ("case_hash", alongside.desk.people.columns.Blob()),
                ("previous", alongside.desk.people.columns.Blob()),
                ("hash", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "head",
            },
        ),
        migrations.CreateModel(
            name="History",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case", models.UUIDField()),
                ("sequence", models.BigIntegerField()),
                ("previous", alongside.desk.people.columns.Blob()),
                ("hash", alongside.desk.people.columns.Blob()),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "history",
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revision", models.BigIntegerField()),
                ("blob", alongside.desk.people.columns.Blob()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="cases.case")),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "record",
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "saved_search",
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["id", "epoch", "digest_version"], name="case_versions"),
        ),
        migrations.AddIndex(
            model_name="head",
            index=models.Index(fields=["case", "sequence"], name="heads_of_case"),
        ),
        migrations.AddConstraint(
            model_name="head",
            constraint=models.UniqueConstraint(fields=("desk", "sequence"), name="one_link_of_desk"),
        ),
        migrations.AddConstraint(
            model_name="history",
            constraint=models.UniqueConstraint(fields=("case", "sequence"), name="one_link_of_case"),
        ),
    ]
