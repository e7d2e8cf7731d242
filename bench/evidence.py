"""A file of 1 GiB sent to the server, sealed while it arrives, beside the same bytes written plainly; and the server's memory meanwhile."""

from __future__ import annotations

import http.client
import os
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from bench import desk, memory
from bench.desk import Made
from bench.desk_server import logged_in
from bench.figures import Figure
from tests.serving import serving

SIZE = (1 << 30) * min(desk.CASES, 10_000) // 10_000  # less where the whole bench is a quick look
PIECE = 1 << 20
BEFORE = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n'
AFTER = b"\r\n--edge--\r\n"


def measure(made: Made, folder: Path) -> list[Figure]:
    from django.db import connection

    from alongside.desk.cases import store

    case = store.create(made.people[0], desk.facts("Evidence Example"), desk.now())
    cookie = logged_in(made.logins[0])
    connection.close()
    with serving(made.data, folder / "upload.log", env=dict(os.environ)) as base:
        sent, most = _sent(base, cookie, f"/desk/en/cases/{case}/evidence/")
    return [
        Figure("evidence_1_gib_seconds", sent),
        Figure("plain_copy_1_gib_seconds", _written(folder / "plain")),
        Figure("server_memory_upload_mb", most, at_most=300),
    ]


def _sent(base: str, cookie: str, path: str) -> tuple[float, float | None]:
    """Seconds from the first byte to the answer, and the most memory that the server had meanwhile."""
    host, piece = urlsplit(base).netloc, os.urandom(PIECE)
    connection = http.client.HTTPConnection(host, timeout=300)
    connection.putrequest("POST", path, skip_host=True)
    headers = {
        "Host": host.replace("127.0.0.1", "localhost"),
        "Cookie": f"alongside={cookie}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "multipart/form-data; boundary=edge",
        "Content-Length": str(len(BEFORE) + SIZE + len(AFTER)),
    }
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    began, most = perf_counter(), 0
    connection.send(BEFORE)
    for start in range(0, SIZE, PIECE):
        connection.send(piece[: SIZE - start])
        if start % (64 * PIECE) == 0:
            # Not the typesetter: an upload sets nothing, and that of the measurements before lives on.
            most = max(most, sum(process.resident for process in memory.below(os.getpid()) if not process.typesets))
    connection.send(AFTER)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 303, f"the upload was answered {answer.status}"
    return perf_counter() - began, most / 1e6 if most else None


def _written(path: Path) -> float:
    """Seconds to write as many bytes as they are, to the disk."""
    piece, began = os.urandom(PIECE), perf_counter()
    with path.open("wb", buffering=0) as plain:
        for start in range(0, SIZE, PIECE):
            plain.write(piece[: SIZE - start])
        os.fsync(plain.fileno())
    passed = perf_counter() - began
    path.unlink()
    return passed
