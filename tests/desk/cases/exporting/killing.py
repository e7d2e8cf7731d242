"""Two colleagues who hand packages to each other and are killed: each package that left, and each that was taken in, is a line.

Run by test_kill.py as a process of its own: `python -m tests.desk.cases.exporting.killing ALICE SEED BOB SEED CASE`, all as hex.
"""

import sys
from uuid import UUID

import django

django.setup()

from alongside.desk.cases.exporting import arriving, leaving  # noqa: E402
from alongside.desk.people.models import Person  # noqa: E402
from alongside.desk.people.unlocked import Unlocked  # noqa: E402
from alongside.vault.persons import Secret  # noqa: E402
from tests.desk.cases.telling import NOW  # noqa: E402


def person(which: str, seed: str) -> Unlocked:
    return Unlocked(Person.objects.get(pk=UUID(which)), Secret(bytes.fromhex(seed)))


if __name__ == "__main__":
    alice, bob, case = person(*sys.argv[1:3]), person(*sys.argv[3:5]), UUID(sys.argv[5])
    left = came = 0
    while True:
        package = leaving.package(alice, [case], bob.person, NOW)
        incoming = arriving.Incoming(bob)
        for piece in package.pieces():
            incoming.add(piece)
        print("left", left := left + 1, flush=True)
        arriving.take_in(bob, incoming.finish(), "Alice", [], NOW)
        print("came", came := came + 1, flush=True)
