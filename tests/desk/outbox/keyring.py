"""Recipients with GnuPG: its keys, and what it decrypts. GnuPG 2.2 cannot read what goes to a key that pysequoia made."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Keyring:
    """A recipient's computer."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def gpg(self, *words: str, given: bytes = b"") -> bytes:
        """What gpg answers; an AssertionError with its own words where it refuses."""
        base = [
            "gpg",
            "--homedir",
            str(self.home),
            "--batch",
            "--quiet",
            "--yes",
            "--pinentry-mode",
            "loopback",
            "--passphrase",
            "",
        ]
        done = subprocess.run([*base, *words], input=given, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    def make(self, name: str, algorithm: str = "future-default", usage: str = "default") -> bytes:
        """A new pair; its armoured certificate."""
        self.gpg("--quick-generate-key", name, algorithm, usage, "0")
        return self.public(name)

    def public(self, name: str) -> bytes:
        return self.gpg("--armor", "--export", name)

    def revoked(self, name: str) -> bytes:
        """The certificate after its owner has revoked it with the paper that gpg makes beside each key."""
        paper = next((self.home / "openpgp-revocs.d").glob("*.rev"))
        self.gpg("--import", given=paper.read_bytes().replace(b":-----BEGIN", b"-----BEGIN"))
        return self.public(name)

    def open(self, armoured: bytes) -> bytes:
        return self.gpg("--decrypt", given=armoured)


@contextmanager
def keyring() -> Iterator[Keyring]:
    """In a folder with a short path: the agent's socket has room for 108 letters."""
    home = Path(tempfile.mkdtemp(prefix="gpg-", dir="/tmp" if os.name == "posix" else None))  # noqa: S108  (private, and removed)
    home.chmod(0o700)
    try:
        yield Keyring(home)
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)
