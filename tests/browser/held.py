"""What somebody with her six words and the database can open: run as a process of its own, beside the servers of a test.

`python -m tests.browser.held` reads one JSON line: data, case, and either handle and words (gives the keys of the case that she holds,
by epoch) or keys (gives under which epochs the case's values lie, and how many of them these keys open).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID


def ask(data: Path, case: str, **more: object) -> Any:
    """`case`: its path below the desk's language."""
    told = {"case": case.split("/")[1], **more}
    environ = {**os.environ, "ALONGSIDE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    environ.pop("ALONGSIDE_DATABASE", None)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.browser.held"],
        input=json.dumps(told),
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def _keys(case: UUID, handle: str, words: str) -> dict[str, str]:
    from alongside.desk.people import accounts, founding, keyring
    from alongside.desk.people.unlocked import Unlocked

    desk = founding.the_desk()
    assert desk is not None
    person = accounts.find_by_handle(desk, handle)
    assert person is not None
    ring = keyring.ring(Unlocked(person, accounts.secret_of(person, words)), case)
    return {str(entry.epoch): entry.key.hex() for entry in ring.entries()}


def _opened(case: UUID, keys: dict[str, str]) -> dict[str, object]:
    from alongside.desk.cases import places
    from alongside.desk.cases.models import Case, Record
    from alongside.vault.epochs import Entry, Purpose, Ring
    from alongside.vault.errors import Refused
    from alongside.vault.sealed import epoch_of

    ring = Ring.of(Purpose.CASE, [Entry(Purpose.CASE, int(epoch), bytes.fromhex(key)) for epoch, key in keys.items()])
    row = Case.objects.get(pk=case)
    values = [(one.blob, places.record(one.desk_id, one.pk, one.revision)) for one in Record.objects.filter(case=case)]
    values.append((row.manifest, places.manifest(row.desk_id, case, row.revision)))
    values.append((row.digest, places.digest(row.desk_id, case, row.digest_version)))
    opened = 0
    for blob, place in values:
        try:
            ring.unseal(blob, place)
        except Refused:
            continue
        opened += 1
    return {"epochs": sorted({epoch_of(blob) for blob, _ in values}), "values": len(values), "opened": opened}


if __name__ == "__main__":
    import django

    django.setup()
    told = json.loads(sys.stdin.read())
    told["case"] = UUID(told["case"])
    print(json.dumps(_opened(**told) if "keys" in told else _keys(**told)))
