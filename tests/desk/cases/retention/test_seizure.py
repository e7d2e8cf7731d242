"""What a raid finds of a destroyed case after the next night: not its words, and not its ciphertext either, to wait for a key."""

import secrets
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection

from alongside.desk.cases import store
from alongside.desk.cases.evidence import taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import Case, History, Record, SealedFile
from alongside.desk.cases.retention import ending
from alongside.desk.people.models import Keyring
from alongside.desk.web import nightly
from tests.browser.traces import Searcher
from tests.desk.cases.retention.test_ending import ask
from tests.desk.cases.telling import NOW, fact, few, person
from tests.desk.database import Database
from tests.desk.making import found_desk, member

# Of this file and run alone: the tests share a PostgreSQL, and one of them writes its marker there on purpose.
MARK = "Zw" + "".join(secrets.choice("bdfghjklmnpqrtvwx") for _ in range(10))


def sealed(case: UUID) -> list[bytes]:
    """A piece of every sealed value of a case, keys included; not its beginning, which many have in common."""
    row = Case.objects.get(pk=case)
    found = [bytes(row.manifest), bytes(row.digest), bytes(row.past)]
    for model, name in ((Record, "blob"), (History, "blob"), (Keyring, "blob"), (SealedFile, "key")):
        found += [bytes(one) for one in model.objects.filter(case=case).values_list(name, flat=True)]
    return [blob[-48:] for blob in found]


def on_disk(database: Database, pieces: list[bytes]) -> int:
    """How many of these pieces are in some file of the desk."""
    if connection.vendor == "postgresql":  # what SQL shows: its files are its own, and the next vacuum's
        rows = (row for model in apps.get_models() for row in model.objects.values_list())
        told = " ".join(value.hex() for row in rows for value in row if isinstance(value, bytes))
        return sum(piece.hex() in told for piece in pieces)
    connection.close()
    everything = b"".join(path.read_bytes() for path in database.data.rglob("*") if path.is_file())
    return sum(piece in everything for piece in pieces)


def test_of_a_destroyed_case_no_piece_is_left_in_database_journal_or_files_after_a_night(database: Database):
    alice = found_desk()
    bob = member(alice, "Bob")
    store.create(alice, few(), NOW, [bob.person])
    case = store.create(alice, [person(f"Amal {MARK}"), fact("note", text=f"Words of {MARK}")], NOW, [bob.person])
    arriving = Arriving(alice.desk)
    arriving.add(MARK.encode() * 5000)
    file = taking.take(alice, case, arriving.finish(), f"{MARK}.jpg", {}, NOW).file
    ask(alice, case, "shrink")
    pieces = sealed(case)
    stored = next(path for path in settings.FILES.rglob(file) if path.is_file()).read_bytes()
    pieces += [stored[100:148], stored[-48:]]
    in_tables = len(pieces) - (2 if connection.vendor == "postgresql" else 0)
    assert on_disk(database, pieces) == in_tables  # the search finds what is there
    ending.carry_out(bob, case, "shrink", NOW)
    nightly.tidy()
    assert on_disk(database, pieces) == 0
    assert not list(settings.FILES.rglob(file))
    assert [where for folder in database.folders for where in Searcher(MARK).folder(folder)] == []
