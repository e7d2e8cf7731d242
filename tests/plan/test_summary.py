"""The head of a printed plan: what was told, nothing that was not."""

from typing import Any

from alongside.directory.reader import load
from alongside.plan import summary
from alongside.plan.words import words
from tests.plan.making import situation


def lines(**told: Any) -> dict[str, str]:
    return dict(summary.lines(situation(**told), words("en", load())))


def label(key: str) -> str:
    return words("en", load()).catalogue.say(f"situation.{key}")


def test_a_bare_situation_has_three_lines() -> None:
    assert list(lines()) == [label("state"), label("acts"), label("urgency")]


def test_each_fact_told_has_its_line_in_words() -> None:
    found = lines(
        acts=["travel-ban", "travel-ban", "threats"],
        facts_date="2026-03",
        present_country="TUN",
        victim={"categories": ["lawyer"]},
        un_cooperation=[{"body": "un-upr"}, {"body": "un-upr"}],
        detained_now=False,
        missing_now=True,
    )
    assert found[label("acts")].count("travel ban") == 1
    assert found[label("when")] == "March 2026"
    assert found[label("present")] == "Tunisia"
    assert found[label("person")] == "lawyer"
    assert found[label("un")] == "Universal Periodic Review"
    assert (found[label("detained_now")], found[label("missing_now")]) == (label("no"), label("yes"))
    assert label("alive") not in found


def test_a_death_is_said_as_the_answer_to_whether_she_is_alive() -> None:
    assert lines(deceased=True)[label("alive")] == label("no")
    assert lines(deceased=False)[label("alive")] == label("yes")


def test_no_contact_with_the_un_is_an_answer_and_is_shown() -> None:
    assert lines(un_cooperation=[])[label("un")] == label("none")
