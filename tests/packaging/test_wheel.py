"""The wheel that `pipx install` and `uv tool install` take: complete, installable without a network, and it serves."""

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.serving import command, serving

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"


def run(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    done = subprocess.run([str(word) for word in arguments], env=env, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the pinned backend and no network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-index", "--no-deps", "-w", folder, ROOT)
    return next(folder.glob("alongside-*.whl"))


def test_the_wheel_holds_every_file_of_the_source_and_nothing_else(wheel: Path) -> None:
    """A font or a text left out shows only on the machine of the person who installed it."""
    source = {
        path.relative_to(SOURCE).as_posix()
        for path in (SOURCE / "alongside").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == source


def test_the_wheel_carries_the_licence_and_its_name(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    assert "License-Expression: AGPL-3.0-or-later" in metadata
    assert any(name.endswith("/LICENSE") for name in archive.namelist())


def test_installed_without_a_network_it_plans_and_serves(
    wheel: Path, wheelhouse: Path, bare_environment: dict[str, str], tmp_path: Path
) -> None:
    place = tmp_path / "installed here"
    venv.create(place, with_pip=False)
    scripts = Path(sysconfig.get_path("scripts", scheme="venv", vars={"base": str(place), "platbase": str(place)}))
    python = scripts / Path(sys.executable).name
    offline = ["--no-index", "--find-links", wheelhouse.as_uri(), "--no-compile", "--quiet"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, wheel, env=bare_environment)
    program = command(scripts)

    asked = ["plan", "--state", "EGY", "--act", "travel-ban", "--format", "json"]
    plan = json.loads(run(program, *asked, env=bare_environment, cwd=tmp_path))
    assert plan["situation"]["state_responsible"] == "EGY"
    assert len(plan["options"]) > 200

    before = {path for path in place.rglob("*") if path.suffix != ".pyc" and path.name != "__pycache__"}
    with serving(None, tmp_path / "server.log", program=program, env=bare_environment):
        pass  # /healthz has answered
    after = {path for path in place.rglob("*") if path.suffix != ".pyc" and path.name != "__pycache__"}
    assert after == before, "data of an installed wheel belongs into the platform's user folder"
