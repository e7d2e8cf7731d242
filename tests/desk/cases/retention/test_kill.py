"""Kill -9 in the middle of destroying and shrinking: each case is whole, or gone with its receipt and its row of statistics."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from alongside.desk.cases import store
from alongside.desk.cases.destroying import destroyed
from alongside.desk.cases.evidence import files, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import Case, Record, SealedFile, Statistic
from alongside.desk.cases.retention import receipt, statistics
from alongside.desk.cases.store import Edit
from alongside.desk.cases.verify import verify
from alongside.desk.people import notices
from alongside.desk.people.models import Keyring, Notice
from tests.desk.cases.telling import NOW, fact, few
from tests.desk.making import found_desk, member

EACH = 4  # cases a round, every second one to be shrunk


@pytest.fixture
def scene(database):
    alice = found_desk()
    return database, alice, member(alice, "Bob")


def asked_for(alice, bob) -> dict[UUID, str]:
    """Cases of some records and a file, for each of which Alice asks."""
    made = {}
    for number in range(EACH):
        case = store.create(alice, [*few(), *(fact("note", text=f"{one}") for one in range(8))], NOW, [bob.person])
        arriving = Arriving(alice.desk)
        arriving.add(b"a face " * 3000)
        taking.take(alice, case, arriving.finish(), "photo.jpg", {}, NOW)
        made[case] = "shrink" if number % 2 else "destroy"
        told = {"asked": "2026-11-22T09:30:00Z", "asked_by": alice.person.pk.hex, "why": "Old"}
        store.save(alice, case, [Edit(None, fact("end-request", ending=made[case], **told))], NOW)
    return made


def killed(database, bob, cases, dice: random.Random) -> set[UUID]:
    """The cases that were said to be gone before the process was killed."""
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    ids = [bob.person.pk.hex, bob.secret.seed.hex(), *(case.hex for case in cases)]
    command = [sys.executable, "-m", "tests.desk.cases.retention.killing", *ids]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environ})
    lines = []
    for _ in range(dice.randint(0, EACH - 2)):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        lines.append(line)
    deadline = time.monotonic() + dice.random() * 0.04
    while time.monotonic() < deadline:
        pass  # the moment within a case is drawn, too
    process.kill()
    rest, _ = process.communicate()
    return {UUID(line.strip()) for line in (*lines, *rest.splitlines(keepends=True)) if line.endswith("\n")}


def whole_or_gone(alice, bob, cases: dict[UUID, str], confirmed: set[UUID]) -> None:
    left = set(Case.objects.filter(pk__in=list(cases)).values_list("pk", flat=True))
    gone = set(cases) - left
    assert confirmed <= gone
    for case in left:
        assert not store.open_case(alice, case, NOW).damaged
    assert set(Record.objects.filter(case__in=gone)) | set(SealedFile.objects.filter(case__in=gone)) == set()
    assert not Keyring.objects.filter(case__in=gone).exists()
    assert gone <= destroyed(alice.desk) and verify(alice.desk).faults == ()
    assert Statistic.objects.count() == sum(cases[case] == "shrink" for case in gone) == len(list(statistics.statistics(alice)))
    for who in (alice, bob):
        texts = [one.params["receipt"] for one in notices.mine(who, NOW.date()) if "receipt" in one.params]
        assert {receipt.read(text).case for text in texts} == gone
    # A kill around the commit leaves a file set aside: without a key the next night takes it, else it goes back to its place.
    files.sweep(time.time() + 2 * files.LEFT_BEHIND)
    stored = {path.name for path in Path(settings.FILES).glob("??/*")}
    assert {row.hex for row in SealedFile.objects.values_list("pk", flat=True)} == stored


def rounds(scene, count: int, seed: int) -> None:
    print(f"seed {seed}")
    database, alice, bob = scene
    dice = random.Random(seed)
    for _ in range(count):
        cases = asked_for(alice, bob)
        whole_or_gone(alice, bob, cases, killed(database, bob, cases, dice))
        for model in (Notice, Statistic):  # the next round counts its own
            model.objects.all().delete()


def test_ten_kills_leave_each_case_whole_or_gone(scene):
    rounds(scene, 10, random.SystemRandom().randrange(10**9))


@pytest.mark.soak
def test_a_hundred_kills_leave_each_case_whole_or_gone(scene):
    rounds(scene, 100, random.SystemRandom().randrange(10**9))
