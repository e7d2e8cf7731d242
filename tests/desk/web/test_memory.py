"""What a page leaves in memory: nothing that opens anything, although nobody collects the rubbish."""

import gc
import io
import weakref

import pytest
from django.urls import reverse

from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from tests.desk import making
from tests.desk.private_table import PRIVATE, World, routes
from tests.desk.test_casework_bodies import world

__all__ = ["world"]
pytestmark = pytest.mark.usefixtures("database")


def ask(path: str, cookie: str, fields: str | None = None) -> int:
    """One request through the application as the door makes it; no client of tests, which keeps the contexts of pages."""
    from alongside.desk.web.wsgi import application

    body = (fields or "").encode()
    environ = {
        "REQUEST_METHOD": "GET" if fields is None else "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"alongside={cookie}",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    found: list[int] = []
    answer = application(environ, lambda status, headers, failure=None: found.append(int(status[:3])))
    b"".join(answer)
    answer.close()
    return found[0]


def test_no_page_of_the_desk_leaves_open_keys_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = making.login_client(world.alice).cookies["alongside"].value
    made: list[weakref.ref[Unlocked]] = []
    usual = Unlocked.__init__

    def noted(self: Unlocked, *given: object, **named: object) -> None:
        usual(self, *given, **named)  # type: ignore[arg-type]
        made.append(weakref.ref(self))

    monkeypatch.setattr(Unlocked, "__init__", noted)
    left, asked = {}, 0
    gc.collect()
    gc.disable()
    try:
        for name in routes():
            example = PRIVATE[name]
            told = example.kwargs(world) if callable(example.kwargs) else example.kwargs
            path = reverse(name, kwargs={"lang": "en", **told})
            for fields in (None, "x=y"):
                if name == "people-lock":
                    continue
                made.clear()
                status = ask(path, cookie, fields)
                asked += bool(made)
                alive = sum(one() is not None for one in made)
                if alive:
                    left[f"{'GET' if fields is None else 'POST'} {name} {status}"] = alive
    finally:
        gc.enable()
    assert asked > 60
    assert left == {}
    assert clock.now() == making.NOW
