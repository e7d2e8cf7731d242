"""The child: what it may not do, how it fails, and that the next document always works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alongside import typeset
from alongside.confined import client as process
from alongside.typeset import client

CANARY = "Kanarienvogel-7f3a"
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
SMALL = {"lang": "en", "dir": "ltr", "title": "Small", "banner": CANARY}


@pytest.fixture
def setter():
    made = typeset.Typesetter()
    yield made
    made.close()


def broken_once(tmp_path: Path, behaviour: str) -> typeset.Typesetter:
    """A typesetter whose first child does as told instead of answering; the later ones are the real child."""
    flag = tmp_path / "was-here"
    code = f"""
import os, sys, runpy, time
if os.path.exists({str(flag)!r}):
    runpy.run_module("alongside.typeset.child", run_name="__main__", alter_sys=True)
else:
    open({str(flag)!r}, "w").close()
    {behaviour}
"""
    return typeset.Typesetter(seconds=0.3, start=0.7, command=("-c", code))


def one_sentence(error: BaseException) -> bool:
    said = str(error)
    return said.endswith(".") and "\n" not in said and ". " not in said and CANARY not in said


def inside(code: str) -> str:
    """What code prints that runs with the child's limits."""
    program = f"from alongside.confined import limits\nlimits.confine()\n{code}"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-B", "-c", program], env=environment, capture_output=True, text=True, timeout=30)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_a_template_that_stops_gives_one_sentence_and_the_next_document_works(setter):
    with pytest.raises(typeset.TypesetError) as caught:
        setter.pdf("plan", {**SMALL, "groups": CANARY})
    assert one_sentence(caught.value)
    assert ".typ:" in str(caught.value)
    assert setter.pdf("plan", SMALL).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("time.sleep(60)", "seconds"),
        ("sys.exit(1)", "ended"),
        ("os.abort()", "ended"),
        ("sys.stdout.buffer.write(b'P' + bytes([255] * 9)); sys.stdout.flush()", "ended"),
        ("sys.stdout.buffer.write(b'P' + bytes([0, 0, 1, 0]) + b'half'); sys.stdout.flush()", "ended"),
    ],
)
def test_a_child_that_hangs_dies_or_babbles_gives_one_sentence_and_the_next_document_works(behaviour, said, tmp_path):
    setter = broken_once(tmp_path, behaviour)
    try:
        with pytest.raises(typeset.TypesetError) as caught:
            setter.pdf("plan", SMALL)
        assert one_sentence(caught.value)
        assert said in str(caught.value)
        setter.allow(seconds=20, start=30)
        assert setter.pdf("plan", SMALL).startswith(b"%PDF")
    finally:
        setter.close()


def test_more_than_a_few_do_not_wait_for_the_child_but_are_told_to_come_again():
    setter = typeset.Typesetter(wait=0.2, command=("-c", "import time; time.sleep(60)"))
    most = 1 + process.MOST_WAITING
    refused = []

    def ask(_):
        with pytest.raises(typeset.TypesetError) as caught:
            setter.pdf("plan", SMALL)
        assert one_sentence(caught.value)
        refused.append(str(caught.value))
        if len(refused) == 3 * most - 1:
            setter.allow(seconds=1, start=1)
            os.kill(setter.child_id, signal.SIGTERM)  # the one that holds the child; its deadline is far away

    try:
        with ThreadPoolExecutor(3 * most) as threads:
            list(threads.map(ask, range(3 * most)))
    finally:
        setter.close()
    assert sum("Too many" in sentence for sentence in refused) >= most
    assert 1 <= sum("waited 0.2 seconds" in sentence for sentence in refused) <= process.MOST_WAITING
    assert refused[-1].startswith("The process that sets documents ended")


def test_after_a_document_that_failed_every_place_is_free_again(setter):
    for _ in range(2 * (1 + process.MOST_WAITING)):
        with pytest.raises(typeset.TypesetError):
            setter.pdf("plan", {**SMALL, "groups": CANARY})
    assert setter.pdf("plan", SMALL).startswith(b"%PDF")


@linux
def test_a_child_killed_between_documents_is_replaced(setter):
    setter.pdf("plan", SMALL)
    first = setter.child_id
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert setter.pdf("plan", SMALL).startswith(b"%PDF")


def test_a_child_is_replaced_after_its_documents():
    setter = typeset.Typesetter(documents=2)
    try:
        setter.pdf("plan", SMALL)
        first = setter.child_id
        setter.pdf("plan", SMALL)
        assert setter.child_id is None
        setter.pdf("plan", SMALL)
        assert setter.child_id not in (None, first)
    finally:
        setter.close()


def test_a_child_is_replaced_after_much_text(setter):
    setter.pdf("plan", {**SMALL, "unused": "x" * client.BYTES_A_CHILD})
    assert setter.child_id is None


def test_many_threads_each_get_their_own_document(setter, words_of):
    with ThreadPoolExecutor(1 + process.MOST_WAITING) as threads:
        made = list(threads.map(lambda number: setter.pdf("plan", {**SMALL, "title": f"Number-{number}."}), range(16)))
    assert [f"Number-{number}." in words_of(pdf) for number, pdf in enumerate(made)] == [True] * 16


@pytest.mark.parametrize("template", ["../plan", "words.typ", "", "nothing", "/etc/passwd", "plan\n"])
def test_only_the_templates_of_this_room_can_be_named(template, setter):
    with pytest.raises(typeset.TypesetError, match="no template"):
        setter.pdf(template, SMALL)
    assert setter.child_id is None


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, float("nan"), "\ud800"])
def test_values_that_are_no_data_give_a_sentence(value, setter):
    with pytest.raises(typeset.TypesetError) as caught:
        setter.pdf("plan", {"title": value})
    assert one_sentence(caught.value)


def test_a_document_that_is_too_long_is_refused_before_any_child_starts(setter):
    with pytest.raises(typeset.TypesetError, match="too long"):
        setter.pdf("plan", {"title": "x" * (3 * 1024 * 1024)})
    assert setter.child_id is None


def test_a_document_leaves_no_file_and_no_word_behind(setter):
    setter.pdf("plan", SMALL)
    home = setter.home
    assert home is not None and home.is_dir()
    assert list(home.rglob("*")) == []
    assert [path for path in client.TEMPLATES.parent.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []
    setter.close()
    assert not home.exists()


@linux
def test_the_child_has_no_file_open_but_its_pipes_and_nothing_of_our_environment(setter, monkeypatch):
    monkeypatch.setenv("ALONGSIDE_CANARY", CANARY)
    setter.pdf("plan", SMALL)
    assert CANARY not in " ".join(process.environment(Path("/home-of-the-child")).values())
    try:
        opened = {str(link.readlink()) for link in Path(f"/proc/{setter.child_id}/fd").iterdir()}
        environment = Path(f"/proc/{setter.child_id}/environ").read_bytes()
    except PermissionError:
        return  # Its memory cannot be read by its own user any more: that is PR_SET_DUMPABLE 0 at work.
    assert all(name.startswith("pipe:") or name == "/dev/null" for name in opened)
    assert CANARY.encode() not in environment
    assert os.environ["PATH"].encode() not in environment


@linux
def test_the_limits_stand_in_the_running_child(setter):
    setter.pdf("plan", SMALL)
    limits = Path(f"/proc/{setter.child_id}/limits").read_text()
    values = {line[:25].strip(): line[25:].split()[:2] for line in limits.splitlines()[1:]}
    assert values["Max file size"] == ["0", "0"]
    assert values["Max core file size"] == ["0", "0"]
    assert values["Max processes"] == ["0", "0"]
    assert int(values["Max address space"][1]) <= 1024**3
    assert "NoNewPrivs:\t1" in Path(f"/proc/{setter.child_id}/status").read_text()


@linux
def test_a_confined_process_can_give_no_file_a_byte(tmp_path):
    said = inside(f"with open({str(tmp_path / 'x')!r}, 'w') as file: file.write({CANARY!r})")
    assert "File too large" in said
    assert (tmp_path / "x").read_bytes() == b""


@linux
def test_a_confined_process_that_could_leave_the_network_sees_no_interface_up():
    probe = "import os, socket\nprint(os.readlink('/proc/self/ns/net'), [n for _, n in socket.if_nameindex() if n != 'lo'])"
    said = inside(probe)
    if said.split(" ")[0] == str(Path("/proc/self/ns/net").readlink()):
        return  # Not permitted here, and then nothing may fail: the document tests show that.
    assert said.endswith("[]")


def test_memory_beyond_the_ceiling_is_refused():
    if sys.platform == "linux":
        assert "MemoryError" in inside("bytearray(2 * 1024**3)")


def test_the_child_ends_and_removes_its_folder_when_its_server_is_gone(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    child = subprocess.Popen(
        [sys.executable, "-B", "-m", "alongside.typeset.child", str(home)], stdin=subprocess.PIPE, env=process.environment(home)
    )
    child.communicate(b"", timeout=30)
    assert child.returncode == 0
    assert not home.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_starts_its_own_child():
    code = """
import os
from alongside import typeset
from alongside.confined import client as process
from alongside.typeset import client
values = {"lang": "en", "dir": "ltr", "title": "T", "banner": "B"}
typeset.pdf("plan", values)
mine = client._shared.child_id
pid = os.fork()
if pid == 0:
    typeset.pdf("plan", values)
    ours = client._shared.child_id
    client._shared.close()
    os._exit(0 if ours not in (None, mine) else 7)
_, status = os.waitpid(pid, 0)
typeset.pdf("plan", values)
print(os.waitstatus_to_exitcode(status), client._shared.child_id == mine)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["0", "True"], done.stderr


def test_typst_is_loaded_in_the_child_alone(setter):
    code = "import sys; from alongside import typeset; typeset.pdf('plan', {'lang': 'en', 'title': 'T'}); print('typst' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr


def test_an_interrupt_in_the_middle_of_an_answer_spoils_no_later_document(setter, monkeypatch):
    setter.pdf("plan", SMALL)
    before = threading.active_count()  # others of this run may still have theirs
    monkeypatch.setattr(process.frames, "read", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        setter.pdf("plan", SMALL)
    monkeypatch.undo()
    assert setter.pdf("plan", {**SMALL, "title": "Another"}).startswith(b"%PDF")
    assert threading.active_count() <= before + 3


def test_a_child_that_rests_is_let_go_and_the_next_document_starts_another() -> None:
    setter = typeset.Typesetter(rest=0.05)
    try:
        setter.pdf("plan", {"lang": "en", "dir": "ltr", "title": "one"})
        deadline = time.monotonic() + 10
        while setter.child_id is not None and time.monotonic() < deadline:
            threading.Event().wait(0.01)
        assert setter.child_id is None
        assert setter.pdf("plan", {"lang": "en", "dir": "ltr", "title": "two"}).startswith(b"%PDF")
    finally:
        setter.close()
