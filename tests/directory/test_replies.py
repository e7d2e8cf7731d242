"""How long a State is given to answer: what a source says, what special procedures share, and nothing where nobody read it."""

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
