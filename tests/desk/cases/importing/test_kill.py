"""Kill -9 at any moment of an import or of its undoing: what was counted is there, nothing is half written, and it can be gone on with."""

import os
import random
import subprocess
import sys
import time

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.importing import keeping, working
from alongside.desk.cases.importing.delimited import read_text
from alongside.desk.cases.importing.keeping import DONE, RUNNING, UNDOING, UNDONE
from alongside.desk.cases.importing.suggesting import suggested
from alongside.desk.cases.models import Case, ImportPart, Record
from alongside.desk.cases.verify import verify
from alongside.desk.people.models import Keyring
from tests.desk.cases.telling import NOW
from tests.desk.making import found_desk, member

ROWS = 60


@pytest.fixture
def scene(database):
    alice = found_desk()
    return database, alice, member(alice, "Bob")


def begun(alice, bob) -> keeping.Import:
    table = read_text("\n".join(["Name\tType of act", *(f"Person {number}\tthreats" for number in range(ROWS))]))
    one = keeping.begin(alice, table, NOW, suggested(table.headings))
    return working.start(alice, one.id, [bob.person], NOW)


def killed(database, alice, one: keeping.Import, dice: random.Random) -> tuple[int, int]:
    """How many cases were confirmed as made, and as looked at, before the process was killed."""
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    ids = [alice.person.pk.hex, alice.secret.seed.hex(), one.id.hex]
    command = [sys.executable, "-m", "tests.desk.cases.importing.killing", *ids]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environ})
    lines = []
    for _ in range(dice.randint(1, 6)):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        lines.append(line)
    deadline = time.monotonic() + dice.random() * 0.03
    while time.monotonic() < deadline:
        pass  # the moment within a step is drawn, too
    process.kill()
    rest, _ = process.communicate()
    whole = [line for line in (*lines, *rest.splitlines(keepends=True)) if line.endswith("\n")]
    done, looked = whole[-1].split()
    return int(done), int(looked)


def whole(alice, bob, cases: int) -> None:
    """So many cases, each with all that belongs to it."""
    assert Case.objects.count() == cases
    assert Record.objects.count() == 2 * cases
    assert Keyring.objects.filter(purpose="case").count() == 2 * cases
    assert verify(alice.desk).faults == ()


def rounds(scene, count: int, seed: int) -> None:
    print(f"seed {seed}")
    database, alice, bob = scene
    dice = random.Random(seed)
    for _ in range(count):
        one = begun(alice, bob)
        confirmed, _ = killed(database, alice, one, dice)
        stood = keeping.get(alice, one.id)
        assert stood.state in (RUNNING, DONE) and stood.done >= confirmed
        whole(alice, bob, stood.done)
        assert len(keeping.cases_of(alice, stood)) == stood.done
        assert working.run(alice, one.id).done == ROWS
        whole(alice, bob, ROWS)
        working.undo(alice, one.id, NOW)
        _, looked = killed(database, alice, one, dice)
        stood = keeping.get(alice, one.id)
        assert stood.state in (UNDOING, UNDONE) and stood.looked >= looked
        whole(alice, bob, ROWS - stood.gone)
        assert working.run(alice, one.id).gone == ROWS
        whole(alice, bob, 0)
        keeping.forget(alice, one.id)
        assert not ImportPart.objects.exists()
    with pytest.raises(store.NoCase):
        store.open_case(alice, one.id, NOW)


# Over both engines ten of each a run, and two hundred in the soak.
def test_five_kills_of_an_import_and_five_of_its_undoing_lose_nothing(scene):
    rounds(scene, 5, random.SystemRandom().randrange(10**9))


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing(scene):
    rounds(scene, 100, random.SystemRandom().randrange(10**9))
