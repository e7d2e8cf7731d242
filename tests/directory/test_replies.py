"""How long a State is given to answer: what a source says, what special procedures share, and nothing where nobody read it."""

import pytest

from alongside.directory import reader, replies


def test_an_expert_without_a_figure_of_its_own_has_that_of_all_special_procedures() -> None:
    assert not reader.load().mechanisms["un-sr-health"].replies_within
    assert (replies.days("un-sr-health", "urgent"), replies.days("un-sr-health", "letter")) == (30, 60)


def test_one_that_has_its_own_is_not_filled_up_from_the_general_one() -> None:
    assert (replies.days("un-wgad", "urgent"), replies.days("un-wgad", "letter")) == (None, 60)


def test_nothing_is_said_where_nobody_read_it() -> None:
    assert replies.days("no-such-body", "letter") is None
    assert replies.days("iachr-petition", "letter") is None
    assert replies.days("un-wgad", "other") is None


@pytest.mark.parametrize(
    ("mechanism", "months"),
    [
        ("un-ccpr", 6),
        ("un-cat", 6),
        ("un-cedaw", 6),
        ("un-crpd", 6),
        ("un-cescr", 6),
        ("un-crc", 6),
        ("un-cmw", 6),
        ("un-cerd-individual", 3),
        ("un-hrc-complaint-procedure", 3),
    ],
)
def test_a_complaint_has_the_months_of_its_instrument_as_the_most_days_they_can_be(mechanism: str, months: int) -> None:
    assert replies.days(mechanism, "complaint") == {3: 92, 6: 184}[months]
    assert (
        replies.days(mechanism, "letter") is None and replies.days(mechanism, "urgent") is None
    )  # other letters: nobody read a term


def test_the_working_group_on_detention_gives_sixty_days_in_its_regular_procedure() -> None:
    assert replies.days("un-wgad", "complaint") == 60


@pytest.mark.parametrize(
    "mechanism", ["un-ced-individual", "iachr-petition", "ecthr-application", "unesco-104-procedure", "un-sr-health"]
)
def test_a_committee_that_sets_the_term_in_each_letter_and_one_that_nobody_read_have_none(mechanism: str) -> None:
    assert mechanism in reader.load().mechanisms and replies.days(mechanism, "complaint") is None
