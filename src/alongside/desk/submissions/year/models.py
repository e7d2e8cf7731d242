"""What a desk has written down of a report's year."""

from __future__ import annotations

from django.db import models

from alongside.desk.people.columns import Blob, random_id
from alongside.desk.people.models import Desk


class ReportYear(models.Model):
    """Window and deadline of one year's report as a member read them, sealed under the desk's key. Which year is sealed too."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        app_label = "submissions"
        db_table = "report_year"
