"""A package whose sender is believed and means harm: what it says of files, of members and of endings does nothing here."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from unittest import mock

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.evidence import files, taking
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.exporting import arriving, gathering, partners
from alongside.desk.cases.exporting.package import Enclosed, Package, Packed
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, Many, Row, declared
from alongside.facts.plain import KINDS, from_plain, to_plain
from alongside.facts.problems import BadFact
from alongside.facts.retention import EndRequest
from tests.desk.cases.exporting.scene import Scene, facts_of, of_every_kind, scene, some_id
from tests.desk.cases.exporting.test_package_way import came
from tests.desk.cases.telling import NOW, fact, few, person, withdrawal
from tests.desk.making import login_client

PROOF = b"proof " * 1000
SHA = hashlib.sha256(PROOF).hexdigest()


@pytest.fixture
def world(database) -> Scene:
    return scene()


def sent(world: Scene, facts: list[Fact], *names: str, raw: tuple[bytes, ...] = ()) -> bytes:
    """What Noor sends Alice: these facts, and the same file under each of these names."""
    enclosed = [Enclosed(name, SHA, len(PROOF), lambda: iter([PROOF])) for name in names]
    packed = Packed([*(gathering.stored(one) for one in facts), *raw], enclosed)
    receiver = (world.alice_there.card, partners.circle(world.noor, world.alice_there))
    one = Package([packed], [receiver], world.noor.secret, world.noor.card, "2026-11-22T09:30:00Z", b"i" * 16)
    return b"".join(one.pieces())


def evidence(name: str, **told) -> Fact:
    return fact(
        "evidence",
        **{"file": name, "sha256": SHA, "size": len(PROOF), "arrived": "2026-11-20T00:00:00Z", "arrived_by": "e" * 32} | told,
    )


def refused(her, data: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        came(her, data)
    return caught.value.fault


def waiting() -> int:
    return len(list(files._folder("arriving").iterdir()))


def test_facts_are_read_only_once_the_signature_is_there(world: Scene):
    data = sent(world, [], raw=(b'{"a":[' + b"[]," * 100_000 + b"[]]}",) * 2)
    incoming = arriving.Incoming(world.alice)
    with mock.patch.object(arriving, "json") as reads:
        incoming.add(data)
    assert not reads.loads.called and incoming._cases[0].facts
    assert refused(world.alice, data) == "broken"


@pytest.mark.parametrize(
    "raw", [b"{}", b"[]", b"1e999", b"null", b"\xff", b'"x"', b"[" * 100_000, b'{"format":1e999,"kind":"note"}']
)
def test_what_is_no_fact_is_refused(world: Scene, raw):
    assert refused(world.alice, sent(world, few(), raw=(raw,))) == "broken"


def test_one_package_at_a_time_is_read_and_the_page_says_so(world: Scene, monkeypatch):
    monkeypatch.setattr(arriving, "SECONDS_TO_WAIT", 0.01)
    data = sent(world, few())
    lines = b'{"alongside":"facts/1"}\n' + json.dumps({"case": 1, "fact": json.loads(gathering.stored(person("Amal")))}).encode()
    alice = login_client(world.alice)
    with arriving._in_turn():
        assert refused(world.alice, data) == refused(world.alice, lines) == "busy"
        page = brought(alice, data)
        assert page.status_code == 422 and "Another package is being opened" in page.content.decode()
    assert came(world.alice, data) and came(world.alice, lines)
    assert refused(world.alice, sent(world, [], raw=(b"[]",))) == "broken"
    assert came(world.alice, data)  # the place was given back


def brought(client, data: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post("/desk/en/cases/packages/", {"do": "look", "file": SimpleUploadedFile("x.alongside", data)})


@pytest.mark.parametrize("how", ["two facts", "both places", "id of a fact", "its own id", "not there", "not told of"])
def test_a_file_stands_in_one_place_of_one_fact_and_under_no_id(world: Scene, how):
    her, name = person("Amal"), "a" * 32
    facts, names = {
        "two facts": ([her, evidence(name), evidence(name)], [name]),
        "both places": ([her, evidence(name, cleaned_file=name, cleaned_sha256=SHA, cleaned_size=len(PROOF))], [name]),
        "id of a fact": ([her, evidence(her.id)], [her.id]),
        "its own id": ([her, evidence(name, id=name)], [name]),
        "not there": ([her, evidence(name), evidence("b" * 32)], [name]),
        "not told of": ([her, evidence(name)], [name, "b" * 32]),
    }[how]
    assert refused(world.alice, sent(world, facts, *names)) == "broken"


def test_two_files_under_one_name_are_refused_at_the_second(world: Scene):
    assert refused(world.alice, sent(world, [evidence("a" * 32)], "a" * 32, "a" * 32)) == "broken"
    assert waiting() == 0


def of_all_kinds() -> list[Fact]:
    """One fact of each kind that there is."""
    one, two = "1" * 32, "2" * 32
    found = [
        *of_every_kind("desk-" + "3" * 32),
        withdrawal(person("Amal"), fact("note", text="x")),
        evidence("a" * 32),
        fact("plan-snapshot", date="2026-11-20"),
        fact("keeping-review", decided="2026-11-20T00:00:00Z", decided_by=one, decision="keep", on="2027-01-01"),
        fact("legal-hold", since="2026-01-01", why="The court asked", placed_by=one),
        fact("end-request", ending="destroy", asked="2026-11-20T00:00:00Z", asked_by=two, why="x"),
        fact("un-letter", code="AL", reference="AL BHR 2/2021", intervention=one),
        fact("un-mention", symbol="A/HRC/48/28", persons=[one]),
        fact("status-event", code="released", persons=[one], source=two),
    ]
    assert {one.KIND for one in found} == set(KINDS) - (arriving.STAYS - {"end-request"})
    return found


def with_id_everywhere(table, plain: dict, id_: str, at: str = "") -> Iterator[tuple[str, dict]]:
    """The same fact with this id in one field after the other: in all that are declared to hold an id, and in one that a later
    version may have."""
    for name, one in declared(table).items():
        kind = one.metadata["kind"]
        inner = kind.kind if isinstance(kind, Many) else kind
        if inner is ID and name != "id":
            yield name, plain | {name: id_ if kind is ID else ["4" * 32, id_]}
        if isinstance(inner, Row):
            assert not list(with_id_everywhere(inner.of, {}, id_, at=name)), "a row with an id: fill it here"
    if not at:
        yield "extra", plain | {"later_field": {"who": [id_]}}


def test_no_field_of_any_kind_of_fact_that_arrives_names_a_member_of_ours():
    member, filled, all_ = "c" * 32, set(), set()
    for one in of_all_kinds():
        for field, plain in with_id_everywhere(KINDS[one.KIND], to_plain(one), member):
            all_.add((one.KIND, field))
            with suppress(BadFact):  # an agreement withdraws nothing
                from_plain(plain)
                came_ = arriving.Came([json.dumps(plain).encode()], {"a" * 32: mock.Mock(id=some_id())})
                found = arriving._renamed(came_, [member])
                assert not any(member in repr(to_plain(fact_)) for fact_ in found), f"{one.KIND}.{field}"
                filled.add((one.KIND, field))
    assert filled == all_ and len(filled) > 50


@pytest.mark.parametrize("form", ["package", "lines"])
def test_what_arrives_was_done_by_none_of_us_and_asks_for_no_end(world: Scene, form):
    alice, bob = world.alice.person.pk.hex, world.bob.person.pk.hex
    type(world.bob.person).objects.filter(pk=world.bob.person.pk).update(active=False)
    her = person("Amal")
    ends = fact("end-request", ending="destroy", asked="9999-12-31T23:59:59Z", asked_by=alice, why="x")
    holds = [fact("legal-hold", since="2026-01-01", why=f"{who} asked", placed_by=who) for who in (alice, bob, alice)]
    task, note = fact("task", what="Call", owner=bob, about=[her.id, ends.id]), fact("note", text="x", author="d" * 32)
    letter = fact("draft", form="sp-communication", lang="en", persons=[her.id])
    yes = fact("approval", draft=letter.id, document="e" * 64, by=bob, at="2026-11-20T00:00:00Z")
    sent_ = fact(
        "submission", draft=letter.id, form=letter.form, lang="en", sent="2026-11-20T00:00:00Z", sent_by=bob, means="post"
    )
    facts = [her, ends, *holds, task, note, letter, yes, sent_]
    lines = b"\n".join([b'{"alongside":"facts/1"}', *(b'{"case":1,"fact":' + gathering.stored(one) + b"}" for one in facts)])
    whole = came(world.alice, sent(world, facts) if form == "package" else lines)
    (case,) = arriving.take_in(world.alice, whole, "Noor", [], NOW)
    after = list(facts_of(world.alice, case).values())
    assert {one.KIND for one in after} == {"person", "legal-hold", "task", "note"}
    stands = {one.KIND: one for one in after}
    by = {one.why: one.placed_by for one in after if one.KIND == "legal-hold"}
    assert by[f"{alice} asked"] != by[f"{bob} asked"] and not {*by.values(), stands["task"].owner} & {alice, bob}
    assert stands["task"].owner == by[f"{bob} asked"]  # the same somebody, wherever she stands
    assert stands["note"].author == "d" * 32 and stands["task"].about[0] == stands["person"].id
    assert not any(isinstance(one, EndRequest) for one in after)


def test_names_of_files_and_ids_of_facts_are_drawn_apart(world: Scene):
    clip = evidence("a" * 32, source="a" * 32)  # a link that is spelt as the file is
    (case,) = arriving.take_in(world.alice, came(world.alice, sent(world, [clip], "a" * 32)), "Noor", [], NOW)
    (found,) = facts_of(world.alice, case).values()
    assert len({found.id, found.file, found.source}) == 3
    assert list(taking.content(world.alice, case, found, taking.COPIED, NOW)) == [PROOF]


def test_a_wish_from_the_last_day_of_the_calendar_that_stands_in_a_case_stops_no_page(world: Scene):
    """Before such facts were left out they may have come in."""
    ends = fact("end-request", ending="destroy", asked="9999-12-31T23:59:59Z", asked_by="e" * 32, why="x")
    case = store.create(world.alice, [*few(), ends], NOW)
    alice = login_client(world.alice)
    for page in ("", "keeping/", "keeping/destroy/", "keeping/shrink/"):
        found = alice.get(f"/desk/en/cases/{case}/{page}")
        assert found.status_code == 200 and "asks to destroy" not in found.content.decode()
