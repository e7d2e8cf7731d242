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
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from alongside.desk.people.unlocked import Unlocked

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LETTER = "Please act for Amal Fictional."


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
    written(alice, case, her.id)
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
        "letter": LETTER,
    }
    (folder / "told.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    connection.close()
    with sqlite3.connect(data / "alongside.sqlite3") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("PRAGMA journal_mode=DELETE")


def written(alice: Unlocked, case: UUID, her: str) -> None:
    """How the desk signs, whom it writes to, a draft with words of its own, and the same as it was sent by hand and waits as mail."""
    from alongside.desk.cases import store
    from alongside.desk.outbox.channels.mail.letter import Letter
    from alongside.desk.outbox.channels.mail.posting import pack, post
    from alongside.desk.submissions.addresses import book
    from alongside.desk.submissions.addresses.entry import Entry
    from alongside.desk.submissions.drafting.draft import Sender
    from tests.desk.cases.telling import fact

    book.sign_as(alice, Sender("The desk at the harbour", "desk@harbour.example"))
    book.keep(alice, Entry(id=uuid4(), kind="mechanism", mechanism="un-wgad", mail="wgad@un.example"))
    delivery = post(alice.desk, alice.card, pack(Letter("wgad@un.example", LETTER), None), NOW)
    words = [{"key": "background", "text": LETTER, "basis": "b" * 64, "facts": [her]}]
    draft = fact(
        "draft", form="wgad-questionnaire", mechanism="un-wgad", lang="en", persons=[her], levels={her: "named"}, texts=words
    )
    told = {"form": draft.form, "mechanism": draft.mechanism, "lang": "en", "sent": "2026-11-22T09:30:00Z", "means": "mail"}
    sent = fact("submission", draft=draft.id, sent_by=alice.person.pk.hex, delivery=delivery.hex, levels={her: "named"}, **told)
    more = [
        fact("un-letter", code="UA", reference="UA EGY 1/2026", date="2026-11-22"),
        fact("un-mention", symbol="A/HRC/57/60", year=2024, named=False),
        fact("status-event", code="released", date="2026-11-22", persons=[her]),
    ]
    store.save(alice, case, [store.Edit(None, one) for one in (draft, sent, *more)], NOW)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
