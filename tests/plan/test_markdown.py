"""The plan as Markdown: whole, and harmless whatever a text holds."""

from alongside.directory.reader import load
from alongside.plan.markdown import channel, escape, markdown
from alongside.plan.present import plan_dict
from alongside.plan.words import words
from tests.plan.making import plan


def made(language: str = "en", **told: object) -> str:
    one = plan(**told)
    return markdown(plan_dict(one, load(), language), one, load(), language)


TUNISIA = {
    "state_responsible": "TUN",
    "acts": ["arrest-detention"],
    "detained_now": True,
    "facts_date": "2026",
    "deceased": False,
}


def test_a_plan_names_every_mechanism_and_what_open_means() -> None:
    text = made(**TUNISIA)
    names = [table["name"] for table in plan_dict(plan(**TUNISIA), load(), "en")["options"]]
    assert [name for name in names if escape(name) not in text] == []
    assert words("en", load()).catalogue.say("plan.open-means") in text


def test_it_begins_with_what_was_told_and_ends_with_one_line_break() -> None:
    text = made(**TUNISIA)
    assert text.startswith("# ") and "- " in text.splitlines()[2] and "Tunisia" in text.splitlines()[2]
    assert text.endswith("\n") and not text.endswith("\n\n\n")


def test_a_deadline_is_shown() -> None:
    told = TUNISIA | {"state_responsible": "ALB", "domestic_remedies": "exhausted", "final_domestic_decision_date": "2026-10-01"}
    assert "2027-02-01" in made(**told)


def test_where_nothing_is_open_it_says_so() -> None:
    one = plan(**TUNISIA)
    table = plan_dict(one, load(), "en")
    closed = table | {"first": [], "ask_next": [], "options": [option | {"status": "closed"} for option in table["options"]]}
    text = markdown(closed, one, load(), "en")
    assert words("en", load()).catalogue.say("plan.none-open") in text
    assert words("en", load()).catalogue.say("plan.ask-next") not in text


def test_characters_that_markdown_reads_are_escaped() -> None:
    assert escape("[a](b) *c* _d_ `e` <f> #g |h| \\") == "\\[a\\](b) \\*c\\* \\_d\\_ \\`e\\` \\<f\\> \\#g \\|h\\| \\\\"


def test_a_channel_carries_its_caution_and_a_missing_one_no_words() -> None:
    said = words("en", load())
    found = {"type": "email", "value": "a@b.example", "check_first": True}
    assert channel({"channel": found}, said).endswith("a@b.example (weakly sourced: check first)")
    assert channel({"channel": found | {"check_first": False}}, said).endswith("a@b.example")
    assert channel({"channel": None}, said) == ""


def test_another_language_has_its_own_names_of_states() -> None:
    assert "Tunisie" in made("fr", **TUNISIA)
