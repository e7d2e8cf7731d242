"""What must hold of the directory that this release ships."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from alongside.directory import reader, vocabulary
from alongside.directory.reader import DATA, compiled_files, load, load_text

IDS = (Path(__file__).parent / "ids.txt").read_text(encoding="utf-8").split()
WELCOME_DESK = {
    "Front Line Defenders": ["front-line-defenders", "front-line-protection-grants", "front-line-rest-respite"],
    "Amnesty International": ["amnesty-individuals-at-risk", "amnesty-relief"],
    "the Observatory": ["observatory-hrd", "omct-emergency-support"],
    "ISHR": ["ishr"],
    "the European Union": ["eu-guidelines-hrd"],
    "Ireland": ["ireland-hrd"],
    "the Netherlands": ["netherlands-hrd"],
    "Norway": ["norway-hrd"],
    "Switzerland": ["switzerland-hrd"],
    "the President of the Human Rights Council": ["un-hrc-president-bureau"],
    "the Special Rapporteur on defenders": ["un-sr-human-rights-defenders"],
    "treaty bodies with interim measures": ["un-ccpr", "un-cat", "un-cedaw", "un-crpd", "un-crc", "un-cescr", "un-cerd-individual"],
    "the urgent procedure on racial discrimination": ["un-cerd-early-warning"],
    "York": ["york-protective-fellowship"],
    "the fellowships of the UN human rights office": ["ohchr-indigenous-fellowship", "ohchr-minorities-fellowship", "ohchr-ldc-fellowship"],
    "the UN fund for victims of torture": ["unvfvt-annual", "unvfvt-emergency"],
    "the trust fund of the Criminal Court": ["icc-trust-fund-victims"],
    "Harvard": ["harvard-hrp-visiting-fellows"],
    "Scuola Sant'Anna": ["santanna-dirpolis"],
    "the report on reprisals": ["un-sg-reprisals-report"],
    "regional bodies": ["achpr-sr-hrd-focal-point-reprisals", "iachr-precautionary-measures", "iachr-rapporteurship-hrd",
                        "coe-commissioner", "osce-odihr-hrd"],
}  # fmt: skip
ENGLISH = load_text("en")


def test_every_id_is_there_and_no_other() -> None:
    assert list(load().mechanisms) == sorted(IDS)
    assert len(IDS) == len(set(IDS)) == 204


@pytest.mark.parametrize("organisation", WELCOME_DESK)
def test_every_organisation_of_the_welcome_desk_has_its_entry(organisation: str) -> None:
    assert [id_ for id_ in WELCOME_DESK[organisation] if id_ not in load().mechanisms] == []


def test_the_compiled_copies_are_fresh() -> None:
    """After a change of a TOML file: `alongside directory compile`."""
    stale = [path.name for path, wanted in compiled_files() if not path.exists() or path.read_bytes() != wanted]
    assert stale == []


def test_everything_can_be_read() -> None:
    load().check_everything()


def test_the_directory_is_read_once_and_a_language_too() -> None:
    assert load() is load()
    assert load_text("en") is load_text("en")


def test_a_language_nobody_translated_is_empty_not_an_error() -> None:
    compiled = {path.name for path in (DATA / "compiled").iterdir()}
    for language in vocabulary.LANGUAGES:
        assert bool(load_text(language)) == (f"text.{language}.json" in compiled)


def test_every_mechanism_has_its_words_in_english() -> None:
    assert sorted(ENGLISH) == list(load().mechanisms)


def test_a_states_periods_are_read_when_it_is_asked_for_and_once() -> None:
    assert load().periods("ICCPR", "FRA") is load().periods("ICCPR", "FRA")
    assert load().periods("ICCPR", "ATA") == ()


def test_rows_and_tables_come_as_their_files_have_them() -> None:
    assert load().table("un-ccpr")["id"] == "un-ccpr"
    assert load().rows("ICCPR-OP1", "BLR")[0]["until"] == "2023-02-08"
    territory, row = next((iso3, row) for iso3, row in load().states.items() if row["un"] == "territory" and "of" in row)
    assert load().rows("ICCPR", territory) == load().rows("ICCPR", row["of"])


def test_the_reports_on_reprisals_come_newest_first() -> None:
    years = [int(report["year"]) for report in load().reports()]
    assert len(years) > 10 and years == sorted(years, reverse=True)


# --- what the words may say


def sentences() -> list[tuple[str, str]]:
    found = []
    for id_, text in ENGLISH.items():
        for name, value in text.items():
            values = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
            found += [(f"{id_}.{name}", one) for one in values]
    return found


def matching(pattern: str) -> list[tuple[str, str]]:
    return [(place, text) for place, text in sentences() if re.search(pattern, text, re.IGNORECASE)]


def test_no_text_promises_safety() -> None:
    promises = (
        r"\b(is|are|be|stay|remain|keeps? you) (completely |fully |perfectly )?safe\b(?! enough)",
        r"guarantees? (your )?(safety|protection)",
        r"without any risk|risk-free",
    )
    assert [found for promise in promises for found in matching(promise)] == []


def test_no_address_stands_in_prose_where_nobody_checks_it() -> None:
    assert matching(r"@|https?://|www\.|\+\d{2,3}[ \d]{6,}") == []


def test_text_is_clean() -> None:
    assert [place for place, text in sentences() if text != text.strip() or "  " in text or "\n" in text] == []


# --- channels and sources


def test_history_is_never_offered() -> None:
    for mechanism in load().mechanisms.values():
        best = mechanism.best_channel
        assert best is None or (not best.legacy and best.value), mechanism.id


def test_a_confirmed_channel_is_offered_before_an_unconfirmed_one() -> None:
    for mechanism in load().mechanisms.values():
        if any(channel.confirmed for channel in mechanism.channels):
            assert mechanism.best_channel and mechanism.best_channel.confirmed, mechanism.id


def urls() -> list[tuple[str, str]]:
    found = [(key, source.url) for key, source in load().sources.items() if source.url]
    for mechanism in load().mechanisms.values():
        found += [(mechanism.id, mechanism.info_url)] if mechanism.info_url else []
        sources = [*mechanism.sources, *(channel.source for channel in mechanism.channels if channel.source)]
        found += [(mechanism.id, source.url) for source in sources if source.url]
        found += [
            (mechanism.id, channel.value)
            for channel in mechanism.channels
            if channel.value and channel.type in ("web-form", "web-page")
        ]
    return found


def test_every_url_is_http_and_whole() -> None:
    assert [(id_, url) for id_, url in urls() if not re.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+", url)] == []


def test_every_mail_address_is_one_address() -> None:
    for mechanism in load().mechanisms.values():
        for channel in mechanism.channels:
            if channel.type == "email" and channel.value:
                assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", channel.value), (mechanism.id, channel.value)


def test_every_mechanism_has_a_source_and_every_channel_a_confidence() -> None:
    for mechanism in load().mechanisms.values():
        assert mechanism.sources, mechanism.id
        assert all(channel.confidence in vocabulary.CONFIDENCES for channel in mechanism.channels)


def test_bars_are_known_and_never_touch_what_bars_nothing() -> None:
    """Urgent appeals, the periodic review, the reprisals report and precautionary measures never bar."""
    free = {"un-sp-general", "un-upr-secretariat", "un-sg-reprisals-report", "iachr-precautionary-measures"}
    for mechanism in load().mechanisms.values():
        assert not free & set(mechanism.bars), mechanism.id
    assert all(not load().mechanisms[id_].bars for id_ in free)


def test_codes_of_the_vocabulary_stand_once() -> None:
    groups: dict[str, Any] = {
        name: value for name, value in vars(vocabulary).items() if name.isupper() and isinstance(value, tuple)
    }
    assert len(groups) > 20
    for name, group in groups.items():
        assert len(set(group)) == len(group), name


def test_every_act_is_taken_up_by_somebody() -> None:
    taken = set(itertools.chain.from_iterable(mechanism.scope.acts for mechanism in load().mechanisms.values()))
    assert set(vocabulary.ACTS) - taken <= {"self-censorship", "interrogation-summons"}  # no mandate of their own


def test_compiling_equal_tables_gives_equal_bytes() -> None:
    assert reader.compiled({"b": 1, "a": "ж"}) == reader.compiled({"a": "ж", "b": 1}) == b'{"a":"\xd0\xb6","b":1}\n'
    assert json.loads(reader.compiled({"a": [1]})) == {"a": [1]}
