"""Django's settings for the public face alone: the guide. No login, no session, no cookie, no table, nothing stored.

Chosen by ALONGSIDE_FACE=public or `alongside serve --face public`, for a host on which no case may ever lie. `settings` adds the desk.
What is configurable comes from the environment, because one package is served on a laptop and on a host: ALONGSIDE_HOSTS (names
under which the pages may be asked for, separated by commas).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

WEB = Path(__file__).parent

DEBUG = False  # a debug page shows what a person typed; tests that need it set it themselves
# Nothing signed leaves the process or survives it, so no key is kept on a disk that can be seized.
SECRET_KEY = secrets.token_urlsafe(50)
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = LOOPBACK + [host.strip() for host in os.environ.get("ALONGSIDE_HOSTS", "").split(",") if host.strip()]

INSTALLED_APPS: list[str] = []
# A plan of 300 KB is 40 KB packed, which counts over Tor. No page holds a secret beside what its reader typed, so packing tells nothing.
# Ours stands outermost: what fails within another still gets our page and headers.
MIDDLEWARE = ["alongside.desk.web.middleware.PublicFace", "django.middleware.gzip.GZipMiddleware"]
ROOT_URLCONF = "alongside.desk.web.public_urls"
WSGI_APPLICATION = "alongside.desk.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "alongside.desk.web.rendering.Templates",
        "DIRS": [WEB / "templates", WEB.parent / "guide" / "templates"],
        "OPTIONS": {
            "context_processors": ["alongside.desk.web.frame.frame"],
            "builtins": ["alongside.desk.guide.tags"],
        },
    }
]
DATABASES: dict[str, dict[str, Any]] = {}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False  # words come from the catalogues of each room, not from gettext
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A situation is small. Anything larger is refused before a byte of it is read (PublicFace), and a file is never taken.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 250  # every box of every page ticked, and room to spare
FILE_UPLOAD_HANDLERS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "alongside.desk.web.logs.BareFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # No mail to administrators, no message of Django's own: its texts hold paths, and those of its database what was asked.
        name: {"handlers": ["stderr"], "level": "ERROR", "propagate": False}
        for name in ("django", "django.db.backends", "django.request", "django.security", "django.server", "psycopg")
    },
}
