import django.db.models.deletion
from django.db import migrations, models

import alongside.desk.people.columns


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_evidence"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("revision", models.BigIntegerField()),
                ("own", alongside.desk.people.columns.Blob()),
                ("blob", alongside.desk.people.columns.Blob()),
                ("desk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.desk")),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "db_table": "feed",
            },
        ),
    ]
