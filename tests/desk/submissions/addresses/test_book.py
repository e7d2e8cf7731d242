"""The address book: what is put in, what is refused and in which words, and that a raid finds none of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from alongside.desk.people import clock, leaving, notices, rekeying
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.addresses.models import Address
from alongside.desk.submissions.drafting.draft import Sender
from tests.desk import making
from tests.desk.outbox.keyring import keyring
from tests.desk.submissions.addresses.conftest import Office, Recipient, send

PATH = "/desk/en/addresses/"
FILLED = {"kind": "mission", "name": "The mission", "mail": "mission@example.org", "seed": "1" * 32}


def put(client: Client, path: str = f"{PATH}new/", **told: object) -> HttpResponse:
    return client.post(path, FILLED | told) if "file" in told else send(client, path, FILLED | told)


def mechanism(number: int = 0) -> str:
    from alongside.directory import reader

    return sorted(reader.load().mechanisms)[number]


def test_an_entry_is_put_in_shown_changed_and_taken_out(office: Office, recipient: Recipient) -> None:
    answer = put(office.hers, key=recipient.key.decode(), note="From their page")
    assert answer.status_code == 303
    assert put(office.his, answer["Location"], checked="2026-03-01", note="From their page").status_code == 303
    (one,) = addresses.entries(office.alice)
    assert (one.kind, one.mail, one.checked, one.checked_by) == (
        "mission", "mission@example.org", date(2026, 3, 1), office.bob.person.pk,
    )  # fmt: skip
    assert (one.changed, one.changed_by) == (clock.today(), office.alice.person.pk)
    page = office.hers.get(answer["Location"]).content.decode()
    assert one.spelled in page and "by Bob" in page and "by Alice" in page and "From their page" in page
    assert put(office.hers, answer["Location"], name="The new mission", checked="2026-03-01").status_code == 303
    (again,) = addresses.entries(office.bob)
    assert (again.name, again.key, again.checked_by) == ("The new mission", one.key, office.bob.person.pk)
    assert put(office.hers, answer["Location"], without="yes").status_code == 303
    assert addresses.entries(office.bob)[0].key == b""
    assert send(office.hers, answer["Location"], {"do": "remove"}).status_code == 303
    assert addresses.entries(office.bob) == []


def test_a_key_comes_as_a_file_too_with_armour_or_without(office: Office, recipient: Recipient) -> None:
    for number, data in enumerate((recipient.key, recipient.ring.gpg("--export", "mission@example.org"))):
        file = SimpleUploadedFile("key.asc", data)
        assert put(office.his, file=file, seed=str(number) * 32).status_code == 303
    keys = {one.key for one in addresses.entries(office.bob)}
    assert len(keys) == 1 and keys != {b""}
    large = SimpleUploadedFile("key.asc", b"x" * 300_000)
    answer = put(office.his, file=large, seed="9" * 32)
    assert answer.status_code == 422 and "256 KiB" in answer.content.decode()


def test_the_same_form_sent_twice_is_one_entry(office: Office) -> None:
    assert {put(office.his)["Location"] for _ in range(2)} == {f"{PATH}{addresses.entries(office.bob)[0].id}/"}
    assert len(addresses.entries(office.bob)) == 1


def test_a_change_by_somebody_else_meanwhile_is_shown_before_it_is_overwritten(office: Office) -> None:
    where = put(office.his)["Location"]
    (before,) = addresses.entries(office.bob)
    assert put(office.hers, where, mail="new@example.org", read=before.version).status_code == 303
    answer = put(office.his, where, mail="other@example.org", read=before.version)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Somebody has changed this meanwhile" in page
    assert "new@example.org" in page and "other@example.org" in page
    (now,) = addresses.entries(office.bob)
    assert now.mail == "new@example.org" and f'name="read" value="{now.version}"' in page
    assert put(office.his, where, mail="other@example.org", read=now.version).status_code == 303


def checked_by_his_colleague(office: Office) -> str:
    """Alice put a mechanism in, and Bob compared it."""
    where = put(office.hers, kind="mechanism", mechanism=mechanism(), name="")["Location"]
    assert put(office.his, where, kind="mechanism", mechanism=mechanism(), checked="2026-03-01").status_code == 303
    return where


def notices_of(her: Unlocked) -> list[str]:
    return [one.key for one in notices.mine(her, clock.today()) if one.key.startswith("notices.address")]


def test_nobody_redirects_the_mail_and_says_in_the_same_form_that_it_was_compared(office: Office, recipient: Recipient) -> None:
    where = checked_by_his_colleague(office)
    assert notices_of(office.alice) == []
    other = {"kind": "mechanism", "mechanism": mechanism(), "mail": "wrong@example.org", "key": recipient.key.decode()}
    answer = put(office.his, where, **other, checked="2026-03-02")
    assert answer.status_code == 422 and "save them without a day" in answer.content.decode()
    for day in ("2026-03-01", ""):  # the day that stood in the form, or none
        assert put(office.his, where, **other, checked=day).status_code == 303
        other["mail"] += "x"
    (one,) = addresses.entries(office.alice)
    assert (one.checked, one.checked_by, one.changed_by) == (None, None, office.bob.person.pk)
    answer = put(office.his, where, kind="mechanism", mechanism=mechanism(), mail=one.mail, checked="2026-03-02")
    assert answer.status_code == 422 and "somebody else of the desk has to compare" in answer.content.decode()
    assert notices_of(office.alice) == notices_of(office.bob) == ["notices.address_changed"] * 2
    page = office.hers.get("/desk/en/notices/").content.decode()
    assert "Bob changed an address or key" in page and "wrong@example.org" not in page
    assert (
        put(office.hers, where, kind="mechanism", mechanism=mechanism(), mail=one.mail, checked="2026-03-02").status_code == 303
    )
    assert addresses.entries(office.bob)[0].checked_by == office.alice.person.pk


def test_a_colleague_who_changes_another_part_of_it_takes_no_name_off_the_address(office: Office, recipient: Recipient) -> None:
    """Bob brought the address, Alice the key: his own word on the address was taken, because she had changed the entry last."""
    where = put(office.his, mail="wrong@example.org")["Location"]
    told = {"mail": "wrong@example.org", "key": recipient.key.decode()}
    assert put(office.hers, where, **told).status_code == 303
    for who in (office.his, office.hers):
        answer = put(who, where, mail="wrong@example.org", checked="2026-03-02")
        assert answer.status_code == 422 and "whoever did not has to compare it" in answer.content.decode()
    (one,) = addresses.entries(office.alice)
    assert one.checked is None and one.changers == {office.alice.person.pk, office.bob.person.pk}
    assert "Changed since it was last compared also by Bob" in office.hers.get(where).content.decode()
    carla = making.login_client(making.member(office.alice, "Carla"))
    assert put(carla, where, mail="wrong@example.org", checked="2026-03-02").status_code == 303
    # From there on it counts anew: who changes it now is the only one who cannot say that it was compared.
    assert put(office.hers, where, mail="other@example.org").status_code == 303
    assert addresses.entries(office.alice)[0].changers == {office.alice.person.pk}
    assert put(office.his, where, mail="other@example.org", checked="2026-03-02").status_code == 303


def test_an_entry_of_an_earlier_version_knows_who_changed_it_last() -> None:
    plain = Entry(id=UUID(int=1), kind="ngo", name="x", changed_by=UUID(int=2)).to_plain()
    del plain["changed_before"]
    assert Entry.from_plain(UUID(int=1), plain).changers == {UUID(int=2)}


@pytest.mark.parametrize("told", [{"mail": "wrong@example.org"}, {"mechanism": "other"}, {"kind": "other"}, {"key": "new"}])
def test_any_other_way_of_a_letter_takes_the_day_away(office: Office, recipient: Recipient, told: dict[str, str]) -> None:
    where = checked_by_his_colleague(office)
    meant = {"new": recipient.key.decode(), "other": mechanism(1)} if "kind" not in told else {}
    told = {name: meant.get(value, value) for name, value in told.items()}
    assert (
        put(office.his, where, **({"kind": "mechanism", "mechanism": mechanism(), "checked": "2026-03-01"} | told)).status_code
        == 303
    )
    assert addresses.entries(office.alice)[0].checked is None and notices_of(office.alice) == ["notices.address_changed"]


def test_the_form_for_a_new_one_sent_again_with_another_address_is_a_change_too(office: Office) -> None:
    where = put(office.his)["Location"]
    assert put(office.hers, where, checked="2026-03-01").status_code == 303
    assert put(office.his, mail="wrong@example.org", checked="2026-03-01").status_code == 303
    assert addresses.entries(office.bob)[0].checked is None and notices_of(office.alice) == ["notices.address_changed"]


def test_an_address_taken_out_is_told_to_all(office: Office) -> None:
    assert send(office.his, checked_by_his_colleague(office), {"do": "remove"}).status_code == 303
    assert notices_of(office.alice) == ["notices.address_forgotten"]


def test_who_is_alone_compares_what_she_changed_herself_but_not_in_the_same_form(office: Office) -> None:
    leaving.end(office.alice, office.bob.person, clock.now())
    answer = put(office.hers, checked="2026-03-01")
    assert answer.status_code == 422 and "save them without a day" in answer.content.decode()
    assert put(office.hers, put(office.hers)["Location"], checked="2026-03-01").status_code == 303


def test_a_mechanism_stands_in_it_once_and_is_found_by_its_id(office: Office) -> None:
    id_ = mechanism()
    assert put(office.his, kind="mechanism", mechanism=id_, name="").status_code == 303
    found = addresses.entry_for(office.alice, id_)
    assert found is not None and found.mail == "mission@example.org"
    assert addresses.entry_for(office.alice, "another") is None and addresses.entry_for(office.alice, "") is None
    answer = put(office.his, kind="mechanism", mechanism=id_, seed="2" * 32)
    assert answer.status_code == 422 and "stands in the book already" in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": ""}, "Say who it is."),
        ({"kind": "mechanism", "mechanism": "nobody"}, "This is no mechanism of the directory"),
        ({"name": ""}, "Write a name"),
        ({"name": "x" * 301}, "The name is too long"),
        ({"mail": "a@b"}, "This is no mail address"),
        ({"mail": "a@example.org, b@example.org"}, "This is no mail address"),
        ({"checked": "soon"}, "This is no date"),
        ({"checked": "2026-03-03"}, "This day has not come yet."),
        ({"note": "x" * 20_001}, "The note is too long"),
        ({"key": "hello"}, "This is no OpenPGP key"),
    ],
)
def test_what_is_wrong_gets_one_sentence_and_nothing_typed_is_lost(office: Office, told: dict[str, str], said: str) -> None:
    answer = put(office.his, **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count(f'">{said}') == 2, said  # at the field, and in the list that leads to it
    for value in (FILLED | told | {"mechanism": ""}).values():
        assert value[:40] in page
    assert addresses.entries(office.bob) == []


def test_keys_that_cannot_be_used_are_refused_each_with_its_reason(office: Office, recipient: Recipient) -> None:
    with keyring() as ring:
        one = ring.make("One <one@example.org>", "ed25519")
        ring.gpg(
            "--faked-system-time",
            "20200101T000000",
            "--quick-generate-key",
            "Old <old@example.org>",
            "future-default",
            "default",
            "1y",
        )
        cases = {
            one: "for signing alone",
            ring.public("old@example.org"): "This key has ended",
            ring.gpg("--armor", "--export-secret-keys", "one@example.org"): "This is a secret key",
        }
        for key, said in cases.items():
            answer = put(office.his, key=key.decode())
            assert answer.status_code == 422 and said in answer.content.decode()
    assert "This is no OpenPGP key" in put(office.his, key=recipient.key.decode()[:300]).content.decode()


def test_a_key_that_ends_turns_red_on_its_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyring() as ring:
        ring.gpg("--quick-generate-key", "Year <year@example.org>", "future-default", "default", "1y")
        where = put(office.his, key=ring.public("year@example.org").decode())["Location"]
    (one,) = addresses.entries(office.bob)
    assert one.expires is not None and not one.expired(one.expires - timedelta(days=1)) and one.expired(one.expires)
    assert "The key is good until" in office.his.get(where).content.decode()


def test_the_desk_signs_in_one_way_that_everybody_of_it_reads(office: Office) -> None:
    assert addresses.sender(office.bob) is None
    for name in ("The desk", "The harbour desk"):
        book.sign_as(office.alice, Sender(name, "12 Quay Street\n+20 1"))
    assert addresses.sender(office.bob) == Sender("The harbour desk", "12 Quay Street\n+20 1")
    assert addresses.entries(office.bob) == [] and Address.objects.count() == 1


def test_nothing_of_the_book_lies_in_the_database(office: Office, recipient: Recipient) -> None:
    put(office.his, key=recipient.key.decode(), note="Zwolfqe")
    stored = b"".join(bytes(one.blob) for one in Address.objects.all())
    key = addresses.entries(office.bob)[0].key
    for word in (b"mission", b"Zwolfqe", key[20:60]):
        assert word not in stored


def test_the_book_goes_with_the_desks_key_when_somebody_leaves(office: Office) -> None:
    put(office.his)
    book.sign_as(office.alice, Sender("The desk"))
    before = {one.pk: bytes(one.blob) for one in Address.objects.all()}
    leaving.end(office.alice, office.bob.person, clock.now())
    alice = type(office.alice)(office.alice.person, office.alice.secret)
    assert rekeying.advance_desk(alice, clock.now())
    after = {one.pk: bytes(one.blob) for one in Address.objects.all()}
    assert before.keys() == after.keys() and not set(before.values()) & set(after.values())
    assert len(addresses.entries(alice)) == 1 and addresses.sender(alice) == Sender("The desk")
    assert addresses.entries(type(office.bob)(office.bob.person, office.bob.secret)) == []


def test_a_row_that_somebody_wrote_in_sql_is_passed_over(office: Office) -> None:
    put(office.his)
    row = UUID(int=7)
    Address.objects.create(id=row, desk_id=office.alice.desk, blob=Address.objects.get().blob)
    Address.objects.create(
        desk_id=office.alice.desk, blob=office.alice.desk_ring.seal(b"[1]", book._place(office.alice.desk, row))
    )
    assert len(addresses.entries(office.alice)) == 1 and addresses.sender(office.alice) is None


def test_a_full_book_takes_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST", 1)
    put(office.his)
    answer = put(office.his, seed="3" * 32)
    assert answer.status_code == 422 and "The book is full" in answer.content.decode()


def test_another_desk_of_the_same_database_sees_nothing_of_it(office: Office) -> None:
    book.keep(office.alice, Entry(id=UUID(int=5), kind="ngo", name="x"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM address")
        assert cursor.fetchone()[0] == 1
    assert making.Browser().get(PATH).status_code == 403
