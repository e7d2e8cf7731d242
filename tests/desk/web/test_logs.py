"""A log line holds no path, no query, no message, no value: only when, which route and which kind of error."""

import importlib
import logging
import sys
from unittest.mock import patch

import pytest
from django.test import Client

from alongside.desk.web.logs import BareFormatter

MARKER = "Zubaida-Marker"


def line(record: logging.LogRecord) -> str:
    return BareFormatter().format(record)


def test_a_failure_is_logged_by_route_and_kind_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(line(record))  # type: ignore[method-assign]
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [handler])
    with patch("alongside.desk.guide.directory_views.render", side_effect=KeyError(MARKER)):
        client.post(f"/en/directory/?q={MARKER}", f"text={MARKER}", content_type="application/x-www-form-urlencoded")
    assert len(lines) == 1
    assert "route=directory" in lines[0] and "error=KeyError" in lines[0] and "directory_views.py" in lines[0]
    assert MARKER not in lines[0] and "/en/" not in lines[0]


def test_arguments_of_a_message_are_dropped() -> None:
    record = logging.LogRecord("alongside.desk", logging.WARNING, __file__, 1, "could not read %s", (MARKER,), None)
    assert line(record).endswith("WARNING alongside.desk could not read %s")


def test_messages_of_other_libraries_are_dropped() -> None:
    record = logging.LogRecord("django.security.DisallowedHost", logging.ERROR, __file__, 1, MARKER, (), None)
    assert MARKER not in line(record)


def test_an_exceptions_text_and_locals_are_dropped() -> None:
    secret = MARKER
    try:
        raise ValueError(secret)
    except ValueError:
        record = logging.LogRecord("alongside", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    written = line(record)
    assert MARKER not in written and "error=ValueError" in written and "test_logs.py" in written


@pytest.mark.parametrize("name", ["public", "settings"])
def test_debug_is_off_and_no_package_sets_a_cookie_or_takes_a_file(name: str) -> None:
    told = importlib.import_module(f"alongside.desk.web.{name}")
    assert told.DEBUG is False
    # Ours alone, and only in the desk: any other writes what somebody sends into a temporary file.
    ours = ["alongside.desk.cases.evidence.sealing.SealingHandler"]
    assert (ours if name == "settings" else []) == told.FILE_UPLOAD_HANDLERS
    # Packing may stand beside ours; sessions, forms and messages, which set cookies, may not.
    ours = {"alongside.desk.web.middleware.PublicFace", "alongside.desk.web.private.Faces"}
    assert set(told.MIDDLEWARE) <= {"django.middleware.gzip.GZipMiddleware", *ours}
    assert not [app for app in told.INSTALLED_APPS if not app.startswith("alongside.")]
    assert all(logger["handlers"] == ["stderr"] for logger in told.LOGGING["loggers"].values())
