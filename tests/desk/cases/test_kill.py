"""Kill -9 at a random moment of a save, a re-key or an invitation: nothing half-written, nothing lost that was confirmed."""

import hashlib
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings

from alongside.desk.cases import rekeying, store
from alongside.desk.cases.evidence import taking, uploads
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import Record
from alongside.desk.cases.verify import verify
from alongside.desk.people import invitations
from alongside.desk.people.models import Invitation, Keyring, Person, Rekey
from alongside.facts.evidence import Evidence
from alongside.vault.sealed import epoch_of
from tests.desk.cases.killing import of_part
from tests.desk.cases.telling import NOW, fact, few
from tests.desk.making import found_desk, member

# Over both engines at least twenty rounds a run are of the first three, and two hundred in the soak; with those below, of uploads as well.
WHATS = ("save", "rekey", "invite", "upload")


@pytest.fixture
def scene(database):
    """Alice with a case of some records, and Charlie who is not in it."""
    alice = found_desk()
    charlie = member(alice, "Charlie")
    case = store.create(alice, [*few(), *(fact("note", text=f"old {number}") for number in range(10))], NOW)
    return database, alice, charlie, case


def killed(scene, what: str, dice: random.Random) -> list[str]:
    """The lines that were confirmed before the process was killed."""
    database, alice, charlie, case = scene
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    ids = [alice.person.pk.hex, alice.secret.seed.hex(), case.hex, charlie.person.pk.hex, what]
    command = [sys.executable, "-m", "tests.desk.cases.killing", *ids]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environ})
    lines = []
    for _ in range(dice.randint(1, 6)):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        lines.append(line.strip())
    deadline = time.monotonic() + dice.random() * 0.03
    while time.monotonic() < deadline:
        pass  # the moment within a step is drawn, too
    process.kill()
    rest, _ = process.communicate()
    # A line that the kill cut off in its middle confirms nothing.
    return lines + [line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")]


def nothing_is_half_written(scene, what: str, confirmed: list[str]) -> None:
    _, alice, charlie, case = scene
    found = store.open_case(alice, case, NOW)
    assert not found.damaged
    assert verify(alice.desk).faults == ()
    if what == "save":
        assert set(confirmed) <= found.facts.keys()
    elif what == "upload":
        held = {one.id: one for one in found.of(Evidence)}
        assert set(confirmed) <= held.keys()
        for one in held.values():  # what has a fact is whole, whether or not it was confirmed
            content = b"".join(taking.content(alice, case, one, taking.COPIED, NOW))
            assert hashlib.sha256(content).hexdigest() == one.sha256
        in_place = {path.name for path in Path(settings.FILES).glob("??/*")}
        assert in_place == {one.file for one in held.values()}
    elif what == "invite":
        for line in confirmed:
            handle, token = line.split()
            assert len(handle) == 32
            assert invitations.look(token, datetime.now(UTC).date()) is not None
        waiting = set(Person.objects.filter(card=b"").values_list("pk", flat=True))
        assert set(Invitation.objects.exclude(person=charlie.person).values_list("person", flat=True)) == waiting
    else:
        rekeying.work(alice, NOW)
        assert not Rekey.objects.exists()
        newest = store.open_case(alice, case, NOW).ring.newest
        assert {epoch_of(row.blob) for row in Record.objects.filter(case=case)} == {newest}
        assert set(Keyring.objects.filter(case=case).values_list("epoch", flat=True)) == {newest}
        if confirmed[-1] == "in" and Keyring.objects.filter(person=charlie.person, case=case).exists():
            store.open_case(charlie, case, NOW)
        store.remove_member(alice, case, charlie.person, NOW)


def goes_on(scene, confirmed: list[str]) -> None:
    """What is on its way holds what was confirmed, and is gone on with to the whole file."""
    _, alice, _, case = scene
    found = {one.id: one for one in store.open_case(alice, case, NOW).of(Evidence)}
    assert {line.split()[1] for line in confirmed if line.startswith("whole")} <= found.keys()
    for one in uploads.mine(alice, datetime.now(UTC)):
        number = int(one.name.partition(".")[0])
        content = [of_part(number, part) for part in range(3)]
        told = (
            [int(line.split()[1]) for line in confirmed[confirmed.index(f"begun {number}") :] if line.startswith("part")]
            if (f"begun {number}" in confirmed)
            else []
        )
        assert one.received >= max(told, default=0)
        for part in range(len(one.parts), 3):
            arriving = Arriving(alice.desk)
            arriving.add(content[part])
            with mock.patch.object(uploads, "PART", len(content[0])):
                uploads.add(alice, case, one.id, sum(map(len, content[:part])), arriving.finish())
        made = uploads.finish(alice, case, one.id, NOW)
        assert made.sha256 == hashlib.sha256(b"".join(content)).hexdigest()
    assert uploads.mine(alice, datetime.now(UTC)) == []
    nothing_is_half_written(scene, "upload", [])


def rounds_of_uploads(scene, count: int, seed: int) -> None:
    print(f"seed {seed}")
    dice = random.Random(seed)
    for number in range(count):
        what = "upload" if number % 3 == 2 else "parts"
        confirmed = killed(scene, what, dice)
        if what == "parts":
            goes_on(scene, confirmed)
        else:
            nothing_is_half_written(scene, what, confirmed)


def test_kills_of_uploads_lose_no_part_that_was_confirmed(scene):
    rounds_of_uploads(scene, 7, random.SystemRandom().randrange(10**9))


@pytest.mark.soak
def test_many_kills_of_uploads_lose_no_part_that_was_confirmed(scene):
    rounds_of_uploads(scene, 67, random.SystemRandom().randrange(10**9))


def rounds(scene, count: int, seed: int) -> None:
    print(f"seed {seed}")
    dice = random.Random(seed)
    for number in range(count):
        what = WHATS[number % len(WHATS)]
        nothing_is_half_written(scene, what, killed(scene, what, dice))


def test_fourteen_kills_lose_nothing(scene):
    rounds(scene, 14, random.SystemRandom().randrange(10**9))


@pytest.mark.soak
def test_many_kills_lose_nothing(scene):
    rounds(scene, 134, random.SystemRandom().randrange(10**9))
