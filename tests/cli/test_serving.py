"""`alongside serve` with a database: tables are made before anything is served, and the first start is guarded by a code."""

import os
import re
import sqlite3
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.serving import command, free_port, serving

FIRST = re.compile(r"^First start: http://localhost:(\d+)/desk/ with the code ([A-Z2-9]{4}-[A-Z2-9]{4})$", re.MULTILINE)


def ended(data: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to end by itself."""
    arguments = [str(command()), "serve", "--port", str(free_port()), "--data", str(data)]
    return subprocess.run(arguments, env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False)


def test_the_first_start_makes_the_tables_and_prints_a_code(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(tmp_path / "data", log) as base:
        said = log.read_text()
        found = FIRST.search(said)
        assert found and base.endswith(found[1])
        assert urllib.request.urlopen(f"{base}/en/", timeout=10).status == 200
    names = {path.name for path in (tmp_path / "data").iterdir()}
    assert "alongside.sqlite3" in names
    with sqlite3.connect(tmp_path / "data" / "alongside.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM desk").fetchone() == (0,)
    database.close()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert found[2].encode() not in kept and found[2].replace("-", "").encode() not in kept, "the code lies in no file"


@pytest.mark.skipif(os.name == "nt", reason="asks the kernel how long a child has worked")
def test_a_second_start_is_ready_within_two_seconds(tmp_path: Path) -> None:
    """Measured in work, not by the clock, which counts whatever else this machine does; and twice that, because a core that is
    shared with others does half as much in a second."""
    with serving(tmp_path / "data", tmp_path / "log"):
        pass
    before = os.times()
    with serving(tmp_path / "data", tmp_path / "log"):
        pass
    after = os.times()
    assert (after.children_user - before.children_user) + (after.children_system - before.children_system) < 2 * 2


def test_the_public_face_makes_no_table_and_prints_no_code(tmp_path: Path) -> None:
    with serving(tmp_path / "data", tmp_path / "log", env={**os.environ, "ALONGSIDE_FACE": "public"}) as base:
        assert urllib.request.urlopen(f"{base}/en/", timeout=10).status == 200
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{base}/desk/", timeout=10)
    assert "First start" not in (tmp_path / "log").read_text()
    assert list((tmp_path / "data").glob("*")) == []


def test_tables_of_a_newer_version_get_one_sentence(tmp_path: Path) -> None:
    with serving(tmp_path, tmp_path / "log"):
        pass
    database = sqlite3.connect(tmp_path / "alongside.sqlite3")
    database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_of_the_future', '2040-01-01')")
    database.commit()
    database.close()
    ran = ended(tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1 and "newer version of Alongside; nothing was changed" in ran.stderr


def test_a_database_that_cannot_be_reached_gets_one_sentence_without_the_password(tmp_path: Path) -> None:
    ran = ended(tmp_path, ALONGSIDE_DATABASE=f"postgresql://desk:Zubaida-Marker@127.0.0.1:{free_port()}/desk")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1 and ran.stderr.startswith(
        "The database that ALONGSIDE_DATABASE names cannot be used ("
    )
    assert "Zubaida-Marker" not in ran.stderr


def test_an_address_that_is_none_gets_one_sentence(tmp_path: Path) -> None:
    ran = ended(tmp_path, ALONGSIDE_DATABASE="mysql://host/desk")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        ran.stderr.startswith("ALONGSIDE_DATABASE is no address of PostgreSQL; accepted: ") and len(ran.stderr.splitlines()) == 1
    )


def test_a_face_that_does_not_exist_gets_one_sentence(tmp_path: Path) -> None:
    ran = ended(tmp_path, ALONGSIDE_FACE="hooks")
    assert (ran.returncode, ran.stderr) == (2, "--face: 'hooks' is not a face; accepted: desk, public\n")
