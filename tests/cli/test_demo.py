"""`alongside demo`: makes a marked desk, prints logins, and never touches a folder that holds anything."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.serving import command


def demo(*words: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name not in ("ALONGSIDE_DATA", "ALONGSIDE_DATABASE")}
    return subprocess.run([str(command()), "demo", *words], capture_output=True, text=True, env=environ, check=False)


def test_a_newcomer_gets_a_desk_and_logins(tmp_path: Path) -> None:
    data = tmp_path / "My Documents"
    done = demo("--cases", "5", "--data", str(data), "--seed", "7")
    assert done.returncode == 0, done.stderr
    for word in (
        "Alice Example",
        "Bob Example",
        "Charlie Example",
        "six words",
        "code app",
        f"alongside serve --data '{data}'",
        "5 invented",
    ):
        assert word in done.stdout, word
    assert (data / "demonstration").read_text().startswith("This folder holds a demonstration")
    assert (data / "alongside.sqlite3").stat().st_mode & 0o077 == 0 or data.stat().st_mode & 0o077 == 0
    before = (data / "alongside.sqlite3").read_bytes()
    again = demo("--cases", "5", "--data", str(data))
    assert again.returncode == 2 and "holds a desk already" in again.stderr and not again.stdout
    assert (data / "alongside.sqlite3").read_bytes() == before


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = demo("--data", str(tmp_path))
    assert done.returncode == 2 and "holds other files" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_with_a_database_is_left_alone_whatever_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "alongside.sqlite3").write_bytes(b"")
    done = demo("--data", str(tmp_path))
    assert done.returncode == 2 and "holds a desk already" in done.stderr
    assert (tmp_path / "alongside.sqlite3").read_bytes() == b"" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("--cases", "many"), ("--cases", "-1"), ("--cases", "200001"), ("--seed", "x"), ("--cases", "٣")]
)
def test_what_is_no_number_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = demo("--data", str(tmp_path / "new"), f"{name}={value}")
    assert done.returncode == 2 and done.stderr.startswith(name) and not (tmp_path / "new").exists()


def test_the_folder_must_be_named() -> None:
    assert demo().returncode == 2
