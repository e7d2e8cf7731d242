"""What an import leaves on the disks of the desk: nothing that stood in the table, and no file but the database's own."""

import os
import secrets
import subprocess
import sys

from django.db import connection

from alongside.desk.cases.importing import keeping, working
from alongside.desk.cases.importing.reading import read
from alongside.desk.cases.importing.suggesting import suggested
from alongside.desk.cases.models import Case
from tests.browser.traces import Searcher
from tests.desk.cases.importing.workbooks import workbook
from tests.desk.cases.telling import NOW
from tests.desk.database import Database
from tests.desk.making import found_desk, member
from tests.desk.test_seizure import written_out

# Of this file and run alone: the tests share a PostgreSQL, and one of them writes its marker there on purpose.
MARK = "Zw" + "".join(secrets.choice("bdfghjklmnpqrtvwx") for _ in range(10))
ROWS = {
    1: ["Name", "Country", "Type of act", "Description", f"Heading {MARK}"],
    2: [f"Amal {MARK}", "Egypt", "threats", f"They said {MARK}", f"odd {MARK}"],
    3: [f"Noor {MARK}", f"Land of {MARK}", "threats", "", ""],
    4: [f"Lina {MARK}", "Jordan", "threats", "", ""],
}


def places(database: Database) -> list[str]:
    """The files of the engine that hold the mark, in whichever writing."""
    written_out(database)
    if connection.vendor == "sqlite":
        connection.close()
    return [where for folder in database.folders for where in Searcher(MARK).folder(folder)]


def test_no_file_of_the_desk_holds_what_stood_in_the_table_at_any_step(database: Database):
    alice = found_desk()
    bob = member(alice, "Bob")
    table = read(workbook(ROWS))
    one = keeping.begin(alice, table, NOW, suggested(table.headings))
    assert places(database) == []
    keeping.change(alice, one.id, keeping.DRAFT, words={f"act:{MARK.lower()}": "threats"})
    working.start(alice, one.id, [bob.person], NOW)
    assert working.run(alice, one.id).done == 2
    assert places(database) == []
    working.undo(alice, one.id, NOW)
    working.run(alice, one.id)
    assert places(database) == [] and not Case.objects.exists()
    with connection.cursor() as cursor:  # the counter-proof
        cursor.execute("CREATE TABLE planted (word text)")
        cursor.execute(f"INSERT INTO planted VALUES ('{MARK}')")  # noqa: S608  (a marker of ours)
    found = places(database)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE planted")
    assert found


PROGRAM = """
import sys
written = []
def look(event, told):
    if event == "open" and isinstance(told[0], (str, bytes)) and told[2] & 3:
        written.append(told[0])
    elif event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp", "subprocess.Popen", "os.system"):
        written.append(f"{event} {told[0]}")
import django
django.setup()
from uuid import UUID
from alongside.desk.cases.importing import keeping, saying, working
from alongside.desk.cases.importing.reading import read
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.persons import Secret
from tests.desk.cases.importing.test_seizure import ROWS
from tests.desk.cases.importing.workbooks import workbook
from tests.desk.cases.telling import NOW
from alongside.desk.cases.importing.suggesting import suggested
data = workbook(ROWS)
her = Unlocked(Person.objects.get(pk=UUID(sys.argv[1])), Secret(bytes.fromhex(sys.argv[2])))
sys.addaudithook(look)
table = read(data)
one = keeping.begin(her, table, NOW, suggested(table.headings))
working.start(her, one.id, [], NOW)
done = working.run(her, one.id)
table, outcome = working.outcome(her, done)
saying.bad_rows(table, outcome, "en")
working.undo(her, one.id, NOW)
working.run(her, one.id)
print(done.done, written)
"""


def test_the_program_opens_no_file_for_writing_while_it_imports(database: Database):
    """Beside the engine's own: what SQLite and PostgreSQL write is looked at above."""
    alice = found_desk()
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    command = [sys.executable, "-B", "-c", PROGRAM, alice.person.pk.hex, alice.secret.seed.hex()]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environ}, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("2 []", 0), ran.stdout + ran.stderr
