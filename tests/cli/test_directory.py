"""`alongside directory ...`: what it prints, with which exit code, and how it refuses a file that cannot be trusted."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alongside.cli.directory import STALE_DAYS, why_stale
from alongside.desk.submissions.drafting import reading
from alongside.directory import dates, reader
from alongside.directory.reader import DATA, load, load_text
from tests.cli.running import Command
from tests.directory import small

FEW = ("front-line-defenders", "access-now-helpline", "un-sr-human-rights-defenders")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data with a few mechanisms, which the command reads instead of the shipped one."""
    folder = tmp_path / "data"
    shutil.copytree(DATA / "standing", folder / "standing")
    for name in ("states.toml", "state-sources.toml", "reprisals-reports.toml"):
        shutil.copy(DATA / name, folder / name)
    for id_ in FEW:
        for part in ("mechanisms", "text/en"):
            (folder / part).mkdir(parents=True, exist_ok=True)
            text = (DATA / part / f"{id_}.toml").read_text(encoding="utf-8")
            kept = [line for line in text.splitlines() if not line.startswith("bars =")]
            (folder / part / f"{id_}.toml").write_text("\n".join(kept), encoding="utf-8")
    for function in (reader.compiled_files, reader.toml_tables):
        monkeypatch.setattr(function, "__defaults__", (folder,))
    monkeypatch.setattr(reading, "forms", dict)  # they name mechanisms that are not among the few
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- check and compile


def test_the_shipped_directory_is_whole(alongside: Command) -> None:
    ran = alongside("directory", "check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{len(load().mechanisms)} mechanisms, ") and ran.out.endswith(": all read.\n")


def test_a_form_that_names_no_mechanism_of_the_directory_is_refused(alongside: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = replace(reading.forms()["wgad-questionnaire"], mechanisms=("un-wgadd",))
    monkeypatch.setattr(reading, "forms", lambda: {stray.id: stray})
    ran = alongside("directory", "check")
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaints == [
        "forms/wgad-questionnaire.toml: mechanisms: unknown mechanism 'un-wgadd'; accepted: ids of the directory"
    ]


def test_compiled_copies_are_written_and_then_found_fresh(alongside: Command, data: Path) -> None:
    before = alongside("directory", "check")
    assert before.code == 1 and before.out == ""
    assert before.complaints == [
        "compiled/directory.json: file: is older than the files it is made from; accepted: run `alongside directory compile`"
    ]
    written = alongside("directory", "compile")
    assert (written.code, written.out.splitlines(), written.err) == (0, ["compiled/directory.json", "compiled/text.en.json"], "")
    assert alongside("directory", "check").code == 0
    first = (data / "compiled" / "directory.json").read_bytes()
    alongside("directory", "compile")
    assert (data / "compiled" / "directory.json").read_bytes() == first


def test_a_changed_file_makes_its_compiled_copy_stale(alongside: Command, data: Path) -> None:
    alongside("directory", "compile")
    change(data / "text" / "en" / f"{FEW[0]}.toml", 'name = "', 'name = "The ')
    ran = alongside("directory", "check")
    assert ran.code == 1 and ran.complaints[0].startswith("compiled/text.en.json: file: is older")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "ngo"', 'kind = "sect"', ["mechanisms/front-line-defenders.toml", "kind", "sect", "accepted:", "ngo"]),
        ('kind = "ngo"', 'kimd = "ngo"', ["mechanisms/front-line-defenders.toml", "kind"]),
        ("strength = ", "strength = 7 # ", ["mechanisms/front-line-defenders.toml", "strength", "7", "accepted:", "3"]),
        ('id = "front', 'id = "back', ["front-line-defenders.toml", "id", "accepted:"]),
        ('kind = "ngo"', "kind = ngo", ["front-line-defenders.toml", "TOML"]),
    ],
)
def test_a_bad_file_is_refused_with_file_field_fault_and_what_is_accepted(
    alongside: Command, data: Path, old: str, new: str, said: list[str]
) -> None:
    change(data / "mechanisms" / "front-line-defenders.toml", old, new)
    ran = alongside("directory", "check")
    assert (ran.code, ran.out, len(ran.complaints)) == (1, "", 1)
    assert [word for word in said if word not in ran.err] == []


def test_nothing_is_compiled_from_a_bad_file(alongside: Command, data: Path) -> None:
    change(data / "mechanisms" / "front-line-defenders.toml", 'kind = "ngo"', 'kind = "sect"')
    ran = alongside("directory", "compile")
    assert (ran.code, ran.out, len(ran.complaints)) == (1, "", 1)
    assert not (data / "compiled").exists()


def test_a_rule_that_does_not_exist_is_a_fault_of_its_file(alongside: Command, data: Path) -> None:
    path = data / "mechanisms" / "front-line-defenders.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[rules]]\nname = "by-horoscope"\n', encoding="utf-8")
    alongside("directory", "compile")
    ran = alongside("directory", "check")
    assert ran.code == 1 and len(ran.complaints) == 1
    assert "front-line-defenders" in ran.err and "by-horoscope" in ran.err and "accepted:" in ran.err


# --- list and show


def test_the_list_has_a_line_a_mechanism(alongside: Command) -> None:
    ran = alongside("directory", "list")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == list(load().mechanisms)
    assert all(load_text("en")[line.split()[0]]["name"] in line for line in ran.out.splitlines())


def test_every_mechanism_can_be_shown(alongside: Command) -> None:
    for id_, mechanism in load().mechanisms.items():
        ran = alongside("directory", "show", id_)
        assert (ran.code, ran.err) == (0, ""), id_
        assert f"[{id_}]" in ran.out and "channels:" in ran.out and "sources:" in ran.out
        assert all(source.title in ran.out for source in mechanism.sources)
        assert f"status: {mechanism.status}; last verified: " in ran.out


def test_a_channel_that_nobody_confirmed_is_shown_as_check_first(alongside: Command) -> None:
    weak = next(
        one for one in load().mechanisms.values() if any(not channel.confirmed and not channel.legacy for channel in one.channels)
    )
    old = next(one for one in load().mechanisms.values() if any(channel.legacy for channel in one.channels))
    assert "check first" in alongside("directory", "show", weak.id).out
    assert "history, no longer offered" in alongside("directory", "show", old.id).out


def test_an_entry_is_shown_in_the_language_asked_for_or_else_in_english(alongside: Command) -> None:
    name = load_text("ru")["front-line-defenders"]["does"]
    assert name in alongside("directory", "--lang", "ru", "show", "front-line-defenders").out
    untold = next(id_ for id_ in load().mechanisms if id_ not in load_text("ru"))
    assert load_text("en")[untold]["does"] in alongside("directory", "--lang", "ru", "show", untold).out


@pytest.mark.parametrize(
    ("id_", "hint"), [("front-line-defender", "front-line-defenders"), ("un-cattt", "un-cat"), ("zzzz", None)]
)
def test_an_unknown_id_gets_one_sentence_with_the_nearest(alongside: Command, id_: str, hint: str | None) -> None:
    sentence = alongside.refused("directory", "show", id_)
    assert sentence.startswith(f'ID: "{id_}" is not known') and "accepted: an id of `alongside directory list`" in sentence
    assert (f"(did you mean {hint}?)" in sentence) if hint else ("did you mean" not in sentence)


# --- country


@pytest.mark.parametrize("named", ["EGY", "eg", "Egypt", "مصر", "埃及"])
def test_a_country_is_shown_treaty_by_treaty(alongside: Command, named: str) -> None:
    ran = alongside("directory", "country", named)
    assert (ran.code, ran.err) == (0, "")
    title, *rows = ran.out.splitlines()
    assert title == "Egypt"
    assert [row.split()[0] for row in rows] == list(load().codes)


def test_a_country_page_says_yes_no_and_not_settled_with_source(alongside: Command) -> None:
    rows = {row.split()[0]: row for row in alongside("directory", "country", "BLR").out.splitlines()[1:]}
    today = dates.on(datetime.now(UTC).date())
    for code, row in rows.items():
        answer = load().standing(code, "BLR", today)
        said = row.removeprefix(f"  {code}").lstrip()
        assert said.startswith({True: "yes", False: "no", None: "not settled"}[answer.holds]), row
        assert load().sources[answer.source].title in row and answer.confidence in row
    assert "until 2023-02-08" in rows["ICCPR-OP1"]


def test_a_territory_has_the_treaties_of_its_state(alongside: Command) -> None:
    territory = alongside("directory", "country", "GRL").out.splitlines()
    assert territory[0] == "Greenland"
    assert territory[1:] == alongside("directory", "country", "DNK").out.splitlines()[1:]


def test_a_country_is_named_in_the_language_asked_for(alongside: Command) -> None:
    assert alongside("directory", "--lang", "zh", "country", "EGY").out.splitlines()[0] == "埃及"


def test_every_state_has_its_page(alongside: Command) -> None:
    for iso3 in list(load().states)[::9]:
        assert alongside("directory", "country", iso3).code == 0, iso3


@pytest.mark.parametrize("named", ["Atlantis", "", "XXX", "\x1b[2J"])
def test_an_unknown_country_gets_one_sentence(alongside: Command, named: str) -> None:
    sentence = alongside.refused("directory", "country", named)
    assert sentence.startswith("ISO: ") and "accepted: a code of two or three letters, or a name" in sentence
    assert "\x1b" not in sentence


# --- stale


def test_the_stale_list_counts_and_starts_with_the_oldest(alongside: Command) -> None:
    ran = alongside("directory", "stale")
    assert (ran.code, ran.err) == (0, "")
    *rows, total = ran.out.splitlines()
    assert total == f"{len(rows)} of {len(load().mechanisms)} entries want a second look."
    verified = [load().mechanisms[row.split()[0]].last_verified for row in rows]
    assert [one.last if one else date.min for one in verified] == sorted(one.last if one else date.min for one in verified)


def test_an_entry_is_stale_after_twelve_months_and_not_a_day_before() -> None:
    entry = small.directory(small.mechanism(last_verified="2025-06-30")).mechanisms["helper-body"]
    last = date(2025, 6, 30) + timedelta(days=STALE_DAYS)
    assert why_stale(entry, last) == []
    assert why_stale(entry, last + timedelta(days=1)) == ["last verified 2025-06-30"]


def test_a_month_of_verification_counts_from_its_last_day() -> None:
    entry = small.directory(small.mechanism(last_verified="2025-06")).mechanisms["helper-body"]
    assert why_stale(entry, date(2026, 6, 30)) == []
    assert why_stale(entry, date(2026, 7, 1)) == ["last verified 2025-06"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"last_verified": None}, ["no dated source"]),
        ({"channels": []}, ["no channel known"]),
        (
            {"channels": [{"key": "m", "type": "email", "value": "a@b.example", "confidence": "low"}]},
            ["only low-confidence channels"],
        ),
        ({"last_verified": None, "channels": []}, ["no dated source", "no channel known"]),
    ],
)
def test_an_entry_says_why_it_wants_a_second_look(changes: dict[str, object], why: list[str]) -> None:
    table = {key: value for key, value in small.mechanism(**changes).items() if value is not None}
    assert why_stale(small.directory(table).mechanisms["helper-body"], date(2026, 7, 1)) == why
