"""`alongside serve` before it serves: a port, an address or a folder that cannot be used gets a sentence, never a traceback."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.cli import process, serve
from tests.cli.running import Command
from tests.serving import free_port


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What would have been served. Nothing is hardened and no table is made: this process goes on to run other tests."""
    calls: list[tuple[str, int]] = []

    def serving(host: str, port: int, address: str, face: str) -> int:
        calls.append((host, port))
        print(address, face)
        return 0

    monkeypatch.setattr(serve, "_serve", serving)
    monkeypatch.setattr(process, "harden", lambda: None)
    for name in ("ALONGSIDE_DATA", "ALONGSIDE_FACE", "ALONGSIDE_HOSTS"):
        monkeypatch.setenv(name, "")  # so that what the command sets is taken back
        monkeypatch.delenv(name)
    return calls


@pytest.fixture
def taken() -> Iterator[int]:
    port = free_port()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen()
        yield port


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999", "100000", "eighty", "80.0", " 80", "", "٨٠٠٠", "0x50", "1e3"])
def test_what_is_no_port_is_refused(alongside: Command, served: list[tuple[str, int]], port: str) -> None:
    sentence = alongside.refused("serve", f"--port={port}")
    assert sentence == f"--port: {port!r} is not a port; accepted: a number from 1 to 65535"
    assert served == []


def test_a_port_that_somebody_listens_on_is_refused_with_the_next_one(
    alongside: Command, served: list[tuple[str, int]], taken: int, tmp_path: Path
) -> None:
    sentence = alongside.refused("serve", "--port", str(taken), "--data", str(tmp_path))
    assert sentence.startswith(f"--port: {taken} on 127.0.0.1 cannot be used (") and f"--port {taken + 1}" in sentence
    assert served == []


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70, "..", "\u0627" * 80])
def test_an_address_that_is_not_ours_is_refused(alongside: Command, served: list[tuple[str, int]], host: str) -> None:
    sentence = alongside.refused("serve", "--host", host, "--port", str(free_port()))
    assert host in sentence and "cannot be used (" in sentence and "accepted: " in sentence
    assert served == []


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70])
def test_an_address_that_is_not_ours_is_no_fault_of_the_port(
    alongside: Command, served: list[tuple[str, int]], host: str
) -> None:
    sentence = alongside.refused("serve", "--host", host, "--port", "65535")
    assert sentence.startswith(f"--host: {host} ") and "65536" not in sentence


@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_a_data_folder_that_is_a_file_is_refused(
    alongside: Command, served: list[tuple[str, int]], tmp_path: Path, inside: str
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("kept")
    sentence = alongside.refused("serve", "--port", str(free_port()), "--data", str(path / inside))
    assert sentence.startswith("--data: ") and str(path) in sentence and "accepted: a folder that you may write to" in sentence
    assert path.read_text() == "kept" and served == []


def test_it_serves_on_this_computer_only_and_says_where(
    alongside: Command, served: list[tuple[str, int]], tmp_path: Path
) -> None:
    port = free_port()
    ran = alongside("serve", "--port", str(port), "--data", str(tmp_path / "var"))
    assert (ran.code, ran.err) == (0, "")
    assert served == [("127.0.0.1", port)]
    assert ran.out == f"http://localhost:{port} desk\n"
    assert "ALONGSIDE_HOSTS" not in os.environ
    assert os.environ["ALONGSIDE_DATA"] == str((tmp_path / "var").resolve())


def test_a_new_data_folder_is_for_its_owner_only(alongside: Command, served: list[tuple[str, int]], tmp_path: Path) -> None:
    folder = tmp_path / "with a space" / "var"
    assert alongside("serve", "--port", str(free_port()), "--data", str(folder)).code == 0
    assert folder.is_dir()
    if os.name != "nt":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_a_folder_the_users_own_is_taken(
    alongside: Command, served: list[tuple[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / name)
    assert alongside("serve", "--port", str(free_port())).code == 0
    assert os.environ["ALONGSIDE_DATA"] == str((tmp_path / "alongside").resolve())


def test_another_address_is_added_to_the_hosts_that_are_answered(
    alongside: Command, served: list[tuple[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_HOSTS", "desk.example")
    ran = alongside("serve", "--host", "0.0.0.0", "--port", str(free_port()), "--data", str(tmp_path))  # noqa: S104
    assert ran.code == 0 and "http://0.0.0.0:" in ran.out
    assert os.environ["ALONGSIDE_HOSTS"] == "desk.example,0.0.0.0"


@pytest.mark.parametrize(
    ("argv", "hosts"),
    [
        (["--name", "desk.example", "--name", "192.168.1.5"], "desk.example,192.168.1.5"),
        (["--host", "0.0.0.0", "--name", "desk.example"], "desk.example,0.0.0.0"),  # noqa: S104
    ],
)
def test_names_given_are_hosts_that_are_answered(
    alongside: Command, served: list[tuple[str, int]], tmp_path: Path, argv: list[str], hosts: str
) -> None:
    ran = alongside("serve", *argv, "--port", str(free_port()), "--data", str(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert os.environ["ALONGSIDE_HOSTS"] == hosts


def test_every_address_without_a_name_is_served_with_a_word_of_advice(
    alongside: Command, served: list[tuple[str, int]], tmp_path: Path
) -> None:
    ran = alongside("serve", "--host", "0.0.0.0", "--port", str(free_port()), "--data", str(tmp_path))  # noqa: S104
    assert ran.code == 0 and len(served) == 1
    assert len(ran.complaints) == 1 and ran.err.startswith("--host: ") and "--name" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_the_server_leaves_no_core_and_cannot_be_read_by_others() -> None:
    probe = (
        "import ctypes, resource\n"
        "from alongside.cli.process import harden\n"
        "harden()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=30, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("(0, 0) 0", "")


def test_where_nothing_can_be_hardened_it_still_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    process.harden()
