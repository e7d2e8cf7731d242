"""What earlier versions sealed is opened by this one: each kept data folder, and each kept backup."""

import hashlib
import json
import shutil
from pathlib import Path
from uuid import UUID

import pytest

from alongside.desk.backup import restoring
from alongside.desk.cases import store
from alongside.desk.cases.evidence import copies, taking
from alongside.desk.cases.exporting.arriving import Incoming
from alongside.desk.cases.history import happenings
from alongside.desk.cases.retention import statistics
from alongside.desk.cases.verify import verify
from alongside.desk.outbox import deliveries
from alongside.desk.outbox.models import Delivery
from alongside.desk.people import accounts, founding
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.addresses import book
from alongside.desk.web import database, engines
from alongside.facts.consent import Consent
from alongside.facts.evidence import Evidence
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.submissions import Draft, Submission
from alongside.vault import custody
from alongside.vault.persons import Secret
from tests.cleaning import photos
from tests.desk.database import Sqlite, pointed
from tests.desk.kept.make import NOW

KEPT = sorted(path for path in Path(__file__).parent.iterdir() if (path / "told.json").exists())


def must_open(told: dict[str, object], kept: Path) -> None:
    """Alice logs in with her words and finds her case whole, with its history and its withdrawn consent."""
    desk = founding.the_desk()
    person = accounts.find_by_handle(desk, told["handle"])
    alice = Unlocked(person, accounts.secret_of(person, told["passphrase"]))
    found = store.open_case(alice, UUID(told["case"]), NOW)
    assert not found.damaged
    assert told["name"] in {name.text for fact in found.facts.values() for name in getattr(fact, "names", ())}
    assert sorted(one.answer for one in found.of(Consent)) == ["agreed", "withdrawn"]
    for one in found.of(Evidence):
        original = b"".join(taking.content(alice, found.id, one, taking.COPIED, NOW))
        assert hashlib.sha256(original).hexdigest() == one.sha256 == told["evidence"]
        assert photos.CANARY.encode() not in b"".join(copies.content(alice, found.id, one, copies.COPIED, NOW))
    assert bool(found.of(Evidence)) == ("evidence" in told)
    assert len(list(statistics.statistics(alice))) == told.get("statistics", 0)
    if "letter" in told:
        (draft,), (sent,) = found.of(Draft), found.of(Submission)
        assert [one.text for one in draft.texts] == [told["letter"]] and sent.draft == draft.id
        assert {type(one) for one in found.facts.values()} >= {Letter, UnMention, StatusEvent}
        assert book.sender(alice) is not None and book.entry_for(alice, sent.mechanism) is not None
        waits = Delivery.objects.get(pk=UUID(sent.delivery))
        message = deliveries.Claimed(waits.pk, alice.desk, waits.lane, NOW, 0, False, waits.blob).message()
        assert told["letter"].encode() in message.body
    if "package" in told:
        incoming = Incoming(alice)
        incoming.add((kept / told["package"]).read_bytes())
        assert len(incoming.finish().cases) == 1
        incoming.discard()
    whats = [one.what for one in happenings(alice, found.id)]
    assert whats[:4] == ["created", "changed", "member-removed", "rekeyed"]
    assert sorted(accounts.names(alice).values()) == ["Alice", "Bob", "Charlie"]
    assert verify(desk.pk).faults == ()


def test_something_is_kept():
    assert KEPT


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_a_kept_data_folder_opens(kept, tmp_path):
    data = tmp_path / "desk"
    shutil.copytree(kept / "desk", data)
    with pointed(engines.sqlite(data), data / "keys"):
        database.prepare()
        must_open(json.loads((kept / "told.json").read_text(encoding="utf-8")), kept)


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_a_kept_backup_is_restored(kept, tmp_path, sqlite: Sqlite):
    told = json.loads((kept / "told.json").read_text(encoding="utf-8"))
    data = tmp_path / "bare"
    data.mkdir()
    with sqlite.fresh(data):
        restoring.restore(kept / "desk.backup", Secret(custody.combine(told["shares"][1:])))
        must_open(told, kept)
