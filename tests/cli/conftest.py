"""The command, ready to run."""

import gc
from collections.abc import Iterator

import pytest

from tests.cli.running import Command


@pytest.fixture
def alongside(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    rhythm = gc.get_threshold()
    yield Command(capsys, monkeypatch)
    gc.set_threshold(*rhythm)  # --lines tunes the collector for the one file it reads; this process lives on
    gc.unfreeze()
