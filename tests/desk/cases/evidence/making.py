"""Fictional files on their way in, and what is on the disk of them."""

from pathlib import Path
from uuid import UUID

from alongside.desk.cases import store
from alongside.desk.cases.evidence import files, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from tests.desk.making import NOW

CANARY = b"the guard in the green jacket "
LONG = CANARY * 9000  # some pieces of the stream


def arrived(unlocked: Unlocked, content: bytes = LONG) -> files.Arrived:
    arriving = Arriving(unlocked.desk)
    for start in range(0, len(content), 50_000):
        arriving.add(content[start : start + 50_000])
    return arriving.finish()


def taken(unlocked: Unlocked, case: UUID, content: bytes = LONG, name: str = "video of Amal.mp4") -> Evidence:
    return taking.take(unlocked, case, arrived(unlocked, content), name, {}, NOW)


def of(unlocked: Unlocked, case: UUID) -> list[Evidence]:
    return store.open_case(unlocked, case, NOW).of(Evidence)


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
