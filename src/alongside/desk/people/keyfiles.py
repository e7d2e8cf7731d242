"""What lies beside the database: the service key, the blind key under which handles are looked up, and the founder's pin (security.md 8).

The two keys are made at the first start and are readable by the account that runs the desk alone. A copy of the database has none of
them; a backup (desk.backup) has all three, sealed, because without the blind key no handle would be found again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from alongside.vault.errors import NotVouched
from alongside.vault.sealed import KEY_BYTES, new_key

BLIND, SERVICE = "blind.key", "service.key"
# The digest of the founder's card, for what is sealed while nobody is logged in. No secret, but who writes to the database alone
# must not be able to change it.
FOUNDER = "founder.pin"
NAMES = (BLIND, SERVICE, FOUNDER)


def blind_key() -> bytes:
    """The key under which login handles are looked up."""
    return _read(str(settings.KEY_FOLDER), BLIND)


def service_key() -> bytes:
    """The seed of the service's key pair, for the worker."""
    return _read(str(settings.KEY_FOLDER), SERVICE)


def founder_pin() -> bytes:
    """The founder's digest; NotVouched where it was never written here."""
    path = Path(settings.KEY_FOLDER) / FOUNDER
    if not path.exists():
        raise NotVouched
    return path.read_bytes()


def pin_founder(digest: bytes) -> None:
    """Write the founder's digest down, if it is not there yet."""
    path = Path(settings.KEY_FOLDER) / FOUNDER
    if not path.exists() or path.read_bytes() != digest:
        path.unlink(missing_ok=True)
        _make(path, digest)


def all_files() -> dict[str, bytes]:
    """What lies there now, for a backup."""
    found = ((name, Path(settings.KEY_FOLDER) / name) for name in NAMES)
    return {name: path.read_bytes() for name, path in found if path.exists()}


def put_back(files: Mapping[str, bytes]) -> None:
    """What a backup brings, in place of what a first start may have made."""
    for name in NAMES:
        if name in files:
            path = Path(settings.KEY_FOLDER) / name
            path.unlink(missing_ok=True)
            _make(path, files[name])
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(folder: str, name: str) -> bytes:
    path = Path(folder) / name
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = _make(path, new_key())
    if len(key) != KEY_BYTES:
        raise ValueError(f"{name} is damaged: bring it back from your copy of the keys folder")
    return key


def _make(path: Path, content: bytes) -> bytes:
    """A new file, whole or not at all: of two that start together, the first wins and both use its key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A random name: two threads have one process id, and a crash leaves a draft behind that must not be in the way for ever.
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
