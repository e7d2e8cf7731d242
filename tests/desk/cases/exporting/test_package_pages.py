"""The pages of packages: from ticked cases to a file, from a file to cases, and how somebody at another desk becomes known."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.exporting import partners
from alongside.desk.cases.models import Case
from alongside.desk.cases.shown import Said
from alongside.desk.people import clock
from tests.desk.cases.exporting.scene import Scene, consents, facts_of, of_every_kind, scene, told, with_file
from tests.desk.cases.telling import NOW, few, person
from tests.desk.making import login_client

ROOT = "/desk/en/cases"


@pytest.fixture
def world(database, monkeypatch) -> Scene:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return scene()


def sent(client, path: str, fields: dict):
    """A form as browsers without scripts send it."""
    return client.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")


def plain(page: str) -> str:
    """Without the signs that keep a name of another script apart."""
    return page.replace("\u2068", "").replace("\u2069", "")


def brought(client, data: bytes, **fields: str):
    return client.post(f"{ROOT}/packages/", {"file": SimpleUploadedFile("x.alongside", data), **fields})


def test_a_ticked_case_leaves_for_another_desk_and_is_looked_at_and_taken_in_there(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    other = store.create(world.alice, [person("Salma Unasked")], NOW)
    with_file(world.alice, case)
    alice, noor = login_client(world.alice), login_client(world.noor)
    assert f'value="{case.hex}"' in alice.get(f"{ROOT}/").content.decode()
    fields = {"case": [case.hex, other.hex], "to": f"partner-{world.noor_here.id.hex}"}
    page = sent(alice, f"{ROOT}/export/", fields | {"do": "look"}).content.decode()
    may, stays = page.split("These may go to")
    assert "Salma Unasked" in may and "Salma Unasked" not in stays.split("For somebody else")[0]
    assert "Alice compared the six words on" in plain(stays) and "Bob compared the six words on" in plain(stays)
    assert all(f"<li>{word}</li>" in stays for word in world.noor_here.words)
    refused = sent(alice, f"{ROOT}/export/", fields | {"do": "take"})
    assert (refused.status_code, "nothing left" in refused.content.decode()) == (422, True)
    answer = sent(alice, f"{ROOT}/export/", fields | {"case": [case.hex], "do": "take"})
    data = b"".join(answer.streaming_content)
    assert (answer.status_code, int(answer["Content-Length"])) == (200, len(data))
    assert answer["Content-Disposition"].startswith('attachment; filename="package-')

    stood = Case.objects.count()
    look = brought(noor, data, do="look").content.decode()
    assert "Alice, The desk at the harbour" in look and "Cases: 1. Files: 1." in look and "Nothing of it was kept" in look
    assert Case.objects.count() == stood and not list(files._folder("arriving").iterdir())
    gone = brought(noor, data, do="take", member=world.bob.person.pk.hex)  # nobody who counts at her desk
    assert gone.status_code == 422 and "Somebody whom you ticked" in gone.content.decode() and Case.objects.count() == stood
    taken = brought(noor, data, do="take")
    assert taken.status_code == 200 and Case.objects.count() == stood + 1
    new = Case.objects.get(desk=world.noor.desk).pk
    before = {name: one for name, one in facts_of(world.alice, case).items() if one.KIND != "task"}
    assert told(facts_of(world.noor, new)) == told(before)
    again = brought(noor, data, do="take")
    assert (again.status_code, "was taken in already" in again.content.decode(), Case.objects.count()) == (422, True, stood + 1)
    assert brought(noor, data, do="take", again="yes").status_code == 200
    assert Case.objects.count() == stood + 2

    shown = alice.get(f"{ROOT}/{case}/history/").content.decode()
    assert "as a sealed package for Noor, The desk on the hill" in shown
    assert "took the case in from a package of Alice" in noor.get(f"{ROOT}/{new}/history/").content.decode()


def test_the_page_names_the_piece_that_is_not_cleaned_and_whom_it_may_show(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    with_file(world.alice, case, cleaning="not-cleaned", type="mp4")
    fields = {"case": case.hex, "to": f"partner-{world.noor_here.id.hex}", "do": "look"}
    page = plain(sent(login_client(world.alice), f"{ROOT}/export/", fields).content.decode())
    assert "films and sound that may show this person: Nobody asked yet." in page
    assert "“VID-0003.mp4” is not cleaned" in page and 'value="take"' not in page


def test_whatever_is_no_package_gets_one_sentence(world: Scene):
    alice = login_client(world.alice)
    for data, said in ((b"hello", "This is no package"), (b"alongside package\n\x09" + bytes(40), "later version")):
        page = brought(alice, data, do="look")
        assert (page.status_code, said in page.content.decode()) == (422, True)
    assert sent(alice, f"{ROOT}/packages/", {"do": "look"}).status_code == 422


def test_without_a_login_no_byte_of_a_package_is_taken(world: Scene):
    client = login_client(world.alice)
    client.cookies.clear()
    assert brought(client, b"x" * 100_000, do="take").status_code == 403


def test_a_package_goes_to_a_colleague_and_no_page_offers_who_was_not_compared(world: Scene):
    case = store.create(world.alice, few(), NOW)
    alice = login_client(world.alice)
    partners.take(world.alice, partners.own_text(world.noor))
    page = alice.get(f"{ROOT}/{case}/export/").content.decode()
    assert "Bob" in page and "Noor, The desk on the hill" in page
    partners.forget(world.alice, world.noor_here.id)
    waiting = partners.take(world.alice, partners.own_text(world.noor))
    assert "Noor" not in alice.get(f"{ROOT}/{case}/export/").content.decode()
    for to in (f"partner-{waiting.id.hex}", "member-", "x", f"member-{world.alice.person.pk.hex}"):
        assert sent(alice, f"{ROOT}/export/", {"case": case.hex, "to": to, "do": "take"}).status_code == 422
    answer = sent(alice, f"{ROOT}/export/", {"case": case.hex, "to": f"member-{world.bob.person.pk.hex}", "do": "take"})
    assert b"".join(answer.streaming_content).startswith(b"alongside package")
    assert [one.what for one in history.happenings(world.alice, case)][-1] == "exported-package"


def test_a_card_is_pasted_compared_by_voice_and_stands_in_red_when_it_changes(world: Scene):
    partners.forget(world.alice, world.noor_here.id)
    alice = login_client(world.alice)
    bad = sent(alice, f"{ROOT}/partners/", {"card": "no card <b>"})
    assert bad.status_code == 422 and "no card &lt;b&gt;" in bad.content.decode()
    made = sent(alice, f"{ROOT}/partners/", {"card": partners.own_text(world.noor)})
    assert made.status_code == 303
    page = alice.get(made["Location"]).content.decode()
    assert all(word in page for word in world.noor_here.words)
    wrong = sent(alice, made["Location"], {"do": "same", "seen": "00" * 32})
    assert wrong.status_code == 409
    assert sent(alice, made["Location"], {"do": "same", "seen": world.noor.card.digest().hex()}).status_code == 303
    for place in (f"{ROOT}/partners/", made["Location"]):
        page = alice.get(place).content.decode()
        assert "Alice compared the six words on" in plain(page)
        assert "Another member has to compare too" in page
    assert "Noor" not in alice.get(f"{ROOT}/{store.create(world.alice, few(), NOW)}/export/").content.decode()
    bob = login_client(world.bob)
    assert 'value="same"' in bob.get(made["Location"]).content.decode()
    assert sent(bob, made["Location"], {"do": "same", "seen": world.noor.card.digest().hex()}).status_code == 303
    assert "Another member" not in bob.get(made["Location"]).content.decode()
    assert sent(alice, made["Location"], {"do": "forget"}).status_code == 303
    assert alice.get(made["Location"]).status_code == 404


def test_a_consent_can_name_another_desk_and_is_shown_with_its_name(world: Scene):
    her = person("Amal")
    case = store.create(world.alice, [her, consents(her, world.noor_here.recipient)], NOW)
    alice = login_client(world.alice)
    assert "The desk on the hill" in alice.get(f"{ROOT}/{case}/consent/").content.decode()
    form = alice.get(f"{ROOT}/{case}/consent/{her.id}/ask/").content.decode()
    assert f'value="{world.noor_here.recipient}"' in form
    told_ = {
        "recipient": world.noor_here.recipient,
        "purpose": "send",
        "answer": "refused",
        "date": "2026-11-22",
        "seed": "a" * 32,
    }
    assert sent(alice, f"{ROOT}/{case}/consent/{her.id}/ask/", told_).status_code == 303
    partners.forget(world.alice, world.noor_here.id)
    assert "nother desk" in alice.get(f"{ROOT}/{case}/consent/").content.decode()


@pytest.mark.parametrize("lang", ["en", "ar", "es", "fr", "ru", "zh"])
def test_the_page_says_that_her_name_was_not_agreed_to_and_leads_to_where_her_answer_is_recorded(world: Scene, lang: str):
    her = person("Amal Haddad")
    case = store.create(world.alice, [her, consents(her, world.noor_here.recipient)], NOW)
    there = ROOT.replace("/en/", f"/{lang}/")
    fields = {"case": [case.hex], "to": f"partner-{world.noor_here.id.hex}", "do": "look"}
    page = sent(login_client(world.alice), f"{there}/export/", fields).content.decode()
    (fault,) = re.findall(r'<p class="fault">(.*?)</p>', page)
    say = Said(lang, {}).say
    assert plain(unescape(fault)) == plain(say("export.lack.name", name="Amal Haddad", why=say("consent.why.not-asked")))
    assert f"{there}/{case}/consent/" in page


@override_settings(DEBUG=False)
def test_a_colleague_cannot_take_out_a_case_that_is_not_hers(world: Scene):
    case = store.create(world.alice, few(), NOW)
    bob = login_client(world.bob)
    page = sent(bob, f"{ROOT}/export/", {"case": case.hex, "to": f"member-{world.alice.person.pk.hex}", "do": "take"})
    assert page.status_code == 422 and "No case was ticked that you can open" in page.content.decode()
    assert bob.get(f"{ROOT}/{case}/export/").status_code == 404
    assert [one.what for one in history.happenings(world.alice, case)] == ["created"]
