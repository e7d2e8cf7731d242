"""Makes a small sealed desk and its backup, to be kept: `python -m tests.desk.kept.make FOLDER`. Run once, when a version is done.

Every later version must open what is kept here (test_kept.py). Nobody in it exists; the passphrase is written beside it on purpose.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def make(folder: Path) -> None:
    """The desk under `desk/`, the backup beside it, and what opens both in told.json."""
    data = folder / "desk"
    data.mkdir(parents=True)
    os.environ |= {"ALONGSIDE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    import django

    django.setup()
    from django.db import connection, transaction

    from alongside.desk.backup import months, writing
    from alongside.desk.cases import store
    from alongside.desk.cases.evidence import copies, taking
    from alongside.desk.cases.evidence.files import Arriving
    from alongside.desk.cases.exporting import leaving
    from alongside.desk.cases.retention import counted, statistics
    from alongside.desk.people import founding
    from alongside.desk.web import database
    from alongside.vault.passphrases import CHEAPEST
    from tests.cleaning import photos
    from tests.desk.cases.telling import agreement, few, withdrawal
    from tests.desk.making import member

    database.prepare()
    alice, words = founding.found("The desk at the harbour", "Alice", "heron", "en", NOW, CHEAPEST)
    bob, charlie = member(alice, "Bob", now=NOW), member(alice, "Charlie", now=NOW)
    her, act = few()
    yes = agreement(her)
    case = store.create(alice, [her, act, yes], NOW, [bob.person, charlie.person])
    store.save(bob, case, [store.Edit(None, withdrawal(her, yes))], NOW)
    store.remove_member(alice, case, charlie.person, NOW)
    arriving = Arriving(alice.desk)
    arriving.add(photo := photos.jpeg())
    copies.make(alice, case, taking.take(alice, case, arriving.finish(), "gate.jpg", {}, NOW), NOW)
    (folder / "case.alongside").write_bytes(b"".join(leaving.package(bob, [case], alice.person, NOW).pieces()))
    with transaction.atomic():
        statistics.keep(alice, counted.statistic(few()))
    lines = months.make(alice, ["2026-11"], 2, 3)
    writing.write(folder / "desk.backup", alice.desk, NOW)
    told = {
        "handle": "heron",
        "passphrase": words,
        "case": case.hex,
        "shares": [line.share for line in lines],
        "name": "Amal Fictional",
        "evidence": hashlib.sha256(photo).hexdigest(),
        "package": "case.alongside",
        "statistics": 1,
    }
    (folder / "told.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    connection.close()
    with sqlite3.connect(data / "alongside.sqlite3") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("PRAGMA journal_mode=DELETE")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
