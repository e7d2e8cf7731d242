"""Where a draft for the report is made and read: the one place that knows the addresses of the room of sending."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from alongside.desk.submissions.year.belongs import REPORT

NEW_DRAFT = "sending-new"


def draft(lang: str, case: UUID, form: str) -> str:
    """The page that begins a draft of this case for the report; the case itself where there is no such page."""
    try:
        return f"{reverse(NEW_DRAFT, kwargs={'lang': lang, 'case_id': case})}?{urlencode({'form': form, 'mechanism': REPORT})}"
    except NoReverseMatch:
        return reverse("cases-case", kwargs={"lang": lang, "case_id": case})
