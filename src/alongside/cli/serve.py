"""`alongside serve`: the desk and the public pages on this computer, until Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import os
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

from alongside.cli import process

SECONDS_TO_END = 5  # after Ctrl-C; a connection that stalls would otherwise hold the terminal
ANY = ("0.0.0.0", "::")  # noqa: S104  (compared, not bound)
NAMELESS = (
    "--host: other computers are answered only under a name that this command was told, and none was; "
    "add --name with what their browsers ask for, such as --name 192.168.1.5"
)
FACES = ("desk", "public")
BROKEN = "The process that makes the pages ended unexpectedly; nothing that was saved is lost. Start alongside again"
LOCAL = ("127.0.0.1", "::1", "localhost")


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("serve", help="serve the pages", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (default: this computer only)")
    parser.add_argument("--port", default="8000", metavar="P", help="port (default: 8000)")
    parser.add_argument(
        "--name",
        metavar="N",
        action="append",
        default=[],
        help="a name or address that browsers ask for, such as desk.example or 192.168.1.5; repeat it",
    )
    parser.add_argument("--data", metavar="DIR", help="folder for the data (default: the user's data folder)")
    parser.add_argument("--face", metavar="F", help="desk (default), or public: the pages without a login alone, nothing stored")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve. 2 with one sentence where the address, the port or the folder cannot be used."""
    port = _port(options.port)
    if port is None:
        print(f"--port: {options.port!r} is not a port; accepted: a number from 1 to 65535", file=sys.stderr)
        return 2
    face = options.face or os.environ.get("ALONGSIDE_FACE") or "desk"
    if face not in FACES:
        print(f"--face: {face!r} is not a face; accepted: {', '.join(FACES)}", file=sys.stderr)
        return 2
    os.environ["ALONGSIDE_FACE"] = face
    fault = _taken(options.host, port) or _folder(options.data)
    if fault:
        print(fault, file=sys.stderr)
        return 2
    _names(options)
    process.harden()
    shown = "localhost" if options.host in LOCAL else options.host
    return _serve(options.host, port, f"http://{shown}:{port}", face)


def _folder(named: str | None) -> str | None:
    """Make the data folder, and tell everything below which it is. The sentence where that cannot be; None where it is done."""
    data = _data(named)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        return f"--data: {data} cannot be made ({error.strerror}); accepted: a folder that you may write to"
    os.environ["ALONGSIDE_DATA"] = str(data.resolve())
    return None


def _names(options: argparse.Namespace) -> None:
    """Under which names the pages may be asked for."""
    names = [name for name in (os.environ.get("ALONGSIDE_HOSTS"), *options.name) if name]
    if options.host in ANY and not names:
        print(NAMELESS, file=sys.stderr)
    if options.host not in LOCAL:
        names.append(f"[{options.host}]" if ":" in options.host else options.host)
    if names:
        os.environ["ALONGSIDE_HOSTS"] = ",".join(names)


def _port(text: str) -> int | None:
    port = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return port if 0 < port < 65536 else None


def _taken(host: str, port: int) -> str | None:
    """The sentence for an address that cannot be had; None where it can. The server itself would end in a traceback."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:  # a name that no name server would take is a UnicodeError
        why = getattr(error, "strerror", None) or "not a host name"
        if isinstance(error, UnicodeError | socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            return f"--host: {host} cannot be used ({why}); accepted: a name or address of this computer, such as 127.0.0.1"
        free = f"a free port, such as --port {port + 1 if port < 65535 else port - 1}"
        return f"--port: {port} on {host} cannot be used ({why}); accepted: {free}"
    return None


def _data(named: str | None) -> Path:
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("alongside", appauthor=False)


def _serve(host: str, port: int, address: str, face: str) -> int:
    """Serve until Ctrl-C. 2 with the worker's sentence where it cannot open the pages; 1 where it breaks later."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from alongside.cli import worker

    process.few_arenas()
    told, telling = multiprocessing.Pipe(duplex=False)
    # One process, answered through the door (`desk.web.door`). Never ASGI or a buffering proxy: they write bodies to temp files.
    server = Server(
        "alongside",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=1,
        http=HTTPModes.http1,
        websockets=False,
        log_access=False,
        log_level=LogLevels.critical,  # what it calls an error is said below, in one sentence
        workers_kill_timeout=SECONDS_TO_END,
    )
    try:
        server.serve(target_loader=partial(worker.open_pages, address, face, telling), wrap_loader=False)
    except SystemExit:  # the worker ended, and nobody had asked it to
        fault = told.recv() if told.poll() else None
        print(fault or BROKEN, file=sys.stderr)
        return 2 if fault else 1
    return 0
