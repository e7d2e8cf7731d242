"""The table of the address book."""

from __future__ import annotations

from django.db import models

from alongside.desk.people.columns import Blob, random_id
from alongside.desk.people.models import Desk


class Address(models.Model):
    """One recipient, or how the desk signs: which of the two, only the desk's key tells."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        app_label = "submissions"
        db_table = "address"
