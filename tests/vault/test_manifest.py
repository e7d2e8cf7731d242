"""A row deleted or put back in SQL shows (security.md 9): above all a withdrawal of consent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.context import Context
from alongside.vault.epochs import Entry, Purpose, Ring
from alongside.vault.errors import Refused, RolledBack, Tampered
from alongside.vault.manifest import Findings, Manifest, check
from tests.vault.making import CALM, KEY, changed, place

RING = Ring.of(Purpose.CASE, [Entry(Purpose.CASE, 1, KEY)])
CONSENT, WITHDRAWAL, NOTE = b"consent", b"withdrawal", b"note"
ROWS = {CONSENT: 1, WITHDRAWAL: 1, NOTE: 5}
tables = st.dictionaries(st.binary(max_size=8), st.integers(0, 2**64 - 1), max_size=8)


def at(revision: int) -> Context:
    return place(table="manifest", row=b"case-1", kind="manifest", revision=revision)


@CALM
@given(tables, st.integers(0, 2**64 - 1))
def test_a_manifest_comes_back(rows: dict[bytes, int], revision: int) -> None:
    manifest = Manifest(revision, rows)
    assert Manifest.unsealed(RING, manifest.sealed(RING, at(revision)), at(revision)) == manifest
    assert check(manifest, rows).clean


def test_a_withdrawal_deleted_in_sql_shows() -> None:
    findings = check(Manifest(9, ROWS), {CONSENT: 1, NOTE: 5})
    assert findings.missing == {WITHDRAWAL}
    with pytest.raises(RolledBack):
        findings.must_be_clean()


@CALM
@given(tables, tables)
def test_whatever_differs_is_named_once(listed: dict[bytes, int], found: dict[bytes, int]) -> None:
    findings = check(Manifest(1, listed), found)
    named = [*findings.missing, *findings.unexpected, *findings.rolled_back, *findings.ahead]
    assert sorted(named) == sorted(row for row in listed.keys() | found.keys() if listed.get(row) != found.get(row))
    assert findings.clean == (listed == found)


@pytest.mark.parametrize(
    ("found", "findings", "refusal"),
    [
        (ROWS, Findings(frozenset(), frozenset(), frozenset(), frozenset()), None),
        ({**ROWS, NOTE: 4}, Findings(frozenset(), frozenset(), frozenset({NOTE}), frozenset()), RolledBack),
        ({**ROWS, NOTE: 6}, Findings(frozenset(), frozenset(), frozenset(), frozenset({NOTE})), Tampered),
        ({**ROWS, b"new": 1}, Findings(frozenset(), frozenset({b"new"}), frozenset(), frozenset()), Tampered),
    ],
)
def test_old_new_and_foreign_rows_are_told_apart(
    found: dict[bytes, int], findings: Findings, refusal: type[Refused] | None
) -> None:
    result = check(Manifest(9, ROWS), found)
    assert result == findings
    if refusal is None:
        result.must_be_clean()
    else:
        with pytest.raises(refusal):
            result.must_be_clean()


def test_an_older_manifest_is_refused_when_a_newer_one_is_remembered() -> None:
    older = Manifest(8, ROWS).sealed(RING, at(8))
    assert Manifest.unsealed(RING, older, at(8), at_least=8).revision == 8
    with pytest.raises(RolledBack):
        Manifest.unsealed(RING, older, at(8), at_least=9)
    with pytest.raises(Tampered):  # presented as the newer one
        Manifest.unsealed(RING, older, at(9), at_least=9)


def test_a_manifest_only_goes_forward() -> None:
    manifest = Manifest(9, ROWS)
    assert manifest.with_rows({NOTE: 6, b"new": 0}, frozenset({CONSENT})) == Manifest(10, {WITHDRAWAL: 1, NOTE: 6, b"new": 0})
    for changed_rows, removed in [({NOTE: 5}, []), ({NOTE: 4}, []), ({}, [b"nowhere"])]:
        with pytest.raises(ValueError):
            manifest.with_rows(changed_rows, frozenset(removed))


def test_every_changed_byte_every_cut_and_every_extension_is_refused() -> None:
    for forged in changed(Manifest(9, ROWS).sealed(RING, at(9))):
        with pytest.raises(Refused):
            Manifest.unsealed(RING, forged, at(9))


def test_a_manifest_has_one_spelling() -> None:
    raw = Manifest(9, {b"a": 1, b"b": 2}).to_bytes()
    start, one, other = raw[:13], raw[13:26], raw[26:]
    assert Manifest.from_bytes(start + one + other).rows == {b"a": 1, b"b": 2}
    for wrong in (start + other + one, start + one + one, raw + b"x", raw[:-1], b"\x02" + raw[1:]):
        with pytest.raises(Tampered):
            Manifest.from_bytes(wrong)


def test_a_manifest_names_its_own_revision_in_its_place() -> None:
    with pytest.raises(ValueError):
        Manifest(9, ROWS).sealed(RING, at(8))
    lying = RING.seal(Manifest(8, ROWS).to_bytes(), at(9))
    with pytest.raises(Tampered):
        Manifest.unsealed(RING, lying, at(9))
