import uuid

import django.db.models.deletion
from django.db import migrations, models

import alongside.desk.people.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("founder", alongside.desk.people.columns.Blob()),
                ("recovery", alongside.desk.people.columns.Blob(default=bytes)),
                ("spent", models.BooleanField(default=False)),
                ("name", alongside.desk.people.columns.Blob(default=bytes)),
                ("restored", models.DateField(null=True)),
            ],
            options={
                "db_table": "desk",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("handle", alongside.desk.people.columns.Blob()),
                ("roles", models.CharField(default="", max_length=80)),
                ("active", models.BooleanField(default=True)),
                ("card", alongside.desk.people.columns.Blob(default=bytes)),
                ("wrapped", alongside.desk.people.columns.Blob(default=bytes)),
                ("escrow", alongside.desk.people.columns.Blob(default=bytes)),
                ("profile", alongside.desk.people.columns.Blob(default=bytes)),
                ("pins", alongside.desk.people.columns.Blob(default=bytes)),
                ("revision", models.BigIntegerField(default=1)),
                ("pins_revision", models.BigIntegerField(default=1)),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "person",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due", models.DateField(null=True)),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "notice",
            },
        ),
        migrations.CreateModel(
            name="Login",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("pending", models.BooleanField(default=True)),
                ("seen", models.DateTimeField()),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "login",
            },
        ),
        migrations.CreateModel(
            name="Keyring",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=8)),
                ("case", models.UUIDField(null=True)),
                ("epoch", models.BigIntegerField()),
                ("handed", models.BooleanField(default=False)),
                ("version", models.BigIntegerField(default=0)),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "keyring",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("last_day", models.DateField()),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "invitation",
            },
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("counter", models.BigIntegerField(default=0)),
                ("revision", models.BigIntegerField(default=1)),
                ("blob", alongside.desk.people.columns.Blob(default=bytes)),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "factor",
            },
        ),
        migrations.CreateModel(
            name="Rekey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case", models.UUIDField(null=True)),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "rekey",
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "request",
            },
        ),
        migrations.CreateModel(
            name="Vouch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "vouch",
            },
        ),
        migrations.CreateModel(
            name="BackupKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("month", models.CharField(max_length=7)),
                ("card", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
            ],
            options={
                "db_table": "backup_key",
                "constraints": [models.UniqueConstraint(fields=("desk", "month"), name="one_backup_key")],
            },
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("desk", "handle"), name="one_handle"),
        ),
        migrations.AddIndex(
            model_name="keyring",
            index=models.Index(fields=["case", "person"], name="keyring_of_case"),
        ),
        migrations.AddIndex(
            model_name="keyring",
            index=models.Index(fields=["person", "case", "epoch", "version"], name="keyring_of_person"),
        ),
        migrations.AddIndex(
            model_name="keyring",
            index=models.Index(condition=models.Q(("handed", True)), fields=["person"], name="keyring_handed"),
        ),
        migrations.AddConstraint(
            model_name="keyring",
            constraint=models.UniqueConstraint(fields=("person", "case", "epoch"), name="one_case_key"),
        ),
        migrations.AddConstraint(
            model_name="keyring",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", "case"), _negated=True),
                fields=("person", "purpose", "epoch"),
                name="one_other_key",
            ),
        ),
    ]
