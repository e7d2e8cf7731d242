"""The wheelhouse: what an installation without a network takes. `make test` fills it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# MAKE...: the variables of a surrounding `make test` would reach the make that a test starts.
LEFT_OUT = ("ALONGSIDE_", "MAKE", "MFLAGS", "PIP_", "PYTHON", "XDG_")


@pytest.fixture(scope="session")
def wheelhouse() -> Path:
    folder = ROOT / "build" / "wheelhouse"
    assert (folder / "complete").exists(), "build/wheelhouse is not there: `make wheelhouse` fills it"
    return folder


@pytest.fixture
def bare_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh account: another home, no setting of pip's, no Python path; XDG folders follow the home."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "PIP_CONFIG_FILE": os.devnull}
