"""What a person kept for herself goes when she leaves the desk: nobody can open it any more, and a seized database must not hold it.

Her link goes by itself (`around.feeds`), her notices and keys with her account (`people.leaving`).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save

from alongside.desk.cases.models import ExportRequest, ImportBatch, SavedSearch, Upload
from alongside.desk.people.models import Person


def left(person: Person) -> None:
    """Files on their way (the night takes their parts), requests that she made or was to answer, her searches and imports. What she
    imported stays: those are cases."""
    ExportRequest.objects.filter(Q(asker=person) | Q(approver=person)).delete()
    for model in (Upload, SavedSearch, ImportBatch):
        model.objects.filter(person=person).delete()


def _saved(instance: Person, **_: Any) -> None:
    if not instance.active:
        left(instance)


def connect() -> None:
    """Called once, when Django knows its models."""
    post_save.connect(_saved, sender=Person, dispatch_uid="what somebody who leaves kept for herself")
