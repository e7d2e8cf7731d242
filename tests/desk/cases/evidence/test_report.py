"""A report that leaves the desk, and an outsider who checks it with the file alone."""

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.cli import main
from alongside.desk.cases import store
from alongside.desk.cases.evidence import checking, report, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.vault import statements
from alongside.vault.errors import NotVouched
from tests.desk.cases.telling import person
from tests.desk.making import NOW, found_desk, member

FILE = b"what the camera saw " * 5000


def scene() -> tuple[Unlocked, UUID, Evidence]:
    """Alice received a file, Bob took out a copy."""
    alice = found_desk()
    bob = member(alice, "Boniface")
    case = store.create(alice, [person("Amal Canary")], NOW, [bob.person])
    arriving = Arriving(alice.desk)
    arriving.add(FILE)
    one = taking.take(alice, case, arriving.finish(), "Canary.mp4", {"title": "Canary"}, NOW)
    list(taking.content(bob, case, one, taking.COPIED, NOW + timedelta(hours=1)))
    return alice, case, one


def checked(data: bytes, file: bytes = FILE) -> checking.Told:
    return checking.check(data, hashlib.sha256(file).hexdigest(), len(file))


def changed(data: bytes, how: Callable[[dict[str, Any]], object]) -> bytes:
    whole = json.loads(data)
    how(whole["report"])
    return json.dumps(whole).encode()


@pytest.mark.usefixtures("database")
def test_an_outsider_sees_the_file_the_custody_and_whose_word_it_is_and_no_name() -> None:
    alice, case, one = scene()
    data = report.made(alice, case, one, NOW + timedelta(hours=2))
    told = checked(data)
    assert told.faults == () and told.words == alice.card.fingerprint()
    assert [(step["who"], step["what"], step["when"]) for step in told.custody] == [
        ("member 1", "received", "2026-03-02T09:30:00Z"),
        ("member 2", "copied", "2026-03-02T10:30:00Z"),
        ("member 1", "reported", "2026-03-02T11:30:00Z"),
    ]
    for name in (b"Canary", b"Alice", b"Boniface", alice.person.pk.hex.encode()):
        assert name not in data


@pytest.mark.usefixtures("database")
def test_whatever_is_changed_is_found() -> None:
    alice, case, one = scene()
    data = report.made(alice, case, one, NOW)
    assert checked(data, FILE + b"x").faults == ("file",)
    assert checked(changed(data, lambda told: told["custody"].pop())).faults == ("signature",)
    assert checked(changed(data, lambda told: told["links"].pop(1))).faults[:2] == ("signature", "chain")
    assert "chain" in checked(changed(data, lambda told: told["links"][2].__setitem__(3, "00" * 32))).faults
    assert "custody" in checked(changed(data, lambda told: told["custody"][0].update(link=999))).faults
    assert "chain" in checked(changed(data, lambda told: told.update(links=[]))).faults
    other = member(alice, "Charlie")
    whole = json.loads(data)
    whole["card"] = base64.b64encode(other.card.to_bytes()).decode()
    assert checked(json.dumps(whole).encode()).faults == ("signature",)


@pytest.mark.usefixtures("database")
def test_nobody_signs_with_the_card_of_another() -> None:
    alice = found_desk()
    other = member(alice, "Boniface")
    with pytest.raises(NotVouched):
        statements.sign(other.secret, alice.card, "a report", b"words")
    signature = statements.sign(alice.secret, alice.card, "a report", b"words")
    assert statements.genuine(alice.card, "a report", b"words", signature)
    assert not statements.genuine(alice.card, "another", b"words", signature)
    assert not statements.genuine(other.card, "a report", b"words", signature)
    assert not statements.genuine(alice.card, "a report", b"words", signature[:-1])


@given(st.binary(max_size=300) | st.recursive(
    st.none() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["alongside", "report", "card", "signature", "format", "file", "links"]), inner, max_size=4)
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_what_is_no_report_is_refused_whatever_it_is(data: bytes) -> None:
    with pytest.raises(checking.NotAReport):
        checked(data)


@pytest.mark.usefixtures("database")
def test_the_command_says_what_fits_and_what_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice, case, one = scene()
    (tmp_path / "report.json").write_bytes(report.made(alice, case, one, NOW))
    (tmp_path / "file").write_bytes(FILE)
    (tmp_path / "other").write_bytes(b"x")
    assert main(["evidence-check", str(tmp_path / "report.json"), str(tmp_path / "file")]) == 0
    said = capsys.readouterr().out
    assert "Everything fits." in said and " ".join(alice.card.fingerprint()) in said and "member 2: copied" in said
    assert main(["evidence-check", str(tmp_path / "report.json"), str(tmp_path / "other")]) == 1
    assert "this is not the file" in capsys.readouterr().out
    assert main(["evidence-check", str(tmp_path / "file"), str(tmp_path / "file")]) == 2
    assert main(["evidence-check", str(tmp_path / "report.json"), str(tmp_path / "nowhere")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_checking_needs_no_framework() -> None:
    probe = "import sys; import alongside.desk.cases.evidence.checking; assert 'django' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


@pytest.mark.usefixtures("database")
def test_a_description_changed_later_does_not_change_what_arrived() -> None:
    alice, case, one = scene()
    store.save(alice, case, [store.Edit(one, replace(one, title="Checkpoint"))], NOW)
    assert checked(report.made(alice, case, one, NOW)).faults == ()
