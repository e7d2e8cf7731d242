"""Annexes: what may leave under which number and name, what is refused with which sentence, and the one file for who sends by hand."""

import hashlib
import io
import subprocess
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from alongside.desk.cases import store
from alongside.desk.cases.evidence import taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.holding import hold
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.documents import annexes
from alongside.desk.submissions.documents.annex import Annex
from alongside.desk.submissions.documents.annexes import Enclosed, Unfit
from alongside.facts.evidence import Evidence
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.making import found_desk
from tests.desk.submissions.documents.inside import found_in
from tests.desk.submissions.documents.inventing import LANGUAGES, letter

NAME = "Amal at the gate"


def evidence(**told: object) -> Evidence:
    whole = {
        "file": "0" * 32, "sha256": "1" * 64, "size": 100, "arrived": "2026-11-22T09:30:00Z", "arrived_by": "2" * 32, "name": f"{NAME}.jpg",
        "title": NAME, "type": "jpeg", "cleaning": "cleaned", "cleaned_file": "3" * 32, "cleaned_sha256": "4" * 64, "cleaned_size": 90,
        "cleaned_type": "jpeg",
    }  # fmt: skip
    made = fact("evidence", **whole | told)
    assert isinstance(made, Evidence)
    return made


def chosen(*pieces: Evidence, most: int = 1000) -> tuple[annexes.Chosen, ...]:
    return annexes.chosen([one.id for one in pieces], {one.id: one for one in pieces}, most)


def test_the_cleaned_copy_leaves_or_an_original_in_which_nothing_was_to_be_cleaned() -> None:
    bare = {"cleaned_file": None, "cleaned_sha256": None, "cleaned_size": None, "cleaned_type": None}
    plain = evidence(cleaning="nothing-to-clean", type="text", **bare)
    assert chosen(evidence(), plain) == (
        annexes.Chosen(Annex(1, "", "annex-1.jpg", "image/jpeg", 90, "4" * 64), UUID("3" * 32)),
        annexes.Chosen(Annex(2, "", "annex-2.txt", "text/plain", 100, "1" * 64), UUID("0" * 32)),
    )
    assert chosen(evidence(cleaned_type="something new"))[0].annex.name == "annex-1.bin"


def test_what_an_annex_shows_is_said_in_words_that_the_caller_has_looked_at() -> None:
    one = evidence()
    assert annexes.chosen([one.id], {one.id: one}, title=lambda _: "A photograph")[0].annex.title == "A photograph"
    assert NAME not in str(chosen(one))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"cleaning": "not-cleaned"}, "not-cleaned"),
        ({"cleaning": None}, "not-cleaned"),
        ({"confidential": True}, "confidential"),
        ({"cleaned_file": None}, "missing"),
        ({"cleaned_size": 1001}, "too-large"),
    ],
)
def test_what_may_not_leave_is_refused_with_a_sentence_in_six_languages(told: dict[str, object], code: str) -> None:
    with pytest.raises(Unfit) as caught:
        chosen(evidence(cleaned_size=10), evidence(**told))
    assert caught.value.code == code
    for lang in LANGUAGES:
        sentence = caught.value.sentence(partial(words.say, lang))
        assert "2" in sentence and "{" not in sentence and NAME not in sentence


def test_annexes_are_too_large_together_and_the_sentence_says_the_limit() -> None:
    with pytest.raises(Unfit) as caught:
        chosen(*(evidence(cleaned_size=3 * 1024 * 1024) for _ in range(4)), most=10 * 1024 * 1024)
    assert "annex 4" in caught.value.sentence(partial(words.say, "en")) and "10 MiB" in caught.value.sentence(
        partial(words.say, "en")
    )


def test_an_annex_that_is_no_longer_there_is_told() -> None:
    with pytest.raises(Unfit) as caught:
        annexes.chosen(["9" * 32], {})
    assert caught.value.code == "gone"


@pytest.mark.usefixtures("database")
class TestBytes:
    def taken(self, alice: Unlocked, case: UUID, content: bytes) -> Evidence:
        arriving = Arriving(alice.desk)
        arriving.add(content)
        return taking.take(alice, case, arriving.finish(), f"{NAME}.jpg", {"cleaning": "nothing-to-clean", "type": "jpeg"}, NOW)

    def test_the_bytes_are_those_of_the_file_and_a_damaged_one_is_refused(self) -> None:
        alice = found_desk()
        case = store.create(alice, [person("Amal")], NOW)
        one, two = (self.taken(alice, case, f"photograph {number} ".encode() * 5000) for number in (1, 2))
        (first, second) = chosen(one, two, most=10**6)
        assert [found.data for found in annexes.read(hold(alice, case), [first, second])] == [
            b"photograph 1 " * 5000,
            b"photograph 2 " * 5000,
        ]
        other = replace(first, annex=replace(first.annex, sha256="0" * 64))
        for wrong in (other, replace(first, file=UUID(int=7))):
            with pytest.raises(Unfit) as caught:
                annexes.read(hold(alice, case), [second, wrong])
            assert caught.value.code == "missing" and caught.value.params["number"] == 1
        path = Path(settings.FILES) / second.file.hex[:2] / second.file.hex
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(Unfit) as caught:
            annexes.read(hold(alice, case), [first, second])
        assert caught.value.code == "missing" and caught.value.params["number"] == 2


def test_one_file_holds_all_of_it_with_digests_that_other_tools_check(tmp_path: Path) -> None:
    enclosed = [Enclosed(Annex(1, "", "annex-1.jpg", "image/jpeg", 5, hashlib.sha256(b"photo").hexdigest()), b"photo")]
    made = annexes.bundle(letter("en", sections=1), enclosed)
    assert made == annexes.bundle(letter("en", sections=1), enclosed)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "submission.pdf",
            "submission.docx",
            "submission.txt",
            "submission.json",
            "annex-1.jpg",
            "sha256.txt",
        ]
        assert {(one.date_time, one.compress_type, one.create_system, one.extra) for one in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3, b"")
        }
        for one in archive.namelist():
            (tmp_path / one).write_bytes(archive.read(one))
    listed = dict(reversed(line.split("  ")) for line in (tmp_path / "sha256.txt").read_text().splitlines())
    assert listed == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir() if path.name != "sha256.txt"
    }
    done = subprocess.run([*tool(), "sha256.txt"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0
    assert found_in(made, "Amal Fictional") and not found_in(made, NAME)


def tool() -> list[str]:
    import shutil

    return ["sha256sum", "-c"] if shutil.which("sha256sum") else ["shasum", "-a", "256", "-c"]
