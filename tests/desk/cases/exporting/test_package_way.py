"""A package from one desk to another, and to a colleague: the same facts and files arrive, and only what everybody in it agreed to."""

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import destroying, history, store
from alongside.desk.cases.evidence import custody, files
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.exporting import arriving, leaving, partners, plain
from alongside.desk.cases.exporting.partners import CHANGED, COMPARED, WAITING, BadCard, NoPartner
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Case, ExportRequest, History, Partner, SealedFile, TakenPackage
from alongside.desk.cases.retention import behind
from alongside.desk.cases.store import Edit
from alongside.desk.cases.verify import verify
from alongside.desk.people import rekeying
from alongside.desk.people.models import Desk, Vouch
from alongside.facts.evidence import Evidence
from alongside.vault.errors import NotVouched
from alongside.vault.persons import Secret
from tests.desk.cases.exporting.scene import CLIP, Scene, agrees, consents, facts_of, of_every_kind, scene, told, with_file
from tests.desk.cases.telling import NOW, fact, few, person
from tests.desk.making import member, newcomer


@pytest.fixture
def world(database) -> Scene:
    return scene()


def came(her, data: bytes) -> arriving.Whole:
    incoming = arriving.Incoming(her)
    for start in range(0, len(data), 50_000):
        incoming.add(data[start : start + 50_000])
    return incoming.finish()


def left(her, cases, receiver) -> bytes:
    one = leaving.package(her, cases, receiver, NOW)
    data = b"".join(one.pieces())
    assert len(data) == one.size
    return data


def test_a_case_of_every_kind_of_fact_arrives_at_another_desk_as_it_left(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    with_file(world.alice, case)
    before = facts_of(world.alice, case)
    data = left(world.alice, [case], world.noor_here)
    assert b"Amal Fictional" not in data and b"camera" not in data

    whole = came(world.noor, data)
    assert (whole.told.cases, whole.told.files) == (1, 1)
    sender = arriving.who_sent(world.noor, whole.told.sender, {})
    assert sender == "Alice, The desk at the harbour"
    (there,) = arriving.take_in(world.noor, whole, sender, [], NOW)
    after = facts_of(world.noor, there)
    assert told(after) == told({name: one for name, one in before.items() if one.KIND != "task"})  # what is internal stays here
    assert not set(after) & set(before)
    (clip,) = [one for one in after.values() if isinstance(one, Evidence)]
    held = hold(world.noor, there)
    assert b"".join(files.content(held, UUID(clip.file), clip.size)) == CLIP
    assert clip.sha256 == hashlib.sha256(CLIP).hexdigest()
    assert clip.file not in {one.file for one in before.values() if isinstance(one, Evidence)}
    assert SealedFile.objects.filter(case=there).count() == 1

    last = history.happenings(world.alice, case)[-2:]
    assert [one.what for one in last] == ["exported-package", "evidence-exported"]
    assert last[0].told == {
        "form": "package",
        "digest": whole.digest,
        "name": "Noor, The desk on the hill",
        "card": last[0].told["card"],
    }
    evidence = next(one for one in before.values() if isinstance(one, Evidence))
    assert [step.what for step in custody.steps(history.happenings(world.alice, case), evidence)][-1] == "evidence-exported"
    assert [one.what for one in history.happenings(world.noor, there)] == ["created", "taken-in"]
    assert verify(world.alice.desk).faults == () == verify(world.noor.desk).faults


def test_a_colleague_takes_in_a_package_and_is_told_when_it_was_taken_in_before(world: Scene):
    one, two = (store.create(world.alice, few(), NOW) for _ in range(2))
    data = left(world.alice, [one, two], world.bob.person)
    made = arriving.take_in(world.bob, came(world.bob, data), "Alice", [world.alice.person], NOW)
    assert [told(facts_of(world.alice, case)) for case in made] == [
        told(facts_of(world.alice, case)) for case in sorted((one, two))
    ]
    with pytest.raises(arriving.TakenBefore) as caught:
        arriving.take_in(world.bob, came(world.bob, data), "Alice", [], NOW)
    assert (caught.value.day, caught.value.who) == (NOW.date().isoformat(), world.bob.person.pk)
    assert Case.objects.count() == 4
    arriving.take_in(world.bob, came(world.bob, data), "Alice", [], NOW, again=True)
    assert Case.objects.count() == 6
    happened = history.happenings(world.alice, one)[-1]
    assert (happened.what, happened.about) == ("exported-package", world.bob.person.pk)


def test_to_another_desk_a_case_leaves_only_with_the_agreement_of_everybody_in_it(world: Scene):
    desk = world.noor_here.recipient
    her, friend, officer = person("Amal"), person("Salma", "relative"), person("Officer", "perpetrator")
    case = store.create(world.alice, [her, friend, officer, *agrees(her, desk)], NOW)
    nobody = store.create(world.alice, [], NOW)
    (looked, empty) = leaving.look(world.alice, [case, nobody], world.noor_here, NOW)
    if looked.case.id != case:
        looked, empty = empty, looked
    assert [(one.code, one.purpose, one.person.id) for one in looked.lacks] == [
        ("not-asked", "send", friend.id),
        ("not-asked", "name", friend.id),
    ]
    assert [one.code for one in empty.lacks] == ["nobody"]
    links = History.objects.count()
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.noor_here, NOW)
    assert History.objects.count() == links
    agreed, by_name = agrees(friend, desk)
    store.save(world.alice, case, [Edit(None, agreed), Edit(None, by_name)], NOW)
    assert leaving.package(world.alice, [case], world.noor_here, NOW)
    withdrawn = consents(friend, desk, answer="withdrawn", date="2026-11-21", withdraws=[agreed.id], risks_explained=None)
    store.save(world.alice, case, [Edit(None, withdrawn)], NOW)
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.noor_here, NOW)


def test_who_is_called_a_perpetrator_by_mistake_is_asked_like_anybody(world: Scene):
    """One tick in the wrong box, and a refusal counted for nothing."""
    desk = world.noor_here.recipient
    her, friend = person("Amal"), person("Salma", "perpetrator")
    refusal = consents(friend, desk, answer="refused", risks_explained=None)
    case = store.create(world.alice, [her, friend, *agrees(her, desk), consents(friend, desk, purpose="name"), refusal], NOW)
    (looked,) = leaving.look(world.alice, [case], world.noor_here, NOW)
    assert [(one.code, one.person.id) for one in looked.lacks] == [("refused", friend.id)]
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.noor_here, NOW)


def test_who_took_back_her_name_holds_up_a_package_that_would_carry_it(world: Scene):
    """A referral to that desk left the name out, and a package to the same desk took it along."""
    desk = world.noor_here.recipient
    her = person("Amal")
    sending, by_name = agrees(her, desk)
    case = store.create(world.alice, [her, sending, by_name], NOW)
    assert leaving.package(world.alice, [case], world.noor_here, NOW)
    back = consents(
        her, desk, purpose="name", answer="withdrawn", date="2026-11-21", withdraws=[by_name.id], risks_explained=None
    )
    store.save(world.alice, case, [Edit(None, back)], NOW)
    (looked,) = leaving.look(world.alice, [case], world.noor_here, NOW)
    assert [(one.code, one.purpose, one.person.id) for one in looked.lacks] == [("withdrawn", "name", her.id)]
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.noor_here, NOW)
    assert leaving.package(world.alice, [case], world.bob.person, NOW)  # a colleague reads it here anyway


def test_a_film_goes_to_another_desk_only_with_the_yes_of_everybody_whom_it_may_show(world: Scene):
    desk = world.noor_here.recipient
    her, friend = person("Amal"), person("Salma", "relative")
    case = store.create(world.alice, [her, friend, *agrees(her, desk), *agrees(friend, desk)], NOW)
    clip = with_file(world.alice, case, type="mp4")

    def lacks() -> list[tuple[str, str, str]]:
        (looked,) = leaving.look(world.alice, [case], world.noor_here, NOW)
        return [(one.code, one.purpose, one.person.id) for one in looked.lacks]

    assert sorted(lacks()) == sorted(("not-asked", "photo", one.id) for one in (her, friend))  # nobody said whom it shows
    store.save(world.alice, case, [Edit(clip, replace(clip, about=(friend.id,)))], NOW)
    assert lacks() == [("not-asked", "photo", friend.id)]
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.noor_here, NOW)
    store.save(world.alice, case, [Edit(None, consents(friend, desk, purpose="photo"))], NOW)
    assert lacks() == [] and leaving.package(world.alice, [case], world.noor_here, NOW)


def test_after_a_restore_a_yes_is_asked_again_before_a_case_leaves(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    assert leaving.package(world.alice, [case], world.noor_here, NOW)
    Desk.objects.filter(pk=world.alice.desk).update(restored=NOW.date())
    (looked,) = leaving.look(world.alice, [case], world.noor_here, NOW)
    assert {one.code for one in looked.lacks} == {"restored"}


def test_no_yes_of_a_case_that_was_taken_in_counts_before_a_member_has_asked_everybody_again(world: Scene):
    """Taken out by one member and in by another, a case would stand twice, and a withdrawal be written into one of the two."""
    her = person("Amal")
    case = store.create(world.alice, [her, *agrees(her, world.noor_here.recipient)], NOW)
    yeses = [replace(one, verified=True) for one in agrees(her, world.noor_here.recipient)]
    lines = b"".join(plain.lines([[her, *yeses]]))
    (copy,) = arriving.take_in(world.bob, came(world.bob, left(world.alice, [case], world.bob.person)), "Alice", [], NOW)
    (told_again,) = arriving.take_in(world.bob, came(world.bob, lines), "", [], NOW)
    assert [Case.objects.get(pk=one).behind for one in (case, copy, told_again)] == [False, True, True]
    (looked,) = leaving.look(world.bob, [copy], world.noor_here, NOW)
    assert {one.code for one in looked.lacks} == {"restored"}
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.bob, [copy], world.noor_here, NOW)
    behind.asked_again(world.bob, copy, NOW)
    assert leaving.package(world.bob, [copy], world.noor_here, NOW)


@pytest.mark.parametrize("cleaning", ["not-cleaned", None])
def test_what_is_not_cleaned_goes_to_a_colleague_and_to_no_other_desk(world: Scene, cleaning):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    clip = with_file(world.alice, case, cleaning=cleaning)
    (looked,) = leaving.look(world.alice, [case], world.noor_here, NOW)
    assert [(one.code, one.evidence.id) for one in looked.lacks] == [("file", clip.id)]
    assert leaving.look(world.alice, [case], world.bob.person, NOW)[0].lacks == []
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.noor_here, NOW)
    assert leaving.package(world.alice, [case], world.bob.person, NOW)


def test_how_a_desk_works_goes_to_a_colleague_and_to_no_other_desk(world: Scene):
    mine = [
        fact("task", what="Call her lawyer", owner=world.alice.person.pk.hex),
        fact("end-request", ending="destroy", asked="2026-11-20T09:00:00Z", asked_by=world.alice.person.pk.hex, why="Over"),
        fact(
            "keeping-review",
            decision="keep",
            decided="2026-11-20T09:00:00Z",
            decided_by=world.alice.person.pk.hex,
            on="2027-11-20",
        ),
    ]
    her = person("Amal")
    case = store.create(world.alice, [her, *agrees(her, world.noor_here.recipient), *mine], NOW)
    there = came(world.noor, left(world.alice, [case], world.noor_here))
    assert sorted(json.loads(one)["kind"] for one in there.cases[0].facts) == ["consent", "consent", "person"]
    assert len(came(world.bob, left(world.alice, [case], world.bob.person)).cases[0].facts) == 6


def test_to_look_at_one_case_more_costs_the_same_again(world: Scene):
    cases = [store.create(world.alice, few(), NOW) for _ in range(3)]
    counted = []
    for some in (cases[:1], cases[:2], cases):
        with CaptureQueriesContext(connection) as asked:
            leaving.look(world.alice, some, world.noor_here, NOW)
        counted.append(len(asked))
    assert counted[2] - counted[1] <= counted[1] - counted[0]


def test_agreeing_to_something_else_does_not_let_a_case_go_to_another_desk(world: Scene):
    her = person("Amal")
    _, by_name = agrees(her, world.noor_here.recipient)
    for given in (
        consents(her, "class:ngo"),
        consents(her, f"desk-{world.alice.desk.hex}"),
        consents(her, world.noor_here.recipient, purpose="name"),
        consents(her, world.noor_here.recipient, expires="2026-11-21"),
    ):
        case = store.create(world.alice, [her, by_name, given], NOW)
        with pytest.raises(leaving.MayNotLeave):
            leaving.package(world.alice, [case], world.noor_here, NOW)
        destroying.destroy(world.alice, case, NOW)


def test_what_is_damaged_or_not_hers_or_whose_file_is_gone_does_not_leave(world: Scene):
    case, other = store.create(world.alice, few(), NOW), store.create(world.bob, few(), NOW)
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case, other], world.bob.person, NOW)
    clip = with_file(world.alice, case)
    files.remove([UUID(clip.file)])
    with pytest.raises(leaving.MayNotLeave):
        leaving.package(world.alice, [case], world.bob.person, NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record")
    (looked,) = leaving.look(world.alice, [case], world.bob.person, NOW)
    assert [one.code for one in looked.lacks] == ["damaged"]


def test_nothing_is_sealed_to_who_was_not_compared_whose_card_changed_or_whose_voucher_fell(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    with pytest.raises(NotVouched):
        leaving.package(world.alice, [case], newcomer(world.alice, "Erin").person, NOW)
    fresh = Secret.fresh().card(world.noor.card.desk, world.noor.card.holder, 2)
    type(world.noor.person).objects.filter(pk=world.noor.person.pk).update(card=fresh.to_bytes())
    world.noor.person.card = fresh.to_bytes()
    world.noor.__dict__.pop("card")
    changed = partners.take(world.alice, partners.own_text(world.noor))
    assert (changed.id, partners.standing(world.alice, changed)) == (world.noor_here.id, CHANGED)
    with pytest.raises(NotVouched):
        leaving.package(world.alice, [case], changed, NOW)
    with pytest.raises(NotVouched):  # the words of the old card stood on her page
        partners.compare(world.alice, changed.id, world.noor_here.card.digest(), NOW.date())
    for her, standing in ((world.alice, CHANGED), (world.alice, CHANGED), (world.bob, COMPARED)):
        again = partners.compare(her, changed.id, changed.card.digest(), NOW.date())
        assert partners.standing(world.alice, again) == standing
    Vouch.objects.all().delete()
    hers = partners.compare(world.alice, changed.id, changed.card.digest(), NOW.date())
    world.bob.__dict__.pop("circle", None)
    assert partners.standing(world.alice, hers) == COMPARED  # the founder counts by her pin
    forged = replace(hers, name="Somebody else")
    assert partners.standing(world.alice, forged) == WAITING
    partners.forget(world.alice, hers.id)
    with pytest.raises(NoPartner):
        partners.get(world.alice, hers.id)


def test_a_member_who_does_not_count_compares_for_nobody(world: Scene):
    carol = member(world.alice, "Carol")
    partners.forget(world.alice, world.noor_here.id)
    waiting = partners.take(world.bob, partners.own_text(world.noor))
    for her in (carol, world.bob):
        partners.compare(her, waiting.id, waiting.card.digest(), NOW.date())
    assert partners.standing(world.alice, partners.get(world.alice, waiting.id)) == COMPARED
    Vouch.objects.all().delete()
    for one in (world.alice, world.bob, carol):
        one.__dict__.pop("circle", None)
    assert partners.standing(world.alice, partners.get(world.alice, waiting.id)) == WAITING


def test_a_card_is_read_however_a_mail_broke_it_and_nothing_else_is(world: Scene):
    text = partners.own_text(world.noor)
    card, desk, name = partners.read("  " + text.replace("\n", "\r\n  ") + "\n")
    assert (card, desk, name) == (world.noor.card, "The desk on the hill", "Noor")
    for bad in ("", "hello", partners.TITLE, text[:-9], text.replace("A", "!"), text + "A"):
        with pytest.raises(BadCard) as caught:
            partners.read(bad)
        assert caught.value.code == "not-a-card"
    with pytest.raises(BadCard) as caught:
        partners.take(world.alice, partners.own_text(world.bob))
    assert caught.value.code == "own-desk"
    assert partners.take(world.alice, text) == world.noor_here  # the same card again changes nothing


def test_a_package_of_an_unknown_sender_or_for_somebody_else_is_refused_and_leaves_no_file(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    with_file(world.alice, case)
    data = left(world.alice, [case], world.noor_here)
    for her, code in ((world.bob, "not-for-you"), (world.noor, "unknown-sender")):
        if code == "unknown-sender":
            partners.forget(world.noor, world.alice_there.id)
        with pytest.raises(Unfit) as caught:
            came(her, data)
        assert caught.value.fault == code
    assert not list((files._folder("arriving")).iterdir())


def test_a_broken_package_leaves_nothing(world: Scene):
    case = store.create(world.alice, of_every_kind(world.noor_here.recipient), NOW)
    with_file(world.alice, case)
    data = left(world.alice, [case], world.noor_here)
    incoming = arriving.Incoming(world.noor)
    incoming.add(data[:-70_000])
    with pytest.raises(Unfit) as caught:
        incoming.finish()
    assert caught.value.fault == "broken"
    incoming.discard()
    assert not list((files._folder("arriving")).iterdir())
    assert Case.objects.filter(desk=world.noor.desk).count() == 0


def test_partners_and_packages_stand_under_a_new_key_of_the_desk(world: Scene):
    case = store.create(world.alice, few(), NOW)
    data = left(world.alice, [case], world.bob.person)
    whole = came(world.bob, data)
    arriving.take_in(world.bob, whole, "Alice", [], NOW)
    rekeying.owe_desk(world.alice.desk)
    old = world.alice.desk_ring.newest
    assert rekeying.advance_desk(world.alice, NOW) and world.alice.desk_ring.newest == old + 1
    assert partners.mine(world.alice) == [world.noor_here]
    assert arriving.taken_before(world.alice, whole.digest)
    with suppress(ExportRequest.DoesNotExist):
        assert (Partner.objects.count(), TakenPackage.objects.count()) == (2, 1)
