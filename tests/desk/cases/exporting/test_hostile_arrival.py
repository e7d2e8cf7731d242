"""A package whose sender is believed and means harm: what it says of files, of members and of endings does nothing here."""

import hashlib
import json
from unittest import mock

import pytest

from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.exporting import arriving, gathering, partners
from alongside.desk.cases.exporting.package import Enclosed, Package, Packed
from alongside.facts.fact import Fact
from tests.desk.cases.exporting.scene import Scene, scene
from tests.desk.cases.exporting.test_package_way import came
from tests.desk.cases.telling import fact, few, person
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
    data = sent(world, [], raw=(b'{"a":[' + b"[]," * 1000 + b"[]]}",))
    with (
        mock.patch.object(arriving.json, "loads", side_effect=AssertionError),
        mock.patch("alongside.desk.cases.exporting.unpacking.json", json_alone()),
    ):
        incoming = arriving.Incoming(world.alice)
        incoming.add(data)
    assert refused(world.alice, data) == "broken"


def json_alone():
    """A json of its own: that of the module under test is taken away."""
    return mock.Mock(loads=json.JSONDecoder().decode)


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
