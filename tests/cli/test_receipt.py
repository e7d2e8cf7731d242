"""`alongside receipt-check`, by whoever got a receipt and has no desk."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from alongside.desk.cases import chain
from alongside.desk.cases.retention import receipt
from alongside.vault.persons import Secret
from tests.cli.running import Command

BEFORE, HEAD_BEFORE = b"\1" * 32, b"\2" * 32


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A receipt as a desk gives it out."""
    secret, desk, case = Secret.fresh(), uuid4(), uuid4()
    own = chain.hashed(desk, "case", case.bytes, 9, BEFORE, chain.TOMBSTONE)
    head = chain.hashed(desk, "desk", desk.bytes, 40, HEAD_BEFORE, chain.head_content(case, 9, own))
    told = (date(2026, 11, 22), date(2027, 1, 29), 12, 3, 9, (BEFORE, own), (40, HEAD_BEFORE, head))
    one = receipt.Receipt(case, desk, "destroy", *told)
    path = tmp_path / "receipt.txt"
    path.write_text(receipt.signed(one, secret, secret.card(desk.bytes, uuid4().bytes, 1)), newline="")
    return path


def test_a_receipt_that_holds_says_both_dates_and_whom_to_call(alongside: Command, given: Path) -> None:
    ran = alongside("receipt-check", str(given))
    assert ran.code == 0, ran.err
    assert "12 records, 3 files, 9 entries" in ran.out
    assert "gone since 2026-11-22" in ran.out and "none can be opened after 2027-01-29" in ran.out
    assert "Call her and compare" in ran.out and "Everything fits." in ran.out


def test_a_changed_one_says_what_does_not_fit(alongside: Command, given: Path) -> None:
    given.write_text(given.read_text().replace("backups unreadable after: 2027-01-29", "backups unreadable after: 2026-12-01"))
    ran = alongside("receipt-check", str(given))
    assert ran.code == 1 and "the signature is not that of the card" in ran.out and "Something does not fit." in ran.out


def test_a_tombstone_of_another_case_is_named(alongside: Command, given: Path) -> None:
    line = next(line for line in given.read_text().splitlines() if line.startswith("case: "))
    given.write_text(given.read_text().replace(line, f"case: {uuid4().hex}"))
    ran = alongside("receipt-check", str(given))
    assert ran.code == 1 and "no tombstone of this case" in ran.out


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"something else"])
def test_what_is_no_receipt_is_one_sentence(alongside: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert "is no receipt of this version" in alongside.refused("receipt-check", str(tmp_path / "x"))
    assert "cannot be read" in alongside.refused("receipt-check", str(tmp_path / "none"))
