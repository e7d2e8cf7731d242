"""A member at work who is killed: saves, lets somebody in and out again, invites. Each confirmed step is a line on the terminal.

Run by test_kill.py as a process of its own: `python -m tests.desk.cases.killing PERSON SEED CASE OTHER WHAT`, all as hex.
"""

import sys
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import django

django.setup()

from alongside.desk.cases import rekeying, store  # noqa: E402
from alongside.desk.cases.evidence import taking, uploads  # noqa: E402
from alongside.desk.cases.evidence.files import Arriving  # noqa: E402
from alongside.desk.cases.store import Edit  # noqa: E402
from alongside.desk.people import invitations  # noqa: E402
from alongside.desk.people.models import Person  # noqa: E402
from alongside.desk.people.unlocked import Unlocked  # noqa: E402
from alongside.vault.persons import Secret  # noqa: E402
from tests.desk.cases.telling import fact  # noqa: E402


def save(alice: Unlocked, case: UUID, other: Person) -> None:
    """Notes, one after the other."""
    for number in count():
        note = fact("note", text=f"note {number}")
        store.save(alice, case, [Edit(None, note)], datetime.now(UTC))
        print(note.id, flush=True)


def rekey(alice: Unlocked, case: UUID, other: Person) -> None:
    """Somebody is let in and put out again: each time the case gets a new key."""
    for _ in count():
        store.add_member(alice, case, other, datetime.now(UTC))
        print("in", flush=True)
        store.remove_member(alice, case, other, datetime.now(UTC))
        print("out", flush=True)


def invite(alice: Unlocked, case: UUID, other: Person) -> None:
    """People of whom nobody has ever heard."""
    day = datetime.now(UTC)
    for _ in count():
        handle = fact("note", text="x").id
        print(handle, invitations.invite(alice, "Somebody", handle, "officer", day.date()), flush=True)


def upload(alice: Unlocked, case: UUID, other: Person) -> None:
    """Files of evidence, each as long as its number tells."""
    for number in count():
        arriving = Arriving(alice.desk)
        for _ in range(number % 7):
            arriving.add(b"%d " % number * 20_000)
        print(taking.take(alice, case, arriving.finish(), f"{number}.jpg", {}, datetime.now(UTC)).id, flush=True)


def of_part(number: int, part: int) -> bytes:
    """What a part of a file holds: told by both numbers, so that parts in the wrong order show."""
    return b"%d.%d " % (number, part) * 10_000


def parts(alice: Unlocked, case: UUID, other: Person) -> None:
    """Files in three parts each; one that was killed is gone on with. A line for each step that was confirmed."""
    for number in count():
        content = [of_part(number, part) for part in range(3)]
        now, size = datetime.now(UTC), sum(map(len, content))
        uploads.PART = len(content[0])
        one = uploads.begin(alice, case, f"{number}.mp4", size, "", {}, now)
        print(f"begun {number}", flush=True)
        for part in range(len(one.parts), 3):
            arriving = Arriving(alice.desk)
            arriving.add(content[part])
            offset = sum(map(len, content[:part]))
            print(f"part {uploads.add(alice, case, one.id, offset, arriving.finish()).received}", flush=True)
        print(f"whole {uploads.finish(alice, case, one.id, now).id}", flush=True)


if __name__ == "__main__":
    rekeying.STEP = 3  # several transactions a re-key, so that a kill falls between them
    mine, seed, which, another, what = sys.argv[1:]
    her = Unlocked(Person.objects.get(pk=UUID(mine)), Secret(bytes.fromhex(seed)))
    {"save": save, "rekey": rekey, "invite": invite, "upload": upload, "parts": parts}[what](
        her, UUID(which), Person.objects.get(pk=UUID(another))
    )
