"""Fixtures that several rooms share: the browser and the server, one of each for a run."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests import tools
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ASKS_FOR_THE_BROWSER = re.compile(r"def \w+\([^)]*\bbrowser[,:)]")  # as a parameter
# Nothing but the page under test: no update checks, no first-run pages, no QUIC retries; each would be a request elsewhere.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
pytest.register_assert_rewrite("tests.desk.looking", "tests.browser.seeing")  # or what axe found would not be said
# No example has a time limit: where a machine is shared, half a second of somebody else's work failed a run.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where processes share a run, one of them has every file whose tests use the browser, so that there is one; the others go by file."""
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return shared(config.rootpath, nodeid.partition("::")[0])

    return Sharing(config, log)


@cache
def shared(root: Path, file: str) -> str:
    """With which other files this one stays in one process."""
    asks = file.startswith("tests/browser/") or _ASKS_FOR_THE_BROWSER.search((root / file).read_text(encoding="utf-8"))
    return "browser" if asks else file


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # one of the processes that share a run: the one that started them speaks for all
        session.config.workeroutput["absent"] = session.config.stash.get(tools.ABSENT, False)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if getattr(node, "workeroutput", {}).get("absent"):
        node.config.stash[tools.ABSENT] = True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.config.stash.get(tools.ABSENT, False):
        terminalreporter.section(tools.NO_POSTGRESQL, sep="!", red=True, bold=True)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed browser; `make test` has made sure of one."""
    path = tools.chromium()
    assert path, tools.advice(["chromium"])
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> "Iterator[Browser]":
    """One headless browser a run. Each test opens a context of its own: `browser.new_context(java_script_enabled=False)`.

    While it runs, an event loop runs in this thread: a test that needs a database as well asks it through `tests.desk.database.aside`.
    """
    from playwright.sync_api import sync_playwright  # here, so that the tests of a rule start at once

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def server_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of `server`: tests look into it for traces."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that `server` wrote to its terminal."""
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="session")
def server(server_data: Path, server_log: Path) -> Iterator[str]:
    """The address of the real server, started as `make run` starts it."""
    with serving(server_data, server_log) as base:
        yield base
