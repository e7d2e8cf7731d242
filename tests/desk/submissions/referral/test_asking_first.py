"""What is asked before something of a case goes to another desk: the ledger for pictures, the net for what officers type into a field."""

from dataclasses import replace

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from alongside.desk.submissions.referral import handing, travelling
from alongside.facts.publicity import Carried, Referral
from tests.desk.cases.exporting.scene import consents, with_file
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.making import found_desk

DESK = "desk-" + "0" * 32


def test_a_photo_goes_to_a_desk_only_with_her_yes_to_photos_there(database):
    alice, her = found_desk(), person("Amal Fictional")
    case = store.create(alice, [her, consents(her, DESK), consents(her, DESK, purpose="name")], NOW)
    photo = with_file(alice, case, b"pixels")
    store.save(alice, case, [Edit(photo, replace(photo, about=(her.id,), type="jpeg"))], NOW)

    def photo_goes():
        opened = store.open_case(alice, case, NOW, note=False)
        lines = handing.look(opened, DESK, [her.id], travelling.CHOSEN, NOW)
        (line,) = [one for one in lines if one.fact.id == photo.id]
        return line.goes is not None or line.why

    assert photo_goes() == "photo"
    store.save(alice, case, [Edit(None, consents(her, DESK, purpose="photo"))], NOW)
    assert photo_goes() is True
    no = consents(her, "everyone", purpose="photo", answer="refused", date="2026-11-21")
    store.save(alice, case, [Edit(None, no)], NOW)
    assert photo_goes() == "photo"


def test_a_reference_that_names_somebody_whom_the_other_desk_does_not_know_stays(database):
    alice, her, him = found_desk(), person("Amal Fictional"), person("Karim Hidden", "relative")
    steps = [
        fact("intervention", type="request-to-others", mechanism="un-sr-defenders", persons=[her.id], reference=text)
        for text in ("AL XXX 1/2026", "Our letter on Kareem Hiddan", "for her cousin Karim")
    ]
    came = (Carried(ours=her.id, theirs=her.id),)
    ours = Referral(
        id="e" * 32, revision=1, reference="f" * 32, desk=DESK, way="in", since="2026-11-21T00:00:00Z", persons=(her.id,), carried=came
    )  # fmt: skip
    case = store.create(alice, [her, him, ours, *steps], NOW)
    opened = store.open_case(alice, case, NOW, note=False)
    told = {one.id: one.reference for one in handing.reported(opened, ours, NOW.date())}
    assert [told[one.id] for one in steps] == ["AL XXX 1/2026", None, None]
