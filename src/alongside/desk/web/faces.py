"""Which face a server shows: the whole desk, or the public pages alone."""

from __future__ import annotations

import os

VARIABLE = "ALONGSIDE_FACE"
SETTINGS = {"desk": "alongside.desk.web.settings", "public": "alongside.desk.web.public"}


def choose() -> None:
    """Name the settings of the face to Django. Where no face was chosen, whoever has named settings already, as tests do, keeps them."""
    face = os.environ.get(VARIABLE)
    if face:
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[face]
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS["desk"])
