"""What a member read of a year's window and deadline, and where: a sealed row a year, of one size, under the key that all members share."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases.evidence.taking import instant
from alongside.desk.people import cards
from alongside.desk.people.models import Desk
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.year.models import ReportYear
from alongside.desk.submissions.year.window import Window, closes, window, year_of
from alongside.directory import reader
from alongside.vault.context import Context
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused

FORMAT, SIZE = 1, 3900  # bytes: with its header one bucket, however much somebody wrote
LONGEST = 500  # characters of where it was read


class Changed(ValueError):
    """Somebody else has written it down meanwhile."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Days as ISO 8601; empty where not told. `by` and `at`: who wrote it down, and when."""

    year: int
    first: str
    last: str
    deadline: str = ""
    read_in: str = ""
    by: str = ""
    at: str = ""

    def to_bytes(self) -> bytes:
        return json.dumps({"format": FORMAT} | asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Setting:
        """ValueError for what is none, or of a later version."""
        plain = json.loads(data)
        if plain.pop("format") != FORMAT:
            raise ValueError("of another version")
        one = cls(**plain)
        for day in (one.first, one.last):
            date.fromisoformat(day)
        return one

    @property
    def days(self) -> tuple[date, date, date | None]:
        deadline = date.fromisoformat(self.deadline) if self.deadline else None
        return date.fromisoformat(self.first), date.fromisoformat(self.last), deadline

    @property
    def version(self) -> str:
        """What a form carries of the text that it was made from."""
        return sha256(self.to_bytes()).hexdigest()


def settings(unlocked: Unlocked) -> dict[int, tuple[UUID, Setting]]:
    """What the desk has written down, by year; one query. What does not open is passed over."""
    found: dict[int, tuple[UUID, Setting]] = {}
    for row in ReportYear.objects.filter(desk=unlocked.desk).order_by("pk"):
        try:
            one = Setting.from_bytes(unlocked.desk_ring.unseal(row.blob, _place(unlocked.desk, row.pk)))
        except (Refused, ValueError, KeyError, TypeError):
            continue
        if one.year not in found or found[one.year][1].at < one.at:
            found[one.year] = (row.pk, one)
    return found


def of(unlocked: Unlocked, year: int) -> Setting | None:
    """That of one year."""
    found = settings(unlocked).get(year)
    return found[1] if found else None


def window_of(unlocked: Unlocked, year: int) -> tuple[Window, Setting | None]:
    """The window of a year as the desk has it, and what was written down."""
    told = settings(unlocked)
    return _window(told, year), told[year][1] if year in told else None


def windows(unlocked: Unlocked, *years: int) -> list[Window]:
    """Those of some years; one query."""
    told = settings(unlocked)
    return [_window(told, year) for year in years]


def sent_between(unlocked: Unlocked, year: int) -> tuple[date, date]:
    """The first and the last day on which what is sent is for this year's report: each day is one report's."""
    told = settings(unlocked)
    before, last = (closes(_window(told, one), _window(told, one + 1)) for one in (year - 1, year))
    return before + timedelta(days=1), last


def year_now(unlocked: Unlocked, today: date) -> int:
    """The report that is being prepared on a day: the one before, as long as its deadline has not passed."""
    told, year = settings(unlocked), year_of(today)
    before = closes(_window(told, year - 1), _window(told, year))
    return year - 1 if today <= before else year + (today > closes(_window(told, year), _window(told, year + 1)))


def _window(told: dict[int, tuple[UUID, Setting]], year: int) -> Window:
    return window(year, reader.load().reports(), told[year][1].days if year in told else None)


def keep(unlocked: Unlocked, one: Setting, version: str, now: datetime) -> None:
    """Write it down in the place of the one that the form was made from (`version`; empty: there was none). Changed where there is
    another by now; saving the same again changes nothing. WrongKey for who has no key of the desk yet."""
    with transaction.atomic():
        cards.locked_desk(unlocked)  # the desk's key may be replaced in this moment: behind the lock it is read anew
        stands = settings(unlocked).get(one.year)
        if stands is not None and replace(stands[1], by="", at="") == replace(one, by="", at=""):
            return
        if (stands[1].version if stands else "") != version:
            raise Changed
        row = stands[0] if stands else uuid4()
        told = replace(one, by=unlocked.person.pk.hex, at=instant(now))
        blob = unlocked.desk_ring.seal(told.to_bytes().ljust(SIZE), _place(unlocked.desk, row))
        ReportYear.objects.update_or_create(pk=row, defaults={"desk_id": unlocked.desk, "blob": blob})


def reseal(desk: Desk, ring: Ring) -> None:
    """Every row under the desk's new key, in the transaction that makes it. A row that does not open stays as it is."""
    for row in ReportYear.objects.filter(desk=desk).order_by("pk"):
        try:
            row.blob = ring.resealed(row.blob, _place(desk.pk, row.pk))
        except Refused:
            continue
        row.save(update_fields=["blob"])


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "report_year", row.bytes, "report year", 1, 0)
