"""A referral looks for who is not named with the net of drafts: names by their sound, numbers however grouped, letters of the UN."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.desk.submissions.referral import travelling
from alongside.desk.submissions.referral.naming import Names
from alongside.desk.submissions.referral.travelling import Terms
from tests.desk.cases.telling import fact, person

HER, BASMA = person("Amal Fictional"), person("Basma Hidden")
ALL, TODAY = frozenset(travelling.CHOSEN), date(2026, 11, 22)


def terms(goes, named):
    return Terms(frozenset(one.id for one in goes), frozenset(one.id for one in named), {BASMA.id: "refused"}, ALL, TODAY)


def going(*facts, goes=(HER,), named=None):
    lines = travelling.part({one.id: one for one in facts}, terms(goes, goes if named is None else named))
    return {one.fact.id: one.goes for one in lines}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Layla Karimi", "They asked where ليلى كريمي lives."),
        ("Layla Karimi", "Видели Лейлу Карими."),
        ("Layla Karimi", "Leila Karimy came."),
        ("Layla Karimi", "\U0001d40b\U0001d41a\U0001d432\U0001d425\U0001d41a was there"),
        ("Layla Karimi", "La\u3164yla was there"),
        ("كريم سعد", "Karim was there"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(name, text):
    assert Names([person(name)]).stand_in(text)
    note = fact("note", about=[HER.id], text=text)
    him = person(name)
    assert going(HER, him, note)[note.id] is None
    assert travelling.gives_away({one.id: one for one in (HER, him)}, terms([HER], [HER]), text) or name == "كريم سعد"


@pytest.mark.parametrize("text", ["0555 123 4567", "+90 (0)555 123 45 67", "٠٥٥٥١٢٣٤٥٦٧", "90-555-123.45.67"])
def test_a_number_is_found_however_it_is_grouped_or_begun(text):
    him = fact(
        "person", names=[{"text": "Bo Xu"}], roles=["relative"], contact_ways=[{"kind": "phone", "value": "+90 555 123 4567"}]
    )
    note = fact("note", about=[HER.id], text=f"Ring {text} at night")
    other = fact("note", about=[HER.id], text="Ring 0555 765 4321 at night")
    found = going(HER, him, note, other)
    assert found[note.id] is None and found[other.id] == other


def test_the_letters_and_documents_of_who_is_not_named_stay_in_every_text():
    asked = fact("intervention", persons=[BASMA.id])
    letter = fact("un-letter", code="AL", reference="AL BHR 2/2021", intervention=asked.id)
    mention = fact("un-mention", symbol="A/HRC/48/28", persons=[BASMA.id])
    by_step = fact("un-mention", symbol="A/HRC/49/29", intervention=asked.id)
    of_nobody = fact("un-letter", code="UA", reference="UA BHR 7/2022")
    mine = fact("un-mention", symbol="A/HRC/50/30", persons=[HER.id])
    hidden = ("See AL BHR 2/2021", "A/HRC/48/28 para 34", "a/hrc/49/29", "UA BHR 7/2022")
    notes = [fact("note", about=[HER.id], text=text) for text in hidden]
    told = fact("note", about=[HER.id], text="She stands in A/HRC/50/30, para 3")
    facts = (HER, BASMA, asked, letter, mention, by_step, of_nobody, mine, told, *notes)
    found = going(*facts, goes=[HER, BASMA], named=[HER])
    assert [found[one.id] for one in notes] == [None] * 4 and found[told.id] == told
    everybody = going(*facts, goes=[HER, BASMA], named=[HER, BASMA])
    assert [everybody[one.id] for one in notes] == notes


def test_a_place_of_which_nobody_said_whom_it_concerns_goes_with_those_for_whom_the_case_is():
    event = fact("event", place="Oldtown")
    note = fact("note", about=[HER.id], text="Taken in Oldtown")
    his = fact("act", code="threats", victims=[BASMA.id], place="Canary bakery")
    there = fact("note", about=[HER.id], text="He sits in the Canary bakery")
    found = going(HER, BASMA, event, note, his, there)
    assert (found[event.id], found[note.id], found[there.id]) == (event, note, None)


def test_what_is_about_a_letter_is_about_those_for_whom_it_was_written():
    asked = fact("intervention", persons=[BASMA.id])
    letter = fact("un-letter", code="AL", reference="AL BHR 2/2021", intervention=asked.id)
    file = fact(
        "evidence", about=[HER.id, letter.id], file="1" * 32, sha256="2" * 64, size=9, arrived="2026-11-20T00:00:00Z",
        arrived_by="a" * 32, cleaning="nothing-to-clean",
    )  # fmt: skip
    assert going(HER, BASMA, asked, letter, file)[file.id] is None


def test_a_named_persons_own_cover_name_ways_and_home_go_with_her():
    her = fact(
        "person", names=[{"text": "Amal Fictional"}, {"text": "Falcon", "kind": "alias"}], roles=["harmed"], address="3 Harbour, Oldtown",
        contact_ways=[{"kind": "phone", "value": "+90 555 765 4321"}],
    )  # fmt: skip
    note = fact("note", about=[her.id], text="Falcon, 0555 765 4321, went home to Oldtown")
    hidden = fact("person", names=[{"text": "Basma Hidden"}], roles=["relative"], birthplace="Oldtown")
    found = going(her, hidden, note, goes=[her])
    assert found[her.id] == her and found[note.id] == note


def test_her_own_home_stays_where_it_names_who_is_not_named():
    her = fact("person", names=[{"text": "Amal Fictional"}], roles=["harmed"], address="with Leila Karimy, Harbour 3")
    assert going(her, person("Layla Karimi"), goes=[her])[her.id].address is None


@pytest.mark.parametrize("spelling", ["Bob husband of Basma Hidden", "زوج Basma Hidden"])
def test_a_spelling_of_a_name_that_names_who_stays_is_held_back(spelling):
    bob = fact("person", names=[{"text": "Bob Fictional", "transliterations": [spelling]}], roles=["relative"])
    lines = travelling.part({one.id: one for one in (bob, BASMA)}, terms([bob], [bob]))
    (line,) = [one for one in lines if one.fact.id == bob.id]
    assert line.goes.names == () and [(one.field, one.why) for one in line.held] == [("names", "names")]
    plain = replace(bob, names=(replace(bob.names[0], transliterations=("Боб Фикшнал",)),))
    assert going(plain, BASMA, goes=[plain])[plain.id] == plain
