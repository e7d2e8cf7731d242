"""The word of who is recorded as having done it to her gives nobody's name away: it may serve him."""

from html import unescape

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.submissions.referral import handing, shown
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.telling import NOW, fact
from tests.desk.making import found_desk
from tests.desk.submissions.referral.two_desks import ALL

DESK = "desk-" + "0" * 32


class Family:
    """A child, her mother and her father, who both decide for her."""

    def __init__(self) -> None:
        self.alice = found_desk()
        self.mother, self.father = (
            fact("person", names=[{"text": name}], roles=["relative"]) for name in ("Rania Agreed", "Samir Accused")
        )
        self.child = fact(
            "person",
            names=[{"text": "Lina Fictional"}],
            roles=["harmed"],
            born="2015",
            decided_by=[self.father.id, self.mother.id],
        )
        self.case = store.create(self.alice, [self.mother, self.father, self.child, self.says(self.father, "send")], NOW)

    def says(self, who, purpose, **more):
        return consents(self.child, DESK, purpose=purpose, given_by=who.id, **more)

    def tell(self, *facts) -> None:
        store.save(self.alice, self.case, [Edit(None, one) for one in facts], NOW)

    def opened(self):
        return store.open_case(self.alice, self.case, NOW, note=False)

    def line(self):
        lines = handing.look(self.opened(), DESK, [self.child.id], ALL, NOW)
        return next(one for one in lines if one.fact.id == self.child.id)

    def named(self) -> bool:
        return bool(self.line().goes.names)


@pytest.fixture
def family(database) -> Family:
    return Family()


def test_a_child_is_named_on_the_word_of_the_father_whom_nobody_accuses(family: Family):
    family.tell(family.says(family.father, "name"), fact("act", code="threats", victims=[family.child.id]))
    assert family.named()


@pytest.mark.parametrize("how", ["perpetrator", "involved", "to nobody said whom"])
def test_a_child_goes_without_her_name_on_the_sole_word_of_who_is_recorded_as_having_done_it(family: Family, how: str):
    own = {} if how == "to nobody said whom" else {"victims": [family.child.id]}
    by = {} if how == "involved" else {"perpetrators": [family.father.id]}
    act = fact("act", code="physical-attack", **own, **by)
    involved = [fact("involvement", act=act.id, person=family.father.id)] if how == "involved" else []
    family.tell(family.says(family.father, "name"), act, *involved)
    assert family.line().goes is not None and not family.named()
    (why,) = {one.why for one in family.line().held if one.field == "names"}
    assert why == "guardian-suspected"
    words = {lang: shown.why(Said(lang), why) for lang in ("ar", "en", "es", "fr", "ru", "zh")}
    assert "recorded as having done" in unescape(words["en"]) and len(set(words.values())) == 6


@pytest.mark.parametrize("mother", ["2026-11-19", "2026-11-21"])  # before his, and after it
def test_she_is_named_where_somebody_else_who_decides_said_yes_as_well(family: Family, mother: str):
    act = fact("act", code="physical-attack", victims=[family.child.id], perpetrators=[family.father.id])
    family.tell(family.says(family.father, "name"), family.says(family.mother, "name", date=mother), act)
    assert family.named()


def test_his_no_counts_as_that_of_anybody_who_decides(family: Family):
    act = fact("act", code="physical-attack", victims=[family.child.id], perpetrators=[family.father.id])
    no = family.says(family.father, "name", answer="refused", date="2026-11-22")
    family.tell(family.says(family.mother, "name"), no, act)
    assert not family.named()
    assert {one.why for one in family.line().held if one.field == "names"} == {"unnamed"}
