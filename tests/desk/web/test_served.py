"""The desk as it is served, on each engine: the server finds the tables of the database that it was told."""

import urllib.error
import urllib.request
from pathlib import Path

from alongside.desk.people.models import Desk
from tests.desk import making
from tests.desk.database import Database, aside
from tests.serving import serving


def final(base: str, path: str) -> str:
    """Where a browser ends that asks for a page of the desk."""
    address = base.replace("127.0.0.1", "localhost") + path
    try:
        return urllib.request.urlopen(address, timeout=20).url
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.url}"


def test_it_works_on_the_tables_that_the_test_sees(database: Database, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(database.data, log, env=database.environ) as base:
        assert final(base, "/desk/").endswith("/desk/en/begin/"), "nobody has made a desk yet"
        aside(making.found_desk)
        assert Desk.objects.count() == 1
        assert final(base, "/desk/en/people/").startswith("403 ")
        assert final(base, "/desk/en/login/").endswith("/desk/en/login/")
    said = log.read_text()
    assert "First start: http://localhost:" in said
    assert ("log_error_verbosity" in said) == (database.engine == "postgresql")
