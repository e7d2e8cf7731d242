"""What leaving and arriving write on the disks of the desk: nothing readable, and no file but the database's and the sealed store's."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from alongside.desk.cases import store
from alongside.desk.cases.exporting import approvals, arriving, leaving, partners, plain_views
from tests.browser.traces import Searcher
from tests.desk.cases.exporting.scene import agrees, scene, with_file
from tests.desk.cases.telling import NOW, person
from tests.desk.database import Database
from tests.desk.test_seizure import written_out

# Of this file and run alone: the tests share a PostgreSQL, and one of them writes its marker there on purpose.
MARK = "Zw" + "".join(secrets.choice("bdfghjklmnpqrtvwx") for _ in range(10))


def places(database: Database) -> list[str]:
    """The files of the engine and of the store that hold the mark, in whichever writing."""
    written_out(database)
    if connection.vendor == "sqlite":
        connection.close()
    return [where for folder in (*database.folders, database.data) for where in Searcher(MARK).folder(folder)]


def test_no_file_of_the_desk_holds_what_left_who_received_it_or_why(database: Database):
    world = scene()
    her = person(f"Amal {MARK}")
    case = store.create(world.alice, [her, *agrees(her, world.noor_here.recipient)], NOW, [world.bob.person])
    with_file(world.alice, case, f"the film of {MARK}".encode() * 9000)
    there = partners.take(world.alice, partners.own_text(world.noor))
    assert partners.standing(world.alice, there) == partners.COMPARED
    data = b"".join(leaving.package(world.alice, [case], world.noor_here, NOW).pieces())
    incoming = arriving.Incoming(world.noor)
    incoming.add(data)
    arriving.take_in(world.noor, incoming.finish(), f"Alice {MARK}", [], NOW)
    request = approvals.ask(world.alice, [case], "jsonl", "en", world.bob.person.pk, f"For {MARK}", NOW)
    approvals.answer(world.bob, request.id, True, f"Yes, {MARK}", NOW)
    found = []
    approvals.take(
        world.alice, request.id, NOW, lambda one, cases: found.append(plain_views.content(world.alice, "jsonl", "en", cases))
    )
    assert MARK.encode() in found[0] and MARK.encode() not in data
    assert places(database) == []


PROGRAM = """
import sys
written = []
def look(event, told):
    if event == "open" and isinstance(told[0], (str, bytes)) and told[2] & 3:
        written.append(str(told[0]))
    elif event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp", "subprocess.Popen", "os.system"):
        written.append(str(told[0]))
import django
django.setup()
from uuid import UUID
from alongside.desk.cases.exporting import arriving, leaving, plain_views
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.persons import Secret
from tests.desk.cases.telling import NOW
alice, bob = (Unlocked(Person.objects.get(pk=UUID(one)), Secret(bytes.fromhex(seed))) for one, seed in (sys.argv[1:3], sys.argv[3:5]))
sys.addaudithook(look)
case = UUID(sys.argv[5])
data = b"".join(leaving.package(alice, [case], bob.person, NOW).pieces())
left, written[:] = list(written), []
incoming = arriving.Incoming(bob)
incoming.add(data)
arriving.take_in(bob, incoming.finish(), "Alice", [], NOW)
came = [one for one in written if sys.argv[6] not in one]
looked = leaving.look(alice, [case], None, NOW)
written[:] = []
for form in ("jsonl", "csv"):
    plain_views.content(alice, form, "en", [one.case for one in looked])
print(left, came, written)
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_while_it_leaves_and_arrives_nothing_is_opened_for_writing_but_the_sealed_store(database: Database):
    """Beside the engine's own: what SQLite and PostgreSQL write is looked at above."""
    world = scene()
    case = store.create(world.alice, [person(f"Amal {MARK}")], NOW)
    with_file(world.alice, case)
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    ids = [part for her in (world.alice, world.bob) for part in (her.person.pk.hex, her.secret.seed.hex())]
    store_of_files = str(Path(database.data) / "files")
    command = [sys.executable, "-B", "-c", PROGRAM, *ids, case.hex, store_of_files]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environ}, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("[] [] []", 0), ran.stdout + ran.stderr
