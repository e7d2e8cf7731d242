"""What a raid finds of what was sent: nothing in the database, its journal or a temporary folder, while it waits, when it has left and
after a crash; and which files a worker writes at all."""

import secrets
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from alongside.desk.outbox import deliveries, openpgp, receipts
from alongside.desk.outbox.channels.mail.letter import Attachment, Letter
from alongside.desk.outbox.channels.mail.posting import pack, post
from tests.browser.traces import Searcher
from tests.desk import making
from tests.desk.cases.test_files_opened import CALLS, watch_or_skip, written
from tests.desk.database import Database
from tests.desk.making import NOW
from tests.desk.outbox.conftest import Recipient
from tests.desk.outbox.making import Ticking, sent, use
from tests.desk.outbox.sink import sink
from tests.serving import command

LATER = NOW + timedelta(hours=1)
MARK = "Zw" + "".join(secrets.choice("bdfghjklmnpqrtvwx") for _ in range(10))
LETTER = Letter(f"{MARK}@example.org".lower(), f"Words of {MARK}", (Attachment("a.txt", "text/plain", MARK.encode() * 5000),))


def test_nothing_of_a_message_is_in_the_database_or_its_journal(database: Database, recipient: Recipient) -> None:
    """One that was refused, whose server repeats the address; one that a worker had when it died; one that waits."""
    alice = making.found_desk()
    with sink(replies={"RCPT": f"550 {MARK.lower()}@example.org is unknown"}) as server:
        use(alice, server, sender=f"{MARK}@example.net".lower())
        refused, _ = (post(alice.desk, alice.card, pack(LETTER, key), NOW) for key in (None, recipient.key))
        ticking = Ticking()
        ticking.carry()
        taken, _ = (
            post(alice.desk, alice.card, pack(LETTER, key), later) for key, later in ((None, NOW), (recipient.key, LATER))
        )
        one = deliveries.claim(NOW)
        assert one is not None and one.id == taken
        told = receipts.receipt(alice, refused)
        assert told is not None and MARK.lower() in told.answer and MARK.lower() not in "".join(ticking.said)
    connection.close()
    assert [where for folder in database.folders for where in Searcher(MARK).folder(folder)] == []


def test_the_child_that_encrypts_has_an_empty_home_and_leaves_none(recipient: Recipient) -> None:
    openpgp.encrypted(MARK.encode() * 1000, recipient.key)
    child = openpgp.client._child
    home = child.home
    assert home is not None and list(home.iterdir()) == []
    if Path(f"/proc/{child.child_id}/fd").is_dir():
        opened = {str(one.readlink()) for one in Path(f"/proc/{child.child_id}/fd").iterdir()}
        assert not [name for name in opened if name.startswith("/") and not name.startswith("/dev/")]
    child.close()
    assert not home.exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_writes_to_no_file_but_the_database(database: Database, recipient: Recipient, tmp_path: Path) -> None:
    watch_or_skip()
    alice, log = making.found_desk(), tmp_path / "trace"
    with sink() as server:
        use(alice, server)
        for key in (None, recipient.key):
            sent(alice, key, datetime.now(UTC))
        connection.close()
        traced = ["strace", "-f", "-qq", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(log)]
        work = [*traced, str(command()), "work", "--once", "--data", str(database.data)]
        subprocess.run(work, env=database.environ, check=True, capture_output=True, timeout=120)
        assert len(server.caught) == 2
    allowed = (str(database.data / "alongside.sqlite3"), "/dev/null", "/dev/tty")
    strays = {path for path in written(log) if not path.startswith(allowed) and "__pycache__" not in path}
    assert strays == set()
