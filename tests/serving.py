"""Starting the real server for a test, as a user would: the command, a port, a data folder."""

import os
import random
import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

DEADLINE = 60.0


def command(scripts: Path | None = None) -> Path:
    """The installed `alongside` beside the running Python, or in the `scripts` folder of another environment."""
    folder = scripts or Path(sysconfig.get_path("scripts"))
    return folder / ("alongside.exe" if os.name == "nt" else "alongside")


def free_port() -> int:
    """A port nobody listens on, below 32768: above, the system hands out ports to outgoing connections and may take ours."""
    for port in random.sample(range(20000, 32000), 50):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port between 20000 and 32000 in fifty tries")


@contextmanager
def serving(data: Path | None, log: Path, *, program: Path | None = None, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a running server. Its output goes to `log`; `data` of None leaves the choice of folder to the command."""
    port = free_port()
    folder = ["--data", str(data)] if data else []
    arguments = [str(program or command()), "serve", "--port", str(port), *folder]
    env = {name: value for name, value in (os.environ if env is None else env).items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    with log.open("wb") as output:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env)
        try:
            base = f"http://127.0.0.1:{port}"
            wait_until_healthy(base, process, log)
            yield base
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_healthy(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when /healthz answers; fail with what the server said when it ended or the deadline passed."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}: {log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pause_or_end(process, 0.05)
    raise AssertionError(f"no answer from /healthz within {DEADLINE:.0f} s: {log.read_text(errors='replace')}")


def pause_or_end(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for the process to end or for `seconds`: a failed start is noticed at once, which a sleep would not."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return
