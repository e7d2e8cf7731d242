"""Django for the tests of the desk: the product's own settings, no database, a client that asks like a browser's form."""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import django
import pytest
from django.http import HttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
django.setup()

from django.test import Client  # noqa: E402  (needs the settings above)


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
