"""Plain text leaves with a second person's signed agreement, once, within a day, and only while the cases are as she saw them."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.desk.cases import destroying, history, store
from alongside.desk.cases.exporting import approvals, choosing
from alongside.desk.cases.exporting.approvals import Changed, NoRequest, NotAsked
from alongside.desk.cases.models import Case, ExportRequest
from alongside.desk.cases.retention import behind
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock, leaving
from alongside.desk.people.models import Desk, Keyring, Person
from tests.desk.cases.exporting.scene import facts_of, told
from tests.desk.cases.telling import NOW, agreement, fact, few, person, withdrawal
from tests.desk.making import found_desk, login_client, member

ROOT = "/desk/en/cases"


@pytest.fixture
def scene(database, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    alice = found_desk()
    bob, carol = member(alice, "Bob"), member(alice, "Carol")
    return alice, bob, carol, store.create(alice, few(), NOW, [bob.person])


def asked(alice, bob, case, form="jsonl"):
    return approvals.ask(alice, [case], form, "en", bob.person.pk, "For the lawyer", NOW)


def taken(alice, request, now=NOW):
    found = []
    approvals.take(alice, request.id, now, lambda one, cases: found.extend(cases))
    return found


def test_a_second_member_agrees_and_the_file_is_taken_once(scene):
    alice, bob, _, case = scene
    request = asked(alice, bob, case)
    assert [one.id for one in approvals.waiting(bob, NOW)] == [request.id] and approvals.waiting(alice, NOW) == []
    with pytest.raises(NoRequest):
        taken(alice, request)
    approvals.answer(bob, request.id, True, "Only by hand", NOW)
    seen = approvals.get(alice, request.id)
    assert (seen.answer, seen.word, seen.state(NOW)) == (True, "Only by hand", "agreed")
    assert approvals.get(bob, request.id).answer is True
    assert [one.id for one in taken(alice, request)] == [case]
    with pytest.raises(NoRequest):
        taken(alice, request)
    happened = history.happenings(alice, case)[-3:]
    assert [(one.what, one.who, one.about) for one in happened] == [
        ("export-asked", alice.person.pk, bob.person.pk),
        ("export-agreed", bob.person.pk, alice.person.pk),
        ("exported-plain", alice.person.pk, bob.person.pk),
    ]
    assert happened[1].told == {"form": "jsonl", "word": "Only by hand"}


def test_who_asks_never_agrees_and_who_is_no_member_of_every_case_is_not_asked(scene):
    alice, bob, carol, case = scene
    other = store.create(alice, few(), NOW)
    request = asked(alice, bob, case)
    for her in (alice, carol):
        with pytest.raises(NoRequest):
            approvals.answer(her, request.id, True, "", NOW)
    with pytest.raises(NoRequest):
        approvals.get(carol, request.id)
    for cases, whom in (([case], alice), ([case], carol), ([case, other], bob)):
        with pytest.raises(NotAsked) as caught:
            approvals.ask(alice, cases, "csv", "en", whom.person.pk, "why", NOW)
        assert caught.value.code == "approver"


def test_where_an_approver_is_in_the_case_only_she_is_asked(scene):
    alice, bob, carol, case = scene
    type(carol.person).objects.filter(pk=carol.person.pk).update(roles="officer approver")
    assert [one.pk for one in choosing.eligible(alice, [case], NOW)] == [bob.person.pk]
    store.add_member(alice, case, carol.person, NOW)
    assert [one.pk for one in choosing.eligible(alice, [case], NOW)] == [carol.person.pk]


def test_an_approver_who_was_taken_out_of_a_case_is_missed_for_thirty_days(scene):
    alice, bob, carol, case = scene
    Person.objects.filter(pk=carol.person.pk).update(roles="officer approver")
    store.add_member(alice, case, carol.person, NOW)
    store.remove_member(alice, case, carol.person, NOW)
    later = NOW + timedelta(days=29)
    for at in (NOW, later):
        with pytest.raises(NotAsked) as caught:
            approvals.ask(alice, [case], "jsonl", "en", bob.person.pk, "why", at)
        assert caught.value.code == "taken-out"
    page = sent(login_client(alice), f"{ROOT}/export/plain/", {"case": case.hex}).content.decode()
    assert "was taken out of one of these cases in the last 30 days" in page and 'value="ask"' not in page
    assert approvals.ask(alice, [case], "jsonl", "en", bob.person.pk, "why", NOW + timedelta(days=30))
    store.add_member(alice, case, carol.person, NOW)
    assert approvals.ask(alice, [case], "jsonl", "en", carol.person.pk, "why", later)
    # Taken out after she was passed over: nothing leaves on the word of the other.
    store.remove_member(alice, case, carol.person, NOW)
    Person.objects.filter(pk=carol.person.pk).update(roles="officer")
    request = asked(alice, bob, case)
    approvals.answer(bob, request.id, True, "", NOW)
    Person.objects.filter(pk=carol.person.pk).update(roles="officer approver")
    with pytest.raises(Changed):
        taken(alice, request)


def test_a_friend_who_was_let_in_today_does_not_agree_where_somebody_else_could_or_was_taken_out(scene):
    alice, bob, carol, case = scene
    alone = store.create(alice, few(), NOW)
    store.add_member(alice, alone, carol.person, NOW)
    assert [one.pk for one in choosing.eligible(alice, [alone], NOW)] == [carol.person.pk]  # nobody was avoided
    store.add_member(alice, case, carol.person, NOW)
    assert [one.pk for one in choosing.eligible(alice, [case], NOW)] == [bob.person.pk]
    assert len(choosing.eligible(alice, [case], NOW + timedelta(hours=24))) == 2
    store.remove_member(alice, case, bob.person, NOW)
    assert choosing.eligible(alice, [case], NOW) == []
    with pytest.raises(NotAsked):
        asked(alice, carol, case)
    assert [one.pk for one in choosing.eligible(alice, [case], NOW + timedelta(hours=24))] == [carol.person.pk]


def test_nothing_leaves_in_plain_text_while_a_yes_has_to_be_asked_again(scene):
    alice, bob, _, case = scene
    first, second = asked(alice, bob, case), asked(alice, bob, case, "pdf")
    approvals.answer(bob, first.id, True, "", NOW)
    for mark, clear in (
        (lambda: behind.mark([case]), lambda: behind.asked_again(alice, case, NOW)),
        (lambda: Desk.objects.update(restored=NOW.date()), lambda: Desk.objects.update(restored=None)),
    ):
        mark()
        with pytest.raises(NotAsked) as caught:
            asked(alice, bob, case)
        assert caught.value.code == "restored"
        page = sent(login_client(alice), f"{ROOT}/export/plain/", {"case": case.hex}).content.decode()
        assert "in plain text before everybody in it was asked again" in page
        for attempt in (lambda: approvals.answer(bob, second.id, True, "", NOW), lambda: taken(alice, first)):
            with pytest.raises(Changed) as changed:
                attempt()
            assert changed.value.code == "restored"
        clear()
    assert taken(alice, first)


def test_asker_and_approver_read_who_refused_who_took_it_back_and_who_was_never_asked(scene):
    alice, bob, _, _ = scene
    amal, salma, dina, omar = (person(f"{name} Fictional") for name in ("Amal", "Salma", "Dina", "Omar"))
    yes, fine = agreement(salma), agreement(omar)
    told_ = {"recipient": "everyone", "purpose": "everything", "date": "2026-11-20"}
    no = fact("consent", person=amal.id, given_by=amal.id, answer="refused", **told_)
    case = store.create(alice, [amal, salma, dina, omar, no, yes, fine, withdrawal(salma, yes)], NOW, [bob.person])
    request = asked(alice, bob, case)
    for page in (
        sent(login_client(alice), f"{ROOT}/export/plain/", {"case": case.hex}),
        login_client(alice).get(f"{ROOT}/export/requests/{request.id}/"),
        login_client(bob).get(f"{ROOT}/export/requests/{request.id}/"),
    ):
        text = page.content.decode().replace("\u2068", "").replace("\u2069", "")
        assert "Amal Fictional said no to something" in text
        assert "Salma Fictional took back something" in text
        assert "Nobody ever asked Dina Fictional" in text
        assert "Omar" not in text.split("Think of these people first")[1].split("</ul>")[0]


def test_asking_twice_with_one_form_asks_once(scene):
    alice, bob, _, case = scene
    client = login_client(alice)
    form = sent(client, f"{ROOT}/export/plain/", {"case": case.hex}).content.decode()
    seed = re.search(r'name="seed" value="([0-9a-f]{32})"', form).group(1)
    whole = {"case": case.hex, "do": "ask", "form": "jsonl", "approver": bob.person.pk.hex, "why": "Once", "seed": seed}
    places = {sent(client, f"{ROOT}/export/plain/", whole)["Location"] for _ in range(2)}
    assert len(places) == 1 == ExportRequest.objects.count()
    sent(client, f"{ROOT}/export/plain/", whole | {"form": "pdf"})  # gone back to, and asked otherwise
    assert ExportRequest.objects.count() == 2


def test_a_case_that_changed_or_an_approver_who_left_it_ends_the_agreement(scene):
    alice, bob, carol, case = scene
    request = asked(alice, bob, case)
    store.save(alice, case, [Edit(None, fact("note", text="later"))], NOW)
    with pytest.raises(Changed):
        approvals.answer(bob, request.id, True, "", NOW)
    request = asked(alice, bob, case)
    approvals.answer(bob, request.id, True, "", NOW)
    store.save(alice, case, [Edit(None, fact("note", text="later still"))], NOW)
    with pytest.raises(Changed):
        taken(alice, request)
    request = asked(alice, bob, case)
    approvals.answer(bob, request.id, True, "", NOW)
    store.add_member(alice, case, carol.person, NOW)
    Keyring.objects.filter(case=case, person=bob.person).delete()
    with pytest.raises(Changed):
        taken(alice, request)


def test_an_agreement_holds_for_a_day_and_a_refusal_for_ever(scene):
    alice, bob, _, case = scene
    request = asked(alice, bob, case)
    approvals.answer(bob, request.id, True, "", NOW)
    for later in (NOW + timedelta(hours=24), NOW - timedelta(seconds=1)):
        with pytest.raises(NoRequest):
            taken(alice, request, later)
    other = asked(alice, bob, case)
    approvals.answer(bob, other.id, False, "Too early", NOW)
    with pytest.raises(NoRequest):
        taken(alice, other)
    with pytest.raises(NoRequest):  # no second answer
        approvals.answer(bob, other.id, True, "", NOW)
    with pytest.raises(NoRequest):  # nobody answers what waited for a week
        approvals.answer(bob, asked(alice, bob, case).id, True, "", NOW + timedelta(days=7))
    approvals.drop_old(alice, NOW + timedelta(days=8))
    assert [one.id for one in approvals.mine(alice)] == [other.id]


def test_nobody_who_writes_to_the_database_can_agree_or_swap_what_was_agreed_to(scene):
    alice, bob, carol, case = scene
    store.add_member(alice, case, carol.person, NOW)
    one, two = asked(alice, bob, case), asked(alice, bob, case, "pdf")
    approvals.answer(bob, one.id, True, "", NOW)
    row = ExportRequest.objects.get(pk=one.id)
    ExportRequest.objects.filter(pk=two.id).update(answer=row.answer)
    with pytest.raises(NoRequest):
        taken(alice, two)
    ExportRequest.objects.filter(pk=one.id).update(approver=carol.person)
    with pytest.raises(NoRequest):
        taken(alice, one)
    # Alice herself, with the means of her own key, signs an answer in Bob's place.
    three = asked(alice, bob, case)
    forged = approvals._handed(
        alice, alice.person, three.id, "answer", b'{"request": "x", "yes": true, "word": "", "at": "2026-11-22"}'
    )
    ExportRequest.objects.filter(pk=three.id).update(answer=forged)
    with pytest.raises(NoRequest):
        taken(alice, three)


def test_a_used_up_request_that_is_put_back_into_the_database_is_not_taken_again(scene):
    alice, bob, _, case = scene
    request = asked(alice, bob, case)
    approvals.answer(bob, request.id, True, "", NOW)
    row = ExportRequest.objects.get(pk=request.id)
    taken(alice, request)
    ExportRequest.objects.bulk_create([row])
    with pytest.raises(NoRequest):
        taken(alice, request)
    again = asked(alice, bob, case)  # the same wish, agreed to anew, is another request
    approvals.answer(bob, again.id, True, "", NOW)
    assert [one.id for one in taken(alice, again)] == [case]


def test_a_request_about_a_case_that_is_gone_goes_with_the_login_of_either(scene):
    alice, bob, _, case = scene
    for who in (alice, bob):
        gone = store.create(alice, few(), NOW, [bob.person])
        kept = asked(alice, bob, case)
        asked(alice, bob, gone)
        declined = asked(alice, bob, gone)
        approvals.answer(bob, declined.id, False, "", NOW)
        destroying.destroy(alice, gone, NOW)
        approvals.drop_old(who, NOW)
        assert set(ExportRequest.objects.values_list("pk", flat=True)) == {kept.id}
        ExportRequest.objects.all().delete()


def test_what_is_over_goes_with_the_approver_s_login_too_and_all_of_who_leaves_the_desk(scene):
    alice, bob, carol, case = scene
    asked(alice, bob, case)
    approvals.drop_old(bob, NOW + timedelta(days=8))
    assert not ExportRequest.objects.exists()
    other = store.create(bob, few(), NOW, [alice.person, carol.person])
    mine, hers = asked(bob, alice, other), asked(alice, carol, other)
    asked(carol, bob, other)
    leaving.end(alice, bob.person, NOW)
    assert mine.id != hers.id and set(ExportRequest.objects.values_list("pk", flat=True)) == {hers.id}


def sent(client, path: str, fields: dict):
    return client.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")


def test_the_whole_way_on_the_pages_from_the_warning_to_the_file_and_back(scene):
    alice, bob, _, case = scene
    hers, his = login_client(alice), login_client(bob)
    page = sent(hers, f"{ROOT}/export/plain/", {"case": case.hex}).content.decode()
    assert "A plain file is not sealed" in page and "Bob" in page and "Carol" not in page
    whole = {"case": case.hex, "do": "ask", "form": "jsonl", "approver": bob.person.pk.hex, "why": "For <the> lawyer"}
    for lacking in ("form", "approver", "why"):
        again = sent(hers, f"{ROOT}/export/plain/", {name: value for name, value in whole.items() if name != lacking})
        assert again.status_code == 422 and (lacking == "why" or "For &lt;the&gt; lawyer" in again.content.decode())
    place = sent(hers, f"{ROOT}/export/plain/", whole)["Location"]
    assert place in his.get("/desk/en/").content.decode() and place not in hers.get("/desk/en/").content.decode()
    seen = his.get(place).content.decode()
    assert "For &lt;the&gt; lawyer" in seen and "Amal Fictional" in seen
    assert sent(hers, place, {"do": "yes"}).status_code == 404
    assert sent(his, place, {"do": "yes", "word": "By hand"}).status_code == 303
    assert place in hers.get("/desk/en/").content.decode()
    assert "By hand" in hers.get(place).content.decode()
    answer = sent(hers, place, {"do": "take"})
    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="cases.jsonl"')
    assert sent(hers, place, {"do": "take"}).status_code == 404
    assert "took the case out in plain text" in hers.get(f"{ROOT}/{case}/history/").content.decode()

    before = Case.objects.count()
    back = hers.post(f"{ROOT}/packages/", {"file": SimpleUploadedFile("x.jsonl", answer.content), "do": "take"})
    assert (back.status_code, Case.objects.count()) == (200, before + 1)
    (new,) = Case.objects.exclude(pk=case).values_list("pk", flat=True)
    assert told(facts_of(alice, new)) == told(facts_of(alice, case))
    bad = hers.post(f"{ROOT}/packages/", {"file": SimpleUploadedFile("x.jsonl", answer.content + b"{}"), "do": "take"})
    assert bad.status_code == 422 and "is no fact of a case" in bad.content.decode()


@pytest.mark.parametrize("form", ["csv", "pdf"])
def test_a_table_and_a_document_leave_in_the_same_way(scene, form):
    alice, bob, _, case = scene
    request = asked(alice, bob, case, form)
    approvals.answer(bob, request.id, True, "", NOW)
    answer = sent(login_client(alice), f"{ROOT}/export/requests/{request.id}/", {"do": "take"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF" if form == "pdf" else b"\xef\xbb\xbfcase,")
