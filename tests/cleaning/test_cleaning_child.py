"""The child: what it may not do, what it leaves behind, and that any bytes get an answer."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside import cleaning
from alongside.cleaning import Box, CleaningError, client, messages
from alongside.cleaning.inside import answers
from alongside.cleaning.results import FOUND, Reason
from alongside.confined import client as process
from alongside.confined import frames
from tests.cleaning import papers, photos, signing, sounds

CANARY = photos.CANARY
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
FORBIDDEN = "creat,socket,socketpair,connect,bind,mkdir,mkdirat,rename,renameat2,link,symlink,unlink,memfd_create"
MAKERS = {
    "jpeg": photos.jpeg,
    "png": photos.png,
    "webp": photos.webp,
    "gif": photos.gif,
    "tiff": photos.tiff,
    "heic": photos.heic,
    "docx": papers.docx,
    "xlsx": papers.xlsx,
    "pptx": papers.pptx,
    "odt": papers.odt,
    "pdf": papers.pdf,
    "wav": sounds.wav,
    "mp3": sounds.mp3,
    "flac": sounds.flac,
    "opus": sounds.opus,
    "vorbis": sounds.vorbis,
    "m4a": sounds.m4a_file,
}
WHOLE = {name: make() for name, make in MAKERS.items()}


def asked(letter: bytes, data: bytes, **head: object) -> tuple[bytes, object, bytes]:
    """The answer of the child's code, here in this process: a child for each of thousands of files would take an hour."""
    kind, body = answers.answer(letter, messages.pack(head, data))
    told, rest = messages.unpack(body)
    return kind, told, rest


def an_answer(data: bytes) -> None:
    """Cleaned, or not cleaned with a known reason; and every other question gets an answer or a known reason."""
    kind, told, rest = asked(messages.CLEAN, data)
    if kind == messages.ANSWER:
        assert told["kind"] in cleaning.KINDS
        assert set(told["found"]) <= set(FOUND)
        assert (told["note"] in {*Reason}) != told["cleaned"]
        assert bool(rest) == told["cleaned"]
    else:
        assert told["reason"] in {*Reason}
    for letter, head in (
        (messages.METADATA, {}),
        (messages.PAGES, {}),
        (messages.PREVIEW, {"page": 0, "width": 40}),
        (messages.CREDENTIALS, {}),
        (messages.REDACT_IMAGE, {"boxes": [(0, 0, 0.5, 0.5)]}),
    ):
        kind, told, _ = asked(letter, data, **head)
        assert kind == messages.ANSWER or told["reason"] in {*Reason}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_get_an_answer(data):
    an_answer(data)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_any_file_that_is_cut_or_changed_gets_an_answer(name, data):
    whole = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
    an_answer(bytes(whole[: data.draw(st.integers(1, len(whole) + 1))]) or b"x")


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 2**32))
def test_what_comes_out_of_a_changed_file_says_nothing(name, seed):
    """One byte anywhere is different: the copy is clean all the same, or there is none."""
    whole, chance = bytearray(WHOLE[name]), random.Random(seed)
    whole[chance.randrange(len(whole))] = chance.randrange(256)
    kind, told, rest = asked(messages.CLEAN, bytes(whole))
    if kind == messages.ANSWER and told["cleaned"] and told["note"] != "nothing_to_clean":
        assert not papers.holds(rest, CANARY)


def test_every_question_has_its_answer_in_the_child_too(cleaner):
    for data in (b"\0", b"words", WHOLE["jpeg"][:700], WHOLE["pdf"][:3000], random.Random(3).randbytes(5000)):
        done = cleaner.clean(data)
        assert done.note in {*Reason, "nothing_to_clean"}, done.kind
        assert done.kind in cleaning.KINDS


def broken(behaviour: str) -> cleaning.Cleaner:
    return cleaning.Cleaner(seconds=0.3, start=0.7, command=("-c", f"import os, sys, time\n{behaviour}"))


@pytest.mark.parametrize(
    ("behaviour", "note"),
    [
        ("time.sleep(60)", "overran"),
        ("os.abort()", "failed"),
        ("sys.stdout.buffer.write(b'A' + bytes([255] * 9)); sys.stdout.flush(); sys.stdin.buffer.read()", "failed"),
        ("sys.stdout.buffer.write(b'A\\0\\0\\0\\6\\0\\0\\0\\2{}'); sys.stdout.flush(); sys.stdin.buffer.read()", "failed"),
        ("sys.stdout.buffer.write(b'A\\0\\0\\0\\6\\0\\0\\0\\2[]'); sys.stdout.flush(); sys.stdin.buffer.read()", "failed"),
        ("sys.stdout.buffer.write(b'E\\0\\0\\0\\2xx'); sys.stdout.flush(); sys.stdin.buffer.read()", "failed"),
    ],
)
def test_a_child_that_hangs_dies_or_lies_is_a_reason_and_not_an_error(behaviour, note):
    made = broken(behaviour)
    try:
        done = made.clean(WHOLE["jpeg"])
        assert (done.data, done.note) == (None, note)
        for ask in (made.metadata, made.pages, made.credentials):
            with pytest.raises(CleaningError) as caught:
                ask(WHOLE["jpeg"])
            assert caught.value.reason == note
    finally:
        made.close()


def test_a_file_that_is_empty_or_too_large_starts_no_child(cleaner, monkeypatch):
    monkeypatch.setattr(client.messages, "LARGEST_FILE", 1000)
    assert cleaner.clean(b"").note == "empty"
    assert cleaner.clean(b"x" * 1001).note == "too_large"
    assert cleaner.child_id is None


def test_each_file_has_a_child_of_its_own_and_no_child_stays(cleaner):
    cleaner.clean(WHOLE["jpeg"])
    assert cleaner.child_id is None
    assert cleaner.home is None


def test_the_server_loads_none_of_what_opens_files():
    code = """
import sys
from alongside import cleaning
cleaning.clean(open(sys.argv[1], "rb").read())
openers = ("PIL", "lxml", "mutagen", "pikepdf", "pillow_heif", "pypdfium2", "alongside.cleaning.inside")
print([name for name in openers if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code, __file__], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_child_ends_and_removes_its_folder_when_its_server_is_gone(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-B", "-m", "alongside.cleaning.inside", str(home)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, env=process.environment(home))
    child.communicate(b"", timeout=30)
    assert child.returncode == 0
    assert not home.exists()


@linux
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", ["jpeg", "heic", "tiff", "pdf", "docx", "flac", "signed"])
def test_the_child_opens_no_file_for_writing_and_no_socket(name, tmp_path):
    """Seen by the system itself, not by Python: a library in C is watched like any other."""
    log, home = tmp_path / "log", tmp_path / "home"
    home.mkdir()
    watched = ["strace", "-f", "-e", f"trace=open,openat,openat2,execve,{FORBIDDEN}", "-o", str(log)]
    command = [*watched, sys.executable, "-B", "-m", "alongside.cleaning.inside", str(home)]
    questions = [(messages.CLEAN, {}), (messages.METADATA, {})]
    if name in ("pdf", "jpeg"):
        questions.append((messages.PREVIEW, {"page": 0, "width": 100}))
    if name == "signed":
        questions.append((messages.CREDENTIALS, {}))
    data = signing.signed(WHOLE["jpeg"], "jpeg") if name == "signed" else WHOLE[name]
    body = b""
    for letter, head in questions:
        question = messages.pack(head, data)
        body += letter + len(question).to_bytes(4, "big") + question
    done = subprocess.run(command, input=body, env=process.environment(home), capture_output=True, timeout=120)
    if done.returncode and b"ptrace" in done.stderr.lower():
        pytest.skip("this system lets no process be watched")
    assert done.stdout.count(b'"cleaned": true') == 1
    assert done.stdout.count(b'"standing": "intact"') == (name == "signed")
    lines = log.read_text().splitlines()
    assert len(lines) > 20
    for line in lines:
        wrote = re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", line) and "/dev/null" not in line
        assert not wrote, line
        assert not re.search(rf" ({FORBIDDEN.replace(',', '|')})\(", line), line
    assert sum("execve(" in line for line in lines) == 1


@linux
@pytest.mark.parametrize(("name", "processes"), [("jpeg", "0"), ("pdf", "0"), ("docx", "0"), ("heic", None)])
def test_the_limits_stand_while_a_file_is_open(name, processes, tmp_path):
    """The decoder of HEIC alone needs a thread. Whoever tests as root does not meet the limit, so it is read and not tried."""
    home = tmp_path / "home"
    home.mkdir()
    child = process._start(("-m", "alongside.cleaning.inside"), home)
    try:
        frames.write(child.stdin, messages.CLEAN, messages.pack({}, WHOLE[name]))
        assert frames.read(child.stdout, messages.LARGEST_ANSWER)[0] == messages.ANSWER
        text = Path(f"/proc/{child.pid}/limits").read_text()
    finally:
        child.kill()
        child.communicate()
    values = {line[:25].strip(): line[25:].split()[:2] for line in text.splitlines()[1:]}
    assert values["Max file size"] == ["0", "0"]
    assert int(values["Max address space"][1]) <= 1024**3
    if processes is not None:
        assert values["Max processes"] == [processes, processes]


@linux
def test_a_photo_of_6_megapixels_takes_less_than_300_mb_in_the_child():
    from bench import cleaning as bench

    assert bench.peak(bench.photo(3000, 2000)) < 300_000_000


def test_a_file_of_many_levels_ends_before_its_deadline(cleaner):
    deep = papers.docx({"word/styles.xml": b"<x>" * 200 + b"</x>" * 200})
    start = time.monotonic()
    cleaner.clean(deep)
    with pytest.raises(CleaningError):
        cleaner.redact_image(b"words", [Box(0, 0, 1, 1)])
    assert time.monotonic() - start < client.SECONDS_A_FILE
