"""A card of another desk counts once two different members have compared its words; alone, nobody lets herself a case out."""

from base64 import b64encode
from uuid import UUID, uuid4

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.exporting import leaving, partners
from alongside.desk.cases.exporting.partners import CHANGED, COMPARED, WAITING, BadCard, Partner
from alongside.desk.people import clock, notices
from alongside.desk.people.models import Person
from alongside.vault.encoding import prefixed
from alongside.vault.errors import NotVouched
from alongside.vault.persons import Secret
from tests.desk.cases.exporting.scene import Scene, agrees, scene
from tests.desk.cases.telling import NOW, person
from tests.desk.making import login_client, member

ROOT = "/desk/en/cases"


@pytest.fixture
def world(database, monkeypatch) -> Scene:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return scene()


def card_text(desk: bytes, holder: bytes, desk_name: str, name: str) -> str:
    """A card of keys that somebody made at home, under whatever names she likes."""
    card = Secret.fresh().card(desk, holder, 1)
    data = prefixed(card.to_bytes(), desk_name.encode(), name.encode())
    return partners.TITLE + "\n" + b64encode(data).decode()


def compare(her, one: Partner) -> Partner:
    return partners.compare(her, one.id, one.card.digest(), NOW.date())


def told(her) -> list[str]:
    return [one.key for one in notices.mine(her, NOW.date()) if one.key.startswith("notices.partner")]


def test_one_member_alone_cannot_make_a_partner_of_her_own_keys_and_send_a_case_there(world: Scene):
    her = person("Amal")
    case = store.create(world.bob, [her], NOW)
    made = partners.take(world.bob, card_text(uuid4().bytes, uuid4().bytes, "Front Line", "Bob's laptop"))
    for _ in range(3):  # the same member again is still one member
        made = compare(world.bob, made)
        assert partners.standing(world.bob, made) == WAITING
    store.save(world.bob, case, [store.Edit(None, one) for one in agrees(her, made.recipient)], NOW)
    with pytest.raises(NotVouched):
        leaving.package(world.bob, [case], made, NOW)
    assert made.recipient not in partners.desks(world.bob)
    assert partners.sender(world.bob, made.card) is None
    assert "partner-" + made.id.hex not in login_client(world.bob).get(f"{ROOT}/{case}/export/").content.decode()
    made = compare(world.alice, made)
    assert partners.standing(world.bob, made) == COMPARED and leaving.package(world.bob, [case], made, NOW)


def test_a_replaced_card_stays_red_until_two_have_compared_it_and_no_old_signature_counts(world: Scene):
    noor = world.noor_here
    text = card_text(world.noor.desk.bytes, world.noor.person.pk.bytes, noor.desk_name, noor.name)
    pasted = partners.take(world.bob, text)
    assert (pasted.id, pasted.compared) == (noor.id, ())
    assert partners.standing(world.alice, pasted) == CHANGED
    half = compare(world.bob, pasted)
    assert partners.standing(world.alice, half) == CHANGED
    assert "This card is another one" in login_client(world.alice).get(f"{ROOT}/partners/{noor.id}/").content.decode()
    old = Partner(half.id, half.card, half.desk_name, half.name, (*noor.compared, *half.compared), half.was)
    assert partners.standing(world.alice, old) == CHANGED  # signatures of the old card, put in by hand
    assert partners.standing(world.alice, compare(world.alice, half)) == COMPARED


def test_where_the_desk_has_one_member_her_word_is_enough_and_a_colleague_who_left_counts_no_more(world: Scene):
    assert partners.standing(world.noor, world.alice_there) == COMPARED
    carol = member(world.alice, "Carol")
    assert partners.standing(carol, partners.get(carol, world.noor_here.id)) == COMPARED
    Person.objects.filter(pk=world.bob.person.pk).update(active=False)
    assert partners.standing(carol, partners.get(carol, world.noor_here.id)) == WAITING
    assert partners.standing(carol, compare(carol, partners.get(carol, world.noor_here.id))) == COMPARED


def test_everybody_is_told_when_a_partner_begins_to_count_and_when_a_card_is_exchanged_or_forgotten(world: Scene):
    carol = member(world.alice, "Carol")
    noor = world.noor_here
    assert told(world.bob) == ["notices.partner_counts"]
    pasted = partners.take(world.bob, card_text(world.noor.desk.bytes, world.noor.person.pk.bytes, noor.desk_name, noor.name))
    assert told(carol) == ["notices.partner_replaced"]
    compare(world.bob, pasted)
    assert len(told(carol)) == 1
    compare(carol, pasted)
    assert sorted(told(carol)) == ["notices.partner_counts", "notices.partner_replaced"]
    page = login_client(carol).get("/desk/en/notices/").content.decode()
    assert "Noor, The desk on the hill" in page and "Bob" in page
    partners.forget(world.bob, pasted.id)
    assert "notices.partner_forgotten" in told(carol)


def test_which_desk_a_card_names_is_believed_of_those_who_count_alone_and_no_desk_has_two_names(world: Scene):
    desk, noor = world.noor.desk.bytes, world.noor_here
    with pytest.raises(BadCard) as caught:
        partners.take(world.bob, card_text(desk, uuid4().bytes, "AAA Ministry", "Aaa"))
    assert caught.value.code == "other-name"
    partners.forget(world.alice, noor.id)
    waiting = partners.take(world.bob, card_text(desk, uuid4().bytes, "AAA Ministry", "Aaa"))
    compare(world.bob, waiting)
    assert partners.desks(world.alice) == {}
    again = partners.take(world.alice, partners.own_text(world.noor))
    compare(world.alice, compare(world.bob, again))
    assert partners.desks(world.alice) == {noor.recipient: "The desk on the hill"}
    with pytest.raises(BadCard):
        compare(world.alice, waiting)
    client, place = login_client(world.alice), f"{ROOT}/partners/{waiting.id}/"
    answer = client.post(place, f"do=same&seen={waiting.card.digest().hex()}", "application/x-www-form-urlencoded")
    assert answer.status_code == 409 and "gives another name to a desk" in answer.content.decode()


def test_the_page_with_the_words_says_which_desk_a_card_would_join(world: Scene):
    salma = partners.take(world.bob, card_text(world.noor.desk.bytes, UUID(int=7).bytes, world.noor_here.desk_name, "Salma"))
    page = login_client(world.bob).get(f"{ROOT}/partners/{salma.id}/").content.decode()
    assert "belongs to the desk" in page and "like" in page and "Noor" in page
    partners.forget(world.alice, world.noor_here.id)
    assert "belongs to the desk" not in login_client(world.bob).get(f"{ROOT}/partners/{salma.id}/").content.decode()
