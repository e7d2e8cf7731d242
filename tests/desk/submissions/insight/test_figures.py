"""Figures are counted from what digests tell, drawn as SVG and written as a table that no spreadsheet runs."""

import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.around.came import Counted
from alongside.desk.cases.retention.counted import Statistic
from alongside.desk.cases.summary import to_digest
from alongside.desk.submissions.insight import figures, plots, table
from alongside.facts.fact import Fact
from alongside.language import countries
from tests.desk.cases.telling import NOW, fact, person
from tests.facts.making import facts as any_fact


def head(*case: Fact) -> bytes:
    return to_digest(case, NOW).partition(b"\n")[0]


def row(year: int | None = 2021, state: str | None = "EGY", *acts: str) -> Counted:
    return Counted(Statistic(year=year, state=state, acts=acts))


def test_a_case_counts_once_under_each_of_its_codes() -> None:
    case = [
        fact("event", state_responsible="EGY", began="2021"),
        fact("act", code="travel-ban", date="2021-01-01"),
        fact("act", code="travel-ban", date="2021-02-01"),
        fact("act", code="threats", date="2021-02-01"),
        fact("status-event", code="released"),
        fact("intervention", mechanism="un-wgad", date="2021-06-01", acknowledged="2021-06-08"),
    ]
    rows, untold = figures.read([head(*case), head(person("Amal")), b"not a digest"])
    found = figures.figures(rows, untold)
    assert (found.cases, found.uncounted) == (2, 1)
    assert found.counts["act"] == {"threats": 1, "travel-ban": 1} and found.counts["state"] == {"EGY": 1, "": 1}
    assert found.counts["outcome"] == {"status_event:released": 1} and found.receipts == figures.Took(7, 1, 1)


def test_what_somebody_typed_is_never_taken_for_figures() -> None:
    rows, _ = figures.read([head(person('","figures":"2021;XXX;;;;;;;;'), fact("event", state_responsible="EGY"))])
    assert rows[0].row.state == "EGY" and rows[0].row.year is None


def test_years_and_states_add_up_to_all_cases() -> None:
    found = figures.figures([row(), row(None, None), row(2020, "BHR")])
    assert all(sum(found.counts[name].values()) == found.cases for name in figures.WHOLE)


def test_figures_are_narrowed_to_a_year_a_state_and_an_act() -> None:
    rows = [row(2021, "EGY", "threats"), row(2021, "BHR", "travel-ban"), row(2020, "EGY")]
    assert len(figures.narrowed(rows, year="2021")) == 2 and len(figures.narrowed(rows, "2021", "EGY", "threats")) == 1


def test_the_table_for_others_hides_what_is_few_and_runs_nothing() -> None:
    rows = [row(2021, "EGY")] * 9 + [row(2020, "BHR")] * 2 + [row(2019, "EGY")] * 6
    text = table.written(figures.figures(rows), lambda name, code: f"={code}").decode("utf-8-sig")
    lines = text.split("\r\n")
    assert "year,2021,'=2021,9" in lines and "year,2020,'=2020,*" in lines and "year,2019,'=2019,*" in lines
    assert not any(re.search(r"(^|,)[=+@-]", line) for line in lines if not line.startswith(("all", "days")))
    few = table.written(figures.figures([row()] * 4), lambda name, code: code).decode("utf-8-sig")
    assert "EGY" not in few and "2021" not in few and "4" not in few


def test_a_median_is_hidden_where_it_is_that_of_few_cases() -> None:
    """Five letters of one case answered in time told outsiders of that case."""
    slow = Counted(Statistic(2026, "EGY"), (30, 31, 32, 33, 34), ())

    def written(rows: list[Counted]) -> str:
        return table.written(figures.figures(rows), lambda name, code: code).decode("utf-8-sig")

    assert "days-to-receipt,median,median,*" in written([slow])
    assert "days-to-receipt,median,median,*" in written([slow] * 4 + [row()] * 9)
    assert "days-to-receipt,median,median,32" in written([slow] * 5)


def test_plots_are_whole_svg_without_script_or_style() -> None:
    drawn = [
        plots.years({"2019": 3, "2021": 9, "": 2}, 'a "title" <x>'),
        plots.chart({"EGY": 4, "BHR": 1, "": 3, "XXX": 2}, lambda state: f"<{state}>", "States"),
        plots.bar(3, 9),
    ]
    for svg in drawn:
        ElementTree.fromstring(svg)  # noqa: S314  our own
        assert "style" not in svg and "<script" not in svg and " on" not in svg.replace("<on", "")
    assert "&lt;EGY&gt;: 4" in drawn[1] and "&lt;BHR&gt;: 1" in drawn[1] and "XXX" not in drawn[1]
    assert plots.years({"": 4}, "x") == "" and drawn[0].count("<rect") == 2


def test_every_state_of_the_un_has_a_place_on_the_map() -> None:
    from alongside.directory import reader

    states = reader.load().states
    assert [state for state, told in states.items() if told["un"] == "member" and not plots.placed(state)] == []
    assert set(plots.world()["states"]) | set(plots.world()["points"]) <= set(states)
    assert countries.name("EGY", "EG", "en") == "Egypt"


@given(st.lists(st.lists(any_fact, max_size=5), max_size=4))
@settings(max_examples=40)
def test_any_cases_are_counted_drawn_and_written(cases: list[list[Fact]]) -> None:
    rows, untold = figures.read([head(*case) for case in cases])
    assert untold == 0
    found = figures.figures(rows)
    table.written(found, lambda name, code: code)
    plots.years(found.counts["year"], "x")
    plots.chart(found.counts["state"], str, "x")
