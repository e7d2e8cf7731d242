"""The reader refuses each kind of bad file in one sentence: file, field, what is wrong, what is accepted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.directory import reader
from alongside.directory.fields import BadFile
from alongside.directory.reader import Directory
from tests.directory import small

MISSING = object()


def refused(table: dict[str, Any]) -> BadFile:
    with pytest.raises(BadFile) as caught:
        small.directory(table)
    error = caught.value
    assert str(error) == f"{error.file}: {error.field}: {error.fault}; accepted: {error.accepted}"
    assert error.file == "mechanisms/helper-body.toml" and error.accepted
    return error


def changed(path: str, value: Any) -> dict[str, Any]:
    table = small.mechanism()
    here: Any = table
    *way, last = path.split(".")
    for step in way:
        here = here[int(step)] if step.isdigit() else here[step]
    if value is MISSING:
        del here[last]
    else:
        here[last] = value
    return table


@pytest.mark.parametrize(
    ("path", "value", "field", "fault"),
    [
        ("kind", MISSING, "kind", "missing or empty"),
        ("kind", "", "kind", "missing or empty"),
        ("kind", 3, "kind", "3 is not text"),
        ("kind", "  ", "kind", "'  ' is not text"),
        ("kind", "ngos", "kind", "unknown code 'ngos' (did you mean ngo?)"),
        ("kind", "zzzz", "kind", "unknown code 'zzzz'"),
        ("provides", MISSING, "provides", "missing"),
        ("provides", "advice", "provides", "'advice' is not a list of codes"),
        ("provides", ["advise"], "provides", "unknown code 'advise' (did you mean advice?)"),
        ("provides", ["qqqq"], "provides", "unknown code 'qqqq'"),
        ("provides", ["advice", "advice"], "provides", "a code stands twice"),
        ("strength", 4, "strength", "4 is not a number from 1 to 3"),
        ("strength", 0, "strength", "0 is not a number from 1 to 3"),
        ("strength", True, "strength", "True is not a number from 1 to 3"),
        ("strength", "2", "strength", "'2' is not a number from 1 to 3"),
        ("last_verified", "soon", "last_verified", "'soon' is not a date"),
        ("since", "2021-02-30", "since", "'2021-02-30' is not a date"),
        ("colour", "red", "colour", "unknown field"),
        ("strenght", 2, "strenght", "unknown field (did you mean strength?)"),
        ("scope", MISSING, "scope", "missing"),
        ("scope", "any", "scope", "not a table"),
        ("scope.acts", [], "scope.acts", "nothing is in scope"),
        ("scope.groups", [], "scope.groups", "unknown field"),
        ("at_risk_in.rule", "some", "at_risk_in.rule", "unknown code 'some'"),
        ("at_risk_in.rule", "member", "at_risk_in.rule", "'member' does not fit its lists"),
        ("at_risk_in.states", ["ALB"], "at_risk_in.rule", "'all' does not fit its lists"),
        ("at_risk_in.codes", ["TREATIES"], "at_risk_in.codes", "unknown code 'TREATIES' (did you mean TREATY?)"),
        ("at_risk_in.every", "yes", "at_risk_in.every", "'yes' is not true or false"),
        ("issuer", "ATL", "issuer", "unknown code 'ATL' (did you mean ALB?)"),
        ("rules", "living", "rules", "not a list of tables"),
        ("rules", [{"grounds": []}], "rules[1].name", "missing or empty"),
        ("channels.0.type", "pigeon", "channels[1].type", "unknown code 'pigeon'"),
        ("channels.0.key", MISSING, "channels[1].key", "missing or empty"),
        ("channels.0.number", "1", "channels[1].number", "unknown field"),
        ("channels.0.source", "a page", "channels[1].source", "not a table"),
        ("channels.0.legacy", 1.5, "channels[1].legacy", "1.5 is not true or false"),
        ("sources.0.title", MISSING, "sources[1].title", "missing or empty"),
        ("bars", ["nobody-at-all"], "bars", "unknown mechanism 'nobody-at-all'"),
    ],
)  # fmt: skip
def test_a_bad_field_of_a_mechanism_is_named_with_its_fault(path: str, value: Any, field: str, fault: str) -> None:
    error = refused(changed(path, value))
    assert error.field == field and error.fault.startswith(fault)


def test_two_channels_with_one_key_are_refused() -> None:
    table = small.mechanism()
    table["channels"] *= 2
    assert refused(table).fault == "two channels with one key"


Change = Callable[[dict[str, Any]], Any]


def tables_refused(change: Change) -> BadFile:
    tables = small.tables()
    change(tables)
    with pytest.raises(BadFile) as caught:
        Directory(tables).check_everything()
    return caught.value


@pytest.mark.parametrize(
    ("change", "file", "field"),
    [
        (lambda t: t["sources"]["LIST"].pop("title"), "state-sources.toml", "LIST.title"),
        (lambda t: t["sources"]["LIST"].update(link="x"), "state-sources.toml", "LIST.link"),
        (lambda t: t["standing"]["TREATY"].update(kind="pact"), "standing/TREATY.toml", "kind"),
        (lambda t: t["standing"]["TREATY"].update(entry="later"), "standing/TREATY.toml", "entry"),
        (lambda t: t["standing"]["TREATY"].update(absent_source="NOWHERE"), "standing/TREATY.toml", "absent_source"),
        (lambda t: t["standing"]["TREATY"].update(asof="2020"), "standing/TREATY.toml", "asof"),
        (lambda t: t["standing"]["TREATY"]["states"].update(ATL=[]), "standing/TREATY.toml", "states.ATL"),
        (lambda t: t["standing"]["TREATY"]["states"]["ALB"][0].update(status="maybe"), "standing/TREATY.toml", "states.ALB.status"),
        (lambda t: t["standing"]["TREATY"]["states"]["ALB"][0].update(source="NOWHERE"), "standing/TREATY.toml", "states.ALB.source"),
        (lambda t: t["standing"]["TREATY"]["states"]["ALB"][0].update(until="later"), "standing/TREATY.toml", "states.ALB.until"),
        (lambda t: t["standing"]["TREATY"]["states"]["ALB"][0].update(left="2020"), "standing/TREATY.toml", "states.ALB.left"),
        (lambda t: t["standing"]["TREATY"]["states"]["ALB"][0].update(deposited=2000), "standing/TREATY.toml", "states.ALB.deposited"),
    ],
)  # fmt: skip
def test_a_bad_row_about_a_state_is_named(change: Change, file: str, field: str) -> None:
    error = tables_refused(change)
    assert (error.file, error.field) == (file, field)


def test_the_invented_tables_themselves_are_good() -> None:
    small.directory(small.mechanism()).check_everything()


# --- files


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of the smallest good files."""
    (tmp_path / "mechanisms").mkdir()
    (tmp_path / "standing").mkdir()
    (tmp_path / "text" / "en").mkdir(parents=True)
    write(tmp_path / "states.toml", '[ALB]\nalpha2 = "AL"\nname = "Albania"\nun = "member"\n')
    write(tmp_path / "state-sources.toml", '[LIST]\ntitle = "A list"\n')
    write(tmp_path / "reprisals-reports.toml", '[[report]]\nyear = 2024\nsymbol = "X"\n')
    write(tmp_path / "mechanisms" / "desk.toml", MECHANISM)
    write(tmp_path / "text" / "en" / "desk.toml", TEXT)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


MECHANISM = """
id = "desk"
kind = "ngo"
provides = ["advice"]
beneficiaries = ["individual"]
who_files = ["person"]
access = "direct"
horizon = "days"
strength = 2
ease = 2
at_most = "open"
discloses_to = ["nobody"]
unnamed = "yes"
exile = "any"
status = "active"
confidence = "high"
[scope]
acts = ["any"]
[at_risk_in]
rule = "all"
[delivered_in]
rule = "anywhere"
[[channels]]
key = "mail-1"
type = "email"
value = "a@desk.example"
confidence = "high"
"""
LINES = [f'{name} = "Some words"\n' for name in reader.TEXT_LINES]
LISTS = [f"{name} = []\n" for name in reader.TEXT_LISTS]
TEXT = "".join(LINES + LISTS) + '[channels]\nmail-1 = ""\n'


def file_fault(data: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        list(reader.compiled_files(data))
    return caught.value


def test_good_files_are_compiled_to_one_line_each(data: Path) -> None:
    files = dict(reader.compiled_files(data))
    assert [path.name for path in files] == ["directory.json", "text.en.json"]
    assert all(content.count(b"\n") == 1 and content.endswith(b"\n") for content in files.values())


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("mechanisms/desk.toml", b"id = ", "is not TOML"),
        ("mechanisms/desk.toml", b'id = "desk\xff"', "is not UTF-8"),
        ("mechanisms/desk.toml", b'id = "other"', "'other' is not the file's own name"),
        ("mechanisms/desk.toml", b"", "None is not the file's own name"),
        ("standing/TREATY.toml", b'code = "TREATIES"', "'TREATIES' is not the file's own name"),
        ("states.toml", None, "is missing"),
        ("text/en/desk.toml", None, "is missing"),
        ("text/en/nobody.toml", TEXT.encode(), "has no mechanism"),
        ("text/en/desk.toml", TEXT.replace('name = "Some words"', "", 1).encode(), "missing or empty"),
        ("text/en/desk.toml", TEXT.replace('does = "Some words"', 'does = ""').encode(), "missing or empty"),
        ("text/en/desk.toml", ('more = "x"\n' + TEXT).encode(), "unknown field"),
        ("text/en/desk.toml", TEXT.replace("warnings = []", 'warnings = "x"').encode(), "'x' is not a list of codes"),
        ("text/en/desk.toml", TEXT.replace('mail-1 = ""', "mail-1 = 3").encode(), "not text"),
        ("text/en/desk.toml", TEXT.replace('mail-1 = ""', "").encode(), "missing"),
        ("text/en/desk.toml", TEXT.replace("[channels]\nmail-1", "channels").encode(), "not a table"),
    ],
)
def test_a_bad_file_is_refused(data: Path, name: str, content: bytes | None, fault: str) -> None:
    path = data / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    error = file_fault(data)
    assert error.file.endswith(path.name) and error.fault.startswith(fault) and error.accepted


def test_a_status_note_alone_may_be_empty(data: Path) -> None:
    write(data / "text" / "en" / "desk.toml", TEXT.replace('status_note = "Some words"', 'status_note = ""'))
    assert len(list(reader.compiled_files(data))) == 2


def test_another_language_may_lack_entries(data: Path) -> None:
    (data / "text" / "fr").mkdir()
    write(data / "text" / "fr" / "desk.toml", TEXT)
    assert [path.name for path, _ in reader.compiled_files(data)] == ["directory.json", "text.en.json", "text.fr.json"]
