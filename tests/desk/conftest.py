"""Django for the tests of the desk: the product's own settings, a client that asks like a browser's form, a database on each engine."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import django
import pytest
from django.http import HttpResponse

from tests import tools

# A folder of the run's own: without one the settings refuse, so that no test writes into somebody's desk.
_DATA = tempfile.mkdtemp(prefix="alongside-test-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["ALONGSIDE_DATA"] = _DATA
os.environ.pop("ALONGSIDE_DATABASE", None)
# Once a test has used the browser, its event loop runs in the main thread to the end of the run, and Django would refuse its database
# there. Nothing here awaits: a test that uses the database is as synchronous as the desk itself.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
django.setup()

from django.test import Client  # noqa: E402  (needs the settings above)

if TYPE_CHECKING:
    from tests.desk.database import Database, Postgresql, Sqlite

ENGINES = ("sqlite", "postgresql")
NEEDED = "ALONGSIDE_NEED_POSTGRESQL"  # set to 1, a run without PostgreSQL fails


@pytest.fixture
def client() -> Client:
    """Alice's browser. An exception becomes the error page that she would see."""
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


@pytest.fixture
def post(client: Client) -> Callable[..., HttpResponse]:
    """Sends a form as browsers without scripts do: urlencoded."""

    def send(path: str, fields: dict[str, Any] | list[tuple[str, str]], **headers: str) -> HttpResponse:
        body = urlencode(fields, doseq=True)
        return client.post(path, body, content_type="application/x-www-form-urlencoded", headers=headers)

    return send


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> "Sqlite":
    from tests.desk.database import Sqlite

    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> "Iterator[Postgresql]":
    binaries = tools.postgresql()
    if binaries is None:
        request.config.stash[tools.ABSENT] = True
        (pytest.fail if os.environ.get(NEEDED) == "1" else pytest.skip)(tools.NO_POSTGRESQL)
    from tests.desk.database import Postgresql
    from tests.desk.postgresql import Cluster

    engine = Postgresql(Cluster(binaries))
    yield engine
    engine.end()


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> "Iterator[Database]":
    """An empty database with all tables, once on SQLite and once on PostgreSQL. Django points to it; keys lie in a folder beside it."""
    engine = request.getfixturevalue(request.param)
    data = tmp_path / "data"
    data.mkdir()
    with engine.fresh(data) as fresh:
        yield fresh


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's clock stands, and nobody looks every few seconds which indexes to forget. The first request of each minute writes one
    query more than the others, and the first after such a look several; a test that counts must not meet them by chance."""
    from alongside.desk.cases.finding.registry import Registry
    from alongside.desk.people import clock

    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(Registry, "sweep", lambda registry: None)
