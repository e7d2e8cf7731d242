"""A member who imports and is killed: each confirmed step is a line on the terminal.

Run by test_kill.py as a process of its own: `python -m tests.desk.cases.importing.killing PERSON SEED IMPORT`, all as hex.
"""

import sys
from uuid import UUID

import django

django.setup()

from alongside.desk.cases.importing import working  # noqa: E402
from alongside.desk.people.models import Person  # noqa: E402
from alongside.desk.people.unlocked import Unlocked  # noqa: E402
from alongside.vault.persons import Secret  # noqa: E402

if __name__ == "__main__":
    working.STEP = working.UNDO_STEP = 3  # many transactions, so that a kill falls into and between them
    mine, seed, which = sys.argv[1:]
    her = Unlocked(Person.objects.get(pk=UUID(mine)), Secret(bytes.fromhex(seed)))
    working.run(her, UUID(which), told=lambda one: print(one.done, one.looked, flush=True))
