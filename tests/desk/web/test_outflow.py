"""A download waits for who reads it: how much the system still holds for a connection is seen, and who reads nothing is ended."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from alongside.desk.web import outflow
from alongside.desk.web.outflow import Outflow, TooSlow

LINUX = pytest.mark.skipif(not Path(outflow.TABLES[0]).exists(), reason="only Linux tells what is still to be sent")


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end of a connection, and the reader's."""
    with ExitStack() as ends, closing(socket.create_server(("127.0.0.1", 0))) as server:
        reader = ends.enter_context(socket.create_connection(server.getsockname()))
        giver = ends.enter_context(server.accept()[0])
        yield giver, reader


def of(giver: socket.socket) -> Outflow:
    (_, server), (_, client) = giver.getsockname(), giver.getpeername()
    return Outflow(f"127.0.0.1:{server}", f"127.0.0.1:{client}")


def filled(giver: socket.socket) -> None:
    giver.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            giver.send(bytes(65536))


@LINUX
def test_what_is_still_to_be_taken_is_seen_and_is_nothing_once_it_was_read(line: tuple[socket.socket, socket.socket]) -> None:
    giver, reader = line
    ports = giver.getsockname()[1], giver.getpeername()[1]
    assert outflow.unsent(*ports) == 0
    filled(giver)
    assert (outflow.unsent(*ports) or 0) > 10_000
    reader.setblocking(False)
    end = time.monotonic() + 20
    while outflow.unsent(*ports) and time.monotonic() < end:
        try:
            reader.recv(1 << 20)
        except BlockingIOError:
            time.sleep(0.005)
    assert outflow.unsent(*ports) == 0
    assert outflow.unsent(1, 2) is None


@LINUX
def test_more_is_given_once_it_was_read_and_never_to_who_reads_nothing(
    line: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    giver, reader = line
    filled(giver)
    flow = of(giver)
    flow.gave(outflow.SMALLEST - 1)  # so much may be on its way
    monkeypatch.setattr(outflow, "SECONDS", 0.2)
    with pytest.raises(TooSlow):
        flow.gave(1)

    def read_all() -> None:
        while reader.recv(1 << 20):
            pass

    reading = threading.Thread(target=read_all)
    reading.start()
    of(giver).gave(outflow.SMALLEST)
    giver.close()
    reading.join(10)


def test_where_nobody_can_tell_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outflow, "TABLES", ("/no/such/table",))
    flow = Outflow("localhost:80", "unknown")
    for _ in range(100):
        flow.gave(1 << 20)
