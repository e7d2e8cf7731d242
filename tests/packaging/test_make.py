"""`make install` on a fresh checkout: in a folder with spaces, without a network, and at once when nothing has changed."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECKOUT = ("Makefile", "README.md", "LICENSE", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "src")


def make(folder: Path, *targets: str, env: dict[str, str]) -> str:
    done = subprocess.run(["make", *targets], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="Windows has no make: there the wheel is the way")
def test_a_fresh_checkout_in_a_folder_with_spaces_installs_and_then_answers_at_once(
    tmp_path: Path, wheelhouse: Path, bare_environment: dict[str, str]
) -> None:
    folder = tmp_path / "My Documents" / "alongside"
    folder.mkdir(parents=True)
    for name in CHECKOUT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    env = {**bare_environment, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheelhouse.as_uri(), "PIP_NO_COMPILE": "1"}
    make(folder, "install", env=env)
    helped = subprocess.run([folder / ".venv/bin/alongside", "--help"], env=env, capture_output=True, text=True, check=False)
    assert helped.returncode == 0, helped.stderr

    begun = time.monotonic()
    assert "Preparing" not in make(folder, "install", env=env)
    assert time.monotonic() - begun < 2

    moved = folder.rename(folder.with_name("moved"))
    assert "Preparing" in make(moved, "--dry-run", "install", env=env), "a moved checkout would run the code of its old place"
