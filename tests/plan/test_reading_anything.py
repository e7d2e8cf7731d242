"""Reading whatever is typed: no shape of input ends in a traceback, and what is shown of it is harmless."""

import unicodedata
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.directory.reader import load
from alongside.plan.present import problem_sentence
from alongside.plan.situation import Situation
from tests.plan.making import BASE, FIELDS, attempt, problem


def test_control_characters_and_long_values_are_shown_harmlessly() -> None:
    assert "\x1b" not in problem(urgency="\x1b[31mred").value
    assert "\n" not in problem(urgency="two\nlines").value
    assert len(problem(urgency="x" * 5000).value) <= 60
    assert "\u202e" not in problem(urgency="\u202egnp.exe").value


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5000)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["EGY", "threats", "2024", "hours"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.sampled_from(["code", "body", "date"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values | st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(max_size=6), json_values, max_size=8))
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_no_input_of_any_shape_ends_in_anything_but_a_situation_or_its_problems(raw: object) -> None:
    found = attempt(raw)
    assert isinstance(found, Situation) or found
    for one in found if isinstance(found, tuple) else ():
        said = problem_sentence(one, "en", load())
        assert said.strip() and all(unicodedata.category(character)[0] != "C" for character in said), said


@given(
    st.fixed_dictionaries(
        {"state_responsible": st.just("EGY"), "acts": st.just(["threats"])},
        optional=dict.fromkeys(sorted(FIELDS - set(BASE)), json_values),
    )
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_one_bad_field_never_spoils_the_sentence_about_another(raw: dict[str, Any]) -> None:
    found = attempt(raw)
    for one in found if isinstance(found, tuple) else ():
        assert one.field.split("[")[0].split(".")[0] in FIELDS | {"situation"}
