"""Every dated boundary of the shipped data, one test on each side: made from the data itself, and named ones worked out by hand."""

from datetime import date, timedelta
from typing import Any

import pytest

from alongside.directory import dates
from alongside.directory.dates import Span
from alongside.directory.mechanism import Mechanism
from alongside.directory.reader import load
from alongside.directory.standing import Answer, Period, entry_into_force
from alongside.plan.finding import Finding
from alongside.plan.rules import procedure, who
from tests.plan.making import option, reasons, said, situation

D = load()
ROWS: list[tuple[str, str, Period]] = [
    (code, iso3, period)
    for code, table in D._tables["standing"].items()
    for iso3 in table["states"]
    for period in D.periods(code, iso3)
]
DAY = timedelta(days=1)


def answer(code: str, iso3: str, day: date) -> Answer:
    return D.standing(code, iso3, dates.on(day))


def is_full(span: Span | None) -> bool:
    return span is not None and span.first == span.last


def followed(code: str, iso3: str, period: Period) -> bool:
    """Whether another period of the State under the same code runs beside this one or after it: a second mandate, a return."""
    end = period.ends or period.known_to
    others = [other for other in D.periods(code, iso3) if other is not period]
    return any(end is not None and (other.ends is None or other.ends.last >= end.first) for other in others)


# --- who belonged to what


@pytest.mark.parametrize(
    ("code", "iso3", "period"),
    [row for row in ROWS if row[2].ends and D.codes[row[0]].entry != "not-in-force"],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_exit_counts_from_its_day_and_not_before(code: str, iso3: str, period: Period) -> None:
    assert period.ends
    inside = answer(code, iso3, period.ends.first - DAY)
    assert inside.why != "after-exit" and inside.holds is not False, inside
    if followed(code, iso3, period):
        return
    on_the_day = answer(code, iso3, period.ends.first)
    after = answer(code, iso3, period.ends.last + DAY)
    assert (after.holds, after.why) == (False, "after-exit")
    if is_full(period.ends):
        assert (on_the_day.holds, on_the_day.why) == (False, "after-exit")
    else:
        assert D.standing(code, iso3, Span(period.ends.first, period.ends.last, "")).holds is not True


@pytest.mark.parametrize("code", [code for code in D.codes if D.codes[code].entry != "not-in-force"])
def test_entry_into_force_counts_from_its_day_and_not_before(code: str) -> None:
    """All States of one code in one test: two thousand rows."""
    tried = 0
    for iso3 in D._tables["standing"][code]["states"]:
        periods = D.periods(code, iso3)
        for period in periods:
            if period.status != "party" or not period.begins:
                continue
            earlier = [other for other in periods if other is not period]
            inside = answer(code, iso3, period.begins.last)
            assert inside.holds is not False or inside.why == "after-exit", (iso3, inside)
            if not earlier:
                before = answer(code, iso3, period.begins.first - DAY)
                assert (before.holds, before.why) == (False, "before-entry"), (iso3, before)
            if period.confidence != "low" and not period.doubt_from and not period.known_to and is_full(period.begins):
                assert inside.holds is True, (iso3, inside)
            tried += 1
    assert tried or not any(row[2].begins for row in ROWS if row[0] == code)


@pytest.mark.parametrize(
    ("code", "iso3", "period"),
    [row for row in ROWS if row[2].doubt_from and row[2].doubt_from.first.year > 1],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_doubt_makes_the_answer_uncertain_from_its_day(code: str, iso3: str, period: Period) -> None:
    assert period.doubt_from
    after = D.standing(code, iso3, Span(period.doubt_from.last, period.doubt_from.last, ""))
    assert after.holds is not True, after
    before = answer(code, iso3, period.doubt_from.first - DAY)
    assert before.why != "contested" or period.status == "unknown", before


@pytest.mark.parametrize(
    ("code", "iso3", "period"),
    [row for row in ROWS if row[2].known_to],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_after_the_last_day_that_a_source_covers_a_mandate_is_asked_about(code: str, iso3: str, period: Period) -> None:
    assert period.known_to
    assert answer(code, iso3, period.known_to.last).why != "mandate-unseen"
    if followed(code, iso3, period):
        return
    after = answer(code, iso3, period.known_to.last + DAY)
    assert after.holds is not True, after


@pytest.mark.parametrize(
    ("code", "deposited", "in_force"),
    [
        ("ICCPR-OP1", "1992-01-10", "1992-04-10"),  # three months (art. 9(2))
        ("ICCPR-OP1", "1997-11-30", "1998-02-28"),  # the month is shorter
        ("ICCPR-OP1", "1970-01-01", "1976-03-23"),  # not before the Protocol itself
        ("CEDAW-OP", "2001-05-31", "2001-08-31"),
        ("ICESCR-OP", "2015-02-04", "2015-05-04"),
        ("ICESCR-OP", "2012-12-31", "2013-05-05"),  # not before the Protocol itself
        ("CRC-OPIC", "2016-01-07", "2016-04-07"),
        ("CRPD-OP", "2010-07-10", "2010-08-09"),  # thirtieth day
        ("CED", "2010-11-23", "2010-12-23"),
        ("CAT", "1990-03-01", "1990-03-31"),
        ("CAT-22", "2002-03-01", "2002-03-01"),  # a declaration: at once
        ("ICERD-14", "2002-03-01", "2002-03-01"),
        ("AARHUS", "2002-01-01", "2002-04-01"),  # ninetieth day
        ("ESCAZU", "2021-06-01", "2021-08-30"),
        ("ROME", "2003-02-02", "2003-05-01"),  # first day of the month after the sixtieth day: 3 April
        ("ROME", "2002-12-31", "2003-04-01"),  # 1 March is the sixtieth day: April
    ],
)
def test_a_deposit_enters_into_force_as_the_instrument_says(code: str, deposited: str, in_force: str) -> None:
    begins = entry_into_force(D.codes[code], deposited)
    assert begins and (begins.first.isoformat(), begins.last.isoformat()) == (in_force, in_force)


# --- existence of mechanisms, through the planner

SINCE = [mechanism for mechanism in D.mechanisms.values() if mechanism.since]
UNTIL = [mechanism for mechanism in D.mechanisms.values() if mechanism.until]


def existence(mechanism: Mechanism, day: date) -> set[str]:
    return reasons(option(mechanism.id, as_of=day.isoformat())) & {"not-yet-existing", "founded-about-then", "no-longer-existing"}


@pytest.mark.parametrize("mechanism", SINCE, ids=lambda one: one.id)
def test_a_mechanism_exists_from_its_first_day_and_not_before(mechanism: Mechanism) -> None:
    assert mechanism.since
    assert existence(mechanism, mechanism.since.last) <= {"no-longer-existing"}
    assert existence(mechanism, mechanism.since.first - DAY) == {"not-yet-existing"}
    if not is_full(mechanism.since):
        assert existence(mechanism, mechanism.since.first) == {"founded-about-then"}


@pytest.mark.parametrize("mechanism", UNTIL, ids=lambda one: one.id)
def test_a_mechanism_that_ended_is_closed_from_that_day_and_not_before(mechanism: Mechanism) -> None:
    assert mechanism.until
    assert existence(mechanism, mechanism.until.first - DAY) == set()
    assert existence(mechanism, mechanism.until.first) == {"no-longer-existing"}


@pytest.mark.parametrize("mechanism", [one for one in D.mechanisms.values() if one.status_since], ids=lambda one: one.id)
def test_a_route_that_stopped_ran_until_the_day_before(mechanism: Mechanism) -> None:
    assert mechanism.status_since
    stopped = {"route-inactive", "route-closed", "unverified"}
    assert not reasons(option(mechanism.id, as_of=(mechanism.status_since.first - DAY).isoformat())) & stopped
    assert reasons(option(mechanism.id, as_of=mechanism.status_since.last.isoformat())) & stopped


# --- time limits of the data

LIMITS = [
    (mechanism.id, dict(use.params)) for mechanism in D.mechanisms.values() for use in mechanism.rules if use.name == "time_limit"
]
HAND = {  # start of the limit, its last day, worked out by hand
    "ecthr-application": ("2022-02-01", "2022-06-01"),
    "iachr-petition": ("2024-08-31", "2025-02-28"),
    "un-cerd-individual": ("2024-05-15", "2024-11-15"),
    "un-cescr": ("2024-02-29", "2025-02-28"),
    "un-crc": ("2023-07-01", "2024-07-01"),
    "eacj": ("2024-12-31", "2025-02-28"),
}


@pytest.mark.parametrize(("mechanism", "params"), LIMITS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_last_day_of_each_time_limit_is_inside_and_the_next_is_not(mechanism: str, params: dict[str, Any]) -> None:
    start, last = HAND[mechanism]

    def limit(as_of: date) -> Finding | None:
        field = {"act": "facts_date", "decision": "final_domestic_decision_date"}[params["start"]]
        return procedure.time_limit(situation(as_of=as_of.isoformat(), **{field: start}), D, **params)

    end = date.fromisoformat(last)
    inside = limit(end)
    assert said(inside) == ("holds", "within-limit") and inside and inside.params["act_before"] == last
    assert said(limit(end + DAY)) == ("fails", "time-limit-passed")


def test_the_european_courts_six_months_became_four_for_decisions_from_february_2022() -> None:
    told = {"state_responsible": "ALB", "facts_date": "2021", "domestic_remedies": "exhausted"}

    def found(decision: str, as_of: str) -> set[str]:
        return reasons(option("ecthr-application", **told, final_domestic_decision_date=decision, as_of=as_of))

    assert "within-limit" in found("2022-01-31", "2022-07-31")
    assert "time-limit-passed" in found("2022-01-31", "2022-08-01")
    assert "within-limit" in found("2022-02-01", "2022-06-01")
    assert "time-limit-passed" in found("2022-02-01", "2022-06-02")


def test_the_urgent_procedure_for_the_disappeared_lasts_three_months() -> None:
    def found(as_of: str) -> tuple[str, str] | None:
        return said(who.disappeared(situation(missing_now=True, missing_since="2026-03-31", as_of=as_of), D))

    assert found("2026-06-30") == ("holds", "missing-now")
    assert found("2026-07-01") == ("holds", "missing-standard-procedure")


# --- by name, worked out by hand from the instruments

BEFORE, AFTER = ("open", "conditional"), ("closed",)
AARHUS = {"state_responsible": "ALB", "facts_date": "2022-06", "victim": {"categories": ["environmental"]}}
IRAQ = {"state_responsible": "IRQ", "acts": ["enforced-disappearance"], "missing_now": True, "as_of": "2015-01-01"}


@pytest.mark.parametrize(
    ("mechanism", "told", "expected"),
    [
        # Belarus left the first Optional Protocol with effect from 8 February 2023 (art. 12(2): filing before the exit counts).
        ("un-ccpr", {"state_responsible": "BLR", "facts_date": "2022-12", "as_of": "2023-02-07"}, BEFORE),
        ("un-ccpr", {"state_responsible": "BLR", "facts_date": "2022-12", "as_of": "2023-02-08"}, AFTER),
        # Russia ceased to be bound by the European Convention on 16 September 2022 (art. 58: earlier facts stay examinable).
        ("ecthr-application", {"state_responsible": "RUS", "facts_date": "2022-09-15", "as_of": "2022-12-01"}, BEFORE),
        ("ecthr-application", {"state_responsible": "RUS", "facts_date": "2022-09-16", "as_of": "2022-12-01"}, AFTER),
        # Niger left ECOWAS on 29 January 2025.
        ("ecowas-court", {"state_responsible": "NER", "facts_date": "2024-12", "as_of": "2025-01-28"}, BEFORE),
        ("ecowas-court", {"state_responsible": "NER", "facts_date": "2024-12", "as_of": "2025-01-29"}, AFTER),
        # Benin's withdrawal of its declaration to the African Court took effect in March 2021, a year after notice.
        ("african-court", {"state_responsible": "BEN", "facts_date": "2020-06", "as_of": "2021-02-28"}, BEFORE),
        ("african-court", {"state_responsible": "BEN", "facts_date": "2020-06", "as_of": "2021-04-01"}, AFTER),
        # The mandate on sexual orientation and gender identity was made on 30 June 2016.
        ("un-ie-sogi", {"victim": {"categories": ["lgbti"]}, "as_of": "2016-06-29"}, AFTER),
        ("un-ie-sogi", {"victim": {"categories": ["lgbti"]}, "as_of": "2016-06-30"}, BEFORE),
        # The senior official on reprisals was named in October 2016.
        ("un-asg-senior-official-reprisals", {"un_cooperation": [{"body": "un-upr"}], "as_of": "2016-09-30"}, AFTER),
        ("un-asg-senior-official-reprisals", {"un_cooperation": [{"body": "un-upr"}], "as_of": "2016-10-31"}, BEFORE),
        # The rapporteur under the Aarhus Convention was elected on 24 June 2022.
        ("aarhus-sr-environmental-defenders", AARHUS | {"as_of": "2022-06-23"}, AFTER),
        ("aarhus-sr-environmental-defenders", AARHUS | {"as_of": "2022-06-24"}, BEFORE),
        # Iraq deposited on 23 November 2010; the Convention on disappearances began for it and for all on 23 December 2010.
        ("un-ced-urgent-action", IRAQ | {"facts_date": "2010-12-22"}, AFTER),
        ("un-ced-urgent-action", IRAQ | {"facts_date": "2010-12-23"}, BEFORE),
    ],
)  # fmt: skip
def test_each_side_of_a_known_boundary(mechanism: str, told: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert option(mechanism, **told).status in expected
