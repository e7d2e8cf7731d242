"""The strict reader of forms: each fault is one sentence that names file, field, what is wrong and what is accepted."""

from pathlib import Path

import pytest

from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.drafting.form import CHECK, UNNAMED, Form
from alongside.desk.submissions.drafting.items import ITEMS, TYPED
from alongside.directory.fields import BadFile
from alongside.directory.reader import load

GOOD = """
id = "letter"
mechanisms = ["un-wgad"]
languages = ["en"]
unnamed = "yes"
confidence = "high"
naming = [{ recipient = "responsible-state", purpose = "name" }]
pages = 50

[[sections]]
key = "person"
fields = [{ key = "victims", item = "victims", required = true, limit = 200, basis = "seen" }]

[[sources]]
title = "A page"
url = "https://example.org/form"
read = "2026-11-22"
"""


def written(folder: Path, text: str, name: str = "letter.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_form_is_read_with_what_its_file_says(tmp_path: Path) -> None:
    form = reading.read(written(tmp_path, GOOD))["letter"]
    assert form.mechanisms == ("un-wgad",)
    assert form.naming == (("responsible-state", "name"),)
    assert (form.pages, form.urgent_months, form.receipt, form.procedure) == (50, None, True, False)
    (field,) = form.fields
    assert (field.key, field.required, field.limit) == ("victims", True, 200)
    assert form.sources[0].read == "2026-11-22"
    assert not form.unsure


def test_receipt_is_asked_for_unless_the_form_says_otherwise(tmp_path: Path) -> None:
    assert reading.read(written(tmp_path, "receipt = false" + GOOD))["letter"].receipt is False


def test_a_field_that_nobody_has_read_about_is_neither_required_nor_optional(tmp_path: Path) -> None:
    form = reading.read(written(tmp_path, GOOD.replace('required = true, limit = 200, basis = "seen"', 'basis = "check"')))[
        "letter"
    ]
    assert form.fields[0].required is None
    assert form.unsure


def test_a_form_of_low_confidence_is_unsure(tmp_path: Path) -> None:
    assert reading.read(written(tmp_path, GOOD.replace('"high"', '"low"')))["letter"].unsure


@pytest.mark.parametrize(
    ("old", "new", "field", "accepted"),
    [
        ('id = "letter"', 'id = "another"', "id", "letter"),
        ('mechanisms = ["un-wgad"]', "", "mechanisms", "public"),
        ('mechanisms = ["un-wgad"]', 'mechanisms = ["un-wgad"]\nrecipient = "public"', "mechanisms", "public"),
        ('mechanisms = ["un-wgad"]', 'recipient = "everybody"', "recipient", "media"),
        ('languages = ["en"]', "languages = []", "languages", "zh"),
        ('languages = ["en"]', 'languages = ["de"]', "languages", "zh"),
        ('unnamed = "yes"', 'unnamed = "perhaps"', "unnamed", "bars"),
        ('purpose = "name"', 'purpose = "photo"', "naming[1].purpose", "publish"),
        ('recipient = "responsible-state"', 'recipient = "The State"', "naming[1].recipient", "mechanism"),
        ("pages = 50", "pages = 0", "pages", "500"),
        ("pages = 50", "page = 50", "page", "pages"),
        ("pages = 50", 'urgent_months = "three"', "urgent_months", "120"),
        ("pages = 50", 'receipt = "often"', "receipt", "true"),
        ('basis = "seen"', 'basis = "known"', "sections[1].fields[1].basis", "check"),
        ('item = "victims"', 'item = "victim"', "sections[1].fields[1].item", "victims"),
        ('key = "victims"', 'key = "The victims"', "sections[1].fields[1].key", "hyphens"),
        ('key = "person"', 'key = "Person!"', "sections[1].key", "hyphens"),
        ("required = true", "needed = true", "sections[1].fields[1].needed", "required"),
        ("required = true", 'required = "yes"', "sections[1].fields[1].required", "true"),
        ("limit = 200", "limit = -1", "sections[1].fields[1].limit", "100000"),
        ('read = "2026-11-22"', 'read = "last year"', "sources[1].read", "YYYY-MM-DD"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, old: str, new: str, field: str, accepted: str) -> None:
    assert old in GOOD
    with pytest.raises(BadFile) as fault:
        reading.read(written(tmp_path, GOOD.replace(old, new, 1)))
    assert (fault.value.file, fault.value.field) == ("forms/letter.toml", field)
    assert accepted in fault.value.accepted
    assert "\n" not in str(fault.value)


def test_a_form_without_sections_or_sources_is_refused(tmp_path: Path) -> None:
    head, rest = GOOD.split("[[sections]]")
    sources = rest[rest.index("[[sources]]") :]
    with pytest.raises(BadFile, match="sections: missing"):
        reading.read(written(tmp_path, head + sources))
    with pytest.raises(BadFile, match="sources: missing"):
        reading.read(written(tmp_path, GOOD[: GOOD.index("[[sources]]")]))


def test_a_section_without_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"sections\[1\]\.fields: missing"):
        reading.read(written(tmp_path, GOOD.replace("fields = [", "fields = [] #")))


def test_a_key_stands_once_in_a_form(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="sections: the key 'person' stands twice"):
        reading.read(written(tmp_path, GOOD.replace("[[sources]]", SECOND.replace('"victims"', '"state"', 1) + "[[sources]]")))
    with pytest.raises(BadFile, match="fields: the key 'victims' stands twice"):
        reading.read(written(tmp_path, GOOD.replace("[[sources]]", SECOND.replace('"person"', '"other"') + "[[sources]]")))


SECOND = '[[sections]]\nkey = "person"\nfields = [{ key = "victims", item = "victims", basis = "seen" }]\n'


def test_what_is_no_toml_and_what_is_no_text_are_named_by_their_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"forms/letter\.toml: file: is not TOML"):
        reading.read(written(tmp_path, "id = "))
    (tmp_path / "letter.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadFile, match="is not UTF-8"):
        reading.read(tmp_path)


def test_the_forms_are_read_once_and_cannot_be_changed() -> None:
    assert reading.forms() is reading.forms()
    with pytest.raises(TypeError):
        reading.forms()["another"] = reading.forms()["sp-questionnaire"]  # type: ignore[index]


def test_every_form_names_mechanisms_of_the_directory() -> None:
    reading.check(load().mechanisms)
    with pytest.raises(BadFile, match="unknown mechanism 'un-wgad'"):
        reading.check(set(load().mechanisms) - {"un-wgad"})


def test_a_mechanism_gets_its_own_form_before_the_shared_ones() -> None:
    found = [form.id for form in reading.for_mechanism("un-wgad")]
    assert found[0] == "wgad-questionnaire"
    assert "sp-urgent-appeal" in found
    assert reading.for_mechanism("nobody") == ()


def test_what_goes_to_nobody_of_the_directory_goes_to_the_public_or_to_the_press() -> None:
    assert {form.id: form.recipient for form in reading.unaddressed()} == {"public-appeal": "public", "press-text": "media"}


def test_every_item_is_asked_by_a_form() -> None:
    asked = {field.item for form in reading.forms().values() for field in form.fields}
    assert asked == {*ITEMS, TYPED}


def test_a_field_key_asks_the_same_in_every_form() -> None:
    """Its label is looked up by its key alone: one key with two items would show one question and fill another."""
    items: dict[str, set[str]] = {}
    for form in reading.forms().values():
        for field in form.fields:
            items.setdefault(field.key, set()).add(field.item)
    assert {key: found for key, found in items.items() if len(found) > 1} == {}


@pytest.mark.parametrize("form", reading.forms().values(), ids=lambda form: form.id)
def test_a_form_that_was_not_seen_invents_no_required_field(form: Form) -> None:
    if all(field.basis == CHECK for field in form.fields):
        assert [field.key for field in form.fields if field.required] == []


def test_petitions_and_disappearances_take_no_unnamed_case_and_name_her_to_the_state() -> None:
    for id_ in ("wgad-questionnaire", "wgeid-report", "tb-complaint", "ced-complaint", "ced-urgent-action"):
        form = reading.forms()[id_]
        assert form.unnamed == UNNAMED[2]
        assert form.naming == (("responsible-state", "name"),)


def test_the_reprisals_report_and_appeals_name_only_whom_it_may_be_published_of() -> None:
    for id_ in ("sg-reprisals-new", "sg-reprisals-follow-up", "ngo-appeal", "public-appeal"):
        assert ("public", "publish") in reading.forms()[id_].naming
    assert reading.forms()["press-text"].naming == (("media", "publish"),)


def test_there_are_forms_for_every_body_that_the_product_promises() -> None:
    forms = reading.forms()
    assert len(forms) >= 20
    for id_ in (
        "un-sp-general", "un-sr-human-rights-defenders", "un-wgad", "un-wgeid", "un-ccpr", "un-cat", "un-cedaw", "un-cerd-individual",
        "un-crpd", "un-ced-individual", "un-ced-urgent-action", "un-cerd-early-warning", "un-hrc-president-bureau",
        "un-tb-reprisals-san-jose", "un-sg-reprisals-report", "iachr-precautionary-measures",
        "achpr-communications-provisional-measures", "ecthr-rule-39", "osce-odihr-hrd", "coe-commissioner", "eu-guidelines-hrd",
        "front-line-protection-grants", "protectdefenders-eu", "unvfvt-emergency", "amnesty-individuals-at-risk",
    ):  # fmt: skip
        assert reading.for_mechanism(id_), id_
