"""The pages of people as a member and an administrator press through them."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from alongside.desk.people import (
    addresses,
    after_unlock,
    asking,
    ceremony,
    changing,
    clock,
    escrows,
    invitations,
    keyring,
    logins,
    notices,
    recovery,
    vouching,
)
from alongside.desk.people.bringing_back import Recovery
from alongside.desk.people.models import Desk, Login, Person, Request
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.vault.passphrases import CHEAPEST
from alongside.vault.persons import Secret
from tests.desk.making import found_desk, login_client, member, newcomer, opened
from tests.desk.people.coming_in import with_app
from tests.desk.people.test_leaving import case_of

pytestmark = pytest.mark.usefixtures("database")
AT = "/desk/en/"


def again(unlocked: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def text(response: HttpResponse) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def get(browser: Client, path: str, status: int = 200) -> str:
    response = browser.get(AT + path)
    assert response.status_code == status, text(response)
    assert "{%" not in response.content.decode() and "{{" not in response.content.decode()
    return text(response)


def post(browser: Client, path: str, status: int = 303, **fields: str) -> HttpResponse:
    body = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in fields.items())
    response = browser.post(AT + path, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == status, text(response)
    return response


def hidden(response: HttpResponse, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode()).group(1)


def six(response: HttpResponse) -> list[str]:
    return re.findall(r"<li>([a-z-]+)</li>", response.content.decode())


def test_the_list_names_who_has_to_be_compared_and_who_is_in() -> None:
    alice = found_desk()
    member(alice, "Bob")
    newcomer(alice, "Charlie")
    invitations.invite(alice, "Dora", "dora", "officer", clock.today())
    shown = get(login_client(alice), "people/")
    waiting, members, proposed = (shown.index(word) for word in ("Waiting: somebody", "Members", "Invited"))
    assert waiting < shown.index("Charlie") < members < shown.index("Bob") < proposed < shown.index("Dora")
    assert "There are no custodians yet" in shown and "Invite somebody" in shown


def test_a_member_compares_and_lets_in_without_being_an_administrator() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), newcomer(alice, "Charlie")
    browser = login_client(bob)
    assert "Invite somebody" not in get(browser, "people/")
    page = browser.get(f"{AT}people/{charlie.person.pk}/compare/")
    assert six(page) == list(charlie.card.fingerprint())
    post(browser, f"people/{charlie.person.pk}/compare/", do="same", seen=hidden(page, "seen"))
    assert "their six words were compared" in get(browser, f"people/{charlie.person.pk}/")
    assert vouching.standing(again(alice), charlie.person) is Standing.MEMBER


def test_a_form_without_the_words_that_were_compared_signs_nothing() -> None:
    """The check against a key exchanged meanwhile must not be left out by leaving out its field."""
    alice = found_desk()
    bob = newcomer(alice, "Bob")
    browser = login_client(alice)
    assert "Nothing was signed" in text(post(browser, f"people/{bob.person.pk}/compare/", 422, do="same"))
    post(browser, f"people/{bob.person.pk}/compare/", 422, do="same", seen="")
    assert vouching.standing(again(alice), bob.person) is Standing.WAITING


def test_words_that_differ_are_told_once_a_day_for_each_card() -> None:
    alice = found_desk()
    bob, charlie = newcomer(alice, "Bob"), newcomer(alice, "Charlie")
    browser = login_client(alice)
    for _ in range(5):
        post(browser, f"people/{bob.person.pk}/compare/", 200, do="differ")
    post(browser, f"people/{charlie.person.pk}/compare/", 200, do="differ")
    assert len(notices.mine(alice, clock.today())) == 2
    assert vouching.differ(alice, bob.person, clock.today() + timedelta(days=1))


def test_words_that_differ_share_nothing_and_everybody_is_told() -> None:
    alice = found_desk()
    bob = newcomer(alice, "Bob")
    browser = login_client(alice)
    response = post(browser, f"people/{bob.person.pk}/compare/", 200, do="differ", seen="")
    assert "danger" in response.content.decode() and "Nothing was shared" in text(response)
    assert vouching.standing(again(alice), bob.person) is Standing.WAITING
    assert "compared the six words of Bob, and they differed" in get(browser, "notices/")


def test_a_key_exchanged_while_she_looked_is_not_signed() -> None:
    alice = found_desk()
    bob = newcomer(alice, "Bob")
    browser = login_client(alice)
    seen = hidden(browser.get(f"{AT}people/{bob.person.pk}/compare/"), "seen")
    forged = Secret.fresh().card(alice.desk.bytes, bob.person.pk.bytes, 1)
    Person.objects.filter(pk=bob.person.pk).update(card=forged.to_bytes())
    response = post(browser, f"people/{bob.person.pk}/compare/", 422, do="same", seen=seen)
    assert six(response) == list(forged.fingerprint()) and "Nothing was signed" in text(response)
    post(browser, f"people/{bob.person.pk}/compare/", 422, do="same", seen="no hex")
    assert vouching.standing(again(alice), Person.objects.get(pk=bob.person.pk)) is Standing.WAITING


def test_a_changed_key_stands_in_red() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    Person.objects.filter(pk=bob.person.pk).update(card=Secret.fresh().card(alice.desk.bytes, bob.person.pk.bytes, 1).to_bytes())
    browser = login_client(alice)
    assert '<section class="danger">' in browser.get(f"{AT}people/").content.decode()
    assert "this is another one" in get(browser, f"people/{bob.person.pk}/")


def test_an_exchanged_founder_is_said_in_red_and_nothing_else_is_shown() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    browser = login_client(bob)
    Desk.objects.update(founder=Secret.fresh().card(alice.desk.bytes, alice.person.pk.bytes, 1).to_bytes())
    assert "exchanged the founder's key" in get(browser, "people/")


def test_ending_an_account_says_what_she_may_still_know() -> None:
    """Story 9, as pages."""
    alice = found_desk()
    bob = member(alice, "Bob")
    case_of(alice, bob)
    case_of(bob)
    hers, browser = login_client(bob), login_client(alice)
    assert get(hers, "people/")
    page = get(browser, f"people/{bob.person.pk}/end/")
    assert "the old one: 1" in page and "nobody else can open: 1" in page and "backup" in page
    post(browser, f"people/{bob.person.pk}/end/")
    assert "may know" in get(browser, f"people/{bob.person.pk}/")
    get(hers, "people/", 403)
    assert not Login.objects.filter(person=bob.person).exists()


def test_only_administrators_end_accounts_and_hold_ceremonies() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    browser = login_client(bob)
    for path in (f"people/{alice.person.pk}/end/", "ceremony/"):
        assert "administrators" in get(browser, path, 403)
        post(browser, path, 403)
    post(login_client(alice), f"people/{alice.person.pk}/end/", 422)


def test_nobody_else_has_such_an_address() -> None:
    alice = found_desk()
    browser = login_client(alice)
    for path in ("", "compare/", "end/", "renew/", "recovery.json"):
        get(browser, f"people/00000000-0000-4000-8000-000000000000/{path}", 404)
    get(browser, f"people/{alice.person.pk}/recovery.json", 404)


def test_new_words_count_once_they_are_typed_back() -> None:
    alice = found_desk()
    browser = login_client(alice)
    assert "I think my words are known" in get(browser, "changing/")
    before = bytes(alice.person.wrapped)
    page = post(browser, "changing/", 200, kind="words")
    assert six(post(browser, "changing/", 200, kind="words")) == six(page)
    wrong = post(browser, "changing/", 422, kind="words", do="take", again="abacus")
    assert "Nothing was changed" in text(wrong) and bytes(Person.objects.get(pk=alice.person.pk).wrapped) == before
    post(browser, "changing/", 303, kind="words", do="take", again=" ".join(six(page)))
    assert opened(Person.objects.get(pk=alice.person.pk), " ".join(six(page))).seed == alice.secret.seed
    assert "count" in get(browser, "changing/done/")


@pytest.mark.parametrize("path", ["changing/", "ceremony/"])
def test_shares_and_new_words_are_shown_only_behind_a_fresh_second_factor(path: str) -> None:
    """Whoever finds an open login must not read a share off the screen, nor get words of his own: not by a form, and not by looking."""
    alice = with_app(found_desk())
    browser = login_client(alice)
    if path == "ceremony/":
        post(browser, path, do="start", k="2", n="2")
    stale = logins._opened
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            logins, "_opened", lambda place, row: stale(place, row)._replace(proven=clock.now() - timedelta(minutes=31))
        )
        page = browser.get(AT + path)
        assert page.status_code == 403 and "Your second key, once more" in text(page) and len(six(page)) == 0
        assert len(six(post(browser, path, 403, kind="words"))) == 0
    assert browser.get(AT + path).status_code == 200


def test_i_think_my_words_are_known_ends_every_login() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    browser, other = login_client(bob), login_client(bob)
    page = post(browser, "changing/", 200, kind="known")
    response = post(browser, "changing/", 303, kind="known", do="take", again=" ".join(six(page)))
    assert response.cookies["alongside"].value == "" and not Login.objects.filter(person=bob.person).exists()
    get(other, "people/", 403)
    assert "has made a new key" in get(login_client(alice), "notices/")


def test_the_ceremony_shows_one_share_at_a_time_and_takes_none() -> None:
    alice = found_desk()
    browser = login_client(alice)
    assert "no custodians yet" in get(browser, "ceremony/")
    post(browser, "ceremony/", 422, do="start", k="3", n="2")
    post(browser, "ceremony/", 422, do="start", k="two", n="3")
    post(browser, "ceremony/", do="start", k="2", n="3")
    paper = []
    for number in (1, 2, 3):
        page = browser.get(f"{AT}ceremony/")
        assert f"Share {number} of 3" in text(page) and "Any 2 of these cards together open everything" in text(page)
        assert " ".join(alice.card.fingerprint()) in text(page)
        share = six(page)
        assert len(share) == 33 and share not in paper
        paper.append(share)
        assert six(browser.get(f"{AT}ceremony/")) == share
        post(browser, "ceremony/", 422, do="written", number=str(number))
        post(browser, "ceremony/", do="written", number=str(number), written="1")
        post(browser, "ceremony/", do="written", number=str(number), written="1")
    assert "All shares are on paper" in get(browser, "ceremony/") and not Desk.objects.get().recovery
    post(browser, "ceremony/", do="finish")
    assert ceremony.is_due(again(alice)) == ""
    assert "held a custodians' ceremony" in get(browser, "notices/")
    shown = page.content.decode()
    assert "<textarea" not in shown and shown.count("<input") - shown.count('name="unkept"') == 2


def test_a_ceremony_that_is_gone_says_so() -> None:
    alice = found_desk()
    browser = login_client(alice)
    post(browser, "ceremony/", do="start", k="2", n="2")
    post(browser, "ceremony/", do="give-up")
    assert "Burn the papers" in text(post(browser, "ceremony/", 422, do="written", number="1", written="1"))
    post(browser, "ceremony/", 422, do="finish")


def test_the_founder_forgot_her_words_and_two_custodians_bring_her_back() -> None:
    """Story 10, as pages: she is the only administrator, so a colleague makes the link."""
    alice = found_desk()
    bob = member(alice, "Bob")
    case = case_of(alice)
    made = ceremony.start(alice, 2, 3, clock.now())
    for number in (1, 2, 3):
        ceremony.written_down(alice, number, clock.now())
    ceremony.finish(alice, clock.now())
    browser = login_client(again(bob))
    seen = hidden(browser.get(f"{AT}people/"), "seen")
    post(browser, "recovery/confirm/", seen=seen)
    post(browser, f"people/{alice.person.pk}/renew/", 422, handle="robin")
    link = re.search(
        r"/desk/en/invitation/([\w-]+)/", text(post(browser, f"people/{alice.person.pk}/renew/", 200, handle="heron"))
    )
    person, words = invitations.accept(link.group(1), clock.today(), CHEAPEST)
    new = Unlocked(person, opened(person, words))
    hers = login_client(new)
    get(hers, "recovery/")
    seen = hidden(browser.get(f"{AT}people/{person.pk}/compare/"), "seen")
    post(browser, f"people/{person.pk}/compare/", do="same", seen=seen)
    after_unlock.run(again(new), clock.now())
    assert "earlier keys wait for you" in get(hers, "people/")
    file = browser.get(f"{AT}people/{person.pk}/recovery.json")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-out.json"'
    machine = Recovery(file.content)
    for share in made.shares[1:]:
        machine.add(share)
    from urllib.parse import quote

    refused = post(hers, "recovery/", 422, back=quote('{"what": "nothing"}'))
    assert '{"what": "nothing"}' in text(refused)
    done = post(hers, "recovery/", 200, back=quote(machine.back().to_bytes().decode()))
    assert "yours again: 1" in text(done) and "A ceremony is due" in text(done)
    assert keyring.ring(again(new), case)
    assert "The recovery key was put together" in get(hers, "people/")
    assert "Custodians brought back what Alice held" in get(browser, "notices/")
    post(hers, "recovery/confirm/", seen=hidden(hers.get(f"{AT}people/"), "seen"))
    assert not recovery.is_owed(again(new)) and escrows.of(Person.objects.get(pk=person.pk)).card == new.card


def test_asking_gives_one_answer() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case = case_of(alice)
    browser = login_client(bob)
    post(browser, "asking/", 422, reference="no such words here")
    answers = set()
    for reference in (asking.reference_of(case), "swoosh shame platonic tightwad"):
        answers.add(post(browser, "asking/", reference=reference)["Location"])
    assert answers == {f"{AT}asking/asked/"} and Request.objects.count() == 2
    assert "thirty days" in get(browser, "asking/asked/")


def test_after_a_new_key_she_reads_her_words_and_cannot_compare_them_herself() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    words = changing.offer(bob, clock.now())
    changing.known(bob, words, clock.now(), CHEAPEST)
    person = Person.objects.get(pk=bob.person.pk)
    new = Unlocked(person, opened(person, words))
    browser = login_client(new)
    assert "has you read its words" in get(browser, "people/")
    page = browser.get(f"{AT}people/{person.pk}/")
    assert six(page) == list(new.card.fingerprint())
    assert browser.get(f"{AT}people/{person.pk}/compare/").status_code == 303
    post(browser, f"people/{person.pk}/compare/", do="same", seen=new.card.digest().hex())
    assert vouching.standing(again(alice), person) is Standing.CHANGED


@pytest.mark.parametrize(
    ("host", "address"),
    [("localhost", "http://localhost/"), ("127.0.0.1:8000", "http://127.0.0.1:8000/"), ("desk.example", "https://desk.example/")],
)
def test_the_link_of_an_invitation_begins_with_https_wherever_it_travels(host: str, address: str) -> None:
    """Its first click would else show the token to whoever listens: he would accept before her, with keys of his own."""
    request = RequestFactory().post("/desk/en/people/invite/", headers={"Host": host})
    with override_settings(ALLOWED_HOSTS=["localhost", "127.0.0.1", "desk.example"]):
        found = addresses.invitation(request, "en", "token")
    assert found == f"{address}desk/en/invitation/token/"
