"""What waits to leave is stopped with the record of a no: whoever's yes it needed, wherever the no was written."""

from typing import Any
from uuid import UUID

import pytest

from alongside.desk.cases import history, store
from alongside.desk.cases.models import Case, Record
from alongside.desk.cases.store import Edit
from alongside.desk.outbox import deliveries
from alongside.desk.outbox.models import Delivery
from alongside.desk.outbox.rules import Outcome, Step
from alongside.desk.people import clock, notices
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.steps import Intervention
from alongside.facts.submissions import Submission
from tests.desk.cases.letter_waiting import Scene, laid, no
from tests.desk.cases.telling import fact
from tests.desk.cases.waiting import damage_history, lose, take_back
from tests.desk.cases.walking import text


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    """What the outbox asks of the database is tested on both engines beside it."""
    with sqlite.fresh(tmp_path):
        yield


@pytest.fixture
def scene(_one_engine: None) -> Scene:
    return laid()


def test_a_no_of_whoever_stands_in_it_stops_it_and_the_case_says_that_it_did_not_leave(scene: Scene) -> None:
    assert scene.waits and scene.letter.left
    scene.write(no(scene.one.her))
    assert not scene.waits and not scene.letter.left
    assert scene.one.of(Intervention) == []  # no body was seized by what never left
    assert [one.key for one in notices.mine(scene.one.bob, clock.today())] == ["notices.mail_stopped"]
    assert notices.mine(scene.one.alice, clock.today()) == []


@pytest.mark.parametrize(("who", "purpose"), [("source", "send"), ("friend", "photo")])
def test_so_does_that_of_a_source_and_of_who_is_in_a_picture(scene: Scene, who: str, purpose: str) -> None:
    scene.write(no(getattr(scene, who), purpose))
    assert not scene.waits


def test_so_does_a_withdrawal_that_was_filed_under_somebody_else(scene: Scene) -> None:
    scene.write(no(scene.one.husband, answer="withdrawn", withdraws=[scene.yes.id]))
    assert not scene.waits


def test_so_does_hiding_somebody(scene: Scene) -> None:
    scene.change(type(scene.friend), scene.friend.id, confidential=True)
    assert not scene.waits


def test_what_is_removed_stops_what_needed_it(scene: Scene) -> None:
    yes = next(found for found in scene.one.of(Consent) if found.id == scene.yes.id)
    store.save(scene.one.alice, scene.one.case, [Edit(yes, None)], clock.now())
    assert not scene.waits


def test_so_does_a_stop_to_publicity(scene: Scene) -> None:
    me, when = scene.one.alice.person.pk.hex, "2026-11-22T10:00:00Z"
    told = {"level": "public-appeal", "decided": when, "decided_by": me, "why": "Asked.", "review_at": "2026-11-24T10:00:00Z"}
    decided = fact("publicity-decision", **told)
    scene.write(decided)
    assert scene.waits
    scene.change(type(decided), decided.id, stopped=when, stopped_by=me)
    assert not scene.waits


def appeal(scene: Scene, number: int = 0, level: str = "public-appeal", **told: Any) -> Fact:
    """A decision of that second."""
    her = {"decided_by": scene.one.alice.person.pk.hex, "why": "Asked.", "review_at": "2026-11-24T10:00:00Z"}
    return fact("publicity-decision", level=level, decided=f"2026-11-22T10:00:{number:02}Z", **her, **told)


@pytest.mark.parametrize("level", ["silent-log", "closed-letter", "named-list"])
def test_so_does_a_newer_decision_on_less(scene: Scene, level: str) -> None:
    """It shut the gate of every draft, and what lay in the outbox went to the press."""
    scene.write(appeal(scene))
    assert scene.waits
    scene.write(appeal(scene, 1, level))
    assert not scene.waits and not scene.letter.left


def test_so_does_one_that_is_no_longer_about_her(scene: Scene) -> None:
    both = [scene.one.her.id, scene.one.husband.id]
    scene.write(appeal(scene, persons=both))
    scene.write(appeal(scene, 1, persons=both))
    scene.write(appeal(scene, 2, persons=[scene.one.her.id]))  # her husband is not told of in it
    assert scene.waits
    scene.write(appeal(scene, 3, persons=[scene.one.husband.id]))
    assert not scene.waits


def test_an_older_decision_on_less_that_is_written_down_later_does_not(scene: Scene) -> None:
    scene.write(appeal(scene, 1))
    scene.write(appeal(scene, 0, "silent-log"))
    assert scene.waits


@pytest.mark.parametrize("mechanism", [None, "un-sr-human-rights-defenders"])
def test_what_everybody_can_read_is_known_without_the_step_that_says_so(scene: Scene, mechanism: str | None) -> None:
    """The intervention can be taken out, or made another one, by any member: a stop to publicity stopped nothing then."""
    scene.change(Submission, scene.letter.id, mechanism=mechanism)
    (step,) = scene.one.of(Intervention)
    store.save(scene.one.alice, scene.one.case, [Edit(step, None)], clock.now())
    decided = appeal(scene)
    scene.write(decided)
    scene.change(type(decided), decided.id, stopped="2026-11-22T11:00:00Z", stopped_by=scene.one.alice.person.pk.hex)
    assert scene.waits == (mechanism is not None)  # what goes to a body of the directory goes to no public


def test_nothing_else_stops_it(scene: Scene) -> None:
    scene.write(no(scene.one.husband), fact("act", code="threats", victims=[scene.one.her.id]))
    assert scene.waits and scene.letter.left


def test_a_step_that_somebody_follows_up_stays(scene: Scene) -> None:
    (step,) = scene.one.of(Intervention)
    scene.write(fact("un-letter", code="UA", intervention=step.id, date="2026-11-22"))
    scene.write(no(scene.one.her))
    assert not scene.letter.left and scene.one.of(Intervention) == [step]


def test_what_a_worker_had_may_have_left_and_goes_on_counting_as_sent(scene: Scene) -> None:
    assert deliveries.claim(clock.now()) is not None
    scene.write(no(scene.one.her))
    assert scene.letter.left and len(scene.one.of(Intervention)) == 1


def test_a_row_that_only_says_stopped_takes_nothing_out_of_the_case(scene: Scene) -> None:
    """Somebody wrote it into the table of a mail that the server had taken: with the next no the case forgot that it had left."""
    taken = deliveries.claim(clock.now())
    assert taken is not None
    deliveries.mark(taken, taken.message(), Outcome("sent", "250 ok"), Step("sent", None), clock.now())
    Delivery.objects.filter(pk=scene.row).update(state="stopped")
    page = scene.one.page(f"submissions/sent/{scene.letter.id}/")
    assert "did not leave" not in page and "nothing that only the worker can write proves it" in page
    scene.write(no(scene.one.her))
    assert scene.letter.left and len(scene.one.of(Intervention)) == 1


def test_a_member_who_stops_it_leaves_that_in_the_case(scene: Scene) -> None:
    page = scene.one.page(f"submissions/sent/{scene.letter.id}/")
    assert "Stop it" in page
    assert scene.one.send(f"submissions/sent/{scene.letter.id}/stop/", {}).status_code == 303
    assert not scene.waits and not scene.letter.left
    assert "It did not leave" in scene.one.page(f"submissions/sent/{scene.letter.id}/")
    assert "It did not leave" in scene.one.page("submissions/")
    assert "stopped before it left" in scene.one.page("follow-up/")
    assert scene.one.send(f"submissions/sent/{scene.letter.id}/stop/", {}).status_code == 409


def test_a_withdrawal_that_a_damaged_case_cannot_keep_stops_what_waits_and_her_words_stay_in_the_form(scene: Scene) -> None:
    """The page broke off, her words were gone, and the mail left."""
    damage_history(scene.one)
    answer = take_back(scene.one)
    page = text(answer)
    assert answer.status_code == 409 and "these words cannot be stored" in page and "She rang: no more." in page
    assert 'value="everything" checked' in " ".join(page.split()) and not scene.waits
    assert [one.key for one in notices.mine(scene.one.bob, clock.today())] == ["notices.mail_stopped"]
    found = history.newest(scene.one.opened().held)
    assert [one.about for one in found if one.what == "submission-stopped-untold"] == [UUID(scene.letter.id)]
    assert take_back(scene.one).status_code == 409


def test_what_a_worker_had_when_a_damaged_case_stopped_it_may_have_left_and_the_history_says_so(scene: Scene) -> None:
    assert deliveries.claim(clock.now()) is not None
    damage_history(scene.one)
    assert take_back(scene.one).status_code == 409 and not scene.waits
    found = [one.what for one in history.newest(scene.one.opened().held)]
    assert "submission-stopped" in found and "submission-stopped-untold" not in found


@pytest.mark.parametrize(("answer", "sentence"), [("refused", "was stopped"), ("agreed", "What you typed still stands here")])
def test_so_does_a_refusal_and_an_agreement_stops_nothing(scene: Scene, answer: str, sentence: str) -> None:
    damage_history(scene.one)
    given = {
        "recipient": "class:ngo",
        "purpose": "send",
        "answer": answer,
        "date": "2026-11-22",
        "words": "On the phone.",
        "changed": "",
    }
    found = scene.one.send(f"consent/{scene.one.her.id}/ask/", given)
    assert found.status_code == 409 and sentence in text(found) and "On the phone." in text(found)
    assert scene.waits is (answer == "agreed")


@pytest.mark.parametrize("told", [{"do": "stop"}, {"do": "review", "outcome": "It harmed her.", "goes_on": "no"}])
def test_so_does_a_stop_to_publicity_that_a_damaged_case_cannot_keep(scene: Scene, told: dict[str, str]) -> None:
    """Its page saves within a transaction of its own, and what was stopped went back to waiting with it."""
    me, when = scene.one.alice.person.pk.hex, "2026-11-22T10:00:00Z"
    about = {"level": "public-appeal", "decided": when, "decided_by": me, "why": "Asked.", "review_at": "2026-11-24T10:00:00Z"}
    decided = fact("publicity-decision", **about)
    scene.write(decided)
    damage_history(scene.one)
    answer = scene.one.send("publicity/", {"decision": decided.id, **told})
    assert answer.status_code == 422 and not scene.waits


def test_what_cannot_be_confirmed_in_a_damaged_case_says_so(scene: Scene) -> None:
    unchecked = no(scene.source, answer="agreed", risks_explained=True, means="by-code")
    scene.write(unchecked)
    damage_history(scene.one)
    answer = scene.one.send(f"consent/{unchecked.id}/confirm/", {})
    assert answer.status_code == 409 and "your confirmation cannot be stored" in text(answer)


@pytest.mark.parametrize("damage", ["history", "manifest"])
def test_a_member_stops_what_waits_in_a_damaged_case_as_well(scene: Scene, damage: str) -> None:
    """It could not be noted in the case, and with that the stop itself was taken back."""
    letter = scene.letter
    if damage == "history":
        damage_history(scene.one)
    else:
        Case.objects.filter(pk=scene.one.case).update(manifest=b"x")
    answer = scene.one.send(f"submissions/sent/{letter.id}/stop/", {})
    assert answer.status_code == 409 and "It was stopped." in text(answer) and not scene.waits
    assert scene.letter.left  # until somebody can write it into the case
    assert "submission-stopped-untold" in [one.what for one in history.newest(scene.one.opened().held)]
    again = scene.one.send(f"submissions/sent/{letter.id}/stop/", {})
    assert again.status_code == 409


def test_a_no_in_a_case_with_records_missing_stops_all_that_ever_went_into_the_outbox(scene: Scene) -> None:
    """The record of what was sent was deleted: the withdrawal was stored, looked fine, and the mail left."""
    lose(scene.letter)
    assert take_back(scene.one).status_code == 303
    assert not scene.waits
    assert any(one.answer == "withdrawn" for one in scene.one.of(Consent))


def test_a_record_of_what_was_sent_that_was_put_back_is_not_written_over(scene: Scene) -> None:
    old = Record.objects.get(pk=UUID(scene.letter.id))
    scene.change(Submission, scene.letter.id, remarks="By courier as well.")
    lose(scene.letter)
    old.save(force_insert=True)
    assert take_back(scene.one).status_code == 303
    assert not scene.waits and scene.letter.left and scene.letter.id in scene.one.opened().damaged


def test_a_record_that_is_missing_does_not_hide_whom_a_no_means(scene: Scene) -> None:
    extra = fact("act", code="threats", victims=[scene.one.her.id])
    scene.write(extra)
    lose(extra)
    scene.write(no(scene.one.husband))  # who stands in nothing, as far as anybody can say
    assert not scene.waits and scene.letter.left


def test_in_a_damaged_case_nothing_but_a_no_stops_anything(scene: Scene) -> None:
    extra = fact("act", code="threats", victims=[scene.one.her.id])
    scene.write(extra)
    lose(extra)
    scene.write(fact("task", what="Call her"))
    damage_history(scene.one)
    with pytest.raises(store.Damaged):
        scene.write(fact("task", what="Call him"))
    assert scene.waits


def test_a_damaged_case_says_that_its_mail_may_still_leave(scene: Scene) -> None:
    assert "can still leave" not in scene.one.page()
    damage_history(scene.one)
    assert "Mail of this case that waits can still leave" in scene.one.page()
