"""Every code that a plan can hold has its sentence: codes are read from the source, so that a new one without words fails here."""

import ast
import string
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import alongside.plan
from alongside.directory import vocabulary
from alongside.directory.reader import load
from alongside.plan import advice, present
from alongside.plan.finding import Finding, fails, holds, unknown
from alongside.plan.reading import Problem
from alongside.plan.words import MOST_STATES, Words, words

ROOM = Path(alongside.plan.__file__).parent
EN = words("en", load())
KEYS = EN.catalogue.keys()
MAKERS = ("holds", "unknown", "weak", "fails")
# Codes that are put together when a rule runs, by the expression that does it.
DYNAMIC = {
    "f'remedies-{remedies}'": ["remedies-exhausted", "remedies-unavailable"],
    "reason": ["filed-after-exit", "facts-after-exit", "standing-contested", "entry-date-unclear", "entry-unknown", "mandate-unseen",
               "list-unknown", "low-confidence", "procedure-not-in-force", "not-member", "not-party"],
    "question": ["nationality", "present_country"],
}  # fmt: skip


def values(node: ast.expr) -> list[str]:
    """What an expression may be: a constant, one of two, or one of DYNAMIC. Anything else has to be listed there first."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return values(node.body) + values(node.orelse)
    return DYNAMIC[ast.unparse(node)]


@lru_cache
def source() -> list[ast.Call]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOM.rglob("*.py"))]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


def calls(*names: str) -> Iterator[ast.Call]:
    for node in source():
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in names:
            yield node


@lru_cache
def used() -> set[str]:
    """Every key of the catalogue that the source asks for by a code."""
    keys = set()
    for call in calls(*MAKERS):
        if not call.args:
            continue
        keys |= {f"reason.{code}" for code in values(call.args[0])}
        if len(call.args) > 1:
            kind = "question" if ast.unparse(call.func) == "unknown" else "change"
            keys |= {f"{kind}.{code}" for code in values(call.args[1])}
    for call in calls("Caution"):
        keys |= {f"warning.{code}" for code in values(call.args[0])}
    for call in calls("note"):
        keys |= {f"problem.{code}" for code in values(call.args[1])}
    for call in calls("Problem"):
        keys |= {
            f"problem.{code}" for code in values(call.args[1]) if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
        }
    return keys - {"question.own", "change.own"}


DYNAMIC["code"] = ["outside-and-removal", "outside-own-country"]
DYNAMIC["fault"] = []  # handed on by `note`
# Questions that a mechanism's own file names as a parameter of its rule.
DYNAMIC["question"] += sorted(
    {str(value) for one in load().mechanisms.values() for use in one.rules for name, value in use.params if name == "question"}
    | {"facts_date", "final_domestic_decision_date"}
)


def test_codes_are_found_in_the_source_at_all() -> None:
    assert len(used()) > 150
    assert {"reason.un-link", "question.un_cooperation", "change.un-link", "warning.small-group", "problem.not-a-date"} <= used()


def test_every_reason_question_change_caution_and_problem_has_a_sentence() -> None:
    assert sorted(used() - KEYS) == []


def test_no_sentence_waits_for_a_code_that_nobody_uses() -> None:
    groups = ("reason.", "question.", "change.", "warning.")
    assert sorted(key for key in KEYS if key.startswith(groups) and key not in used()) == []


def test_every_fact_asked_next_has_its_question() -> None:
    assert sorted(fact for fact in present.TOLD_FACTS if f"question.{fact}" not in KEYS) == []


def test_every_weighed_code_is_a_code() -> None:
    assert sorted(code for code in (*advice.FIT, *advice.DOUBT) if f"reason.{code}" not in used()) == []


LABELS = {
    "act": vocabulary.ACTS,
    "perpetrator": vocabulary.PERPETRATORS,
    "victim_kind": vocabulary.VICTIM_KINDS,
    "category": vocabulary.CATEGORIES,
    "target": vocabulary.TARGETS,
    "body": (*vocabulary.UN_BODIES, *vocabulary.OTHER_BODIES),
    "form": vocabulary.COOPERATION_FORMS,
    "ground": vocabulary.GROUNDS,
    "remedies": vocabulary.REMEDIES,
    "urgency": vocabulary.URGENCIES,
    "need": vocabulary.NEEDS,
    "consent": vocabulary.CONSENTS,
    "status": vocabulary.STATUSES,
    "consent_state": vocabulary.CONSENT_STATES,
    "horizon": vocabulary.HORIZONS,
    "confidence": vocabulary.CONFIDENCES,
    "kind": vocabulary.KINDS,
    "provides": vocabulary.PROVISIONS,
    "route": vocabulary.ROUTE_STATUSES,
    "access": vocabulary.ACCESS_ROUTES,
    "filer": vocabulary.FILERS,
    "discloses": vocabulary.DISCLOSURES,
    "unnamed": vocabulary.UNNAMED,
    "channel": vocabulary.CHANNEL_TYPES,
    "standing": tuple(load().codes),
    "plan": present.GROUPS,
}


@pytest.mark.parametrize("group", LABELS)
def test_every_code_of_the_vocabulary_has_its_word(group: str) -> None:
    assert [code for code in LABELS[group] if f"{group}.{code}" not in KEYS] == []
    assert all(EN.label(group, code).strip() for code in LABELS[group])


def placeholders(key: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(EN.catalogue.raw(key))) if name}


def test_every_sentence_asks_only_for_parameters_that_its_rule_gives() -> None:
    """A sentence with a parameter too many would end in a KeyError in front of the person."""
    given: dict[str, set[str]] = {}
    for call in calls(*MAKERS):
        if not call.args or ast.unparse(call.args[0]) in DYNAMIC:
            continue  # said aloud by the cases of test_present
        names = {word.arg for word in call.keywords if word.arg}
        names |= {"state", "treaty", "until"} if any(word.arg is None for word in call.keywords) else set()  # **about, **params
        for code in values(call.args[0]):
            given[code] = given[code] & names if code in given else names
    for code, names in given.items():
        assert placeholders(f"reason.{code}") <= names, code


# --- saying it


def reason(finding: Finding, language: str = "en") -> str:
    return words(language, load()).reason(finding)


def test_states_and_codes_are_said_in_words() -> None:
    assert reason(fails("not-party", "accept", state="EGY", treaty="ICCPR-OP1")).startswith("Egypt")
    assert reason(holds("act-in-scope", acts=("travel-ban", "threats"))) == "It takes up: travel ban, threats."
    assert "Égypte" in reason(fails("not-party", "accept", state="EGY", treaty="ICCPR-OP1"), "fr")
    assert "ATL" in reason(holds("place-served", state="ATL"))  # no such State: its code, never an error


def test_a_body_of_the_same_matter_is_said_by_its_name() -> None:
    said = reason(fails("same-matter-pending", "other-ends", mechanisms=("un-ccpr", "un-cat")))
    assert "un-ccpr" not in said and "un-cat" not in said


def test_a_list_of_a_whole_continent_is_cut() -> None:
    many = tuple(load().states)[:20]
    change = EN.change(fails("place-not-served", "place", state="EGY", states=many))
    assert change and change.count(",") == MOST_STATES - 1 and "…" in change
    few = EN.change(fails("place-not-served", "place", state="EGY", states=many[:2]))
    assert few and "…" not in few


def test_what_a_mandate_wants_is_listed_without_the_groups_it_does_not_have() -> None:
    change = EN.change(fails("act-outside-scope", "scope", acts=("killing",), categories=(), grounds=("sex",)))
    assert change == "It would open for other acts or groups: killing, sex or gender."


def test_the_entrys_own_question_and_change_are_left_to_the_entry() -> None:
    assert EN.question(unknown("operator-decides", "own")) is None
    assert EN.question(holds("any-act")) is None
    assert EN.change(fails("x", "own")) is None
    assert EN.change(holds("any-act")) is None
    assert EN.change(fails("not-held", "held")) == EN.catalogue.say("change.held")


def test_a_problem_is_one_sentence_with_field_value_and_what_is_accepted() -> None:
    said = EN.problem(Problem("urgency", "unknown-code", "hour", "hours, days", "hours"))
    assert said == "urgency: “hour” is not one of the codes (did you mean hours?); accepted: hours, days."
    assert "did you mean" not in EN.problem(Problem("urgency", "unknown-code", "x", "hours"))


def test_braces_typed_by_a_person_stay_braces() -> None:
    assert "{field}" in EN.problem(Problem("id", "not-text", "{field} {0} {x.__class__}"))


def test_words_of_a_language_are_made_once_and_only_for_six_languages() -> None:
    assert words("en", load()) is words("en", load())
    with pytest.raises(ValueError, match="tlh"):
        Words("tlh", load())
