"""A log line holds no path, no query, no message, no value: only when, which route and which kind of error."""

import logging
import sys
from unittest.mock import patch

import pytest
from django.conf import settings
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


def test_debug_is_off_and_no_cookie_or_upload_is_configured() -> None:
    assert settings.DEBUG is False
    assert settings.FILE_UPLOAD_HANDLERS == []
    # Packing may stand before it; sessions, forms and messages, which set cookies, may not.
    assert set(settings.MIDDLEWARE) <= {"django.middleware.gzip.GZipMiddleware", "alongside.desk.web.middleware.PublicFace"}
    assert settings.INSTALLED_APPS == []
    assert all(logger["handlers"] == ["stderr"] for logger in settings.LOGGING["loggers"].values())
