"""The pages of referrals: declined, taken back, news, and what is wrong with a form or a file. How a case goes and comes back in two real
browsers is told in test_story_11.py."""

from dataclasses import replace
from html import unescape
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.exporting import leaving, partners
from alongside.desk.cases.models import Case, History
from alongside.desk.cases.store import Edit
from alongside.desk.outbox import deliveries
from alongside.desk.people import clock
from alongside.desk.people.models import Person as Account
from alongside.desk.submissions.referral import taking
from alongside.facts.events import Act
from alongside.facts.persons import Person
from alongside.facts.publicity import Referral
from tests.desk.cases.exporting.scene import agrees, consents, with_file
from tests.desk.cases.telling import NOW, fact
from tests.desk.making import login_client
from tests.desk.outbox.making import sent as mailed
from tests.desk.submissions.referral.two_desks import ALL, Story

ROOT = "/desk/en"


@pytest.fixture
def story(database, monkeypatch) -> Story:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Story()


def plain(answer) -> str:
    return unescape(answer.content.decode()).replace("\u2068", "").replace("\u2069", "")


def send(client, path: str, fields: dict):
    return client.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")


def bring(client, path: str, data: bytes, **fields: str):
    return client.post(path, {"file": SimpleUploadedFile("x.alongside", data), **fields})


def opened_times(story: Story) -> int:
    return sum(one.what == "opened" for one in history.happenings(story.alice, story.case))


def taken_out(answer) -> bytes:
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith('attachment; filename="package-')
    data = b"".join(answer.streaming_content)
    assert len(data) == int(answer["Content-Length"])
    return data


def chosen(story: Story) -> dict:
    return {"to": story.noor_here.id.hex, "persons": [story.her.id, story.him.id], "kinds": list(ALL)}


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_what_was_brought_before_or_to_the_wrong_page_leads_to_its_case(story: Story):
    alice, noor = login_client(story.alice), login_client(story.noor)
    data = story.refer()
    there = bring(noor, f"{ROOT}/referred/", data, do="accept")["Location"]
    again = bring(noor, f"{ROOT}/referred/", data, do="accept")
    assert again.status_code == 422 and "This was taken in already." in plain(again) and there in plain(again)

    case = Case.objects.get(desk=story.noor.desk).pk
    path = f"{there}{story.referral(story.noor, case).id}/"
    data = taken_out(send(noor, path, {"do": "answer", "text": "We start today."}))
    before = opened_times(story)
    wrong = bring(alice, f"{ROOT}/referred/", data, do="look")
    assert opened_times(story) == before + 1  # looked through for it, and its history says so
    assert wrong.status_code == 422 and f"/cases/{story.case}/referrals/" in plain(wrong)
    base = f"{ROOT}/cases/{story.case}/referrals/"
    assert bring(alice, base, data, do="take").status_code == 303
    assert "This was taken in already." in plain(bring(alice, base, data, do="take"))


def test_a_card_that_no_longer_counts_stops_it_with_one_sentence_and_nothing_is_kept(story: Story, monkeypatch):
    alice, data, stood = login_client(story.alice), story.from_noor(), Case.objects.count()
    bob, sender = Account.objects.get(pk=story.bob.person.pk), "Nobody here knows who signed this package"
    him = Account.objects.filter(pk=bob.pk)
    for where, happens, said in (
        ("read", lambda: him.update(active=False), "Somebody whom you ticked"),  # his account ended since her page was made
        ("accept", lambda: him.update(card=bytes(story.noor.person.card)), "Somebody whom you ticked"),  # in this very moment
        ("read", lambda: partners.forget(story.alice, story.noor_here.id), sender),  # while the file came
    ):
        as_before = getattr(taking, where)

        def meanwhile(*given, as_before=as_before, happens=happens):
            happens()
            return as_before(*given)

        with monkeypatch.context() as moment:
            moment.setattr(taking, where, meanwhile)
            answer = bring(alice, f"{ROOT}/referred/", data, do="accept", member=bob.pk.hex, reason="A word of hers")
        assert answer.status_code == 422 and said in plain(answer) and "A word of hers" in plain(answer), said
        assert Case.objects.count() == stood
        bob.save()


def test_a_file_that_was_swept_away_before_it_was_kept_is_said_in_one_sentence(story: Story, monkeypatch):
    film = with_file(story.alice, story.case)
    store.save(story.alice, story.case, [Edit(film, replace(film, about=(story.her.id,)))], NOW)
    noor, data, stood = login_client(story.noor), story.refer(), Case.objects.count()
    accept = taking.accept

    def late(*given):
        for one in files._folder("arriving").iterdir():
            one.unlink()
        return accept(*given)

    monkeypatch.setattr(taking, "accept", late)
    answer = bring(noor, f"{ROOT}/referred/", data, do="accept")
    assert answer.status_code == 422 and "took more than a day" in plain(answer) and Case.objects.count() == stood


def test_declined_with_a_reason_it_keeps_nothing_and_the_reason_comes_back(story: Story):
    alice, noor = login_client(story.alice), login_client(story.noor)
    base, stood = f"{ROOT}/cases/{story.case}/referrals/", Case.objects.count()
    data = story.refer()
    empty = bring(noor, f"{ROOT}/referred/", data, do="decline", reason="")
    assert empty.status_code == 422 and "Write why you decline" in plain(empty)
    answer = taken_out(bring(noor, f"{ROOT}/referred/", data, do="decline", reason="Not our region."))
    assert Case.objects.count() == stood
    assert bring(alice, base, answer, do="take").status_code == 303
    assert "They declined it" in plain(alice.get(base)) and "Not our region." in plain(alice.get(base))


def test_a_yes_taken_back_stands_in_red_until_it_was_told(story: Story):
    alice = login_client(story.alice)
    there = story.accepted()
    base, id_ = f"{ROOT}/cases/{story.case}/referrals/", story.referral().id
    back = consents(story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id])
    store.save(story.alice, story.case, [Edit(None, back)], NOW)
    red = "Amal Fictional took the yes back, and Noor, The desk on the hill has not been told."
    due = plain(alice.get(f"{ROOT}/calendar/"))
    assert "Tell the other desk that a yes was taken back" in due
    assert f"/cases/{story.case}/referrals/" in plain(alice.get(f"{ROOT}/"))
    assert "Somebody took back the yes to a desk" in plain(alice.get(f"{ROOT}/cases/{story.case}/"))
    assert red in plain(alice.get(base)) and red in plain(alice.get(f"{base}{id_}/"))
    story.to_noor(
        there,
        taken_out(
            send(alice, f"{base}{id_}/", {"seen": seen_on(plain(alice.get(f"{base}{id_}/"))), "do": "withdraw", "text": ""})
        ),
    )
    assert red not in plain(alice.get(base))
    assert "Tell the other desk" not in plain(alice.get(f"{ROOT}/calendar/"))
    assert "took the yes back: Amal Fictional" in plain(alice.get(f"{base}{id_}/"))


def test_a_referral_taken_back_is_said_on_the_other_desk_s_case(story: Story):
    alice, noor = login_client(story.alice), login_client(story.noor)
    there = story.accepted()
    path = f"{ROOT}/cases/{story.case}/referrals/{story.referral().id}/"
    data = taken_out(
        send(alice, path, {"seen": seen_on(plain(alice.get(path))), "do": "withdraw-whole", "text": "It went to the wrong desk."})
    )
    assert bring(noor, f"{ROOT}/cases/{there}/referrals/", data, do="take").status_code == 303
    assert "Alice, The desk at the harbour took this referral back." in plain(noor.get(f"{ROOT}/cases/{there}/"))
    page = plain(alice.get(path))
    assert "It was taken back" in page and 'name="do"' not in page


def waiting(story: Story, there: UUID) -> UUID:
    """A press text about those who were referred, which waits to be mailed from the desk on the hill."""
    row = mailed(story.noor)
    told = {"form": "press-text", "lang": "en", "sent": "2026-11-22T10:00:00Z", "means": "mail", "draft": "d" * 32}
    opened = story.opened(story.noor, there)
    of = {"levels": {one.id: "named" for one in opened.of(Person)}, "rests_on": [one.id for one in opened.of(Act)]}
    letter = fact("submission", **told, **of, sent_by=story.noor.person.pk.hex, delivery=row.hex)
    store.save(story.noor, there, [Edit(None, letter)], NOW)
    return row


def damage(case: UUID) -> None:
    last = History.objects.filter(case=case).order_by("-sequence").first()
    assert last is not None
    last.delete()


def test_a_referral_taken_back_stops_what_waits_also_where_a_damaged_case_cannot_note_it(story: Story):
    """The page said that nothing can be stored, and what told of her left all the same."""
    alice, noor = login_client(story.alice), login_client(story.noor)
    there = story.accepted()
    row = waiting(story, there)
    path = f"{ROOT}/cases/{story.case}/referrals/{story.referral().id}/"
    data = taken_out(send(alice, path, {"seen": seen_on(plain(alice.get(path))), "do": "withdraw-whole", "text": "Not hers."}))
    damage(there)
    bring(noor, f"{ROOT}/cases/{there}/referrals/", data, do="take")
    assert deliveries.standing(story.noor.desk, [row], NOW)[row].stayed


@pytest.mark.parametrize("no", ["refused", "withheld", "nothing"])
@pytest.mark.parametrize("damaged", [False, True])
def test_a_no_that_comes_as_news_stops_what_waits_also_where_a_damaged_case_cannot_note_it(story: Story, no: str, damaged: bool):
    alice, noor = login_client(story.alice), login_client(story.noor)
    there = story.accepted()
    row = waiting(story, there)
    her, act = story.her, story.here()[story.hers.id]
    said = {
        "refused": [Edit(None, consents(her, "media", purpose=what, answer="refused")) for what in ("send", "publish")],
        "withheld": [Edit(act, replace(act, confidential=True))],
        "nothing": [Edit(act, replace(act, method="By letter"))],
    }[no]
    store.save(story.alice, story.case, said, NOW)
    path = f"{ROOT}/cases/{story.case}/referrals/{story.referral().id}/"
    data = taken_out(send(alice, path, {"seen": seen_on(plain(alice.get(path))), "do": "update", "text": ""}))
    if damaged:
        damage(there)
    answer = bring(noor, f"{ROOT}/cases/{there}/referrals/", data, do="take")
    assert answer.status_code == (422 if damaged else 303)
    assert deliveries.standing(story.noor.desk, [row], NOW)[row].stayed is (no != "nothing")


def test_news_are_shown_before_they_leave(story: Story):
    alice = login_client(story.alice)
    story.accepted()
    path = f"{ROOT}/cases/{story.case}/referrals/{story.referral().id}/"
    assert "What they do not know yet" not in plain(alice.get(path))
    nothing = send(alice, path, {"do": "update", "text": "Nothing new, in my words"})
    assert nothing.status_code == 422 and "Nothing has left" in plain(nothing) and "Nothing new, in my words" in plain(nothing)
    store.save(story.alice, story.case, [Edit(None, fact("act", code="threats", victims=[story.her.id], method="By post"))], NOW)
    assert "By post" in plain(alice.get(path))
    taken_out(send(alice, path, {"seen": seen_on(plain(alice.get(path))), "do": "update", "text": "More"}))
    assert "By post" not in plain(alice.get(path))


def test_each_wrong_form_gets_one_sentence_and_loses_nothing(story: Story):
    alice = login_client(story.alice)
    base = f"{ROOT}/cases/{story.case}/referrals/"
    nobody = send(alice, f"{base}new/", chosen(story) | {"to": "x", "do": "look"})
    assert nobody.status_code == 422 and "Choose to whom it goes." in plain(nobody)
    stale = send(alice, f"{base}new/", chosen(story) | {"do": "take", "seen": "0" * 64})
    assert stale.status_code == 422 and "Nothing has left; look again." in plain(stale)
    alone = plain(send(alice, f"{base}new/", chosen(story) | {"persons": [story.him.id], "do": "look"}))
    assert "Nobody of those whom you chose agreed" in alone and 'value="take"' not in alone
    story.refer()
    path = f"{base}{story.referral().id}/"
    assert "Write in your words why" in plain(send(alice, path, {"do": "withdraw-whole", "text": ""}))
    long = send(alice, path, {"do": "withdraw-whole", "text": "x" * 20_001})
    assert long.status_code == 422 and "at most 20000" in plain(long)
    named = send(alice, path, {"do": "withdraw-whole", "text": "Karim does not want it"})
    assert named.status_code == 422 and "Your words name somebody" in plain(named) and "Karim does not want it" in plain(named)
    assert send(alice, path, {"do": "publish"}).status_code == 404
    assert send(alice, path, {"do": "report", "text": "not ours to report"}).status_code == 422
    assert alice.get(f"{base}{story.her.id}/").status_code == 404
    for data, said in ((b"hello", "This is no package"), (story.refer(), "not sealed to you"), (b"", "file")):
        answer = bring(alice, base, data, do="take")
        assert answer.status_code == 422 and said in plain(answer), said
    assert len(story.opened().of(Referral)) == 2


def test_an_ordinary_package_is_no_referral(story: Story):
    noor = login_client(story.noor)
    only = fact("person", names=[{"text": "Only Fictional"}], roles=["harmed"])
    case = store.create(story.alice, [only, *agrees(only, story.noor_here.recipient)], NOW)
    data = b"".join(leaving.package(story.alice, [case], story.noor_here, NOW).pieces())
    answer = bring(noor, f"{ROOT}/referred/", data, do="look")
    assert answer.status_code == 422 and "no referral and no answer to one" in plain(answer)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # words are words on either engine
def test_the_pages_speak_six_languages(story: Story):
    alice = login_client(story.alice)
    story.accepted()
    for lang in ("ar", "en", "es", "fr", "ru", "zh"):
        base = f"/desk/{lang}/cases/{story.case}/referrals/"
        for path in (base, f"{base}new/", f"{base}{story.referral().id}/", f"/desk/{lang}/referred/"):
            answer = alice.get(path)
            assert answer.status_code == 200 and "referral." not in plain(answer)
