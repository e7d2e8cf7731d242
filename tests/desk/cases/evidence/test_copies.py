"""The cleaned copy beside the original: without what the device wrote, the original untouched, and marked where it could not be made."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alongside import cleaning
from alongside.cleaning import CleaningError
from alongside.cleaning.results import Reason
from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import copies, custody, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import SealedFile
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from tests.cleaning import signing
from tests.cleaning.photos import CANARY
from tests.cleaning.photos import jpeg as photo
from tests.desk.cases.telling import person
from tests.desk.making import NOW, found_desk, login_client

pytestmark = pytest.mark.usefixtures("database")
MARKER = CANARY.encode()
FORM = "application/x-www-form-urlencoded"


def taken(alice: Unlocked, content: bytes) -> tuple[UUID, Evidence]:
    case = store.create(alice, [person("Amal")], NOW)
    arriving = Arriving(alice.desk)
    arriving.add(content)
    return case, taking.take(alice, case, arriving.finish(), "IMG.jpg", {}, NOW)


def address(case: UUID, route: str, one: Evidence) -> str:
    return reverse(f"cases-evidence-{route}", kwargs={"lang": "en", "case_id": case, "evidence_id": one.id})


def asked(browser: Client, case: UUID, route: str, one: Evidence) -> bytes:
    answer = browser.post(address(case, route, one), "", content_type=FORM)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def test_a_photo_gets_a_copy_without_what_the_camera_wrote_and_stays_as_it_came() -> None:
    alice, original = found_desk(), photo()
    assert MARKER in original
    case, one = taken(alice, original)
    made = copies.make(alice, case, one, NOW)
    assert (made.cleaning, made.type, made.cleaned_type) == ("cleaned", "jpeg", "jpeg")
    assert any(MARKER.decode() in part.value for part in made.embedded)
    copy = b"".join(copies.content(alice, case, made, copies.COPIED, NOW))
    assert MARKER not in copy and copy.startswith(b"\xff\xd8")
    assert b"".join(taking.content(alice, case, made, taking.COPIED, NOW)) == original
    assert store.open_case(alice, case, NOW).facts[one.id] == replace(made, revision=2) and SealedFile.objects.count() == 2
    steps = [step.what for step in custody.steps(history.happenings(alice, case), one)]
    assert steps == [custody.RECEIVED, custody.CLEANED, copies.COPIED, taking.COPIED]


def test_what_cannot_be_cleaned_is_marked_and_has_no_copy() -> None:
    alice = found_desk()
    case, one = taken(alice, b"\x00\x00\x00\x18ftypmp42" + bytes(500))
    made = copies.make(alice, case, one, NOW)
    assert made.cleaning == "not-cleaned" and made.cleaned_file is None and made.cleaning_note
    browser = login_client(alice)
    page = browser.get(address(case, "item", one)).content.decode()
    assert "Not cleaned." in page and "Do not pass the original on." in page
    assert browser.post(address(case, "copy", one), "", content_type=FORM).status_code == 404
    assert browser.get(address(case, "picture", one)).status_code == 404


@pytest.mark.parametrize(
    ("end", "standing", "sentence"), [(b"", "intact", "(C2PA) hold:"), (b"more", "broken", "(C2PA) do not hold:")]
)
def test_content_credentials_are_checked_and_shown_as_what_they_say_of_themselves(
    end: bytes, standing: str, sentence: str
) -> None:
    alice = found_desk()
    case, one = taken(alice, signing.signed(photo(), "jpeg") + end)
    made = copies.make(alice, case, one, NOW)
    (found,) = made.content_credentials
    assert (found.standing, found.signer) == (standing, f"{signing.CAMERA}, {signing.MAKER}")
    assert found.status_codes == (None if standing == "intact" else "assertion.dataHash.mismatch")
    assert store.open_case(alice, case, NOW).facts[one.id] == replace(made, revision=2)
    assert [step.what for step in custody.steps(history.happenings(alice, case), one)] == [custody.RECEIVED, custody.CLEANED]
    page = login_client(alice).get(address(case, "item", one)).content.decode()
    assert sentence in page and signing.CAMERA in page and signing.MADE in page
    assert "trusted" not in page


def test_the_copy_is_made_where_the_credentials_end_the_process_that_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(data: bytes) -> None:
        raise CleaningError(Reason.FAILED)

    alice = found_desk()
    case, one = taken(alice, photo())
    monkeypatch.setattr(cleaning, "credentials", ended)
    made = copies.make(alice, case, one, NOW)
    assert made.cleaning == "cleaned"
    assert [(found.standing, found.status_codes) for found in made.content_credentials] == [("unreadable", "failed")]


def test_what_an_earlier_version_noticed_still_opens_and_is_shown() -> None:
    alice = found_desk()
    case, one = taken(alice, photo())
    store.save(
        alice, case, [Edit(one, replace(one, cleaning="nothing-to-clean", credentials="present, not verified; Camera"))], NOW
    )
    page = login_client(alice).get(address(case, "item", one)).content.decode()
    assert "present, not verified; Camera" in page and "(C2PA)" not in page


def test_a_text_has_nothing_to_be_cleaned_of() -> None:
    alice = found_desk()
    case, one = taken(alice, b"what she said\n")
    assert copies.make(alice, case, one, NOW).cleaning == "nothing-to-clean"


def test_a_file_without_a_byte_needs_no_copy() -> None:
    alice = found_desk()
    case, one = taken(alice, b"")
    assert copies.make(alice, case, one, NOW).cleaning == "nothing-to-clean"


def test_where_others_are_being_cleaned_the_original_is_stored_and_a_button_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)

    def busy(_: bytes) -> cleaning.Cleaned:
        raise CleaningError(Reason.BUSY)

    browser = login_client(alice)
    with monkeypatch.context() as patched:
        patched.setattr(cleaning, "clean", busy)
        sent = {"file": SimpleUploadedFile("a.jpg", photo())}
        listing = reverse("cases-evidence", kwargs={"lang": "en", "case_id": case})
        assert browser.post(listing, sent).status_code == 303
    [one] = store.open_case(alice, case, NOW).of(Evidence)
    assert one.cleaning is None
    assert "No cleaned copy was made yet." in browser.get(address(case, "item", one)).content.decode()
    assert browser.post(address(case, "clean", one), "", content_type=FORM).status_code == 303
    [one] = store.open_case(alice, case, NOW).of(Evidence)
    assert one.cleaning == "cleaned"


def test_only_a_cleaned_picture_is_shown_and_alone() -> None:
    alice = found_desk()
    case, one = taken(alice, photo())
    one = copies.make(alice, case, one, NOW)
    browser = login_client(alice)
    answer = browser.get(address(case, "picture", one))
    shown = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg" and MARKER not in shown
    assert (
        answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert asked(browser, case, "copy", one) == shown
    page = browser.get(address(case, "item", one)).content.decode()
    assert "looked at it" in page and "took out the cleaned copy" in page and "What the file says about itself" in page


def test_of_two_attempts_at_once_one_copy_stays() -> None:
    alice = found_desk()
    case, one = taken(alice, photo())
    copies.make(alice, case, one, NOW)
    with pytest.raises(copies.Done):
        copies.make(alice, case, one, NOW)
    assert SealedFile.objects.count() == 2
