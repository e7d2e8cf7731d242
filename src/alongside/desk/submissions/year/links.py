"""Where a draft for the report is begun, read and sent: the one place that knows the addresses of the room of sending."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse


def draft(lang: str, case: UUID, id_: str = "") -> str:
    """The draft of a case; the page that begins one where there is none yet."""
    where = {"lang": lang, "case_id": case}
    return reverse("sending-draft", kwargs=where | {"draft": id_}) if id_ else reverse("sending-case", kwargs=where)


def sent(lang: str, case: UUID, id_: str) -> str:
    """What was sent of a case, frozen."""
    return reverse("sending-sent", kwargs={"lang": lang, "case_id": case, "submission": id_})


def contribution(lang: str, year: int) -> str:
    """The page on which the whole contribution leaves."""
    return reverse("sending-contribution", kwargs={"lang": lang, "year": year})
