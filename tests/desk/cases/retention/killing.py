"""A member who lets cases go and is killed: each that is gone is a line on the terminal.

Run by test_kill.py as a process of its own: `python -m tests.desk.cases.retention.killing PERSON SEED CASE ...`, all as hex.
"""

import sys
from datetime import UTC, datetime
from uuid import UUID

import django

django.setup()

from alongside.desk.cases import store  # noqa: E402
from alongside.desk.cases.retention import ending, rules  # noqa: E402
from alongside.desk.people.models import Person  # noqa: E402
from alongside.desk.people.unlocked import Unlocked  # noqa: E402
from alongside.vault.persons import Secret  # noqa: E402

if __name__ == "__main__":
    mine, seed, *cases = sys.argv[1:]
    her = Unlocked(Person.objects.get(pk=UUID(mine)), Secret(bytes.fromhex(seed)))
    for case in map(UUID, cases):
        now = datetime.now(UTC)
        (asked,) = rules.requests(store.open_case(her, case, now).facts.values())
        ending.carry_out(her, case, asked.ending, now)
        print(case.hex, flush=True)
