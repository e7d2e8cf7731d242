"""What of a case goes to another desk, fact by fact and field by field: nothing of who stays, and why it stays."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.submissions.referral import travelling
from alongside.desk.submissions.referral.naming import Names
from alongside.desk.submissions.referral.travelling import Terms
from alongside.facts.plain import to_plain
from tests.desk.cases.telling import fact, person

HER, MONA = person("Amal Fictional"), person("Mona Hidden")
ALL = frozenset(travelling.CHOSEN)
TODAY = date(2026, 11, 22)


def going(*facts, goes=(HER,), named=None, why=None, kinds=ALL):
    ids = frozenset(one.id for one in goes)
    names = ids if named is None else frozenset(one.id for one in named)
    lines = travelling.part(
        {one.id: one for one in facts}, Terms(ids, names, why or {MONA.id: "refused"}, frozenset(kinds), TODAY)
    )
    return {one.fact.id: one for one in lines}


def test_who_goes_goes_and_who_stays_says_why():
    found = going(HER, MONA)
    assert found[HER.id].goes == HER
    assert (found[MONA.id].goes, found[MONA.id].why) == (None, "refused")


def test_an_act_to_both_goes_without_the_one_who_stays_and_one_to_her_alone_stays():
    both = fact("act", code="threats", victims=[HER.id, MONA.id])
    hers = fact("act", code="smear-campaign", victims=[MONA.id])
    found = going(HER, MONA, both, hers)
    assert found[both.id].goes.victims == (HER.id,)
    assert [(one.field, one.why) for one in found[both.id].held] == [("victims", "link")]
    assert (found[hers.id].goes, found[hers.id].why) == (None, "refused")


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "detention", "person": MONA.id},
        {"kind": "relation", "person": HER.id, "other": MONA.id, "type": "friend"},
        {"kind": "information", "source": MONA.id, "content": "She saw it."},
        {"kind": "cooperation", "body": "un-upr", "by": MONA.id},
        {"kind": "intervention", "party": "An embassy", "persons": [MONA.id]},
        {"kind": "risk-assessment", "person": MONA.id, "date": "2026-11-20", "level": "high"},
        {
            "kind": "consent",
            "person": MONA.id,
            "recipient": "un-wgad",
            "purpose": "name",
            "answer": "refused",
            "date": "2026-11-20",
        },
        {"kind": "consent", "person": HER.id, "recipient": MONA.id, "purpose": "send", "answer": "agreed", "date": "2026-11-20"},
        {"kind": "note", "text": "Nobody said whom this is about."},
        {"kind": "domestic-step", "what": "A complaint"},
        {"kind": "task", "what": "Call"},
        {"kind": "legal-hold", "since": "2026-01-01", "why": "x", "placed_by": "a" * 32},
        {"kind": "act", "code": "threats"},
        {"kind": "act", "code": "threats", "victims": [HER.id], "confidential": True},
    ],
)
def test_what_concerns_who_stays_or_nobody_knows_whom_stays(told):
    one = fact(told.pop("kind"), **told)
    assert going(HER, MONA, one)[one.id].goes is None


def test_what_hangs_on_what_stays_falls_with_it_all_the_way():
    he = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"])
    act = fact("act", code="threats", victims=[MONA.id], perpetrators=[he.id])
    step = fact("intervention", persons=[MONA.id])
    hangs = [
        fact("involvement", act=act.id, person=he.id), fact("state-response", answers=step.id),
        fact("note", about=[act.id], text="x"),
    ]  # fmt: skip
    found = going(HER, MONA, he, act, step, *hangs)
    assert {found[one.id].why for one in hangs} == {"hangs"}
    assert found[he.id].goes is None  # nothing that goes names him


def test_who_did_it_goes_with_the_act_and_nobody_asked_him():
    he = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"])
    act = fact("act", code="threats", victims=[HER.id], perpetrators=[he.id])
    found = going(HER, he, act)
    assert found[he.id].goes == he and found[act.id].goes == act


def test_a_text_that_names_who_stays_is_held_back_and_the_rest_of_the_fact_goes():
    act = fact("act", code="threats", victims=[HER.id], description="They asked for Mona.", method="A letter")
    (found,) = [going(HER, MONA, act)[act.id]]
    assert (found.goes.description, found.goes.method) == (None, "A letter")
    assert [(one.field, one.why) for one in found.held] == [("description", "names")]


def test_a_row_that_names_who_stays_is_held_back():
    days = [{"date": "2026-12-01", "what": "hearing"}, {"date": "2026-12-02", "result": "Hidden was heard"}]
    held = fact("detention", person=HER.id, court_dates=days)
    found = going(HER, MONA, held)[held.id]
    assert [day.what for day in found.goes.court_dates] == ["hearing"]


def test_without_her_name_nothing_goes_that_leads_to_her():
    her = fact(
        "person", names=[{"text": "Amal Fictional"}], roles=["harmed"], sex="female", address="Harbour 3", born="1990",
        contact_ways=[{"kind": "phone", "value": "+00 123456"}], identity_papers="A1", occupation="Lawyer", health="x",
        human_rights_work="Runs the only clinic", organisation="The clinic", birthplace="Y", languages=["Nubian"],
        remarks="z", later={"a": 1},
    )  # fmt: skip
    act = fact("act", code="threats", victims=[her.id], description="They shouted Amal", method="Called 00123456 at night")
    found = going(her, act, goes=[her], named=[])
    assert to_plain(found[her.id].goes).keys() == {"format", "kind", "id", "revision", "roles", "sex"}
    assert (found[act.id].goes.description, found[act.id].goes.method) == (None, None)
    assert {one.why for one in found[her.id].held} == {"unnamed", "unknown"}


def test_a_file_goes_clean_and_only_if_everybody_on_it_goes_by_name():
    told = {
        "file": "1" * 32,
        "sha256": "2" * 64,
        "size": 9,
        "arrived": "2026-11-20T00:00:00Z",
        "arrived_by": "a" * 32,
        "name": "MONA.mp4",
    }
    copy = {"cleaned_file": "3" * 32, "cleaned_sha256": "4" * 64, "cleaned_size": 7, "cleaning": "cleaned"}
    act = fact("act", code="threats", victims=[HER.id, MONA.id])
    dirty = fact("evidence", about=[HER.id], **told)
    clean = fact("evidence", about=[HER.id], embedded=[{"name": "Place", "value": "30 N"}], **told, **copy)
    both = fact("evidence", about=[act.id], **told, **copy)
    nobody = fact("evidence", **told, **copy)
    found = going(HER, MONA, act, dirty, clean, both, nobody)
    assert (found[dirty.id].why, found[both.id].why, found[nobody.id].why) == ("file", "refused", "nobody")
    goes = found[clean.id].goes
    assert (goes.file, goes.sha256, goes.size) == ("3" * 32, "4" * 64, 7)
    assert (goes.name, goes.embedded, goes.cleaned_file) == (None, (), None)
    assert going(HER, clean, named=[])[clean.id].why == "unnamed"


def test_a_no_goes_even_where_it_is_confidential_and_a_secret_yes_keeps_its_like_back():
    yes = {
        "person": HER.id,
        "purpose": "send",
        "answer": "agreed",
        "date": "2026-11-20",
        "given_by": HER.id,
        "risks_explained": True,
    }
    no = fact("consent", **yes | {"answer": "withdrawn"}, recipient="un-wgad", confidential=True, words="He beat me", remarks="x")
    secret = fact("consent", **yes, recipient="class:ngo", confidential=True, expires="2026-11-21")
    like = fact("consent", **yes, recipient="class:ngo")
    other = fact("consent", **yes, recipient="class:state")
    found = going(HER, no, secret, like, other)
    assert (found[no.id].goes.words, found[no.id].goes.remarks, found[no.id].goes.confidential) == (None, None, None)
    assert found[secret.id].goes is None and found[like.id].goes is None and found[other.id].goes == other


def test_kinds_that_nobody_chose_stay():
    act, step = fact("act", code="threats", victims=[HER.id]), fact("domestic-step", persons=[HER.id])
    found = going(HER, act, step, kinds=["act"])
    assert found[act.id].goes and (found[step.id].goes, found[step.id].why) == (None, "not-chosen")


def test_the_digest_is_of_what_goes_and_not_of_its_revision():
    from dataclasses import replace

    act = fact("act", code="threats", victims=[HER.id])
    assert travelling.digest(act) == travelling.digest(replace(act, revision=7))
    assert travelling.digest(act) != travelling.digest(replace(act, method="x"))


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Mona Hidden", "they asked for Mona.", True),
        ("Mona Hidden", "MÓNA's house", True),
        ("Mona Hidden", "Monaco is a town", True),  # too much rather than too little
        ("Mona Hidden", "the moon is hid", False),
        ("منى الخفية", "سألوا عن منى", True),
        ("منى الخفية", "ومنى أيضًا", True),
        ("Мона Скрытая", "спросили Мону", True),
        ("王小明", "他们问王小明在哪里", True),
        ("Jo Li", "Jo Li was there", True),
        ("Jo Li", "the job list", False),
    ],
)
def test_a_name_is_found_in_its_spellings_and_endings(name, text, stands):
    assert Names([person(name)]).stand_in(text) is stands


def test_a_sign_that_no_document_writes_takes_no_name_apart():
    assert Names([person("Layla Haddad")]).stand_in("They took Lay\ufdd0la.")


def test_a_surname_that_who_goes_bears_too_does_not_hold_her_own_texts_back():
    his = person("Karim Fictional")
    names = Names([his], [HER])
    assert not names.stand_in("Amal Fictional was threatened")
    assert names.stand_in("her husband Karim") and names.stand_in("Karim Fictional")


PEOPLE = [person(f"Canary{word}") for word in ("one", "two", "three", "four")]
IDS = [one.id for one in PEOPLE]
some = st.lists(st.sampled_from(IDS), max_size=3, unique=True)
prose = st.one_of(
    st.none(), st.lists(st.sampled_from([*(one.names[0].text for one in PEOPLE), "night", "they"]), min_size=1).map(" ".join)
)
acts = st.builds(
    lambda victims, sources, text: fact("act", code="threats", victims=victims, sources=sources, description=text),
    some,
    some,
    prose,
)
notes = st.builds(lambda about, text: fact("note", about=about, text=text or "x"), some, prose)
steps = st.builds(lambda persons, text: fact("intervention", persons=persons, asked=text), some, prose)
ties = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda two: two[0] != two[1])
relations = ties.map(lambda two: fact("relation", person=two[0], other=two[1], type="friend"))


@given(
    st.lists(st.one_of(acts, notes, steps, relations), max_size=8), st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS))
)
def test_whatever_the_case_nothing_of_who_stays_goes_and_no_link_leads_nowhere(facts, goes, named):
    case = {one.id: one for one in (*PEOPLE, *facts)}
    lines = travelling.part(case, Terms(frozenset(goes), frozenset(named & goes), {}, ALL, TODAY))
    sent = [one.goes for one in lines if one.goes is not None]
    text = json.dumps([to_plain(one) for one in sent])
    for one in PEOPLE:
        if one.id not in goes:
            assert one.id not in text
        if one.id not in goes & named:
            assert one.names[0].text not in text
    ids = {one.id for one in sent}
    assert {id_ for one in sent for id_ in travelling._links(one)} <= ids


def hidden_wife():
    """She may be sent and not named; her husband did it, and everything about him leads to her."""
    her = fact(
        "person", names=[{"text": "Mona Hidden"}], roles=["harmed"], address="14 Canary Lane, Oldtown", birthplace="Canaryville",
        identity_papers="Passport CN4471209", organisation="Canary Circle",
    )  # fmt: skip
    him = fact(
        "person", names=[{"text": "Samir Husbandson"}], roles=["perpetrator"], address="14 Canary Lane, Oldtown", born="1980"
    )
    told = "Beaten at 14 Canary Lane on her return from Canary Circle; papers CN4471209 taken, sent to Canaryville."
    act = fact(
        "act", code="physical-attack", victims=[her.id], perpetrators=[him.id], description=told, place="Canary bakery", method="By hand"
    )  # fmt: skip
    tie = fact("relation", person=her.id, other=him.id, type="spouse")
    sister = person("Nadia Agreed", "relative")
    kin = fact("relation", person=her.id, other=sister.id, type="sibling")
    return her, him, act, tie, sister, kin


def test_nobody_near_to_an_unnamed_person_goes_by_name_and_no_text_leads_to_her():
    her, him, act, tie, sister, kin = hidden_wife()
    note = fact("note", about=[sister.id], text="They wait at the Canary bakery")
    other = fact("note", about=[sister.id], text="Samir telephoned")
    found = going(her, him, act, tie, sister, kin, note, other, goes=[her, sister], named=[sister])
    sent = json.dumps([to_plain(one.goes) for one in found.values() if one.goes is not None])
    for canary in ("Mona", "Hidden", "Samir", "Husbandson", "Canary", "CN4471209", "Oldtown", "1980"):
        assert canary not in sent, canary
    assert "Nadia Agreed" in sent and found[act.id].goes.method == "By hand"
    assert found[him.id].goes.roles == ("perpetrator",)
    assert found[kin.id].goes is None and found[kin.id].why == "unnamed"
    assert found[tie.id].goes == tie  # between two without a name it tells nothing


def test_who_lives_with_somebody_who_stays_or_may_be_her_neighbour_goes_without_a_name():
    her, him, *_ = hidden_wife()
    both = fact("act", code="threats", victims=[HER.id, her.id], perpetrators=[him.id])
    assert going(HER, her, him, both)[him.id].goes.names == ()
    officer = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"], perpetrator_type="police")
    by_police = fact("act", code="threats", victims=[HER.id, her.id], perpetrators=[officer.id])
    assert going(HER, her, officer, by_police)[officer.id].goes == officer


def test_the_number_of_a_letter_about_somebody_who_is_not_named_stays_everywhere():
    letter = fact("intervention", persons=[HER.id], reference="AL XXX 1/2026", party="A rapporteur")
    note = fact("note", about=[MONA.id], text="See AL XXX 1/2026")
    found = going(HER, MONA, letter, note, goes=[HER, MONA], named=[MONA])
    assert (found[letter.id].goes.reference, found[letter.id].goes.party) == (None, "A rapporteur")
    assert found[note.id].goes is None
    assert going(HER, letter)[letter.id].goes == letter


def test_a_place_where_something_happened_to_somebody_who_is_named_is_told():
    mine = fact("act", code="threats", victims=[HER.id], place="Old square", description="On the old square")
    hers = fact("act", code="threats", victims=[MONA.id], place="Old square")
    assert going(HER, MONA, mine, hers)[mine.id].goes == mine


@pytest.mark.parametrize("part", ["consent", "victim", "detained", "source"])
def test_who_has_another_part_than_having_done_it_is_asked_like_everybody(part):
    he = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"])
    act = fact("act", code="threats", victims=[HER.id], perpetrators=[he.id])
    more = {
        "consent": fact("consent", person=he.id, recipient="un-wgad", purpose="send", answer="refused", date="2026-11-20"),
        "victim": fact("act", code="threats", victims=[he.id]),
        "detained": fact("detention", person=he.id),
        "source": fact("information", source=he.id, about=[act.id]),
    }[part]
    found = going(HER, he, act, more)
    assert (found[he.id].goes, found[he.id].why) == (None, "not-chosen")


def test_an_event_of_which_every_act_was_done_to_who_stays_stays():
    """Its account told of her, without her name: the only dentist of the village."""
    mine, hers = (
        fact("event", description="Hers"),
        fact("event", title="At night", description="Soldiers came for the only dentist."),
    )
    acts = (
        fact("act", code="threats", victims=[HER.id], event=mine.id),
        fact("act", code="threats", victims=[MONA.id], event=hers.id),
    )
    found = going(HER, MONA, mine, hers, *acts)
    assert (found[hers.id].goes, found[hers.id].why) == (None, "refused") and found[mine.id].goes is not None
    both = fact("act", code="threats", victims=[HER.id], event=hers.id)
    assert going(HER, MONA, hers, acts[1], both)[hers.id].goes is not None


def test_the_file_and_the_court_of_who_goes_without_a_name_stay():
    days = [{"date": "2026-12-01", "court": "Court 5", "what": "hearing"}]
    held = fact("detention", person=HER.id, held=True, court_case="Case 4411/2026", court_dates=days)
    step = fact("domestic-step", step="search", where="Office 12", persons=[HER.id], what="About case 4411/2026")
    named, unnamed = going(HER, held, step), going(HER, held, step, named=())
    assert named[held.id].goes.court_case == "Case 4411/2026" and named[step.id].goes.where == "Office 12"
    goes, asked = unnamed[held.id].goes, unnamed[step.id].goes
    assert goes.court_case is None and [(one.court, one.what) for one in goes.court_dates] == [(None, "hearing")]
    assert asked.where is None and asked.what is None


def test_others_who_are_named_in_fields_of_their_own_stay():
    yes = fact(
        "consent", person=HER.id, recipient="un-wgad", purpose="name", answer="agreed", date="2026-11-20", witness="Nurse Third"
    )
    step = fact("intervention", persons=[HER.id], party="An embassy", spoke_with="Ms Third")
    lies = {"collector": "Omar Third", "address": "https://example.org/omarthird"}
    paper = fact(
        "evidence", file="0" * 32, sha256="0" * 64, size=1, arrived="2026-11-01T00:00:00Z", arrived_by="9" * 32, about=[HER.id],
        cleaning="nothing-to-clean", type="pdf", **lies,
    )  # fmt: skip
    found = going(HER, yes, step, paper)
    assert [(one.field, one.why) for one in found[yes.id].held] == [("witness", "names")]
    assert [(one.field, one.why) for one in found[step.id].held] == [("spoke_with", "names")]
    assert not any("hird" in json.dumps(to_plain(one.goes)) for one in found.values())


def test_a_child_that_only_did_it_goes_without_a_name():
    told = {"names": [{"text": "Karim Fictional"}], "roles": ["perpetrator"], "perpetrator_type": "paramilitary"}
    child, man = fact("person", **told, born="2012"), fact("person", **told, born="1980")
    for one in (child, man):
        act = fact("act", code="threats", victims=[HER.id], perpetrators=[one.id])
        assert bool(going(HER, one, act)[one.id].goes.names) == (one is man)
