"""Columns that both engines give back as the same Python value."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class Blob(models.BinaryField):
    """Bytes. Drivers give bytes, memoryviews or buffers; the vault takes bytes alone."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else bytes(value)


def random_id() -> models.UUIDField:
    """A primary key of 122 random bits: never serial, never ordered by time (security.md 10)."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
