"""Django's settings for the whole desk: the public pages, and under /desk/ the rooms that need a login.

Nothing of django.contrib: logins are our own (security.md 1), there is no session, no admin. From the environment, beside what
`public` reads: ALONGSIDE_DATA (the data folder: SQLite's file and the keys that lie beside the database) and ALONGSIDE_DATABASE
(postgresql://..., for several machines), ALONGSIDE_FILES (the folder of sealed files, if it is not in the data folder).
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from alongside.desk.web import engines
from alongside.desk.web.public import *  # noqa: F403
from alongside.desk.web.public import TEMPLATES, WEB

if not os.environ.get("ALONGSIDE_DATA"):
    # Guessed, the first test or script that forgets it would write into somebody's real desk.
    raise ImproperlyConfigured("ALONGSIDE_DATA names no folder")
DATA = Path(os.environ["ALONGSIDE_DATA"])

INSTALLED_APPS = [
    "alongside.desk.people.apps.People",
    "alongside.desk.outbox.apps.Outbox",
    "alongside.desk.cases.apps.Cases",
    "alongside.desk.submissions.apps.Submissions",
]
MIDDLEWARE = ["alongside.desk.web.private.Faces"]
ROOT_URLCONF = "alongside.desk.web.urls"
DATABASES = {"default": engines.database(os.environ.get("ALONGSIDE_DATABASE", ""), DATA)}
KEY_FOLDER = DATA / "keys"
# Sealed files of evidence; several machines that share a PostgreSQL share this folder too.
FILES = Path(os.environ.get("ALONGSIDE_FILES") or DATA / "files")

_ROOMS = ("people", "cases", "submissions")
_PUBLIC = TEMPLATES[0]
TEMPLATES = [
    {
        **_PUBLIC,
        "DIRS": [*_PUBLIC["DIRS"], *(WEB.parent / room / "templates" for room in _ROOMS)],
        "OPTIONS": {
            "context_processors": ["alongside.desk.web.desk_frame.frame"],
            "builtins": [
                *_PUBLIC["OPTIONS"]["builtins"],
                "alongside.desk.web.tags",
                *(f"alongside.desk.{room}.tags" for room in _ROOMS if find_spec(f"alongside.desk.{room}.tags")),
            ],
        },
    }
]

# A form of a case has some hundreds of fields and long notes. The public pages keep the limits of `public` (PublicFace).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2500
# The only one there is: any other would write what somebody sends into a temporary file.
FILE_UPLOAD_HANDLERS = ["alongside.desk.cases.evidence.sealing.SealingHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
