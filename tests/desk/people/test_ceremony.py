"""A ceremony makes a key that exists on paper alone, and until its end it has changed nothing (security.md 7)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.people import after_unlock, cards, ceremony, changing, escrows, held, notices
from alongside.desk.people.models import Desk, Person, Vouch
from alongside.desk.people.unlocked import Pins, Unlocked
from alongside.vault.boxes import open_sealed
from alongside.vault.custody import combine
from alongside.vault.errors import NotVouched
from alongside.vault.passphrases import CHEAPEST
from alongside.vault.persons import Secret
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, login_client, member, newcomer

pytestmark = pytest.mark.usefixtures("database")


def again(unlocked: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def hold(unlocked: Unlocked, k: int = 2, n: int = 3) -> list[str]:
    """A whole ceremony; gives the shares as they stood on paper."""
    made = ceremony.start(unlocked, k, n, NOW)
    paper = []
    for number in range(1, n + 1):
        paper.append(" ".join(ceremony.going_on(unlocked, NOW).words()))
        ceremony.written_down(unlocked, number, NOW)
    assert paper == list(made.shares)
    ceremony.finish(unlocked, NOW)
    return paper


def confirmed(unlocked: Unlocked) -> Unlocked:
    """A member who compared the words of the new recovery key with a custodian's card, and pressed."""
    unlocked = again(unlocked)
    escrows.confirm(unlocked, cards.recovery_card(unlocked.desk).digest())
    return again(unlocked)


def test_any_two_of_three_make_the_key_whose_card_everybody_vouches_through() -> None:
    alice = found_desk()
    paper = hold(alice)
    recovery = cards.recovery_card(alice.desk)
    for pair in ([0, 1], [0, 2], [2, 1]):
        assert Secret(combine([paper[place] for place in pair])).owns(recovery)
    assert alice.circle.admits(recovery) and ceremony.is_due(alice) == ""


def test_everybodys_secret_is_sealed_to_it_once_she_has_compared_its_words() -> None:
    alice = found_desk()
    bob = member(alice)
    assert ceremony.is_due(alice) == "never" and not escrows.renew(alice)
    paper = hold(alice)
    assert [one.pk for one in escrows.behind(alice.desk)] == [bob.person.pk]
    after_unlock.run(again(bob), NOW)
    assert [one.pk for one in escrows.behind(alice.desk)] == [bob.person.pk]
    confirmed(bob)
    after_unlock.run(again(bob), NOW)
    assert escrows.behind(alice.desk) == [] and not ceremony.escrow(again(bob))
    recovery = Secret(combine(paper[:2]))
    for one in (alice, bob):
        copy = escrows.of(Person.objects.get(pk=one.person.pk))
        seed = open_sealed(recovery, cards.recovery_card(alice.desk), copy.box, escrows.place(copy.card))
        assert seed == one.secret.seed


def test_a_later_ceremony_makes_the_cards_of_the_first_worthless_for_new_copies() -> None:
    alice = found_desk()
    first = hold(alice)
    hold(again(alice), 3, 4)
    card = cards.recovery_card(alice.desk)
    assert card.epoch == 2 and not Secret(combine(first[:2])).owns(card)
    assert escrows.of(Person.objects.get(pk=alice.person.pk)).recovery_epoch == 2


def test_every_member_is_told() -> None:
    alice = found_desk()
    bob = member(alice)
    hold(alice)
    assert [note.key for note in notices.mine(bob, NOW.date())] == ["notices.ceremony"]


def test_an_administrator_who_holds_a_ceremony_alone_gets_nobodys_secret() -> None:
    """She keeps every share herself. Bob unlocks a hundred times: nothing of his is sealed to her key until he has compared its words."""
    alice = found_desk()
    mallory = member(alice, "Mallory", "administrator")
    bob = member(alice, "Bob")
    confirmed_before = hold(alice) and confirmed(bob)
    assert escrows.of(confirmed_before.person).recovery_epoch == 1
    hold(again(mallory))
    for _ in range(3):
        after_unlock.run(again(bob), NOW)
    assert escrows.of(Person.objects.get(pk=bob.person.pk)).recovery_epoch == 1
    assert escrows.unconfirmed(again(bob)) == cards.recovery_card(alice.desk)
    assert escrows.of(Person.objects.get(pk=mallory.person.pk)).recovery_epoch == 2


def test_words_of_a_recovery_key_that_was_exchanged_meanwhile_confirm_nothing() -> None:
    alice = found_desk()
    mallory, bob = member(alice, "Mallory", "administrator"), member(alice, "Bob")
    hold(alice)
    seen = cards.recovery_card(alice.desk).digest()
    hold(again(mallory))
    for typed in (seen, b"", bytes(32)):
        with pytest.raises(NotVouched):
            escrows.confirm(again(bob), typed)
    assert again(bob).pins.recovery == 0 and not Person.objects.get(pk=bob.person.pk).escrow


def test_a_new_key_is_not_sealed_to_a_recovery_key_that_she_has_not_confirmed() -> None:
    """The button "my words are known" makes a copy at once: it must not be the way around the button."""
    alice = found_desk()
    bob = member(alice)
    hold(alice)
    changing.known(again(bob), changing.offer(bob, NOW), NOW, CHEAPEST)
    assert not Person.objects.get(pk=bob.person.pk).escrow


def test_pins_from_before_are_still_read() -> None:
    pins = Pins(bytes(32), {b"x": 2}, {}, 3)
    assert Pins.from_bytes(pins.to_bytes()) == pins
    assert Pins.from_bytes(b'{"founder": "00", "floors": {}, "epochs": {}}').recovery == 0


def test_only_an_administrator_whose_card_counts_holds_one() -> None:
    alice = found_desk()
    bob = member(alice)
    stranger = newcomer(alice, "Mallory", "administrator")
    for one in (bob, again(stranger)):
        with pytest.raises(ceremony.NotAllowed):
            ceremony.start(one, 2, 3, NOW)


@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 3), (3, 2), (2, 17), (0, 0)])
def test_one_custodian_alone_never_reads_a_desk(k: int, n: int) -> None:
    alice = found_desk()
    with pytest.raises(ValueError):
        ceremony.start(alice, k, n, NOW)


def test_until_the_last_share_is_on_paper_nothing_has_happened() -> None:
    alice = found_desk()
    ceremony.start(alice, 2, 3, NOW)
    ceremony.written_down(alice, 1, NOW)
    with pytest.raises(ceremony.Unfinished):
        ceremony.finish(alice, NOW)
    assert not Desk.objects.get().recovery and not Vouch.objects.exists()


def test_the_same_button_pressed_twice_skips_nobody() -> None:
    alice = found_desk()
    ceremony.start(alice, 2, 3, NOW)
    ceremony.written_down(alice, 1, NOW)
    assert ceremony.written_down(alice, 1, NOW).shown == 1
    assert ceremony.written_down(alice, 3, NOW).shown == 1


def test_it_expires_after_half_an_hour_and_belongs_to_one_login() -> None:
    alice = found_desk()
    login_client(alice, NOW)
    ceremony.start(alice, 2, 3, NOW)
    other = again(alice)
    other.login = "of another browser"
    assert ceremony.going_on(other, NOW) is None
    late = NOW + timedelta(minutes=held.MINUTES, seconds=1)
    assert ceremony.going_on(alice, late) is None
    with pytest.raises(ceremony.NoCeremony):
        ceremony.written_down(alice, 1, late)
    with pytest.raises(ceremony.NoCeremony):
        ceremony.finish(alice, late)


def test_giving_up_forgets_it() -> None:
    alice = found_desk()
    ceremony.start(alice, 2, 3, NOW)
    ceremony.give_up(alice)
    assert ceremony.going_on(alice, NOW) is None


def test_of_two_ceremonies_at_once_the_first_to_end_stands() -> None:
    alice = found_desk()
    bob = member(alice, "Bob", "administrator")
    alice.login, bob.login = "a", "b"
    for one in (alice, bob):
        ceremony.start(one, 2, 2, NOW)
        for number in (1, 2):
            ceremony.written_down(one, number, NOW)
    card = ceremony.finish(bob, NOW)
    with pytest.raises(ceremony.Superseded):
        ceremony.finish(again(alice), NOW)
    assert cards.recovery_card(alice.desk) == card


def test_nothing_of_it_is_written_to_disk(database: Database, tmp_path: Path) -> None:
    """No statement while shares are shown carries any of them; no file in the data folder or the temporary one holds a share."""
    alice = found_desk()
    with CaptureQueriesContext(connection) as queries:
        made = ceremony.start(alice, 2, 3, NOW)
        for number in (1, 2, 3):
            ceremony.written_down(alice, number, NOW)
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    ceremony.finish(alice, NOW)
    needles = [share.encode() for share in made.shares] + [b" ".join(share.encode().split()[4:10]) for share in made.shares]
    needles += [combine(list(made.shares[:2])), combine(list(made.shares[:2])).hex().encode()]
    searched = 0
    for folder in (*database.folders, tmp_path):
        for root, _, names in os.walk(folder):
            for name in names:
                path = Path(root) / name
                if not path.is_file() or path.stat().st_size > 64 * 1024 * 1024:
                    continue
                content = path.read_bytes()
                searched += 1
                assert not [needle for needle in needles if needle in content], path
    assert searched
    assert "shares" not in repr(made)
