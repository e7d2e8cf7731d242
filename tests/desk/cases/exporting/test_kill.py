"""Kill -9 at any moment of an export or of the opening of a package: nothing is half there, and the histories say what left."""

import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from uuid import UUID

import pytest

from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Case, Record, SealedFile, TakenPackage
from alongside.desk.cases.verify import verify
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from tests.desk.cases.exporting.scene import CLIP, facts_of, told, with_file
from tests.desk.cases.telling import NOW, few
from tests.desk.making import found_desk, member


def killed(database, alice, bob, case: UUID, dice: random.Random) -> dict[str, int]:
    """How many packages were confirmed as left, and as taken in, before the process was killed."""
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    ids = [part for her in (alice, bob) for part in (her.person.pk.hex, her.secret.seed.hex())]
    command = [sys.executable, "-m", "tests.desk.cases.exporting.killing", *ids, case.hex]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environ})
    lines = []
    for _ in range(dice.randint(1, 3)):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        lines.append(line)
    deadline = time.monotonic() + dice.random() * 0.05
    while time.monotonic() < deadline:
        pass  # the moment within a step is drawn, too
    process.kill()
    rest, _ = process.communicate()
    whole = [line for line in (*lines, *rest.splitlines(keepends=True)) if line.endswith("\n")]
    return {"left": 0, "came": 0} | {word: int(number) for word, number in map(str.split, whole)}


def rounds(database, count: int, seed: int) -> None:
    print(f"seed {seed}")
    alice = found_desk()
    bob, dice = member(alice, "Bob"), random.Random(seed)
    case = store.create(alice, few(), NOW)
    with_file(alice, case)
    expected = told(by_nobody(facts_of(alice, case)))
    for _ in range(count):
        before_left, before_came = exported(alice, case), TakenPackage.objects.count()
        confirmed = killed(database, alice, bob, case, dice)
        left, came = exported(alice, case) - before_left, TakenPackage.objects.count() - before_came
        assert confirmed["left"] <= left <= confirmed["left"] + 1
        assert confirmed["came"] <= came <= confirmed["came"] + 1
        assert Case.objects.count() == SealedFile.objects.count() == 1 + TakenPackage.objects.count()
        assert Record.objects.count() == 3 * Case.objects.count()
        assert verify(alice.desk).faults == ()
        files.sweep(time.time() + 2 * files.LEFT_BEHIND)
        assert not list(files._folder("arriving").iterdir())
    for new in Case.objects.exclude(pk=case).values_list("pk", flat=True):
        facts = facts_of(bob, new)
        assert told(by_nobody(facts)) == expected
        (clip,) = [one for one in facts.values() if isinstance(one, Evidence)]
        assert b"".join(files.content(hold(bob, new), UUID(clip.file), clip.size)) == CLIP


def by_nobody(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Whose work it was does not come along: a package could say anything of that."""
    return {name: replace(one, arrived_by="0" * 32) if isinstance(one, Evidence) else one for name, one in facts.items()}


def exported(her, case: UUID) -> int:
    """How often its history says that it left; each time the file left with it."""
    happened = [one.what for one in history.happenings(her, case)]
    assert happened.count("exported-package") == happened.count("evidence-exported")
    return happened.count("exported-package")


def test_ten_kills_leave_nothing_half_there(database):
    rounds(database, 10, random.SystemRandom().randrange(10**9))


@pytest.mark.soak
def test_a_hundred_kills_leave_nothing_half_there(database):
    rounds(database, 100, random.SystemRandom().randrange(10**9))
