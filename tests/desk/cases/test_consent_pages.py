"""Consent in the browser: asked one by one, written down as it was said, taken back at once; the answer is the ledger's alone."""

import pytest

from alongside.desk.people import clock
from alongside.facts.consent import Consent, may_leave
from alongside.facts.persons import Person
from tests.desk.cases.telling import agreement, fact
from tests.desk.cases.walking import Walk, text, walk

pytestmark = pytest.mark.usefixtures("database")
UN = "class:un-special-procedure"
YES = {"recipient": UN, "purpose": "send", "answer": "agreed", "risks_explained": "yes", "means": "call"}


def today() -> str:
    return clock.now().date().isoformat()


def may(one: Walk, person: str, recipient: str = UN, purpose: str = "send") -> tuple[str, str]:
    opened = one.opened()
    her = opened.facts[person]
    assert isinstance(her, Person)
    answer = may_leave(opened.of(Consent), her, recipient, purpose, clock.now().date())
    return answer.value, answer.code


def ask(one: Walk, person: str, **told: str):
    return one.send(f"consent/{person}/ask/", YES | {"given_by": person, "date": today()} | told)


def test_a_yes_is_written_down_and_the_table_says_so():
    one = walk()
    assert ask(one, one.her.id).status_code == 303
    assert may(one, one.her.id) == ("yes", "agreed")
    page = one.page("consent/")
    assert "They agreed." in page
    assert "by telephone" in page
    told = page.split("They agreed.")[1].split("</td>")[0]
    assert "Agreed" not in told  # the reason has said it


def test_one_yes_covers_nobody_else_and_nothing_else():
    one = walk()
    ask(one, one.her.id)
    assert may(one, one.husband.id) == ("ask", "not-asked")
    assert may(one, one.her.id, "class:ngo") == ("ask", "not-asked")
    assert may(one, one.her.id, purpose="publish") == ("ask", "not-asked")


def test_what_another_said_for_her_is_kept_and_lets_nothing_leave():
    one = walk()
    ask(one, one.her.id, given_by=one.husband.id)
    assert may(one, one.her.id) == ("ask", "said-by-another")
    assert "Somebody else said it." in one.page("consent/")


def test_without_the_risks_a_yes_does_not_count():
    one = walk()
    ask(one, one.her.id, risks_explained="")
    assert may(one, one.her.id) == ("ask", "risks-not-explained")


def test_a_refusal_counts():
    one = walk()
    ask(one, one.her.id, answer="refused", recipient="everyone", purpose="everything")
    assert may(one, one.her.id) == ("no", "refused")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"recipient": "everyone"}, "nobody can agree to this much at once"),
        ({"recipient": ""}, "this is needed"),
        ({"date": "13/13/2026"}, "this is not a day"),
        ({"expires": "2020-01-01"}, "before the beginning"),
    ],
)
def test_what_does_not_do_is_said_in_a_sentence_and_nothing_typed_is_lost(told: dict[str, str], sentence: str):
    one = walk()
    answer = ask(one, one.her.id, words="She said it twice", **told)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "She said it twice" in text(answer)
    assert one.of(Consent) == []


def test_asking_from_a_row_opens_the_form_on_it_and_stores_nothing():
    one = walk()
    answer = one.send(f"consent/{one.her.id}/ask/", {"start": "publish|public"})
    assert answer.status_code == 200
    assert '<option value="public" selected' in answer.content.decode()
    assert one.of(Consent) == []


def test_a_withdrawal_stops_what_it_names_and_nothing_is_taken_out():
    one = walk()
    ask(one, one.her.id)
    ask(one, one.her.id, recipient="class:ngo")
    (un,) = [record for record in one.of(Consent) if record.recipient == UN]
    answer = one.send(f"consent/{one.her.id}/withdraw/", {"withdraws": ["", un.id], "given_by": one.her.id, "date": today()})
    assert answer.status_code == 303
    assert may(one, one.her.id) == ("no", "withdrawn")
    assert may(one, one.her.id, "class:ngo") == ("yes", "agreed")
    assert len(one.of(Consent)) == 3


def test_everything_can_be_taken_back_at_once():
    one = walk()
    ask(one, one.her.id)
    one.send(f"consent/{one.her.id}/withdraw/", {"withdraws": "everything", "given_by": one.her.id})
    assert may(one, one.her.id) == ("no", "withdrawn")
    assert may(one, one.her.id, "public", "publish") == ("no", "withdrawn")


def test_a_withdrawal_of_nothing_asks_again():
    one = walk()
    one.add(agreement(one.her))
    answer = one.send(f"consent/{one.her.id}/withdraw/", {"withdraws": "", "given_by": one.her.id})
    assert answer.status_code == 422


def test_words_too_long_for_a_record_are_asked_for_again_and_not_stored_where_nobody_could_read_them():
    one = walk()
    one.add(agreement(one.her))
    answer = one.send(f"consent/{one.her.id}/withdraw/", {"withdraws": "everything", "words": "x" * 30_000})
    assert answer.status_code == 422
    assert one.opened().damaged == frozenset()
    assert len(one.of(Consent)) == 1


def test_a_change_of_mind_on_the_same_day_has_to_be_said():
    one = walk()
    ask(one, one.her.id, answer="refused")
    answer = ask(one, one.her.id)
    assert answer.status_code == 422
    assert "Did they change their mind" in text(answer)
    assert may(one, one.her.id) == ("no", "refused")
    assert ask(one, one.her.id, changed="yes").status_code == 303
    assert may(one, one.her.id) == ("yes", "agreed")


def test_an_answer_by_code_waits_for_an_officer():
    one = walk()
    ask(one, one.her.id, means="by-code")
    assert may(one, one.her.id) == ("ask", "by-code")
    (record,) = one.of(Consent)
    assert "I have checked" in one.page("consent/")
    assert one.send(f"consent/{record.id}/confirm/", {}).status_code == 303
    assert may(one, one.her.id) == ("yes", "agreed")
    assert one.send(f"consent/{record.id}/confirm/", {}).status_code == 404


def test_the_same_answer_sent_twice_is_stored_once():
    one = walk()
    fields = YES | {"given_by": one.her.id, "date": today(), "seed": "0" * 32}
    one.send(f"consent/{one.her.id}/ask/", fields)
    one.send(f"consent/{one.her.id}/ask/", fields)
    assert len(one.of(Consent)) == 1


def test_for_a_child_the_page_says_who_decides():
    one = walk()
    child = fact("person", names=[{"text": "Child Fictional"}], roles=["relative"], categories=["child"])
    one.add(child)
    assert "nobody is named who does" in one.page("consent/")


def test_only_persons_of_this_case_can_be_asked():
    one = walk()
    assert one.get(f"consent/{'0' * 32}/ask/").status_code == 404
    act = next(fact_.id for fact_ in one.opened().facts.values() if fact_.KIND == "act")
    assert one.get(f"consent/{act}/ask/").status_code == 404
